// What somebody writes is kept on the server while they write: a few seconds after the last key, and when the page is
// left. A form with an element [data-keep] (its address; the words for a failure in data-label-failed) takes part.
// Listens on the document, so that forms that come later take part too. Files go along once they are uploaded.
const WAIT = 3000;
const SLOWEST = 60000;
const LARGEST_LAST_WORD = 60000; // browsers take 64 kB at most from a page that is being left

const forms = new Map();

export function drafts() {
  document.addEventListener("input", noticed);
  document.addEventListener("change", noticed);
  document.addEventListener("submit", sent);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const form of forms.keys()) keep(form, true);
  });
  window.addEventListener("pagehide", () => {
    for (const form of forms.keys()) keep(form, true);
  });
}

function noticed(event) {
  const form = event.target.form;
  if (!form?.querySelector("[data-keep]") || event.target.type === "file") return;
  const state = forms.get(form) ?? { wait: WAIT };
  state.changed = true;
  forms.set(form, state);
  later(form, state.wait);
}

function later(form, wait) {
  const state = forms.get(form);
  clearTimeout(state.timer);
  // Who never pauses is kept too.
  state.since ??= Date.now();
  state.timer = setTimeout(() => keep(form, false), Math.max(0, Math.min(wait, state.since + 4 * wait - Date.now())));
}

function sent(event) {
  const state = forms.get(event.target);
  if (!state) return;
  clearTimeout(state.timer);
  state.request?.abort();
  forms.delete(event.target);
}

async function keep(form, leaving) {
  const state = forms.get(form);
  const line = form.querySelector("[data-keep]");
  if (!state?.changed || !line || (state.busy && !leaving)) return;
  clearTimeout(state.timer);
  Object.assign(state, { changed: false, busy: true, since: undefined, request: new AbortController() });
  try {
    const body = texts(form);
    const answer = await fetch(line.dataset.keep, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: leaving && body.toString().length < LARGEST_LAST_WORD,
      signal: state.request.signal,
    });
    const { message, address } = await answer.json();
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    state.wait = WAIT;
    say(line, message);
    // After a crash or a reload the browser comes back to this very text.
    if (address && address.split("?")[0] === location.pathname) history.replaceState(history.state, "", address);
  } catch (error) {
    if (error.name === "AbortError") return;
    say(line, line.dataset.labelFailed);
    state.changed = true;
    state.wait = Math.min(state.wait * 2, SLOWEST);
  } finally {
    state.busy = false;
  }
  if (state.changed && forms.get(form) === state) later(form, state.wait);
}

function texts(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return body;
}

function say(line, words) {
  if (words && line.textContent !== words) line.textContent = words;
}
