// The street below every page: Dutch gables, a school, a tower, trees, people. Drawn by us, coloured by
// custom properties, so that it is day in the light scheme and evening, with lit windows, in the dark one.

import { MARK } from "../icons.mjs";

const GROUND = 116;
const wall = (n) => `var(--kp-wall-${n},#c9a98f)`;

function windows(x, width, top, rows, columns, tall = 9) {
  const step = width / (columns + 1);
  let path = "";
  for (let row = 0; row < rows; row += 1) {
    for (let column = 1; column <= columns; column += 1) {
      path += `M${(x + column * step - 2.5).toFixed(1)} ${top + row * 16}h5v${tall}h-5z`;
    }
  }
  return `<path fill="var(--kp-window,#fcfaf5)" d="${path}"/>`;
}

function door(x) {
  return `<path fill="var(--kp-door,#14523f)" d="M${x - 4} ${GROUND}v-15a4 4 0 0 1 8 0v15z"/>`;
}

const GABLES = {
  // Spout, step, bell, neck, straight: the outline above the eaves at `y`, from the left to the right corner.
  spout: (x, y, w) => `L${x + w / 2 - 3} ${y - 18}h6L${x + w} ${y}`,
  step: (x, y, w) => {
    const s = w / 7;
    return `v-5h${s}v-6h${s}v-6h${s}v-5h${s}v5h${s}v6h${s}v6h${s}v5`;
  },
  bell: (x, y, w) => `c0-7 ${w * 0.22}-6 ${w * 0.24}-14 0-9 ${w * 0.52}-9 ${w * 0.52} 0 .02 8 ${w * 0.24} 7 ${w * 0.24} 14`,
  neck: (x, y, w) => `c${w * 0.2} 0 ${w * 0.26}-4 ${w * 0.28}-14h${w * 0.06}l${w * 0.16}-7 ${w * 0.16} 7h${w * 0.06}c.02 10 ${w * 0.08} 14 ${w * 0.28} 14`,
  roof: (x, y, w) => `l${w * 0.12}-14h${w * 0.76}l${w * 0.12} 14`,
  flat: (x, y, w) => `h${w}`,
};

function house(x, w, y, gable, colour, rows, columns, doorAt = 0.5) {
  return (
    `<path fill="${wall(colour)}" d="M${x} ${GROUND}V${y}${GABLES[gable](x, y, w)}V${GROUND}z"/>` +
    windows(x, w, y + 7, rows, columns) +
    door(x + w * doorAt)
  );
}

function tree(x, size, tone = 1) {
  return (
    `<path fill="var(--kp-trunk,#7a5c45)" d="M${x - 1.5} ${GROUND}v-${size + 6}h3v${size + 6}z"/>` +
    `<ellipse fill="var(--kp-leaf-${tone},#8aa583)" cx="${x}" cy="${GROUND - size - 10}" rx="${size * 0.62}" ry="${size * 0.8}"/>`
  );
}

function person(x, tall, coat) {
  const y = GROUND - tall;
  return (
    `<circle fill="var(--kp-skin-${coat},#8b5e43)" cx="${x}" cy="${y}" r="3"/>` +
    `<path fill="var(--kp-coat-${coat},#14523f)" d="M${x - 3.6} ${GROUND - 8}v-${tall - 16}a3.600 3.600 0 0 1 7.200 0v${tall - 16}l-1 8h-2l-.6-7-.6 7h-2z"/>`
  );
}

function bike(x) {
  return (
    `<path fill="none" stroke="var(--kp-line,#4b443b)" stroke-width="1.300" d="M${x} ${GROUND - 5}l5-8h8l-5 8zm5-8l3 8m5-8l3 8m-4.500-11h4M${x + 3} ${GROUND - 15}h4"/>` +
    `<circle fill="none" stroke="var(--kp-line,#4b443b)" stroke-width="1.300" cx="${x}" cy="${GROUND - 5}" r="5"/>` +
    `<circle fill="none" stroke="var(--kp-line,#4b443b)" stroke-width="1.300" cx="${x + 16}" cy="${GROUND - 5}" r="5"/>`
  );
}

function bench(x) {
  return `<path fill="none" stroke="var(--kp-line,#4b443b)" stroke-width="2" stroke-linecap="round" d="M${x} ${GROUND - 16}h34M${x} ${GROUND - 11}h34M${x + 1} ${GROUND - 7}h32M${x + 5} ${GROUND - 7}v7M${x + 29} ${GROUND - 7}v7"/>`;
}

function school(x) {
  return (
    `<path fill="${wall(3)}" d="M${x} ${GROUND}V82h128v34z"/>` +
    `<path fill="${wall(1)}" d="M${x + 46} ${GROUND}V68l18-12 18 12v48z"/>` +
    `<circle fill="var(--kp-window,#fcfaf5)" cx="${x + 64}" cy="74" r="6"/>` +
    `<path stroke="var(--kp-line,#4b443b)" stroke-width="1.200" fill="none" d="M${x + 64} 70.500v3.500h3"/>` +
    `<path fill="var(--kp-window,#fcfaf5)" d="M${x + 6} 90h9v12h-9zm13 0h9v12h-9zm13 0h9v12h-9zm57 0h9v12h-9zm13 0h9v12h-9zm13 0h9v12h-9z"/>` +
    door(x + 58) + door(x + 70)
  );
}

function tower(x) {
  return (
    `<path fill="${wall(2)}" d="M${x} ${GROUND}V46h26v70z"/>` +
    `<path fill="var(--kp-door,#14523f)" d="M${x - 2} 46l5-14h20l5 14zM${x + 8} 32v-9l5-15 5 15v9z"/>` +
    `<circle fill="var(--kp-window,#fcfaf5)" cx="${x + 13}" cy="58" r="6"/>` +
    `<path stroke="var(--kp-line,#4b443b)" stroke-width="1.200" fill="none" d="M${x + 13} 54v4l3 2"/>` +
    windows(x, 26, 74, 2, 1, 11) + door(x + 13)
  );
}

// Three times the same street, so that it also fills the widest screen; a usual one shows the middle.
function wholeStreet() {
  return [0, 1200, 2400].map((x) => `<g transform="translate(${x})">${oneStreet()}</g>`).join("");
}

function oneStreet() {
  return [
    tree(18, 26, 2), house(34, 40, 74, "spout", 1, 1, 2), house(74, 36, 62, "bell", 4, 2, 2, 0.7),
    house(110, 42, 70, "step", 2, 1, 3), tree(172, 30, 1), bench(184), person(228, 27, 1), tree(244, 24, 2),
    school(262), person(404, 20, 2), person(414, 28, 3), tree(434, 32, 1), house(452, 38, 66, "neck", 3, 2, 2, 0.3),
    house(490, 44, 76, "roof", 1, 1, 3), house(534, 36, 60, "bell", 2, 2, 2), tower(574), house(604, 40, 70, "step", 4, 1, 2, 0.7),
    tree(664, 22, 2), bike(684), person(714, 28, 2), house(730, 58, 64, "flat", 3, 2, 4), house(788, 38, 72, "spout", 2, 1, 2, 0.3),
    tree(846, 30, 1), person(866, 27, 3), person(877, 19, 1), house(894, 40, 62, "neck", 1, 2, 2), house(934, 36, 70, "bell", 4, 1, 2, 0.7),
    house(970, 44, 66, "step", 3, 2, 3), tree(1034, 26, 2), bench(1050), tree(1104, 32, 1), house(1124, 40, 70, "roof", 2, 1, 2), house(1164, 36, 62, "spout", 1, 2, 2, 0.3),
  ].join("");
}

/** The text of street.svg: the whole street and a bench under a tree. */
export function street() {
  const ground = (width) => `<path fill="var(--kp-ground,#d8cdb8)" d="M0 ${GROUND}h${width}v4H0z"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg">` +
    `<symbol id="street" viewBox="0 0 3600 120" preserveAspectRatio="xMidYMax slice">${wholeStreet()}${ground(3600)}</symbol>` +
    `<symbol id="bench" viewBox="0 44 240 76"><g>${tree(58, 30, 1)}${bench(84)}${tree(190, 22, 2)}${bike(140)}${ground(240)}</g></symbol>` +
    `</svg>`
  );
}

/** The text of favicon.svg: the mark with its own colours. */
export function favicon() {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -4 44 44">${MARK}</svg>`;
}
