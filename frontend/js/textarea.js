/** A text field grows with what is written in it. Its style is set through the CSSOM, which the CSP allows. */
export function growing() {
  for (const area of document.querySelectorAll("textarea")) {
    const grow = () => {
      if (!area.offsetParent || area.scrollHeight <= area.clientHeight) return;
      area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    };
    area.addEventListener("input", grow);
    grow();
  }
}
