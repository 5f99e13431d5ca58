/** After a form came back with errors, the list of errors is where you are. */
export function focusFirst() {
  document.querySelector("[data-focus]")?.focus();
}

/** A menu closes on Escape, on a click elsewhere and when the focus leaves it. */
export function menus() {
  for (const menu of document.querySelectorAll("details[data-menu]")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }
}
