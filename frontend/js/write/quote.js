// "Citeren" below a reply puts the quote in the field on the same page. Its link leads to a page that does the
// same; from there the words come.
import { append } from "./insert.js";

/** Attach to every [data-quote] on a page with a field for a reply. */
export function quotes() {
  const area = document.querySelector("#reageer [data-editor] textarea");
  if (!area) return;
  for (const link of document.querySelectorAll("[data-quote]:not([data-ready])")) {
    link.dataset.ready = "";
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      // Asked now: a click may have ended the selection when the answer comes.
      const chosen = selectedIn(link.closest("article")?.querySelector(".kp-prose"));
      quoted(link.href).then(
        (whole) => append(area, chosen ? part(whole, chosen) : whole),
        () => location.assign(link.href),
      );
    });
  }
}

function selectedIn(prose) {
  const selection = document.getSelection();
  if (!prose || !selection || selection.isCollapsed) return "";
  return prose.contains(selection.anchorNode) && prose.contains(selection.focusNode) ? selection.toString().trim() : "";
}

async function quoted(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const field = page.querySelector("[data-editor] textarea");
  if (!answer.ok || !field?.value) throw new Error(String(answer.status));
  return field.value.trim();
}

// The first line says who wrote it; the words are those that were selected.
function part(whole, chosen) {
  const lines = chosen.replace(/[\\`*_[\]<>~]/g, "\\$&").split("\n");
  return [whole.split("\n")[0], ...lines.map((line) => `> ${line}`.trim())].join("\n");
}
