/**
 * Put `text` in the place of what stands from `from` to `to`, then select from `start` to `end`. Through the
 * browser's own editing, so that its undo takes it back in one step.
 */
export function insert(area, { from, to, text, start, end }) {
  area.focus();
  area.setSelectionRange(from, to);
  const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (!done && from !== to + text.length) {
    // A browser that cannot: the text is right, only its undo is not.
    area.setRangeText(text, from, to);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start, end);
}

/** As `insert`, for a block of its own below all that stands there; the cursor comes below the block. */
export function append(area, block) {
  const place = area.value.length;
  const typed = area.value.trimEnd();
  const gap = typed ? "\n\n".slice(place - typed.length) : "";
  const text = `${gap}${block}\n\n`;
  insert(area, { from: place, to: place, text, start: place + text.length, end: place + text.length });
}
