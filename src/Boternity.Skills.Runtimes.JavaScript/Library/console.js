// The console.
(function (exports, load, module, internal) {
  'use strict';

  const { inspect, formatAll, width } = load('inspect');
  const { inspect: inspector } = { inspect };
  const native = internal.native;

  function timeText(milliseconds) {
    if (milliseconds >= 1000) {
      const seconds = milliseconds / 1000;
      if (seconds >= 60) {
        const minutes = Math.floor(seconds / 60);
        return `${minutes}:${(seconds % 60).toFixed(3).padStart(6, '0')} (m:ss.mmm)`;
      }

      return `${seconds.toFixed(3)}s`;
    }

    return `${Number(milliseconds.toFixed(3))}ms`;
  }

  function Console(options, stderr) {
    if (new.target === undefined) {
      return new Console(options, stderr);
    }

    const isStream = options && typeof options.write === 'function';
    const out = isStream ? options : options?.stdout;
    const settings = isStream ? {} : (options ?? {});
    const failed = (isStream ? stderr : options?.stderr) ?? out;
    const inspectOptions = settings.inspectOptions ?? {};
    const step = settings.groupIndentation ?? 2;
    let indentation = '';
    const counts = new Map();
    const starts = new Map();

    function write(isError, text) {
      const body = indentation === '' ? text : indentation + text.replaceAll('\n', `\n${indentation}`);
      const process = load('process').process;
      const stream = out === undefined ? (isError ? process.stderr : process.stdout) : isError ? failed : out;
      stream.write(`${body}\n`);
    }

    const print =
      (isError) =>
      (...args) =>
        write(isError, args.length === 0 ? '' : formatAll(inspectOptions, args));
    const log = print(false);
    const warn = print(true);
    const elapsed = (label) => Number(native.monotonic() - starts.get(label)) / 1e6;
    const members = {
      log,
      warn,
      error: warn,
      info: log,
      debug: log,
      dir: (value, options2) =>
        write(false, inspector(value, { customInspect: false, ...inspectOptions, ...options2 })),
      dirxml: log,
      trace(...args) {
        const error = { name: 'Trace', message: args.length === 0 ? '' : formatAll(inspectOptions, args) };
        Error.captureStackTrace(error, members.trace);
        warn(error.stack);
      },
      assert(value, ...args) {
        if (!value) {
          if (typeof args[0] === 'string') {
            args[0] = `Assertion failed: ${args[0]}`;
            warn(...args);
          } else {
            warn(args.length === 0 ? 'Assertion failed' : 'Assertion failed:', ...args);
          }
        }
      },
      clear() {},
      count(label = 'default') {
        const name = `${label}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        log(`${name}: ${counts.get(name)}`);
      },
      countReset(label = 'default') {
        counts.delete(`${label}`);
      },
      group(...args) {
        if (args.length > 0) {
          log(...args);
        }

        indentation += ' '.repeat(step);
      },
      groupEnd() {
        indentation = indentation.slice(0, Math.max(indentation.length - step, 0));
      },
      time(label = 'default') {
        starts.set(`${label}`, native.monotonic());
      },
      timeEnd(label = 'default') {
        const name = `${label}`;
        if (starts.has(name)) {
          log(`${name}: ${timeText(elapsed(name))}`);
          starts.delete(name);
        }
      },
      timeLog(label = 'default', ...args) {
        const name = `${label}`;
        if (starts.has(name)) {
          log(`${name}: ${timeText(elapsed(name))}`, ...args);
        }
      },
      table(data, columns) {
        if (data === null || typeof data !== 'object') {
          log(data);
          return;
        }

        log(table(data, columns));
      },
      profile() {},
      profileEnd() {},
      timeStamp() {},
    };
    members.groupCollapsed = members.group;
    for (const name of Object.keys(members)) {
      Object.defineProperty(this, name, {
        value: members[name],
        writable: true,
        configurable: true,
        enumerable: true,
      });
      Object.defineProperty(members[name], 'name', { value: name, configurable: true });
    }
  }

  const cell = (value) =>
    inspect(value, {
      maxArrayLength: 3,
      breakLength: Infinity,
      colors: false,
      depth:
        value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0,
    });

  function table(data, columns) {
    const isMap = data instanceof Map;
    const isSet = data instanceof Set;
    const rows = isMap
      ? [...data].map(([key, value], i) => [i, value, key])
      : isSet
        ? [...data].map((value, i) => [i, value])
        : Object.keys(data).map((key) => [key, data[key]]);
    const names = [];
    let hasValues = false;
    for (const [, value] of rows) {
      if (value !== null && typeof value === 'object' && !isMap) {
        for (const key of columns ?? Object.keys(value)) {
          if (!names.includes(key)) {
            names.push(key);
          }
        }
      } else if (columns === undefined) {
        hasValues = true;
      }
    }

    const header = [
      isMap || isSet ? '(iteration index)' : '(index)',
      ...(isMap ? ['Key'] : []),
      ...names,
      ...(hasValues ? ['Values'] : []),
    ];
    const lines = rows.map(([index, value, key]) => {
      const isObject = value !== null && typeof value === 'object' && !isMap;
      return [
        String(index),
        ...(isMap ? [cell(key)] : []),
        ...names.map((name) => (isObject && Object.hasOwn(value, name) ? cell(value[name]) : '')),
        ...(hasValues ? [isObject ? '' : cell(value)] : []),
      ];
    });
    const widths = header.map((name, i) => Math.max(width(name), ...lines.map((line) => width(line[i]))) + 2);
    const rule = (left, middle, right) => `${left}${widths.map((each) => '─'.repeat(each)).join(middle)}${right}`;
    const row = (values) =>
      `│${values.map((value, i) => ` ${value}${' '.repeat(widths[i] - 1 - width(value))}`).join('│')}│`;
    return [rule('┌', '┬', '┐'), row(header), rule('├', '┼', '┤'), ...lines.map(row), rule('└', '┴', '┘')].join('\n');
  }

  const console = new Console({});
  console.Console = Console;
  Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
  module.exports = { console };
});
