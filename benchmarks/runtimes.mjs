// Runs a program of preview 1 in V8: some runs so that its functions reach the optimising tier, then the one that is
// measured. Each has an instance of its own.
// usage: node runtimes.mjs FILE INPUT|- WARMUPS wall|processor [ARGUMENT...]
import { closeSync, openSync, readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [file, input, warmups, clock, ...args] = process.argv.slice(2);
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const now = clock === "processor" ? processorTime : () => performance.now();
const module = new WebAssembly.Module(readFileSync(file));
const run = () => {
  const stdin = openSync(input === "-" ? "/dev/null" : input);
  const stdout = openSync("/dev/null", "w");
  const start = now();
  const wasi = new WASI({ version: "preview1", args: ["program", ...args], env: {}, stdin, stdout, returnOnExit: true });
  wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
  const time = now() - start;
  closeSync(stdin);
  closeSync(stdout);
  return time;
};

for (let i = 0; i < Number(warmups); i++) run();
console.log(JSON.stringify({ warm: run() }));
