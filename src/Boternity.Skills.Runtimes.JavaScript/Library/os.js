// node:os: what a script may know of the machine, which is nothing of the real one.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const signals = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGQUIT: 3,
    SIGILL: 4,
    SIGTRAP: 5,
    SIGABRT: 6,
    SIGBUS: 7,
    SIGFPE: 8,
    SIGKILL: 9,
    SIGUSR1: 10,
    SIGSEGV: 11,
    SIGUSR2: 12,
    SIGPIPE: 13,
    SIGALRM: 14,
    SIGTERM: 15,
  };
  const home = () => load('process').process.env.HOME ?? '/workspace';
  module.exports = {
    EOL: '\n',
    devNull: '/dev/null',
    arch: () => 'wasm32',
    platform: () => 'linux',
    type: () => 'Linux',
    release: () => '0.0.0',
    version: () => 'WASI',
    machine: () => 'wasm32',
    hostname: () => 'sandbox',
    homedir: home,
    tmpdir: () => load('process').process.env.TMPDIR?.replace(/(.)\/$/, '$1') ?? '/tmp',
    endianness: () => 'LE',
    uptime: () => load('process').process.uptime(),
    loadavg: () => [0, 0, 0],
    totalmem: () => native.memory()[0],
    freemem: () => 0,
    cpus: () => [{ model: 'WebAssembly', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }],
    availableParallelism: () => 1,
    networkInterfaces: () => ({}),
    userInfo: () => ({ uid: 1000, gid: 1000, username: 'skill', homedir: home(), shell: null }),
    getPriority: () => 0,
    setPriority() {},
    constants: {
      UV_UDP_REUSEADDR: 4,
      dlopen: {},
      signals,
      errno: Object.fromEntries(Object.entries(errors.system).map(([name, [number]]) => [name, number])),
      priority: {
        PRIORITY_LOW: 19,
        PRIORITY_BELOW_NORMAL: 10,
        PRIORITY_NORMAL: 0,
        PRIORITY_ABOVE_NORMAL: -7,
        PRIORITY_HIGH: -14,
        PRIORITY_HIGHEST: -20,
      },
    },
  };
});
