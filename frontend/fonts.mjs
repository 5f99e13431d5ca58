// The two open faces, cut down to the characters of Dutch and its neighbours; other letters (ć, ğ, …) come
// from the reader's own fonts. A cut font may not keep its maker's reserved name, hence ours.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);

// Signs that people here hardly write; each costs what a letter costs.
const SELDOM = "\u00ad¡¢¤¥¦¨ª¬¯±´µ¶¸¹º¼¾¿÷ÐðÞþ";

function characters() {
  let text = "ıĳĲŒœ–—‘’‚“”„…•‹›€→←−×′″";
  for (let code = 0x20; code <= 0xff; code += 1) {
    const sign = String.fromCharCode(code);
    if ((code < 0x7f || code > 0x9f) && !SELDOM.includes(sign)) text += sign;
  }
  return text;
}

const FACES = [
  {
    name: "sans",
    family: "Kennisplein Sans",
    weight: "400 600",
    file: "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    variationAxes: { wght: { min: 400, max: 600 } },
  },
  {
    name: "serif",
    family: "Kennisplein Serif",
    weight: "600",
    file: "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
  },
];

// The same two in the plain format that PDFs hold, each at one weight, for the sheets that people print.
const PRINTED = [
  { name: "sheet-text", file: FACES[0].file, variationAxes: { wght: 400 } },
  { name: "sheet-title", file: FACES[1].file },
];

/** The fonts for print: [{name, content}]. */
export async function printedFonts() {
  return Promise.all(
    PRINTED.map(async ({ name, file, variationAxes }) => ({
      name,
      content: await subsetFont(readFileSync(require.resolve(file)), characters(), {
        targetFormat: "truetype",
        noLayoutClosure: true,
        variationAxes,
      }),
    })),
  );
}

/** The fonts: [{name, family, weight, content}]. */
export async function fonts() {
  return Promise.all(
    FACES.map(async ({ file, variationAxes, ...face }) => ({
      ...face,
      content: await subsetFont(readFileSync(require.resolve(file)), characters(), {
        targetFormat: "woff2",
        noLayoutClosure: true,
        variationAxes,
      }),
    })),
  );
}
