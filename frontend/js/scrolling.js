// What is wider than the screen scrolls by itself. Who uses the keyboard must be able to get there too; browsers that
// do that unasked are not all of them yet. What fits is no stop on the way.
const WIDE = ".kp-prose table, .kp-prose pre";

function mark() {
  for (const element of document.querySelectorAll(WIDE)) {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
}

export function scrolling() {
  mark();
  window.addEventListener("resize", mark);
}
