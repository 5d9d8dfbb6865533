// Runs a program of preview 1 in V8: some runs so that its functions reach the optimising tier, then the one that is
// measured. Each has an instance of its own. Of a program with init and run, run alone is measured.
// usage: node runtimes.mjs FILE INPUT|- WARMUPS wall|processor MOUNTS [ARGUMENT...], with MOUNTS as JSON
import { closeSync, openSync, readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [file, input, warmups, clock, mounts, ...args] = process.argv.slice(2);
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const now = clock === "processor" ? processorTime : () => performance.now();
const module = new WebAssembly.Module(readFileSync(file));
const check = (code) => {
  if (code !== 0) throw new Error(`The program ended with ${code}.`);
};
const run = () => {
  const stdin = openSync(input === "-" ? "/dev/null" : input);
  const stdout = openSync("/dev/null", "w");
  let start = now();
  const wasi = new WASI({
    version: "preview1", args: ["program", ...args], env: {}, preopens: JSON.parse(mounts), stdin, stdout,
    returnOnExit: true,
  });
  const notSupported = () => -58;
  const imports = { ...wasi.getImportObject(), "boternity:script/host": { call: notSupported, take: notSupported } };
  const instance = new WebAssembly.Instance(module, imports);
  if (instance.exports._start) {
    wasi.start(instance);
  } else {
    wasi.initialize(instance);
    check(instance.exports.init());
    start = now();
    check(instance.exports.run());
  }

  const time = now() - start;
  closeSync(stdin);
  closeSync(stdout);
  return time;
};

for (let i = 0; i < Number(warmups); i++) run();
console.log(JSON.stringify({ warm: run() }));
