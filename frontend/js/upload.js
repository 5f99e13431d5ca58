// A form with files: drop them on it, and see how far it is. Without this script the same form is sent by the
// browser. On the form: data-upload, and the words data-label-busy ("Bezig met uploaden") and data-label-failed;
// optional: data-max-bytes with data-label-too-large, said before anything is sent.

/** Attach to every form[data-upload]. */
export function uploads() {
  for (const zone of document.querySelectorAll("[data-drop]")) droppable(zone);
  for (const form of document.querySelectorAll("form[data-upload]")) withProgress(form);
}

function droppable(zone) {
  const input = zone.querySelector('input[type="file"]');
  const hint = zone.querySelector("[data-drop-hint]");
  if (!input || !window.matchMedia("(any-pointer: fine)").matches) return;
  if (hint) hint.hidden = false;
  const over = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", on);
  };
  zone.addEventListener("dragenter", over(true));
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    const chosen = new DataTransfer();
    const files = input.multiple ? event.dataTransfer.files : [event.dataTransfer.files[0]];
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function withProgress(form) {
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length);
    if (!files) return;
    event.preventDefault();
    if (tooLarge(form)) {
      progress(form).refused(form.dataset.labelTooLarge);
      return;
    }
    send(form, event.submitter);
  });
}

function tooLarge(form) {
  const most = Number(form.dataset.maxBytes ?? Infinity);
  const inputs = [...form.querySelectorAll('input[type="file"]')];
  return inputs.some((input) => [...input.files].some((file) => file.size > most));
}

function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  const shown = progress(form);
  const buttons = [...form.querySelectorAll("button")];
  const busy = (on) => buttons.forEach((button) => (button.disabled = on));
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) shown.to(Math.round((event.loaded / event.total) * 100));
  });
  request.addEventListener("load", () => answered(request, form, data, shown, busy));
  request.addEventListener("error", () => {
    shown.failed();
    busy(false);
  });
  busy(true);
  request.send(data);
}

function answered(request, form, data, shown, busy) {
  const page = request.response;
  const moved = request.status < 400 && request.responseURL !== form.action;
  if (moved) {
    window.location.assign(request.responseURL);
    return;
  }
  // The form came back, with errors: show that page here, as the browser would have done.
  const main = page?.querySelector("main");
  if (!main) {
    shown.failed();
    busy(false);
    return;
  }
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  uploads();
  document.dispatchEvent(new CustomEvent("kp:main"));
  document.querySelector("[data-focus]")?.focus();
}

function progress(form) {
  form.querySelector(".kp-progress")?.remove();
  const box = document.createElement("div");
  box.className = "kp-progress";
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  words.textContent = form.dataset.labelBusy ?? "";
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", form.dataset.labelBusy ?? "");
  box.append(words, bar);
  form.append(box);
  const refused = (text) => {
    bar.remove();
    words.className = "kp-error";
    words.textContent = text ?? "";
  };
  return {
    to: (percent) => (bar.value = percent),
    refused,
    failed: () => refused(form.dataset.labelFailed),
  };
}
