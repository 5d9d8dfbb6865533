// node:child_process: a script of the same skill can be run; no other program is there.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');
  const EventEmitter = load('events');
  const path = load('path');
  const { Buffer, helpers } = load('buffer');
  const why = 'no program is there; scripts of the same skill can be run by process.execPath';

  // Of a program and its arguments, the script that they run; undefined where they run none.
  function scriptOf(file, args) {
    const { process } = load('process');
    const name = path.basename(`${file}`);
    if (file !== process.execPath && name !== 'node' && name !== 'nodejs') {
      return undefined;
    }

    let i = 0;
    while (i < args.length && /^--(no-warnings|enable-source-maps|experimental-[\w-]+|trace-[\w-]+)$/.test(args[i])) {
      i++;
    }

    return i < args.length && !args[i].startsWith('-') ? { path: args[i], arguments: args.slice(i + 1) } : undefined;
  }

  function inputOf(input) {
    return input === undefined || input === null
      ? new Uint8Array(0)
      : typeof input === 'string'
        ? helpers.encode(input)
        : helpers.bytesOf(input);
  }

  // A script that is not in the folder is one that is named from the folder of the skill, as the skill's text does.
  function placeOf(folder, name) {
    const place = path.resolve(folder, name);
    return path.isAbsolute(name) || load('fs').existsSync(place) ? place : path.resolve('/skill', name);
  }

  function runScript(file, args, options) {
    errors.validateString(file, 'file');
    const script = scriptOf(file, args.map(String));
    if (script === undefined) {
      throw errors.refused(`The program '${file}'`, why);
    }

    const folder =
      options.cwd === undefined
        ? load('process').process.cwd()
        : path.resolve(options.cwd instanceof URL ? load('url').fileURLToPath(options.cwd) : options.cwd);
    const environment = { ...(options.env ?? load('process').process.env) };
    return load('host').runScript(
      {
        path: placeOf(folder, script.path),
        arguments: script.arguments,
        environment: Object.fromEntries(
          Object.entries(environment)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [key, `${value}`]),
        ),
      },
      inputOf(options.input),
    );
  }

  const sort = (args, options) => (Array.isArray(args) ? [args, options ?? {}] : [[], args ?? {}]);

  const stdioOf = (options, index) => {
    const { stdio } = options;
    const kind = Array.isArray(stdio) ? stdio[index] : stdio;
    return kind ?? 'pipe';
  };

  // What the script wrote goes where the caller said.
  function deliver(bytes, kind, descriptor, encoding) {
    if (kind === 'inherit' || kind === descriptor) {
      load('stdio').writeAll(descriptor, bytes);
      return null;
    }

    if (kind === 'ignore') {
      return null;
    }

    if (typeof kind === 'number') {
      load('fs').helpers.writeAll(kind, bytes);
      return null;
    }

    return encoding && encoding !== 'buffer' ? helpers.decode(bytes, encoding) : Buffer.from(bytes);
  }

  const shellRefused = (command) => errors.refused(`A shell for '${command.slice(0, 60)}'`, why);

  function spawnSync(file, argsOrOptions, given) {
    const [args, options] = sort(argsOrOptions, given);
    let result;
    try {
      if (options.shell) {
        throw shellRefused([file, ...args].join(' '));
      }

      result = runScript(file, args, options);
    } catch (error) {
      if (error.code !== 'ERR_SANDBOX_REFUSED') {
        throw error;
      }

      error.errno = -2;
      error.syscall = `spawnSync ${file}`;
      error.path = file;
      error.spawnargs = args;
      return { error, status: null, signal: null, output: null, pid: 0, stdout: null, stderr: null };
    }

    const stdout = deliver(result.stdout, stdioOf(options, 1), 1, options.encoding);
    const stderr = deliver(result.stderr, stdioOf(options, 2), 2, options.encoding);
    return { pid: 2, output: [null, stdout, stderr], stdout, stderr, status: result.exitCode, signal: null };
  }

  function execFileSync(file, argsOrOptions, given) {
    const [args, options] = sort(argsOrOptions, given);
    const hasOwnError = options.stdio !== undefined && options.stdio !== null;
    const result = spawnSync(file, args, options);
    if (result.error) {
      throw result.error;
    }

    if (!hasOwnError && result.stderr?.length > 0) {
      load('process').process.stderr.write(result.stderr);
    }

    if (result.status !== 0) {
      let message = `Command failed: ${[file, ...args].join(' ')}`;
      if (result.stderr?.length > 0) {
        message += `\n${result.stderr.toString()}`;
      }

      throw Object.assign(new Error(message), result);
    }

    return result.stdout;
  }

  // A command line that is no more than a program and its arguments.
  function split(command) {
    errors.validateString(command, 'command');
    if (/[|&;<>()$`\\*?[\]{}~#\n]/.test(command.replace(/'[^']*'/g, ''))) {
      throw shellRefused(command);
    }

    return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3]);
  }

  function execSync(command, options = {}) {
    const [file, ...args] = split(command);
    try {
      return execFileSync(file, args, options);
    } catch (error) {
      if (error.status !== undefined && error.status !== null) {
        error.message = error.message.replace(/^Command failed: .*/, `Command failed: ${command}`);
      }

      throw error;
    }
  }

  class ChildProcess extends EventEmitter {
    constructor(file, args, options) {
      super();
      const { Readable, Writable } = load('stream');
      const input = [];
      this.pid = 2;
      this.exitCode = null;
      this.signalCode = null;
      this.killed = false;
      this.connected = false;
      this.spawnfile = file;
      this.spawnargs = [file, ...args];
      const makeOutput = (index) => (stdioOf(options, index) === 'pipe' ? new Readable({ read() {} }) : null);
      this.stdout = makeOutput(1);
      this.stderr = makeOutput(2);
      this.stdin =
        stdioOf(options, 0) === 'pipe'
          ? new Writable({
              write(chunk, encoding, done) {
                input.push(chunk);
                done();
              },
              final: (done) => {
                done();
                load('loop').later(() => this._start(file, args, { ...options, input: Buffer.concat(input) }));
              },
            })
          : null;
      this.stdio = [this.stdin, this.stdout, this.stderr];
      Object.defineProperty(this, '_hasStarted', { value: false, writable: true });
      // Its input is what was written to it when this turn and those that are ready are over, or when it is ended.
      load('timers').setImmediate(() => {
        if (!this._waits && (this.stdin === null || !this.stdin.writableLength)) {
          load('timers').setImmediate(() => this._start(file, args, { ...options, input: Buffer.concat(input) }));
        }
      });
    }

    _start(file, args, options) {
      if (this._hasStarted) {
        return;
      }

      this._hasStarted = true;
      let result;
      try {
        result = runScript(file, args, options);
      } catch (error) {
        error.path = file;
        error.spawnargs = args;
        this.stdout?.push(null);
        this.stderr?.push(null);
        this.emit('error', error);
        this.emit('close', -2, null);
        return;
      }

      this.emit('spawn');
      const pass = (stream, bytes, index) => {
        if (stream) {
          if (bytes.length > 0) {
            stream.push(Buffer.from(bytes));
          }

          stream.push(null);
        } else {
          deliver(bytes, stdioOf(options, index), index);
        }
      };
      pass(this.stdout, result.stdout, 1);
      pass(this.stderr, result.stderr, 2);
      this.exitCode = result.exitCode;
      load('loop').later(() => {
        this.emit('exit', result.exitCode, null);
        let left = 1 + [this.stdout, this.stderr].filter((stream) => stream && !stream.readableEnded).length;
        const done = () => {
          if (--left === 0) {
            this.emit('close', result.exitCode, null);
          }
        };
        for (const stream of [this.stdout, this.stderr]) {
          if (stream && !stream.readableEnded) {
            if (stream.readableFlowing === null) {
              left--;
            } else {
              stream.once('end', done);
            }
          }
        }

        done();
      });
    }

    kill() {
      return false;
    }

    ref() {}

    unref() {}
  }

  function spawn(file, argsOrOptions, given) {
    const [args, options] = sort(argsOrOptions, given);
    errors.validateString(file, 'file');
    if (options.shell) {
      throw shellRefused([file, ...args].join(' '));
    }

    return new ChildProcess(file, args.map(String), options);
  }

  function execFile(file, ...rest) {
    const callback = typeof rest[rest.length - 1] === 'function' ? rest.pop() : undefined;
    const [args, options] = sort(rest[0], rest[1]);
    const child = spawn(file, args, options);
    const collected = { stdout: [], stderr: [] };
    for (const name of ['stdout', 'stderr']) {
      child[name]?.on('data', (chunk) => collected[name].push(chunk));
    }

    let failure = null;
    child.on('error', (error) => {
      failure = error;
    });
    child.on('close', (code) => {
      const text = (name) => {
        const bytes = Buffer.concat(collected[name]);
        return options.encoding === 'buffer' || options.encoding === null ? bytes : bytes.toString(options.encoding);
      };
      const stdout = text('stdout');
      const stderr = text('stderr');
      let error = failure;
      if (error === null && code !== 0) {
        error = Object.assign(new Error(`Command failed: ${[file, ...args].join(' ')}\n${stderr}`), {
          code,
          killed: false,
          signal: null,
          cmd: [file, ...args].join(' '),
          stdout,
          stderr,
        });
      }

      callback?.(error, stdout, stderr);
    });
    return child;
  }

  function exec(command, optionsOrCallback, last) {
    const callback = typeof optionsOrCallback === 'function' ? optionsOrCallback : last;
    const [file, ...args] = split(command);
    return execFile(file, args, typeof optionsOrCallback === 'object' ? optionsOrCallback : {}, callback);
  }

  const promisified = Symbol.for('nodejs.util.promisify.custom');
  for (const run of [exec, execFile]) {
    Object.defineProperty(run, promisified, {
      value: (...args) =>
        new Promise((resolve, reject) => {
          run(...args, (error, stdout, stderr) =>
            error ? reject(Object.assign(error, { stdout, stderr })) : resolve({ stdout, stderr }),
          );
        }),
    });
  }

  function fork(file, argsOrOptions, given) {
    const [args, options] = sort(argsOrOptions, given);
    return spawn(load('process').process.execPath, [file, ...args], options);
  }

  module.exports = { spawnSync, execFileSync, execSync, spawn, execFile, exec, fork, ChildProcess };
});
