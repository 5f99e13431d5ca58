// After an "@" and a letter: names to choose from, below the field. What is chosen is written as a readable link, which
// can be typed by hand too. The field keeps the focus; the list is told to screen readers as the ARIA practices say.
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
  const list = document.createElement("ul");
  list.className = "kp-names";
  list.id = `${area.id}-names`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", editor.dataset.labelNames);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "kp-visually-hidden";
  status.setAttribute("role", "status");
  area.after(list, status);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  let [people, active, asked, timer] = [[], 0, null, 0];

  const close = () => {
    asked = null;
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    area.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    active = (index + people.length) % people.length;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    area.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const choose = (person) => {
    const to = area.selectionStart;
    const typed = TYPED.exec(area.value.slice(0, to))?.[1] ?? "";
    const from = to - typed.length - 1;
    const text = `@[${person.name.replace(/[\\[\]*_`<>~]/g, "\\$&")}](${person.url}) `;
    close();
    insert(area, { from, to, text, start: from + text.length, end: from + text.length });
  };
  const show = (found) => {
    people = found;
    if (!people.length) return close();
    list.replaceChildren(...people.map((person, index) => option(list, person, index)));
    list.hidden = false;
    status.textContent = editor.dataset.labelFound.replace("{n}", people.length);
    mark(0);
  };
  const look = async (typed) => {
    asked = typed;
    const found = await names(editor, area, typed).catch(() => []);
    if (asked === typed) show(found);
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    const match = area.selectionStart === area.selectionEnd && TYPED.exec(area.value.slice(0, area.selectionStart));
    if (!match) return close();
    timer = setTimeout(look, PAUSE, match[1] ?? "");
  });
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const act = {
      ArrowDown: () => mark(active + 1),
      ArrowUp: () => mark(active - 1),
      Enter: () => choose(people[active]),
      Tab: () => choose(people[active]),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  // Not click: the field would lose the focus first, and the list with it.
  list.addEventListener("mousedown", (event) => {
    const row = event.target.closest("[role=option]");
    event.preventDefault();
    if (row) choose(people[[...list.children].indexOf(row)]);
  });
}

function option(list, person, index) {
  const row = document.createElement("li");
  row.id = `${list.id}-${index}`;
  row.setAttribute("role", "option");
  const name = document.createElement("span");
  name.className = "kp-names__name";
  name.textContent = person.name;
  const role = document.createElement("span");
  role.className = "kp-names__role";
  role.textContent = person.role;
  row.append(name, " ", role);
  return row;
}

async function names(editor, area, typed) {
  const url = new URL(editor.dataset.mentionUrl, location.href);
  url.searchParams.set("q", typed);
  const audience = area.form?.elements.audience?.value;
  if (audience) url.searchParams.set("voor", audience);
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).people : [];
}
