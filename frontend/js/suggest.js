// While somebody types in the search box: what is called so, to go to at once. Enter searches as ever, until an arrow was
// pressed.
import { choosing } from "./choosing.js";

const PAUSE = 200;
const SHORTEST = 2;

/** Attach to every search box that has an address to ask. */
export function suggestions() {
  for (const field of document.querySelectorAll("[data-suggest-url]")) attach(field);
}

function attach(field) {
  let [asked, timer] = [null, 0];
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  const list = choosing(field, field.form.lastElementChild, {
    label: field.dataset.labelSuggestions,
    first: -1,
    choose: (thing) => location.assign(thing.url),
    opened: () => field.setAttribute("aria-expanded", "true"),
    closed: () => {
      asked = null;
      field.setAttribute("aria-expanded", "false");
    },
  });
  const look = async () => {
    const typed = field.value.trim();
    asked = typed;
    const found = await called(field, typed).catch(() => []);
    const here = document.activeElement === field;
    if (asked === typed && here) list.show(found, field.dataset.labelFound.replace("{n}", found.length));
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length < SHORTEST) return list.close();
    timer = setTimeout(look, PAUSE);
  });
  field.form.addEventListener("submit", () => {
    clearTimeout(timer);
    list.close();
  });
}

async function called(field, typed) {
  const url = new URL(field.dataset.suggestUrl, location.href);
  url.searchParams.set("q", typed);
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).found : [];
}
