// util.types: what an object is, whatever its prototype says.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const ids = new Map();

  function sample(name, value) {
    ids.set(name, native.classId(value));
  }

  sample('Map', new Map());
  sample('Set', new Set());
  sample('WeakMap', new WeakMap());
  sample('WeakSet', new WeakSet());
  sample('Date', new Date(0));
  sample('RegExp', /x/);
  sample('Error', new Error('x'));
  sample('Promise', Promise.resolve());
  sample('ArrayBuffer', new ArrayBuffer(0));
  sample('SharedArrayBuffer', typeof SharedArrayBuffer === 'undefined' ? undefined : new SharedArrayBuffer(1));
  sample('DataView', new DataView(new ArrayBuffer(1)));
  sample('Number', Object(1));
  sample('String', Object(''));
  sample('Boolean', Object(true));
  sample('Symbol', Object(Symbol.iterator));
  sample('BigInt', Object(1n));
  sample(
    'Arguments',
    (function () {
      return arguments;
    })(),
  );
  sample('MapIterator', new Map().keys());
  sample('SetIterator', new Set().keys());
  sample('Generator', (function* () {})());
  sample('AsyncGenerator', (async function* () {})());
  sample('GeneratorFunction', function* () {});
  sample('AsyncFunction', async () => {});
  sample('AsyncGeneratorFunction', async function* () {});
  sample('Proxy', new Proxy({}, {}));
  sample('WeakRef', new WeakRef({}));
  // The interpreter has two classes of arguments objects, for the two modes.
  const mapped = native.classId(new Function('return arguments;')());

  const is = (name) => {
    const id = ids.get(name);
    return (value) => id !== 0 && native.classId(value) === id;
  };

  const types = {};
  for (const name of ids.keys()) {
    types[`is${name}`] = is(name);
  }

  const {
    isArguments,
    isGenerator,
    isNumber,
    isString,
    isBoolean,
    isSymbol,
    isBigInt,
    isAsyncGenerator,
    isAsyncFunction,
    isError,
  } = types;
  for (const name of [
    'Arguments',
    'Generator',
    'Number',
    'String',
    'Boolean',
    'Symbol',
    'BigInt',
    'AsyncGenerator',
    'Error',
    'WeakRef',
    'AsyncGeneratorFunction',
  ]) {
    delete types[`is${name}`];
  }

  const isAsyncGeneratorFunction = is('AsyncGeneratorFunction');
  const isSyncGeneratorFunction = types.isGeneratorFunction;
  const isArgumentsObject = (value) => isArguments(value) || (mapped !== 0 && native.classId(value) === mapped);
  const isNativeError = isError;
  const isTypedArray = (value) => ArrayBuffer.isView(value) && !types.isDataView(value);
  const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  Object.assign(types, {
    isArgumentsObject,
    isGeneratorObject: (value) => isGenerator(value) || isAsyncGenerator(value),
    isGeneratorFunction: (value) => isSyncGeneratorFunction(value) || isAsyncGeneratorFunction(value),
    isAsyncFunction: (value) => isAsyncFunction(value) || isAsyncGeneratorFunction(value),
    isNumberObject: isNumber,
    isStringObject: isString,
    isBooleanObject: isBoolean,
    isSymbolObject: isSymbol,
    isBigIntObject: isBigInt,
    isBoxedPrimitive: (value) =>
      isNumber(value) || isString(value) || isBoolean(value) || isSymbol(value) || isBigInt(value),
    isNativeError,
    isAnyArrayBuffer: (value) => types.isArrayBuffer(value) || types.isSharedArrayBuffer(value),
    isArrayBufferView: (value) => ArrayBuffer.isView(value),
    isTypedArray,
    isExternal: () => false,
    isModuleNamespaceObject: (value) =>
      value !== null &&
      typeof value === 'object' &&
      Object.getPrototypeOf(value) === null &&
      Object.hasOwn(value, Symbol.toStringTag) &&
      value[Symbol.toStringTag] === 'Module' &&
      !Object.isExtensible(value),
    isKeyObject: () => false,
    isCryptoKey: () => false,
  });
  for (const name of [
    'Uint8Array',
    'Uint8ClampedArray',
    'Uint16Array',
    'Uint32Array',
    'Int8Array',
    'Int16Array',
    'Int32Array',
    'Float32Array',
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
  ]) {
    types[`is${name}`] = (value) => ArrayBuffer.isView(value) && tagOf.call(value) === name;
  }

  module.exports = { types, tagOf };
});
