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

/** As `insert`, for a block of its own at the cursor: an empty line before it, the cursor below it. */
export function insertBlock(area, block) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const before = value.slice(0, from);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const after = value.slice(to).replace(/^\n*/, "");
  const swallowed = value.length - after.length;
  const text = `${gap}${block}\n\n`;
  insert(area, { from, to: swallowed, text, start: from + text.length, end: from + text.length });
}
