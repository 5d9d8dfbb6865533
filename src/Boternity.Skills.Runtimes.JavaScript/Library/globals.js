// What scripts find without importing it.
(function (exports, load, module, internal) {
  'use strict';

  function define(name, value) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }

  define('global', globalThis);
  load('locale');
  const { process } = load('process');
  const { Buffer, Blob, File, atob, btoa } = load('buffer');
  const web = load('web');
  const timers = load('timers');
  const { URL, URLSearchParams } = load('url');
  Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });
  define('process', process);
  define('Buffer', Buffer);
  define('Blob', Blob);
  define('File', File);
  define('atob', atob);
  define('btoa', btoa);
  define('URL', URL);
  define('URLSearchParams', URLSearchParams);
  for (const name of Object.keys(web)) {
    define(name, web[name]);
  }

  for (const name of [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'clearImmediate',
    'queueMicrotask',
  ]) {
    define(name, timers[name]);
  }

  const web2 = load('fetch');
  for (const name of ['fetch', 'Headers', 'Request', 'Response', 'FormData']) {
    define(name, web2[name]);
  }

  const streams = load('webstreams');
  for (const name of Object.keys(streams)) {
    define(name, streams[name]);
  }

  define('crypto', load('crypto').webcrypto);
  define('console', load('console').console);
  define('navigator', {
    hardwareConcurrency: 1,
    language: 'en-US',
    languages: ['en-US'],
    platform: 'wasi',
    userAgent: `Node.js/${process.version.slice(1).split('.')[0]}`,
  });
});
