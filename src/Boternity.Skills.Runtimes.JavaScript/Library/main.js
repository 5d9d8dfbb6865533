// What a run does: reads its arguments, starts the script or the code, and says how it ended.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const loop = load('loop');
  const processes = load('process');
  const { process } = processes;
  const modules = load('modules');
  let pending;

  // `node [options] script.js args...`, `-e code args...`, `-p code`, `-`, `--analyze path...`.
  function start() {
    loop.start();
    const args = native.args();
    processes.begin([process.execPath, ...args.slice(1)], native.environ());
    let i = 1;
    let kind;
    for (; i < args.length && args[i].startsWith('-') && args[i] !== '-'; i++) {
      const [name, inline] = args[i].split(/=(.*)/s);
      if (name === '--analyze') {
        load('analysis').main(args.slice(i + 1));
        return 0;
      }

      if (name === '--') {
        i++;
        break;
      }

      if (name === '-v' || name === '--version') {
        load('stdio').writeText(1, `${process.version}\n`);
        return 0;
      }

      if (name === '--input-type') {
        kind = inline ?? args[++i];
      } else if (['-e', '--eval', '-p', '--print', '-pe'].includes(name)) {
        const code = inline ?? args[++i];
        if (code === undefined) {
          load('stdio').writeError(`node: ${name} requires an argument\n`);
          process.exitCode = 9;
          return 0;
        }

        const rest = args.slice(i + 1);
        process.argv = [process.execPath, ...(rest[0] === '--' ? rest.slice(1) : rest)];
        process.execArgv = args.slice(1, i + 1);
        evaluate(code, kind, name.startsWith('-p') || name === '--print');
        return 0;
      } else if (
        ['-r', '--require', '--import', '--loader', '--conditions', '-C', '--env-file'].includes(name) &&
        inline === undefined
      ) {
        i++;
      }
    }

    const script = args[i];
    process.execArgv = args.slice(1, i);
    if (script === undefined || script === '-') {
      process.argv = [process.execPath, ...(script === '-' ? ['-', ...args.slice(i + 1)] : [])];
      evaluate(load('fs').readFileSync(0, 'utf8'), kind, false);
      return 0;
    }

    const file = load('path').resolve(script);
    process.argv = [process.execPath, file, ...args.slice(i + 1)];
    loop.invoke(
      () => {
        pending = modules.runMain(file);
      },
      undefined,
      [],
    );
    return 0;
  }

  function evaluate(code, kind, prints) {
    loop.invoke(
      () => {
        pending = modules.runCode(code, kind, prints);
      },
      undefined,
      [],
    );
  }

  function exitCode() {
    // A module whose top level still waits, with nothing left that could wake it.
    if (pending !== undefined && native.promiseState(pending) === 0 && process.exitCode === undefined) {
      load('stdio').writeError('Warning: Detected unsettled top-level await\n');
      process.exitCode = 13;
    }

    return processes.end();
  }

  exports.hooks = {
    start,
    exitCode,
    ticks: loop.runTicks,
    hasTicks: loop.hasTicks,
    next: loop.next,
    rejection: loop.onRejection,
    uncaught: (error) => loop.uncaught(error, 'uncaughtException'),
    resolve: modules.resolveImport,
    load: modules.loadImport,
    exportsOf: modules.exportsOf,
    fillMeta: modules.fillMeta,
  };
});
