// Runs one kernel in V8 the way the engine's benchmark does: load, a new instance and a first call, some more calls
// so that the functions reach the optimising tier, then the call that is measured.
// usage: node kernels.mjs FILE SMALL_N N [wall|processor]
import { readFileSync } from "node:fs";

const WARMUPS = 3;
// V8 optimises in the background: without a pause the measured call of a single long loop stays in the baseline tier.
const TIER_UP_PAUSE_MS = 100;

const [file, small, n, clock = "wall"] = process.argv.slice(2);
const binary = readFileSync(file);
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const now = clock === "processor" ? processorTime : () => performance.now();
const timed = (work) => {
  const start = now();
  const value = work();
  return [now() - start, value];
};

const [load, module] = timed(() => new WebAssembly.Module(binary));
const call = (argument) => new WebAssembly.Instance(module).exports.run(Number(argument));
const [first] = timed(() => call(small));
for (let i = 0; i < WARMUPS; i++) call(small);
await new Promise((resolve) => setTimeout(resolve, TIER_UP_PAUSE_MS));
const [warm, result] = timed(() => call(n));
console.log(JSON.stringify({ load, first, warm, result: String(result) }));
