// One sprite with only the icons that we use, from Lucide; a stelling and the mark are our own drawings.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const FROM_LUCIDE = {
  "kind-discussion": "messages-square",
  "kind-question": "message-circle-question-mark",
  "kind-poll": "chart-bar-big",
  "kind-blog": "feather",
  "kind-news": "newspaper",
  "kind-document": "file-text",
  "kind-meeting": "calendar-days",
  "kind-reply": "message-square",
  "kind-group": "users",
  "kind-person": "user",
  "audience-world": "globe",
  "audience-users": "user-check",
  "audience-group": "users",
  "audience-lock": "lock",
  "audience-hidden": "eye-off",
  "notice-info": "info",
  "notice-success": "circle-check",
  "notice-warning": "triangle-alert",
  "notice-error": "circle-alert",
  agree: "thumbs-up",
  neutral: "minus",
  disagree: "thumbs-down",
  useful: "lightbulb",
  group: "users",
  search: "search",
  check: "check",
  close: "x",
  pin: "pin",
  plus: "plus",
  pencil: "pencil",
  flag: "flag",
  bell: "bell",
  follow: "bell",
  mail: "mail",
  link: "link",
  bold: "bold",
  italic: "italic",
  heading: "heading",
  list: "list",
  "list-ordered": "list-ordered",
  quote: "quote",
  code: "code",
  history: "history",
  trash: "trash-2",
  image: "image",
  clock: "clock",
  folder: "folder",
  theme: "tag",
  settings: "settings",
  download: "download",
  upload: "upload",
  paperclip: "paperclip",
  external: "external-link",
  "user-plus": "user-plus",
  "sign-out": "log-out",
  "arrow-left": "arrow-left",
  "arrow-right": "arrow-right",
  "chevron-down": "chevron-down",
};

// A stelling has two sides: two balloons that face each other across a line.
const STATEMENT =
  '<path d="M10.500 4H4a2.500 2.500 0 0 0-2.500 2.500v7A2.500 2.500 0 0 0 4 16v4l4-4h2.500z" fill="currentColor"/>' +
  '<path d="M13.500 4H20a2.500 2.500 0 0 1 2.500 2.500v7A2.500 2.500 0 0 1 20 16v4l-4-4h-2.500z"/>';

// The mark: three gables around a square.
export const MARK =
  '<path d="M1 31V15l5-8 5 8v16z" fill="var(--kp-mark-1,#1b6b56)"/>' +
  '<path d="M29 31V15l2-2V9h2V6h4v3h2v22z" fill="var(--kp-mark-3,#b9683f)" transform="translate(0 0)"/>' +
  '<path d="M13 31V14c0-3 3-3 3-6 0-2 2-4 4-4s4 2 4 4c0 3 3 3 3 6v17z" fill="var(--kp-mark-2,#0f4c3c)"/>' +
  '<path d="M4.500 31v-6a1.500 1.500 0 0 1 3 0v6zM17.500 31v-8a2.500 2.500 0 0 1 5 0v8zM33 31v-6h3v6z" fill="var(--kp-mark-door,#fcfaf5)"/>';

function body(name) {
  const text = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), "utf8");
  return text.replace(/<!--.*?-->/gs, "").replace(/^\s*<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s+/g, " ").trim();
}

function symbol(id, content) {
  return (
    `<symbol id="${id}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
    `stroke-linecap="round" stroke-linejoin="round">${content}</symbol>`
  );
}

/** The text of icons.svg. */
export function sprite() {
  const symbols = Object.entries(FROM_LUCIDE).map(([id, name]) => symbol(id, body(name)));
  symbols.push(symbol("kind-statement", STATEMENT));
  symbols.push(`<symbol id="logo" viewBox="0 0 40 32">${MARK}</symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}
