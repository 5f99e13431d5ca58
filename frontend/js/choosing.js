// Things to choose from, below a field that keeps the focus: the listbox of the ARIA practices. What is found is told by a
// quiet status, the arrows go through it, Escape closes it.

/** Put a list and a status behind `after`. `choose(thing)` is called with what was chosen, `closed()` when the list goes.
 * `first`: the one that is active at once, -1 for none: then Enter is that of the field until an arrow was pressed. */
export function choosing(field, after, { label, first, choose, opened = () => {}, closed = () => {} }) {
  const list = document.createElement("ul");
  list.className = "kp-names";
  list.id = `${field.id}-names`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "kp-visually-hidden";
  status.setAttribute("role", "status");
  after.after(list, status);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let [things, active] = [[], -1];

  const close = () => {
    [things, active] = [[], -1];
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    field.removeAttribute("aria-activedescendant");
    closed();
  };
  const mark = (index) => {
    // Without a first one, the field itself is a place in the round.
    const places = things.length + (first < 0 ? 1 : 0);
    active = (index + places) % places;
    if (active === things.length) active = -1;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    const chosen = list.children[active];
    if (!chosen) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };
  /** Show `found`, of which each has a name and a line about it; `said` is what the status tells. */
  const show = (found, said) => {
    if (!found.length) return close();
    things = found;
    list.replaceChildren(...found.map((thing, index) => option(list, thing, index)));
    list.hidden = false;
    status.textContent = said;
    opened();
    mark(first);
  };
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const act = {
      ArrowDown: () => mark(active + 1),
      ArrowUp: () => mark(active < 0 ? things.length - 1 : active - 1),
      Enter: active >= 0 && (() => choose(things[active])),
      Tab: first >= 0 && (() => choose(things[active])),
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
    if (row) choose(things[[...list.children].indexOf(row)]);
  });
  return { show, close };
}

function option(list, thing, index) {
  const row = document.createElement("li");
  row.id = `${list.id}-${index}`;
  row.setAttribute("role", "option");
  const name = document.createElement("span");
  name.className = "kp-names__name";
  name.textContent = thing.name;
  const about = document.createElement("span");
  about.className = "kp-names__role";
  about.textContent = thing.about;
  row.append(name, " ", about);
  return row;
}
