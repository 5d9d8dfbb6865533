// Says of scripts, without running them, what they need and what cannot be had.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const builtins = load('builtins');
  const modules = load('modules');
  const path = load('path');
  const typescript = load('typescript');
  const { Parser, LexicalError } = load('parser');
  const MaxFiles = 200;
  const sockets = new Set(['net', 'tls', 'dgram', 'dns', 'dns/promises', 'http2']);
  const starters = new Set(['exec', 'execSync', 'execFile', 'execFileSync', 'spawn', 'spawnSync']);
  const networks = new Set(['http', 'https']);

  // What is found in one script and in the files of the skill that it loads.
  class Scan {
    constructor(script) {
      this.script = script;
      this.findings = new Map();
      this.requirements = new Set();
      this.visited = new Set();
    }

    add(code, name, message, line, isSure) {
      const key = `${code}\0${name ?? ''}`;
      const known = this.findings.get(key);
      const severity = isSure ? 'error' : 'warning';
      if (known === undefined || (known.severity === 'warning' && isSure)) {
        this.findings.set(key, { code, severity, message, line, name: name ?? null });
      }
    }

    // `isSure`: the file is loaded whenever the script is.
    file(file, isSure) {
      const key = `${file}\0${isSure}`;
      if (
        this.visited.has(key) ||
        (isSure === false && this.visited.has(`${file}\0true`)) ||
        this.visited.size >= MaxFiles
      ) {
        return;
      }

      this.visited.add(key);
      const isOwn = file === this.script;
      const shown = isOwn ? '' : `${path.relative('/skill', file)}: `;
      let source;
      try {
        source = load('fs')
          .readFileSync(file, 'utf8')
          .replace(/^\ufeff/, '');
      } catch (error) {
        this.add(
          'unreadable',
          isOwn ? null : file,
          `${shown}cannot be read: ${error.code ?? error.message}`,
          0,
          isSure,
        );
        return;
      }

      if (file.endsWith('.json')) {
        return;
      }

      const isTyped = /\.[cm]?ts$/.test(file);
      const problem = this.syntax(source, file, isTyped);
      if (problem !== undefined) {
        this.add(
          'syntax-error',
          isOwn ? null : path.relative('/skill', file),
          `${shown}${problem.message}`,
          isOwn ? problem.line : 0,
          isSure,
        );
        return;
      }

      this.walk(source, file, isTyped, isSure, isOwn);
    }

    syntax(source, file, isTyped) {
      let code = source;
      try {
        if (isTyped) {
          code = typescript.strip(source, file);
        }

        code = code.startsWith('#!') ? `//${code.slice(2)}` : code;
        const format = modules.formatOf(file) ?? modules.formatOfSource(code, file);
        if (format === 'commonjs') {
          native.checkSyntax(modules.wrap(modules.withoutAttributes(code)), file, false);
          return undefined;
        }

        const error = modules.moduleError(code, file);
        if (error === undefined) {
          return undefined;
        }

        throw error;
      } catch (error) {
        return {
          message: `is not ${isTyped ? 'TypeScript' : 'JavaScript'} that runs here: ${error.message}`,
          line: error.lineNumber ?? 0,
        };
      }
    }

    walk(source, file, isTyped, isSure, isOwn) {
      const lineOf = (token) => (isOwn ? typescript.placeOf(source, token.start).line : 0);
      const aliases = new Set(
        [
          ...source.matchAll(/\b(\w+)\s*=\s*require\(\s*['"](?:node:)?child_process['"]\s*\)/g),
          ...source.matchAll(/\bimport\s+(?:\*\s*as\s+)?(\w+)\s+from\s+['"](?:node:)?child_process['"]/g),
        ].map((found) => found[1]),
      );
      const startsPrograms = /['"](?:node:)?child_process['"]/.test(source);
      const listener = {
        onImport: (name, token, context) => {
          const isCertain = isSure && !context.isGuarded && !context.isInFunction;
          if (name !== undefined) {
            this.module(name, file, lineOf(token), isCertain && !(context.isDynamic && context.isInFunction), true);
          }
        },
        onCall: (name, argument, token, context) => {
          const isCertain = isSure && !context.isGuarded && !context.isInFunction;
          if (name === 'require' && argument.type === 'string') {
            this.module(load('lexer').valueOf(argument), file, lineOf(token), isCertain, false);
          } else if (name === 'fetch' || name === 'globalThis.fetch') {
            this.network(argument, lineOf(token));
          } else if (name === 'process.binding' || name === 'process.dlopen') {
            this.add(
              'native-module',
              name,
              `calls ${name}, and nothing native is in the sandbox`,
              lineOf(token),
              isCertain,
            );
          } else if (startsPrograms && name !== undefined) {
            this.program(name, argument, aliases, lineOf(token), isCertain);
          }
        },
      };
      try {
        new Parser(source, { typescript: isTyped, listener }).parse();
      } catch (error) {
        if (!(error instanceof LexicalError)) {
          throw error;
        }

        // The interpreter reads it and this parser does not: what stands at the start of a line is all that is seen.
        for (const found of source.matchAll(
          /(?:^|\n)\s*(?:import\b[^'"\n]*|export\b[^'"\n]*from\s*|(?:const|let|var)\b[^'"\n]*require\()\s*['"]([^'"\n]+)['"]/g,
        )) {
          this.module(found[1], file, lineOf({ start: found.index }), false, !found[0].includes('require('));
        }
      }
    }

    network(argument, line) {
      const host = argument.type === 'string' ? URL.parse(load('lexer').valueOf(argument))?.host : undefined;
      this.add('network', host ?? null, `makes requests over HTTP${host ? `, and names ${host}` : ''}`, line, false);
    }

    module(name, from, line, isSure, isImport) {
      if (builtins.isBuiltin(name)) {
        const bare = name.replace(/^node:/, '');
        const reason = builtins.reasonAgainst(bare);
        if (bare === 'worker_threads' || bare === 'cluster') {
          this.add('threads', bare, `needs the module ${bare}, and the sandbox has one thread`, line, isSure);
        } else if (sockets.has(bare)) {
          this.add('sockets', bare, `needs the module ${bare}, and only HTTP leaves the sandbox`, line, isSure);
        } else if (reason !== undefined) {
          this.add('unavailable-module', bare, `needs the module ${bare}: ${reason}`, line, isSure);
        } else if (networks.has(bare)) {
          this.add('network', null, 'makes requests over HTTP', line, false);
        }

        return;
      }

      let file;
      try {
        file = modules.resolve(name, from, isImport);
      } catch (error) {
        this.missing(name, line, isSure, error);
        return;
      }

      if (!/^(\.|\/|#|file:)/.test(name)) {
        this.requirements.add(packageOf(name));
      }

      if (/\.(node|wasm)$/.test(file)) {
        this.add('native-module', name, `needs ${name}, a native module`, line, isSure);
        return;
      }

      this.file(file, isSure);
    }

    missing(name, line, isSure, error) {
      if (/^[a-z]+:/.test(name) && !name.startsWith('file:')) {
        this.add('unavailable-module', name, `needs ${name}: ${error.message}`, line, isSure);
      } else if (/^(\.|\/|#|file:)/.test(name)) {
        // What is elsewhere, in the work directory or in /tmp, the script may write before it loads it.
        const isElsewhere = /^(file:\/\/)?\/(?!skill\/)/.test(name);
        this.add('missing-module', name, `needs ${name}, which is not in the skill`, line, isSure && !isElsewhere);
      } else {
        const needed = packageOf(name);
        this.requirements.add(needed);
        this.add('missing-module', needed, `needs the package ${needed}, which is not in the skill`, line, isSure);
      }
    }

    program(name, argument, aliases, line, isSure) {
      const parts = name.split('.');
      const called = parts[parts.length - 1];
      if (!starters.has(called) || (parts.length > 1 && !aliases.has(parts[0]))) {
        return;
      }

      if (argument.type !== 'string') {
        if (argument.value !== 'process') {
          this.add('program', null, 'runs a program that is not named in the source', line, false);
        }

        return;
      }

      const [program] = load('lexer').valueOf(argument).trim().split(/\s+/);
      if (program !== 'node') {
        this.add('program', program, `needs ${program}, a program`, line, isSure);
      }
    }

    get result() {
      const language = /\.[cm]?ts$/.test(this.script) ? 'typescript' : 'javascript';
      return {
        path: this.script,
        language,
        findings: [...this.findings.values()].sort((first, second) => first.line - second.line),
        requirements: [...this.requirements].sort(),
      };
    }
  }

  const packageOf = (name) =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/');

  function main(paths) {
    const results = paths.map((file) => {
      const scan = new Scan(file);
      scan.file(file, true);
      return scan.result;
    });
    load('stdio').writeText(1, `${JSON.stringify(results)}\n`);
  }

  exports.main = main;
});
