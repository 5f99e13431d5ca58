// What a Markdown field gets with a script. Without it the field is complete; each module leaves when its
// elements are not there.
import { mentions } from "./write/mention.js";
import { pictures } from "./write/picture.js";
import { previews } from "./write/preview.js";
import { quotes } from "./write/quote.js";
import { similar } from "./write/similar.js";
import { toolbars } from "./write/toolbar.js";

function begin() {
  const editors = [...document.querySelectorAll("[data-editor]:not([data-ready])")];
  for (const editor of editors) editor.dataset.ready = "";
  toolbars(editors);
  previews(editors);
  pictures(editors);
  mentions(editors);
  quotes();
  similar();
}

begin();
// A form that came back after an upload, in place of the one that was sent.
document.addEventListener("kp:main", begin);
