// Bundles static/js/*.js and static/css/*.css into static/built/ (one file per page, same name).
//
//   node static/build.mjs            once, minified
//   node static/build.mjs --watch    again on every change, readable, with source maps
//
// Only the files directly in static/js and static/css are entry points; what they share lies in
// static/js/shared and static/css/shared. Pictures in static/img are copied as they are.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(join(here, "..")); // where the patterns below begin
const built = join(here, "built");
const watch = process.argv.includes("--watch");

const entryPoints = ["js", "css"].flatMap((kind) =>
  readdirSync(join(here, kind))
    .filter((name) => name.endsWith(`.${kind}`))
    .map((name) => join(here, kind, name)),
);

/** Of Tabler only the rules whose names are words of ours, wherever they stand: in a template, a script
 *  or a Python file. Our own styles stay whole. tests/unit/test_styles.py looks for what is missing.
 *  @type {esbuild.Plugin} */
const cutTabler = {
  name: "cut Tabler",
  setup: ({ onLoad }) =>
    onLoad({ filter: /tabler\.css$/ }, async ({ path }) => {
      const [{ css }] = await new PurgeCSS().purge({
        css: [{ raw: readFileSync(path, "utf8") }],
        content: ["templates/**/*.html", "static/js/**/*.js", "*/**/*.py"],
        skippedContentGlobs: ["{node_modules,staticfiles,tests,var}/**"],
        keyframes: true,
        variables: true,
      });
      return { contents: css, loader: "css", resolveDir: dirname(path) };
    }),
};

/** @type {esbuild.BuildOptions} */
const options = {
  entryPoints,
  outdir: built,
  entryNames: "[name]",
  assetNames: "assets/[name]-[hash]",
  bundle: true,
  format: "iife", // loaded with <script defer>: no module graph to fetch on a slow intranet
  target: ["chrome100", "edge100", "firefox100", "safari15"],
  // Some offices still run browsers years behind; esbuild lowers newer syntax for them.
  loader: { ".svg": "file", ".woff2": "file" },
  legalComments: "eof", // licences of what is bundled stay in the file
  minify: !watch,
  plugins: watch ? [] : [cutTabler],
  sourcemap: watch ? "inline" : false,
  logLevel: "warning",
};

rmSync(built, { recursive: true, force: true });
if (watch) {
  const context = await esbuild.context({ ...options, logLevel: "info" });
  await context.watch();
} else {
  await esbuild.build(options);
}
if (existsSync(join(here, "img"))) cpSync(join(here, "img"), join(built, "img"), { recursive: true });
