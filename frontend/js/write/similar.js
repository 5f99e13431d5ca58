// While a title is typed: what is there already. It appears quietly below the field and takes no focus.
const WORDS = 3;
const PAUSE = 400;

/** Attach to the title field that [data-similar-for] names. */
export function similar() {
  for (const place of document.querySelectorAll("[data-similar-url]:not([data-ready])")) {
    place.dataset.ready = "";
    const input = document.getElementById(place.dataset.similarFor);
    if (input) attach(place, input);
  }
}

function attach(place, input) {
  place.setAttribute("aria-live", "polite");
  place.hidden = false;
  input.after(place);
  let asked = "";
  let timer;
  const look = async () => {
    const title = input.value.trim();
    if (title === asked) return;
    asked = title;
    if (title.split(/\s+/).length < WORDS) {
      place.replaceChildren();
      return;
    }
    const url = new URL(place.dataset.similarUrl, location.href);
    url.searchParams.set("titel", title);
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      const found = answer.ok ? (await answer.text()).trim() : "";
      // Only the answer to what stands there now, and only a change is read aloud.
      if (title === asked && found !== place.innerHTML.trim()) place.innerHTML = found;
    } catch {
      // A help that fails is no error of who writes.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}
