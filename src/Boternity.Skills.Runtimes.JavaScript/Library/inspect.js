// util.inspect and util.format, with the line breaking that Node.js has.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const { types, tagOf } = load('types');
  const errors = load('errors');

  const custom = Symbol.for('nodejs.util.inspect.custom');
  const defaults = {
    showHidden: false,
    depth: 2,
    colors: false,
    customInspect: true,
    showProxy: false,
    maxArrayLength: 100,
    maxStringLength: 10000,
    breakLength: 80,
    compact: 3,
    sorted: false,
    getters: false,
    numericSeparator: false,
  };
  const styles = {
    special: 'cyan',
    number: 'yellow',
    bigint: 'yellow',
    boolean: 'yellow',
    undefined: 'grey',
    null: 'bold',
    string: 'green',
    symbol: 'green',
    date: 'magenta',
    regexp: 'red',
    module: 'underline',
    name: undefined,
  };
  const colors = {
    reset: [0, 0],
    bold: [1, 22],
    dim: [2, 22],
    italic: [3, 23],
    underline: [4, 24],
    blink: [5, 25],
    inverse: [7, 27],
    hidden: [8, 28],
    strikethrough: [9, 29],
    doubleunderline: [21, 24],
    black: [30, 39],
    red: [31, 39],
    green: [32, 39],
    yellow: [33, 39],
    blue: [34, 39],
    magenta: [35, 39],
    cyan: [36, 39],
    white: [37, 39],
    bgBlack: [40, 49],
    bgRed: [41, 49],
    bgGreen: [42, 49],
    bgYellow: [43, 49],
    bgBlue: [44, 49],
    bgMagenta: [45, 49],
    bgCyan: [46, 49],
    bgWhite: [47, 49],
    framed: [51, 54],
    overlined: [53, 55],
    gray: [90, 39],
    grey: [90, 39],
    redBright: [91, 39],
    greenBright: [92, 39],
    yellowBright: [93, 39],
    blueBright: [94, 39],
    magentaBright: [95, 39],
    cyanBright: [96, 39],
    whiteBright: [97, 39],
    bgGray: [100, 49],
    bgRedBright: [101, 49],
    bgGreenBright: [102, 49],
    bgYellowBright: [103, 49],
    bgBlueBright: [104, 49],
    bgMagentaBright: [105, 49],
    bgCyanBright: [106, 49],
    bgWhiteBright: [107, 49],
  };

  const plain = (text) => text;
  const colored = (text, kind) => {
    const style = styles[kind];
    return style === undefined ? text : `\u001b[${colors[style][0]}m${text}\u001b[${colors[style][1]}m`;
  };

  const escapes = /\u001b\[[0-9;]*m/g;
  const stripColors = (text) => text.replace(escapes, '');

  // How wide a terminal shows a text: marks take no column, most of Asia's signs and pictures two.
  function width(text) {
    if (!/[^\x20-\x7e]/.test(text)) {
      return text.length;
    }

    let columns = 0;
    for (const sign of stripColors(text).normalize('NFC')) {
      const point = sign.codePointAt(0);
      const isWide =
        point >= 0x1100 &&
        (point <= 0x115f ||
          (point >= 0x2e80 && point <= 0x3247 && point !== 0x303f) ||
          (point >= 0x3250 && point <= 0x4dbf) ||
          (point >= 0x4e00 && point <= 0xa4c6) ||
          (point >= 0xa960 && point <= 0xa97c) ||
          (point >= 0xac00 && point <= 0xd7a3) ||
          (point >= 0xf900 && point <= 0xfaff) ||
          (point >= 0xfe30 && point <= 0xfe6b) ||
          (point >= 0xff01 && point <= 0xff60) ||
          (point >= 0xffe0 && point <= 0xffe6) ||
          (point >= 0x1f300 && point <= 0x1f64f) ||
          (point >= 0x1f900 && point <= 0x1f9ff) ||
          (point >= 0x20000 && point <= 0x3fffd));
      const isNothing =
        point <= 0x1f ||
        (point >= 0x7f && point <= 0x9f) ||
        (point >= 0x300 && point <= 0x36f) ||
        (point >= 0x200b && point <= 0x200f) ||
        (point >= 0x20d0 && point <= 0x20ff) ||
        (point >= 0xfe00 && point <= 0xfe0f) ||
        (point >= 0xfe20 && point <= 0xfe2f);
      columns += isWide ? 2 : isNothing ? 0 : 1;
    }

    return columns;
  }

  const named = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };

  function escapeSign(sign) {
    return (
      named[sign] ??
      (sign.length === 1 && sign.charCodeAt(0) < 0x100
        ? `\\x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
        : `\\u${sign.charCodeAt(0).toString(16)}`)
    );
  }

  const special = /[\x00-\x1f'\\\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const specialButQuote =
    /[\x00-\x1f\\\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  function quote(text) {
    if (!text.includes("'")) {
      return `'${text.replace(specialButQuote, escapeSign)}'`;
    }

    const mark = !text.includes('"') ? '"' : !text.includes('`') && !text.includes('${') ? '`' : undefined;
    return mark === undefined
      ? `'${text.replace(special, (sign) => (sign === "'" ? "\\'" : escapeSign(sign)))}'`
      : `${mark}${text.replace(specialButQuote, escapeSign)}${mark}`;
  }

  function formatNumber(stylize, value, separates) {
    const text = Object.is(value, -0) ? '-0' : `${value}`;
    if (!separates || !Number.isFinite(value) || text.includes('e')) {
      return stylize(text, 'number');
    }

    const [whole, part] = text.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '_');
    return stylize(part === undefined ? grouped : `${grouped}.${part.replace(/(\d{3})(?=\d)/g, '$1_')}`, 'number');
  }

  function formatPrimitive(context, value) {
    const { stylize } = context;
    switch (typeof value) {
      case 'string': {
        let text = value;
        let rest = '';
        if (text.length > context.maxStringLength) {
          const more = text.length - context.maxStringLength;
          text = text.slice(0, context.maxStringLength);
          rest = `... ${more} more character${more > 1 ? 's' : ''}`;
        }

        if (
          context.compact !== true &&
          text.length > 16 &&
          text.length > context.breakLength - context.indentation - 4
        ) {
          return (
            text
              .split(/(?<=\n)/)
              .map((line) => stylize(quote(line), 'string'))
              .join(` +\n${' '.repeat(context.indentation + 2)}`) + rest
          );
        }

        return stylize(quote(text), 'string') + rest;
      }

      case 'number':
        return formatNumber(stylize, value, context.numericSeparator);
      case 'bigint':
        return stylize(`${context.numericSeparator ? `${value}`.replace(/\B(?=(\d{3})+$)/g, '_') : value}n`, 'bigint');
      case 'boolean':
        return stylize(`${value}`, 'boolean');
      case 'symbol':
        return stylize(Symbol.prototype.toString.call(value), 'symbol');
      default:
        return stylize('undefined', 'undefined');
    }
  }

  // The name of an object's class; null where it has no prototype.
  function className(value) {
    let current = value;
    while (current !== null && current !== undefined) {
      const descriptor = Object.getOwnPropertyDescriptor(current, 'constructor');
      if (
        descriptor !== undefined &&
        typeof descriptor.value === 'function' &&
        descriptor.value.name !== '' &&
        isInstance(value, descriptor.value)
      ) {
        return String(descriptor.value.name);
      }

      current = Object.getPrototypeOf(current);
    }

    return null;
  }

  function isInstance(value, Class) {
    try {
      return value instanceof Class;
    } catch {
      return false;
    }
  }

  function prefixOf(name, tag, fallback, size = '') {
    if (name === null) {
      return tag !== '' && fallback !== tag
        ? `[${fallback}${size}: null prototype] [${tag}] `
        : `[${fallback}${size}: null prototype] `;
    }

    return tag !== '' && name !== tag ? `${name}${size} [${tag}] ` : `${name}${size} `;
  }

  function keysOf(value, showHidden) {
    const symbols = Object.getOwnPropertySymbols(value);
    if (showHidden) {
      return [...Object.getOwnPropertyNames(value), ...symbols];
    }

    let keys;
    try {
      keys = Object.keys(value);
    } catch {
      // A module's namespace with a binding that has no value yet.
      keys = Object.getOwnPropertyNames(value);
    }

    return symbols.length === 0
      ? keys
      : [...keys, ...symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))];
  }

  const isIndex = (key) => typeof key === 'string' && /^(0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;

  function formatValue(context, value, depth, isTyped = false) {
    if (value === null) {
      return context.stylize('null', 'null');
    }

    if (typeof value !== 'object' && typeof value !== 'function') {
      return formatPrimitive(context, value);
    }

    if (context.customInspect) {
      const inspector = value[custom];
      if (
        typeof inspector === 'function' &&
        inspector !== inspect &&
        !(value.constructor && value.constructor.prototype === value)
      ) {
        const left = context.depth === null ? null : context.depth - depth;
        const { seen, circular, indentation, currentDepth, ...options } = context;
        const result = inspector.call(value, left, { ...options, ...context.user, depth: left }, inspect);
        if (result !== value) {
          return typeof result === 'object' || typeof result !== 'string'
            ? formatValue(context, result, depth)
            : result.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
        }
      }
    }

    if (context.seen.includes(value)) {
      context.circular ??= new Map();
      let index = context.circular.get(value);
      if (index === undefined) {
        index = context.circular.size + 1;
        context.circular.set(value, index);
      }

      return context.stylize(`[Circular *${index}]`, 'special');
    }

    return formatObject(context, value, depth, isTyped);
  }

  // How each kind of object is shown: { base, braces, entries, isList, keys }; a string is the whole.
  function shapeOf(context, value, depth) {
    const name = className(value);
    let tag = value[Symbol.toStringTag];
    if (
      typeof tag !== 'string' ||
      (tag !== '' &&
        (context.showHidden
          ? Object.hasOwn(value, Symbol.toStringTag)
          : Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag)))
    ) {
      tag = '';
    }

    if (Array.isArray(value)) {
      const prefix = name !== 'Array' || tag !== '' ? prefixOf(name, tag, 'Array', `(${value.length})`) : '';
      const keys = keysOf(value, context.showHidden).filter((key) => !isIndex(key));
      return value.length === 0 && keys.length === 0
        ? `${prefix}[]`
        : { name, tag, base: '', braces: [`${prefix}[`, ']'], keys, isList: true, entries: arrayEntries };
    }

    if (types.isTypedArray(value)) {
      const kind = tagOf.call(value);
      const prefix = prefixOf(name, tag, kind, `(${value.length})`);
      const keys = keysOf(value, context.showHidden).filter((key) => !isIndex(key));
      return value.length === 0 && keys.length === 0
        ? `${prefix}[]`
        : { name, tag, base: '', braces: [`${prefix}[`, ']'], keys, isList: true, entries: typedEntries };
    }

    const keys = keysOf(value, context.showHidden);
    if (types.isSet(value) || types.isMap(value)) {
      const kind = types.isSet(value) ? 'Set' : 'Map';
      const size = Object.getOwnPropertyDescriptor(globalThis[kind].prototype, 'size').get.call(value);
      const prefix = prefixOf(name, tag, kind, `(${size})`);
      return size === 0 && keys.length === 0
        ? `${prefix}{}`
        : {
            name,
            tag,
            base: '',
            braces: [`${prefix}{`, '}'],
            keys,
            entries: kind === 'Set' ? setEntries : mapEntries,
          };
    }

    if (types.isMapIterator(value) || types.isSetIterator(value)) {
      return { name, tag, base: '', braces: [`[${tag}] {`, '}'], keys, entries: iteratorEntries };
    }

    if (types.isArgumentsObject(value)) {
      return { name, tag, base: '', braces: ['[Arguments] {', '}'], keys, entries: none };
    }

    const shape = { name, tag, base: '', braces: [`${prefixOf(name, tag, 'Object')}{`, '}'], keys, entries: none };
    if (name === 'Object' && !(types.isNativeError(value) || typeof value === 'function')) {
      shape.braces[0] = tag !== '' ? `${prefixOf(name, tag, 'Object')}{` : '{';
      if (!isSpecial(value)) {
        return keys.length === 0 ? `${shape.braces[0]}}` : shape;
      }
    }

    if (typeof value === 'function') {
      shape.base = functionBase(value, name, tag);
      shape.braces[0] = '{';
      return keys.length === 0 ? context.stylize(shape.base, 'special') : shape;
    }

    if (types.isRegExp(value)) {
      const prefix = prefixOf(name, tag, 'RegExp');
      shape.base = `${prefix === 'RegExp ' ? '' : prefix}${RegExp.prototype.toString.call(value)}`;
      shape.braces[0] = '{';
      return keys.length === 0 || isTooDeep(context, depth) ? context.stylize(shape.base, 'regexp') : shape;
    }

    if (types.isDate(value)) {
      const prefix = prefixOf(name, tag, 'Date');
      const text = Number.isNaN(Date.prototype.getTime.call(value))
        ? 'Invalid Date'
        : Date.prototype.toISOString.call(value);
      shape.base = `${prefix === 'Date ' ? '' : prefix}${text}`;
      shape.braces[0] = '{';
      return keys.length === 0 ? context.stylize(shape.base, 'date') : shape;
    }

    if (types.isNativeError(value) || value instanceof Error) {
      shape.base = errorBase(context, value, name, tag, keys);
      shape.braces[0] = '{';
      return keys.length === 0 ? shape.base : shape;
    }

    if (types.isAnyArrayBuffer(value)) {
      shape.braces[0] = `${prefixOf(name, tag, 'ArrayBuffer')}{`;
      shape.entries = bufferEntries;
      return shape;
    }

    if (types.isDataView(value)) {
      shape.braces[0] = `${prefixOf(name, tag, 'DataView')}{`;
      shape.keys = ['byteLength', 'byteOffset', 'buffer', ...keys];
      return shape;
    }

    if (types.isPromise(value)) {
      shape.braces[0] = `${prefixOf(name, tag, 'Promise')}{`;
      shape.entries = promiseEntries;
      return shape;
    }

    if (types.isWeakSet(value) || types.isWeakMap(value)) {
      shape.braces[0] = `${prefixOf(name, tag, types.isWeakSet(value) ? 'WeakSet' : 'WeakMap')}{`;
      shape.entries = () => [context.stylize('<items unknown>', 'special')];
      return shape;
    }

    if (types.isModuleNamespaceObject(value)) {
      shape.braces[0] = '[Module: null prototype] {';
      return shape;
    }

    if (types.isBoxedPrimitive(value)) {
      const kind = types.isNumberObject(value)
        ? 'Number'
        : types.isStringObject(value)
          ? 'String'
          : types.isBooleanObject(value)
            ? 'Boolean'
            : types.isBigIntObject(value)
              ? 'BigInt'
              : 'Symbol';
      shape.keys = kind === 'String' ? keys.filter((key) => !isIndex(key)) : keys;
      const inner = formatPrimitive({ ...context, stylize: plain }, globalThis[kind].prototype.valueOf.call(value));
      shape.base = `[${kind}${name !== kind && name !== null ? ` (${name})` : ''}: ${inner}]`;
      shape.braces[0] = '{';
      return shape.keys.length === 0 ? context.stylize(shape.base, kind.toLowerCase()) : shape;
    }

    return keys.length === 0 ? `${shape.braces[0]}}` : shape;
  }

  const isSpecial = (value) =>
    types.isRegExp(value) ||
    types.isDate(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isDataView(value) ||
    types.isPromise(value) ||
    types.isBoxedPrimitive(value) ||
    types.isWeakSet(value) ||
    types.isWeakMap(value);

  const isTooDeep = (context, depth) => context.depth !== null && depth > context.depth;

  function formatObject(context, value, depth, isTyped) {
    const shape = shapeOf(context, value, depth);
    if (typeof shape === 'string') {
      return shape;
    }

    if (isTooDeep(context, depth)) {
      const fallback = Array.isArray(value) ? 'Array' : types.isTypedArray(value) ? tagOf.call(value) : 'Object';
      const text = prefixOf(shape.name, shape.tag, fallback).slice(0, -1);
      return context.stylize(shape.name === null ? text : `[${text}]`, 'special');
    }

    context.seen.push(value);
    context.currentDepth = depth + 1;
    let output = shape.entries(context, value, depth + 1);
    for (const key of shape.keys) {
      output.push(formatProperty(context, value, depth + 1, key, false));
    }

    context.seen.pop();
    let { base } = shape;
    const index = context.circular?.get(value);
    if (index !== undefined) {
      const reference = context.stylize(`<ref *${index}>`, 'special');
      if (context.compact === true) {
        shape.braces[0] = `${reference} ${shape.braces[0]}`;
      } else {
        base = base === '' ? reference : `${reference} ${base}`;
      }
    }

    if (context.sorted) {
      const order = context.sorted === true ? undefined : context.sorted;
      output = shape.isList
        ? [
            ...output.slice(0, output.length - shape.keys.length),
            ...output.slice(output.length - shape.keys.length).sort(order),
          ]
        : output.sort(order);
    }

    return joinEntries(context, output, base, shape.braces, shape.isList, depth + 1, value);
  }

  function joinEntries(context, entries, base, braces, isList, depth, value) {
    let output = entries;
    const start = `${base ? `${base} ` : ''}${braces[0]}`;
    if (context.compact !== true) {
      if (typeof context.compact === 'number' && context.compact >= 1) {
        if (isList && entries.length > 6) {
          output = group(context, entries, value);
        }

        if (context.currentDepth - depth < context.compact && output.length === entries.length) {
          const taken = output.length + context.indentation + braces[0].length + base.length + 10;
          if (fits(context, output, taken, base)) {
            const joined = output.join(', ');
            if (!joined.includes('\n')) {
              return `${start} ${joined} ${braces[1]}`;
            }
          }
        }
      }

      const line = `\n${' '.repeat(context.indentation)}`;
      return `${start}${line}  ${output.join(`,${line}  `)}${line}${braces[1]}`;
    }

    if (fits(context, output, 0, base)) {
      return `${braces[0]}${base ? ` ${base}` : ''} ${output.join(', ')} ${braces[1]}`;
    }

    const indentation = ' '.repeat(context.indentation);
    const line = base === '' && braces[0].length === 1 ? ' ' : `${base ? ` ${base}` : ''}\n${indentation}  `;
    return `${braces[0]}${line}${output.join(`,\n${indentation}  `)} ${braces[1]}`;
  }

  function fits(context, output, start, base) {
    let total = output.length + start;
    if (total + output.length > context.breakLength) {
      return false;
    }

    for (const each of output) {
      total += context.colors ? stripColors(each).length : each.length;
      if (total > context.breakLength) {
        return false;
      }
    }

    return base === '' || !base.includes('\n');
  }

  // Puts the entries of a long list into columns.
  function group(context, output, value) {
    const hasMore = context.maxArrayLength !== null && context.maxArrayLength < output.length;
    const count = hasMore ? output.length - 1 : output.length;
    const lengths = [];
    let total = 0;
    let longest = 0;
    for (let i = 0; i < count; i++) {
      lengths[i] = width(context.colors ? stripColors(output[i]) : output[i]);
      total += lengths[i] + 2;
      longest = Math.max(longest, lengths[i]);
    }

    const cell = longest + 2;
    if (cell * 3 + context.indentation >= context.breakLength || !(total / cell > 5 || longest <= 6)) {
      return output;
    }

    const bias = Math.sqrt(cell - total / output.length);
    const biased = Math.max(cell - 3 - bias, 1);
    const columns = Math.min(
      Math.round(Math.sqrt(2.5 * biased * count) / biased),
      Math.floor((context.breakLength - context.indentation) / cell),
      context.compact * 4,
      15,
    );
    if (columns <= 1) {
      return output;
    }

    const widths = [];
    for (let i = 0; i < columns; i++) {
      let widest = 0;
      for (let j = i; j < count; j += columns) {
        widest = Math.max(widest, lengths[j]);
      }

      widths.push(widest + 2);
    }

    let padsStart = value !== undefined;
    for (let i = 0; padsStart && i < output.length; i++) {
      padsStart = typeof value[i] === 'number' || typeof value[i] === 'bigint';
    }

    const lines = [];
    for (let i = 0; i < count; i += columns) {
      const end = Math.min(i + columns, count);
      let line = '';
      for (let j = i; j < end; j++) {
        const extra = output[j].length - lengths[j];
        const isLast = j === end - 1;
        const text = isLast ? output[j] : `${output[j]}, `;
        line += padsStart
          ? text.padStart(widths[j - i] + extra - (isLast ? 2 : 0))
          : isLast
            ? text
            : text.padEnd(widths[j - i] + extra);
      }

      lines.push(line);
    }

    if (hasMore) {
      lines.push(output[count]);
    }

    return lines;
  }

  function formatProperty(context, value, depth, key, isElement) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key) ?? {
      value: value[key],
      configurable: true,
      enumerable: true,
    };
    let text;
    if (descriptor.value !== undefined) {
      const step = context.compact !== true || isElement ? 2 : 3;
      context.indentation += step;
      text = formatValue(context, descriptor.value, depth);
      if (step === 3 && context.breakLength < width(text)) {
        text = `\n${' '.repeat(context.indentation)}${text}`;
      }

      context.indentation -= step;
    } else if (descriptor.get !== undefined) {
      const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
      text = context.stylize(`[${label}]`, 'special');
      if (
        context.getters === true ||
        (context.getters === 'get' && descriptor.set === undefined) ||
        (context.getters === 'set' && descriptor.set !== undefined)
      ) {
        text = getterText(context, value, descriptor, depth, label);
      }
    } else {
      text = context.stylize(
        descriptor.set === undefined ? 'undefined' : '[Setter]',
        descriptor.set === undefined ? 'undefined' : 'special',
      );
    }

    if (isElement) {
      return text;
    }

    const name =
      typeof key === 'symbol'
        ? `[${context.stylize(Symbol.prototype.toString.call(key), 'symbol')}]`
        : key === '__proto__'
          ? "['__proto__']"
          : descriptor.enumerable === false
            ? `[${key}]`
            : /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key)
              ? context.stylize(key, 'name')
              : context.stylize(quote(key), 'string');
    return `${name}:${text.startsWith('\n') ? '' : ' '}${text}`;
  }

  function getterText(context, value, descriptor, depth, label) {
    try {
      const got = descriptor.get.call(value);
      context.indentation += 2;
      const text =
        got !== null && typeof got === 'object'
          ? `${context.stylize(`[${label}]`, 'special')} ${formatValue(context, got, depth)}`
          : `${context.stylize(`[${label}:`, 'special')} ${formatValue(context, got, depth)}${context.stylize(
              ']',
              'special',
            )}`;
      context.indentation -= 2;
      return text;
    } catch (error) {
      return context.stylize(`[${label}: <Inspection threw (${error.message})>]`, 'special');
    }
  }

  const none = () => [];
  const more = (count) => `... ${count} more item${count > 1 ? 's' : ''}`;
  const limit = (context, length) => Math.min(context.maxArrayLength ?? Infinity, length);

  function arrayEntries(context, value, depth) {
    const output = [];
    const most = limit(context, value.length);
    let index = 0;
    while (index < value.length && output.length < most) {
      if (Object.hasOwn(value, index)) {
        output.push(formatProperty(context, value, depth, index, true));
        index++;
        continue;
      }

      const first = index;
      while (index < value.length && !Object.hasOwn(value, index)) {
        index++;
      }

      const gap = index - first;
      output.push(context.stylize(`<${gap} empty item${gap > 1 ? 's' : ''}>`, 'undefined'));
    }

    if (index < value.length) {
      output.push(more(value.length - index));
    }

    return output;
  }

  function typedEntries(context, value) {
    const most = limit(context, value.length);
    const output = [];
    for (let i = 0; i < most; i++) {
      output.push(formatPrimitive(context, value[i]));
    }

    if (most < value.length) {
      output.push(more(value.length - most));
    }

    return output;
  }

  function each(context, items, length, show) {
    const output = [];
    const most = limit(context, length);
    context.indentation += 2;
    for (const item of items) {
      if (output.length >= most) {
        output.push(more(length - most));
        break;
      }

      output.push(show(item));
    }

    context.indentation -= 2;
    return output;
  }

  const setEntries = (context, value, depth) =>
    each(context, Set.prototype.values.call(value), value.size, (item) => formatValue(context, item, depth));

  const mapEntries = (context, value, depth) =>
    each(
      context,
      Map.prototype.entries.call(value),
      value.size,
      ([key, item]) => `${formatValue(context, key, depth)} => ${formatValue(context, item, depth)}`,
    );

  // What an iterator would still give cannot be seen without taking it.
  const iteratorEntries = (context) => [context.stylize('<items unknown>', 'special')];

  function bufferEntries(context, value) {
    const bytes = new Uint8Array(value);
    const most = limit(context, Math.min(50, bytes.length));
    let text = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    if (most < bytes.length) {
      text += ` ... ${bytes.length - most} more byte${bytes.length - most > 1 ? 's' : ''}`;
    }

    return [`[Uint8Contents]: <${text}>`, `byteLength: ${context.stylize(`${bytes.length}`, 'number')}`];
  }

  function promiseEntries(context, value, depth) {
    const state = native.promiseState(value);
    if (state === 0) {
      return [context.stylize('<pending>', 'special')];
    }

    context.indentation += 2;
    const text = formatValue(context, native.promiseResult(value), depth);
    context.indentation -= 2;
    return [state === 1 ? text : `${context.stylize('<rejected>', 'special')} ${text}`];
  }

  function functionBase(value, name, tag) {
    const source = Function.prototype.toString.call(value);
    if (source.startsWith('class') && source.endsWith('}')) {
      const own = Object.hasOwn(value, 'name') && value.name !== '' ? value.name : '';
      let base = `[class ${own === '' ? '(anonymous)' : own}`;
      if (name !== 'Function' && name !== null) {
        base += ` [${name}]`;
      }

      const parent = Object.getPrototypeOf(value);
      if (name === null) {
        base += ' extends [null prototype]';
      } else if (parent?.name) {
        base += ` extends ${parent.name}`;
      }

      return `${base}]`;
    }

    const type = `${types.isAsyncFunction(value) ? 'Async' : ''}${
      types.isGeneratorFunction(value) ? 'Generator' : ''
    }Function`;
    let base = `[${type}`;
    if (name === null) {
      base += ' (null prototype)';
    }

    base += value.name === '' || typeof value.name !== 'string' ? ' (anonymous)' : `: ${value.name}`;
    base += ']';
    if (name !== type && name !== null) {
      base += ` ${name}`;
    }

    return tag !== '' && name !== tag ? `${base} [${tag}]` : base;
  }

  function errorBase(context, error, name, tag, keys) {
    const own = error.name != null ? String(error.name) : 'Error';
    let stack = error.stack ? String(error.stack) : Error.prototype.toString.call(error);
    if (!context.showHidden) {
      for (const key of ['name', 'message', 'stack']) {
        const at = keys.indexOf(key);
        if (at >= 0 && (typeof error[key] !== 'string' || stack.includes(error[key]))) {
          keys.splice(at, 1);
        }
      }
    }

    // What the interpreter itself adds to an error of a source.
    for (const key of ['cause', 'errors']) {
      if ((key === 'cause' ? key in error : Array.isArray(error[key])) && !keys.includes(key)) {
        keys.push(key);
      }
    }

    if (
      name !== null &&
      own.endsWith('Error') &&
      stack.startsWith(own) &&
      name !== own &&
      (stack.length === own.length || stack[own.length] === ':' || stack[own.length] === '\n')
    ) {
      stack = name.includes(own) ? `${name}${stack.slice(own.length)}` : `${name} [${own}]${stack.slice(own.length)}`;
    }

    const at = error.message ? stack.indexOf(error.message) : -1;
    const from = at < 0 ? 0 : at + String(error.message).length;
    if (stack.indexOf('\n    at', from) < 0) {
      stack = `[${stack}]`;
    }

    return context.indentation === 0 ? stack : stack.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
  }

  function inspect(value, options, ...legacy) {
    const context = {
      ...defaults,
      ...inspect.defaultOptions,
      stylize: plain,
      seen: [],
      circular: undefined,
      indentation: 0,
      currentDepth: 0,
      user: undefined,
    };
    if (typeof options === 'boolean') {
      context.showHidden = options;
      if (legacy[0] !== undefined) {
        context.depth = legacy[0];
      }

      context.colors = legacy[1] ?? false;
    } else if (options !== undefined && options !== null) {
      for (const key of Object.keys(options)) {
        if (Object.hasOwn(defaults, key) || key === 'stylize') {
          if (key !== 'stylize') {
            context[key] = options[key];
          }
        } else {
          context.user = options;
        }
      }
    }

    if (context.colors) {
      context.stylize = colored;
    }

    context.depth = context.depth === Infinity ? null : context.depth;
    context.maxArrayLength ??= Infinity;
    context.maxStringLength ??= Infinity;
    return formatValue(context, value, 0);
  }

  inspect.custom = custom;
  inspect.colors = colors;
  inspect.styles = styles;
  inspect.defaultOptions = { ...defaults };

  // Whether an object's class, or one above it, says how it is shown as a string.
  function hasOwnText(value) {
    if (Object.hasOwn(value, 'toString') || Object.hasOwn(value, Symbol.toPrimitive)) {
      return true;
    }

    let current = Object.getPrototypeOf(value);
    while (current !== null) {
      if (Object.hasOwn(current, 'toString') || Object.hasOwn(current, Symbol.toPrimitive)) {
        const { constructor } = current;
        return !(typeof constructor === 'function' && builtin.has(constructor));
      }

      current = Object.getPrototypeOf(current);
    }

    return false;
  }

  const builtin = new Set([Object, Array, Function, Map, Set, Promise, RegExp]);

  function formatAll(options, args) {
    const first = args[0];
    if (args.length === 1) {
      return typeof first === 'string' ? first : inspect(first, options);
    }

    let text = '';
    let used = 0;
    if (typeof first === 'string') {
      used = 1;
      let last = 0;
      for (let i = 0; i < first.length - 1; i++) {
        if (first[i] !== '%') {
          continue;
        }

        const kind = first[++i];
        if (kind === '%') {
          text += first.slice(last, i);
          last = i + 1;
          continue;
        }

        if (used >= args.length || !'sdifjoOc'.includes(kind)) {
          continue;
        }

        text += first.slice(last, i - 1) + formatOne(kind, args[used++], options);
        last = i + 1;
      }

      text += first.slice(last);
    }

    while (used < args.length) {
      const value = args[used];
      text += used > 0 ? ' ' : '';
      text += typeof value === 'string' ? value : inspect(value, options);
      used++;
    }

    return text;
  }

  function formatOne(kind, value, options) {
    switch (kind) {
      case 's':
        return typeof value === 'number'
          ? formatNumber(plain, value)
          : typeof value === 'bigint'
            ? `${value}n`
            : typeof value !== 'object' ||
                value === null ||
                (hasOwnText(value) && !types.isNativeError(value) && !types.isDate(value))
              ? String(value)
              : types.isNativeError(value) && !Object.hasOwn(value, 'toString')
                ? hasErrorText(value)
                  ? String(value)
                  : inspect(value, { ...options, depth: 0, colors: false, compact: 3 })
                : types.isDate(value)
                  ? inspect(value)
                  : inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
      case 'd':
        return typeof value === 'bigint'
          ? `${value}n`
          : typeof value === 'symbol'
            ? 'NaN'
            : formatNumber(plain, Number(value));
      case 'i':
        return typeof value === 'bigint'
          ? `${value}n`
          : typeof value === 'symbol'
            ? 'NaN'
            : formatNumber(plain, parseInt(value, 10));
      case 'f':
        return typeof value === 'symbol' ? 'NaN' : formatNumber(plain, parseFloat(value));
      case 'j':
        try {
          return JSON.stringify(value);
        } catch (error) {
          if (/circular/i.test(error.message)) {
            return '[Circular]';
          }

          throw error;
        }

      case 'o':
        return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
      case 'O':
        return inspect(value, options);
      default:
        return '';
    }
  }

  const hasErrorText = (value) => Object.getPrototypeOf(value)?.toString !== Error.prototype.toString;

  const format = (...args) => formatAll(undefined, args);
  const formatWithOptions = (options, ...args) => {
    errors.validateObject(options, 'inspectOptions');
    return formatAll(options, args);
  };

  module.exports = { inspect, format, formatWithOptions, formatAll, stripColors, width, quote };
});
