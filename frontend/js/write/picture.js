// A picture that is pasted in the text, dropped on it or chosen with the button of the toolbar: it is uploaded at
// once, what is on it is asked, and then it is put in the text at the cursor. Until the form is sent it belongs
// to who uploaded it; the hidden fields made here attach it.
import { insert } from "./insert.js";

const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Attach to every editor that has an address to upload to. */
export function pictures(editors) {
  for (const editor of editors) {
    const area = editor.querySelector("textarea");
    const shape = editor.querySelector("template[data-picture]");
    if (area && shape && area.form) attach(editor, area, shape);
  }
}

function attach(editor, area, shape) {
  const take = (files) => [...files].forEach((file) => begin(editor, area, shape, file));
  area.addEventListener("paste", (event) => {
    const files = event.clipboardData.files;
    // A word processor sends a picture of its text along: then the words are meant.
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(files);
  });
  area.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    area.classList.add("is-over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("is-over"));
  area.addEventListener("drop", (event) => {
    area.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  editor.addEventListener("kp:picture", () => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = TYPES.join();
    input.addEventListener("change", () => take(input.files));
    input.click();
  });
}

function begin(editor, area, shape, file) {
  const box = shape.content.firstElementChild.cloneNode(true);
  const state = box.querySelector("[role=status]");
  const bar = box.querySelector("progress");
  const wrong = box.querySelector(".kp-error");
  area.after(box);
  box.querySelector("[data-away]").addEventListener("click", () => {
    box.remove();
    area.focus();
  });
  const refuse = (words) => {
    state.textContent = "";
    bar.hidden = true;
    wrong.textContent = words;
    wrong.hidden = false;
  };
  if (!TYPES.includes(file.type)) return refuse(`${file.name}: ${box.dataset.labelNoPicture}`);
  if (file.size > Number(editor.dataset.maxBytes)) return refuse(`${file.name}: ${box.dataset.labelTooLarge}`);

  state.textContent = box.dataset.labelBusy;
  const typed = area.value;
  send(editor, area, file, (percent) => (bar.value = percent)).then(
    (stored) => {
      bar.hidden = true;
      state.textContent = box.dataset.labelReady;
      const words = describe(box, area, stored);
      // Who typed on meanwhile is not taken away from it.
      if (area.value === typed) words.focus();
    },
    (error) => refuse(error.message || box.dataset.labelFailed),
  );
}

function describe(box, area, stored) {
  const part = box.querySelector(".kp-picture__words");
  const words = part.querySelector("input");
  const wrong = box.querySelector(".kp-error");
  part.querySelector("img").src = stored.url;
  part.hidden = false;
  words.name = `alt-${stored.id}`;
  wrong.id = `alt-${stored.id}-error`;
  const held = document.createElement("input");
  held.type = "hidden";
  held.name = "attached";
  held.value = stored.id;
  box.append(held);
  const put = () => {
    const said = words.value.trim();
    wrong.hidden = Boolean(said);
    if (!said) {
      wrong.textContent = box.dataset.labelWordless;
      words.setAttribute("aria-invalid", "true");
      words.setAttribute("aria-describedby", wrong.id);
      words.focus();
      return;
    }
    // The fields go along with the form; what was asked is answered.
    box.hidden = true;
    const { selectionStart: from, selectionEnd: to } = area;
    const text = `![${said.replace(/[\\[\]]/g, "\\$&")}](${stored.url})`;
    insert(area, { from, to, text, start: from + text.length, end: from + text.length });
  };
  part.querySelector("[data-put]").addEventListener("click", put);
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    put();
  });
  return words;
}

function send(editor, area, file, progress) {
  const form = new FormData();
  form.set("csrf_token", area.form.elements.csrf_token?.value ?? "");
  form.set("files", file, file.name || "afbeelding.png");
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", editor.dataset.uploadUrl);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(Math.round((event.loaded / event.total) * 100));
    });
    const fail = (words) => reject(new Error(words ?? ""));
    request.addEventListener("error", () => fail());
    request.addEventListener("load", () => {
      const stored = request.response?.files?.[0];
      if (stored?.picture) resolve(stored);
      else fail(request.response?.errors?.[0]);
    });
    request.send(form);
  });
}
