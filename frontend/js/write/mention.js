// After an "@" and a letter: names to choose from, below the field. What is chosen is written as a readable link, which
// can be typed by hand too.
import { choosing } from "../choosing.js";
import { insert } from "./insert.js";

const TYPED = /(?:^|[\s(])@([\p{L}][\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]*)?)?$/u;
const PAUSE = 150;

/** Attach to every editor that has an address to ask for names. */
export function mentions(editors) {
  for (const editor of editors) {
    const area = editor.querySelector("textarea");
    if (area && editor.dataset.mentionUrl) attach(editor, area);
  }
}

function attach(editor, area) {
  let [asked, timer] = [null, 0];
  const choose = (person) => {
    const to = area.selectionStart;
    const typed = TYPED.exec(area.value.slice(0, to))?.[1] ?? "";
    const from = to - typed.length - 1;
    const text = `@[${person.name.replace(/[\\[\]*_`<>~]/g, "\\$&")}](${person.url}) `;
    list.close();
    insert(area, { from, to, text, start: from + text.length, end: from + text.length });
  };
  const list = choosing(area, area, {
    label: editor.dataset.labelNames,
    first: 0,
    choose,
    closed: () => (asked = null),
  });
  const look = async (typed) => {
    asked = typed;
    const found = await names(editor, area, typed).catch(() => []);
    if (asked === typed) list.show(found, editor.dataset.labelFound.replace("{n}", found.length));
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    const match = area.selectionStart === area.selectionEnd && TYPED.exec(area.value.slice(0, area.selectionStart));
    if (!match) return list.close();
    timer = setTimeout(look, PAUSE, match[1] ?? "");
  });
}

async function names(editor, area, typed) {
  const url = new URL(editor.dataset.mentionUrl, location.href);
  url.searchParams.set("q", typed);
  const audience = area.form?.elements.audience?.value;
  if (audience) url.searchParams.set("voor", audience);
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) return [];
  return (await answer.json()).people.map((person) => ({ ...person, about: person.role }));
}
