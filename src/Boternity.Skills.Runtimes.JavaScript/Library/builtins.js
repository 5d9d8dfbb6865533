// The modules that scripts may require by name, and why others cannot be had.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');
  const have = {
    assert: () => load('assert'),
    'assert/strict': () => load('assert').strict,
    async_hooks: () => load('asynchooks'),
    boternity: () => load('boternity'),
    buffer: () => load('buffer'),
    child_process: () => load('childprocess'),
    console: () => load('console').console,
    constants: () => ({ ...load('os').constants.errno, ...load('os').constants.signals, ...load('fs').constants }),
    crypto: () => load('crypto'),
    diagnostics_channel: () => load('asynchooks').diagnostics,
    events: () => load('events'),
    fs: () => load('fs'),
    'fs/promises': () => load('fspromises'),
    http: () => load('http').http,
    https: () => load('http').https,
    module: () => load('modules').Module,
    os: () => load('os'),
    path: () => load('path'),
    'path/posix': () => load('path').posix,
    'path/win32': () => load('path').win32,
    perf_hooks: () => load('web').perfHooks,
    process: () => load('process').process,
    punycode: () => load('punycode'),
    querystring: () => load('querystring'),
    readline: () => load('readline'),
    'readline/promises': () => load('readline').promises,
    stream: () => load('stream'),
    'stream/promises': () => load('stream').promises,
    'stream/consumers': () => load('webstreams').consumers,
    'stream/web': () => load('webstreams'),
    string_decoder: () => load('stringdecoder'),
    sys: () => load('util'),
    timers: () => load('timers'),
    'timers/promises': () => load('timers').promises,
    tty: () => ({ isatty: () => false }),
    url: () => load('url'),
    util: () => load('util'),
    'util/types': () => load('types').types,
    v8: () => load('asynchooks').v8,
    vm: () => load('vm'),
    zlib: () => load('zlib'),
  };
  const refused = {
    cluster: 'there is one process',
    dgram: 'a script has no sockets',
    dns: 'a script has no sockets',
    'dns/promises': 'a script has no sockets',
    domain: 'it is not there',
    http2: 'a script has no sockets; use fetch',
    inspector: 'there is no debugger',
    'inspector/promises': 'there is no debugger',
    net: 'a script has no sockets; use fetch, under a grant for http',
    repl: 'there is no terminal',
    sea: 'it is not there',
    sqlite: 'it is not there',
    test: 'it is not there',
    'test/reporters': 'it is not there',
    tls: 'a script has no sockets; use fetch, under a grant for http',
    trace_events: 'it is not there',
    wasi: 'a script cannot run WebAssembly',
    worker_threads: 'there is one thread',
  };
  // Those that are only known with the prefix.
  const prefixed = new Set(['sea', 'sqlite', 'test', 'test/reporters']);
  const made = new Map();

  const bare = (name) => (name.startsWith('node:') ? name.slice(5) : name);

  function isBuiltin(name) {
    const key = bare(name);
    return (
      Object.hasOwn(have, key) || (Object.hasOwn(refused, key) && (name.startsWith('node:') || !prefixed.has(key)))
    );
  }

  function get(name) {
    const key = bare(name);
    if (!made.has(key)) {
      if (Object.hasOwn(refused, key)) {
        throw errors.refused(`The module node:${key}`, refused[key]);
      }

      if (!Object.hasOwn(have, key)) {
        throw errors.coded(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${name}`);
      }

      made.set(key, have[key]());
    }

    return made.get(key);
  }

  exports.isBuiltin = isBuiltin;
  exports.get = get;
  exports.find = (name) => (Object.hasOwn(have, bare(name)) ? get(name) : undefined);
  exports.reasonAgainst = (name) => (Object.hasOwn(refused, bare(name)) ? refused[bare(name)] : undefined);
  exports.names = Object.keys(have);
  exports.refusedNames = Object.keys(refused).filter((name) => !prefixed.has(name));
});
