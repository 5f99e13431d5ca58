/** Flash messages get a button to close them. Errors stay. */
export function dismissable() {
  for (const flash of document.querySelectorAll("[data-flash]:not(.kp-notice--error)")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kp-notice__close";
    button.setAttribute("aria-label", flash.dataset.labelClose);
    button.textContent = "×";
    button.addEventListener("click", () => flash.remove());
    flash.append(button);
  }
}
