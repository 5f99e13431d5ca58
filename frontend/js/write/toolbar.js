import { insert } from "./insert.js";
import * as marks from "./marks.js";

const KEYS = { b: "bold", i: "italic", k: "link" };
const ACTS = {
  bold: (...at) => marks.around(...at, "**"),
  italic: (...at) => marks.around(...at, "*"),
  code: marks.code,
  link: marks.link,
  heading: (...at) => marks.before(...at, "heading"),
  list: (...at) => marks.before(...at, "list"),
  numbers: (...at) => marks.before(...at, "numbers"),
  quote: (...at) => marks.before(...at, "quote"),
};

/** A toolbar above each Markdown field, as the ARIA practices describe one: Tab comes in, arrow keys go round. */
export function toolbars(editors) {
  for (const editor of editors) {
    const area = editor.querySelector("textarea");
    const shape = editor.querySelector("template[data-tools]");
    if (area && shape) attach(editor, area, shape);
  }
}

function attach(editor, area, shape) {
  const bar = shape.content.firstElementChild.cloneNode(true);
  const buttons = [...bar.querySelectorAll("button")];
  buttons[0].tabIndex = 0;
  if (/mac|iphone|ipad/i.test(navigator.platform)) {
    for (const button of buttons) button.title = button.title.replace("Ctrl+", "⌘");
  }
  area.before(bar);

  const act = (mark) => {
    if (mark === "picture") {
      editor.dispatchEvent(new CustomEvent("kp:picture"));
      return;
    }
    insert(area, ACTS[mark](area.value, area.selectionStart, area.selectionEnd));
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) act(button.dataset.mark);
  });
  bar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    const last = buttons.length - 1;
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: last }[event.key];
    if (next === undefined || here < 0) return;
    event.preventDefault();
    rove(buttons, (next + buttons.length) % buttons.length).focus();
  });
  bar.addEventListener("focusin", (event) => rove(buttons, buttons.indexOf(event.target)));
  area.addEventListener("keydown", (event) => {
    const mark = KEYS[event.key.toLowerCase()];
    if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    act(mark);
  });
}

function rove(buttons, index) {
  buttons.forEach((button, place) => (button.tabIndex = place === index ? 0 : -1));
  return buttons[index];
}
