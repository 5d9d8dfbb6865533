// Makes a component of a core module: node embed.mjs WIT WORLD CORE OUT
import { componentEmbed, componentNew } from "@bytecodealliance/jco";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const [wit, world, core, out] = process.argv.slice(2);
const embedded = await componentEmbed({
  binary: readFileSync(core),
  witPath: resolve(wit),
  world,
  stringEncoding: "utf8",
});
writeFileSync(out, await componentNew(embedded, null));
