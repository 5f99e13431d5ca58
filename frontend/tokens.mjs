// The base tokens of the NL Design System community theme are 190 kB; only those that our styles use, and
// those that these use in turn, are taken.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const PACKAGE = "@nl-design-system-community/ma-design-tokens/dist";

function read(path) {
  const text = readFileSync(require.resolve(`${PACKAGE}/${path}`), "utf8");
  return new Map([...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

function used(css, light, dark) {
  const wanted = new Set();
  const queue = [...css.matchAll(/var\((--basis-[\w-]+)/g)].map(([, name]) => name);
  while (queue.length) {
    const name = queue.pop();
    if (wanted.has(name)) continue;
    wanted.add(name);
    for (const value of [light.get(name), dark.get(name)]) {
      if (value) queue.push(...[...value.matchAll(/var\((--[\w-]+)/g)].map(([, next]) => next));
    }
  }
  return wanted;
}

/** The base tokens that `css` needs, light and dark, in a layer that everything else overrides. */
export function baseTokens(css) {
  const light = read("theme.css");
  const dark = read("color-scheme-dark/theme.css");
  const wanted = used(css, light, dark);
  const lines = (tokens) =>
    [...tokens].filter(([name]) => wanted.has(name)).map(([name, value]) => `${name}:${value};`).join("");
  return (
    `@layer base,house,kp;` +
    `@layer base{:root{${lines(light)}}@media screen and (prefers-color-scheme:dark){:root{${lines(dark)}}}}`
  );
}

/** A municipality's own token file. Its theme class, as these files have, is taken as the whole page. */
export function ownTokens(file) {
  return file ? readFileSync(file, "utf8").replace(/\.[\w-]+-theme(--[\w-]+)?\b/g, ":root") : "";
}
