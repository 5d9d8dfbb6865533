// The process: what a script may know of its run, and how it ends.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const EventEmitter = load('events');
  const errors = load('errors');
  const loop = load('loop');
  const version = 'v22.18.0';
  const process = new EventEmitter();
  let directory = '/';
  let exitCode;
  let isExiting = false;
  let captured = null;

  function setExitCode(code) {
    if (code !== undefined && code !== null) {
      const number = typeof code === 'string' && code !== '' ? Number(code) : code;
      errors.validateInteger(number, 'code');
    }

    exitCode = code ?? undefined;
  }

  function exit(code) {
    if (code !== undefined) {
      setExitCode(code);
    }

    if (!isExiting) {
      isExiting = true;
      process._exiting = true;
      process.emit('exit', Number(exitCode ?? 0));
    }

    native.exit(Number(exitCode ?? 0));
  }

  function hrtime(before) {
    const time = native.monotonic();
    const seconds = Number(time / 1000000000n);
    const rest = Number(time % 1000000000n);
    if (before === undefined) {
      return [seconds, rest];
    }

    const borrow = rest < before[1] ? 1 : 0;
    return [seconds - before[0] - borrow, rest - before[1] + borrow * 1000000000];
  }

  hrtime.bigint = () => native.monotonic();

  function memoryUsage() {
    const [memory, used] = native.memory();
    return { rss: memory, heapTotal: memory, heapUsed: used, external: 0, arrayBuffers: 0 };
  }

  memoryUsage.rss = () => native.memory()[0];

  const warned = new Set();

  function emitWarning(warning, typeOrOptions, code) {
    const options =
      typeof typeOrOptions === 'object' && typeOrOptions !== null ? typeOrOptions : { type: typeOrOptions, code };
    let error = warning;
    if (!(warning instanceof Error)) {
      error = new Error(warning);
      error.name = options.type ?? 'Warning';
      if (options.code !== undefined) {
        error.code = options.code;
      }
    }

    if (error.name === 'DeprecationWarning' && process.noDeprecation) {
      return;
    }

    loop.nextTick(() => {
      if (process.listenerCount('warning') > 0) {
        process.emit('warning', error);
      }

      const tag = error.code === undefined ? '' : `[${error.code}] `;
      const hint = warned.size === 0 ? '(Use `node --trace-warnings ...` to show where the warning was created)\n' : '';
      warned.add(error.message);
      load('stdio').writeError(`(node:1) ${tag}${error.name}: ${error.message}\n${hint}`);
    }, []);
  }

  const features = {
    inspector: false,
    debug: false,
    uv: false,
    ipv6: false,
    tls: false,
    typescript: 'strip',
    require_module: true,
    cached_builtins: true,
  };

  const members = {
    title: 'node',
    version,
    versions: { node: version.slice(1), quickjs: '2025-04-26', zlib: '1.3.1', modules: '127' },
    arch: 'wasm32',
    platform: 'linux',
    release: { name: 'node', lts: 'Jod' },
    features,
    config: { target_defaults: {}, variables: {} },
    pid: 1,
    ppid: 0,
    execPath: '/usr/local/bin/node',
    execArgv: [],
    debugPort: 9229,
    argv0: 'node',
    argv: [],
    env: {},
    allowedNodeEnvironmentFlags: new Set(),
    noDeprecation: false,
    exit,
    reallyExit: (code) => native.exit(code ?? 0),
    abort: () => native.exit(134),
    kill(pid, signal) {
      if (pid === 1 && signal !== 0) {
        native.exit(128 + (signal === 'SIGKILL' || signal === 9 ? 9 : signal === 'SIGINT' || signal === 2 ? 2 : 15));
      }

      if (pid !== 1) {
        throw errors.systemError('EPERM', 'kill');
      }

      return true;
    },
    cwd: () => directory,
    chdir(path) {
      errors.validateString(path, 'directory');
      const target = load('path').resolve(path);
      const status = load('fs').statSync(target);
      if (!status.isDirectory()) {
        throw errors.systemError('ENOTDIR', 'chdir', directory, path);
      }

      directory = target;
    },
    umask: () => 0o22,
    uptime: () => loop.now() / 1000,
    hrtime,
    memoryUsage,
    cpuUsage: (before) => ({ user: Math.round(loop.now() * 1000) - (before?.user ?? 0), system: 0 }),
    resourceUsage: () => ({
      userCPUTime: Math.round(loop.now() * 1000),
      systemCPUTime: 0,
      maxRSS: native.memory()[0] / 1024,
    }),
    constrainedMemory: () => native.memory()[0],
    availableMemory: () => native.memory()[0],
    nextTick(callback, ...args) {
      errors.validateFunction(callback, 'callback');
      loop.nextTick(callback, args);
    },
    emitWarning,
    getuid: () => 1000,
    geteuid: () => 1000,
    getgid: () => 1000,
    getegid: () => 1000,
    getgroups: () => [1000],
    setUncaughtExceptionCaptureCallback(callback) {
      captured = callback;
    },
    hasUncaughtExceptionCaptureCallback: () => captured !== null,
    getBuiltinModule: (name) => load('builtins').find(name),
    binding: (name) => {
      throw errors.refused(`process.binding('${name}')`, 'nothing native is there');
    },
    dlopen: () => {
      throw errors.refused('process.dlopen', 'nothing native is there');
    },
    loadEnvFile(path = '.env') {
      const values = load('util').parseEnv(load('fs').readFileSync(path, 'utf8'));
      for (const key of Object.keys(values)) {
        process.env[key] ??= values[key];
      }
    },
    getActiveResourcesInfo: () => [],
    report: undefined,
    assert: (value, message) => load('assert')(value, message),
  };
  for (const key of Object.keys(members)) {
    process[key] = members[key];
  }

  Object.defineProperty(process, 'exitCode', {
    enumerable: true,
    configurable: true,
    get: () => exitCode,
    set: setExitCode,
  });
  for (const name of ['stdin', 'stdout', 'stderr']) {
    let stream;
    Object.defineProperty(process, name, {
      enumerable: true,
      configurable: true,
      get: () => (stream ??= load('stdio')[name]()),
      set: (value) => {
        stream = value;
      },
    });
  }

  // Names of variables are text, and so are values.
  function environment(entries) {
    const values = {};
    for (const entry of entries) {
      const at = entry.indexOf('=', 1);
      if (at > 0) {
        values[entry.slice(0, at)] = entry.slice(at + 1);
      }
    }

    return new Proxy(values, {
      set(target, key, value) {
        if (typeof key === 'symbol' || typeof value === 'symbol') {
          throw new TypeError('Cannot convert a Symbol value to a string');
        }

        target[key] = String(value);
        return true;
      },
      defineProperty(target, key, descriptor) {
        return Reflect.defineProperty(target, key, { ...descriptor, value: String(descriptor.value) });
      },
    });
  }

  function begin(args, variables) {
    process.argv = args;
    process.env = environment(variables);
    directory = process.env.PWD ?? '/workspace';
  }

  function sourceLine(stack) {
    for (const line of stack.split('\n')) {
      const at = /^\s+at (?:.*? \()?(\/[^()]*?):(\d+)(?::(\d+))?\)?$/.exec(line);
      if (at) {
        return load('modules').lineOf(at[1], Number(at[2]), Number(at[3] ?? 1), line.includes('<eval>'));
      }

      if (/^\s+at /.test(line) && !line.includes('node:') && !line.includes('(native)')) {
        return '';
      }
    }

    return '';
  }

  function report(error, origin) {
    const { inspect } = load('inspect');
    let text;
    if (error instanceof Error || load('types').types.isNativeError(error)) {
      const stack = typeof error.stack === 'string' ? error.stack : '';
      text = `${sourceLine(stack)}${inspect(error)}\n`;
    } else if (origin === 'unhandledRejection') {
      text = `node:internal/process/promises:394\n      triggerUncaughtException(err, true /* fromPromise */);\n      ^\n\n${
        `[UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch ` +
        `block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${
          typeof error === 'string' ? error : inspect(error)
        }".] {\n  code: 'ERR_UNHANDLED_REJECTION'\n}`
      }\n`;
    } else {
      text = `Uncaught:\n${inspect(error)}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)\n`;
    }

    load('stdio').writeError(`${text}\nNode.js ${version}\n`);
  }

  function handleUncaught(error, origin) {
    process.emit('uncaughtExceptionMonitor', error, origin);
    if (captured !== null) {
      captured(error);
      return;
    }

    if (!isExiting && process.listenerCount('uncaughtException') > 0) {
      try {
        process.emit('uncaughtException', error, origin);
        return;
      } catch (second) {
        report(second, 'uncaughtException');
        native.exit(7);
      }
    }

    report(error, origin);
    if (!isExiting) {
      isExiting = true;
      try {
        exitCode = 1;
        process.emit('exit', 1);
      } catch {
        // The first error is the one that counts.
      }
    }

    native.exit(Number(exitCode ?? 1) || 1);
  }

  function handleRejection(reason, promise) {
    if (process.listenerCount('unhandledRejection') > 0) {
      loop.invoke(() => process.emit('unhandledRejection', reason, promise), undefined, []);
      return;
    }

    handleUncaught(reason, 'unhandledRejection');
  }

  // What is left to do when nothing is left to run.
  function end() {
    if (!isExiting) {
      isExiting = true;
      process._exiting = true;
      loop.invoke(() => process.emit('exit', Number(exitCode ?? 0)), undefined, []);
    }

    return Number(exitCode ?? 0) & 0xff;
  }

  module.exports = { process, begin, end, handleUncaught, handleRejection, report };
});
