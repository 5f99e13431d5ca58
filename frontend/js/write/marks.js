// What a button of the toolbar does to a text. Pure: from the text and its selection to what changes in it.
// Each gives { from, to, text, start, end }: put `text` in the place of from–to, then select start–end.
const BLANK = /\s/;
const LISTED = /^(?:[-*+]|\d{1,9}\.) /;

/** Put `sign` around the selection, or the word at the cursor; take it away when it is there. */
export function around(value, start, end, sign) {
  let [from, to] = start === end ? wordAt(value, start) : trimmed(value, start, end);
  const chosen = value.slice(from, to);
  if (chosen.length > 2 * sign.length && signed(chosen, sign)) {
    const text = chosen.slice(sign.length, -sign.length);
    return { from, to, text, start: from, end: from + text.length };
  }
  if (stands(value, from, to, sign)) {
    from -= sign.length;
    to += sign.length;
    return { from, to, text: chosen, start: from, end: from + chosen.length };
  }
  // At a bare cursor it stays where it was in the word.
  const inside = start === end ? [start, start] : [from, to];
  const [a, b] = inside.map((place) => place + sign.length);
  return { from, to, text: sign + chosen + sign, start: a, end: b };
}

// A run of three stars is both signs: one of them may go, whichever is asked for.
function runs(value, from, to) {
  const before = /\**$/.exec(value.slice(0, from))[0].length;
  const after = /^\**/.exec(value.slice(to))[0].length;
  return Math.min(before, after);
}

function stands(value, from, to, sign) {
  if (sign === "*") return runs(value, from, to) % 2 === 1;
  if (sign === "**") return runs(value, from, to) >= 2;
  return value.slice(0, from).endsWith(sign) && value.startsWith(sign, to);
}

function signed(chosen, sign) {
  if (sign === "*") return /^\*(?!\*).+[^*]\*$/s.test(chosen);
  return chosen.startsWith(sign) && chosen.endsWith(sign);
}

function wordAt(value, place) {
  let [from, to] = [place, place];
  const part = (sign) => sign !== undefined && !BLANK.test(sign) && !"*`".includes(sign);
  while (part(value[from - 1])) from -= 1;
  while (part(value[to])) to += 1;
  return [from, to];
}

function trimmed(value, start, end) {
  let [from, to] = [start, end];
  while (from < to && BLANK.test(value[from])) from += 1;
  while (to > from && BLANK.test(value[to - 1])) to -= 1;
  return [from, to];
}

/** Code: signs around it on one line, a fence around several. */
export function code(value, start, end) {
  if (!value.slice(start, end).includes("\n")) return around(value, start, end, "`");
  const [from, to] = lines(value, start, end);
  const text = `${blankLine(value, from)}\`\`\`\n${value.slice(from, to)}\n\`\`\``;
  return { from, to, text, start: from, end: from + text.length };
}

/** A link: around words, or with the address that was selected. */
export function link(value, start, end) {
  const [from, to] = trimmed(value, start, end);
  const chosen = value.slice(from, to);
  if (/^https?:\/\/\S+$/.test(chosen)) {
    return { from, to, text: `[](${chosen})`, start: from + 1, end: from + 1 };
  }
  const text = `[${chosen}](https://)`;
  if (!chosen) return { from, to, text, start: from + 1, end: from + 1 };
  return { from, to, text, start: from + chosen.length + 3, end: from + text.length - 1 };
}

const MAKE = {
  heading: { has: /^#{1,6} /, clear: /^#{1,6} /, put: () => "## " },
  list: { has: /^[-*+] /, clear: LISTED, put: () => "- " },
  numbers: { has: /^\d{1,9}\. /, clear: LISTED, put: (index) => `${index + 1}. ` },
  quote: { has: /^> ?/, clear: /^> ?/, put: () => "> " },
};

/** Headings, lists and quotes: a sign before each line of the selection, or away from each. */
export function before(value, start, end, what) {
  const { has, clear, put } = MAKE[what];
  const [from, to] = lines(value, start, end);
  const old = value.slice(from, to).split("\n");
  const full = old.filter((line) => line.trim());
  const off = full.length > 0 && full.every((line) => has.test(line));
  let index = 0;
  const made = old.map((line) => {
    if (!line.trim() && old.length > 1 && what !== "quote") return line;
    const bare = line.replace(clear, "");
    return off ? bare : put(index++) + bare;
  });
  const gap = off ? "" : blankLine(value, from);
  const text = gap + made.join("\n");
  if (start !== end || old.length > 1) {
    return { from, to, text, start: from + gap.length, end: from + text.length };
  }
  const moved = Math.max(from, start + text.length - old[0].length);
  return { from, to, text, start: moved, end: moved };
}

function lines(value, start, end) {
  const from = value.lastIndexOf("\n", start - 1) + 1;
  // A selection that ends at the very beginning of a line does not mean that line.
  const last = end > start && value[end - 1] === "\n" ? end - 1 : end;
  const stop = value.indexOf("\n", last);
  return [from, stop < 0 ? value.length : stop];
}

function blankLine(value, from) {
  const earlier = value.slice(0, from);
  const line = earlier.slice(0, -1).split("\n").pop();
  return !earlier || !line.trim() || /^(?:[-*+>]|\d{1,9}\.|#{1,6}) ?/.test(line) ? "" : "\n";
}
