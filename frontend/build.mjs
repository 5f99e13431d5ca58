// Builds static/build/ from frontend/ and the packages: styles, scripts, icons, drawing, fonts.
// Every file gets a name with its content in it, so that browsers may keep it for ever; manifest.json maps
// the logical name to the built one. KENNISPLEIN_TOKENS=file.css adds a municipality's own token file.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { fonts, printedFonts } from "./fonts.mjs";
import { sprite } from "./icons.mjs";
import { favicon, street } from "./art/street.mjs";
import { baseTokens, ownTokens } from "./tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "build");
const aside = `${out}.new`;
const manifest = {};
const TEXT = new Set([".css", ".js", ".svg"]);

function emit(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10).toUpperCase();
  const extension = extname(name);
  const built = `${name.slice(0, -extension.length)}-${hash}${extension}`;
  writeFileSync(join(aside, built), content);
  if (TEXT.has(extension)) {
    // Packed here once, and as small as can be; forum/lib/assets.py chooses by what the browser takes.
    const size = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(aside, `${built}.br`), brotliCompressSync(content, { params: size }));
    writeFileSync(join(aside, `${built}.gz`), gzipSync(content, { level: 9 }));
  }
  manifest[name] = built;
  return built;
}

async function bundle(entry) {
  const result = await esbuild.build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: entry.endsWith(".js") ? "esm" : undefined,
    target: ["es2022", "safari16"],
    legalComments: "none",
    external: ["*.woff2"],
  });
  return result.outputFiles[0].text;
}

rmSync(aside, { recursive: true, force: true });
mkdirSync(aside, { recursive: true });

let faces = "";
for (const font of await fonts()) {
  const file = emit(`${font.name}.woff2`, font.content);
  faces += `@font-face{font-family:"${font.family}";font-weight:${font.weight};font-display:swap;`;
  faces += `src:url("${file}") format("woff2")}`;
}

for (const font of await printedFonts()) emit(`${font.name}.ttf`, font.content);

const styles = await bundle("css/app.css");
const tokens = await esbuild.transform(baseTokens(styles + readFileSync(join(here, "css/tokens.css"))), {
  loader: "css",
  minify: true,
});
emit("app.css", faces + tokens.code + styles + ownTokens(process.env.KENNISPLEIN_TOKENS));
emit("app.js", await bundle("js/app.js"));
// What only writers need: loaded by the Markdown field itself (templates/components/editor.html).
emit("write.js", await bundle("js/write.js"));
emit("passkey.js", await bundle("js/passkey.js"));
emit("icons.svg", sprite());
emit("street.svg", street());
emit("favicon.svg", favicon());

writeFileSync(join(aside, "manifest.json"), JSON.stringify(manifest, null, 2));
rmSync(out, { recursive: true, force: true });
renameSync(aside, out);
console.log(Object.values(manifest).join("\n"));
