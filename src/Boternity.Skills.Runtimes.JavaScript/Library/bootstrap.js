// The first file: evaluates the others, each of which is a module of the library, and gives the entry its hooks. All of
// it happens once, before any run; what memory holds afterwards is what each run starts from.
(function (native, library) {
  'use strict';

  const files = new Map();
  for (let i = 2; i < library.length; i += 2) {
    files.set(library[i].slice('node:internal/'.length), library[i + 1]);
  }

  const loaded = new Map();

  // What the modules of the library share besides what they export.
  const internal = { native };

  function load(name) {
    const found = loaded.get(name);
    if (found !== undefined) {
      return found.exports;
    }

    const file = files.get(name);
    if (file === undefined) {
      throw new Error(`the library has no module ${name}`);
    }

    const module = { exports: {} };
    loaded.set(name, module);
    file(module.exports, load, module, internal);
    return module.exports;
  }

  load('polyfills');
  load('json');
  load('globals');
  for (const name of files.keys()) {
    load(name);
  }

  // What the interpreter and the library make when it is first asked for, and most scripts ask for, is made now. Making
  // the streams leaves something for later, which is done too.
  const { process } = load('process');
  const types = [Object, Function, Array, String, Number, RegExp, Map, Set, Promise, Error, Uint8Array];
  types.push(Object.getPrototypeOf(Uint8Array));
  for (const each of [process.stdout, process.stderr, JSON, Math, ...types, ...types.map((type) => type.prototype)]) {
    Object.getOwnPropertyDescriptors(each);
  }

  load('loop').runTicks();
  return load('main').hooks;
});
