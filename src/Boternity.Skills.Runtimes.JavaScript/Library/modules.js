// CommonJS and ES modules: how names are resolved, and how files become modules.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const path = load('path');
  const builtins = load('builtins');
  const typescript = load('typescript');
  const cache = Object.create(null);
  const packages = new Map();
  const imports = new Map();
  const sources = new Map();
  let mainModule;

  const status = (file) => {
    const state = native.stat(file, true);
    return typeof state === 'number' ? 0 : (state[2] & 0o170000) === 0o040000 ? 2 : 1;
  };
  const isFile = (file) => status(file) === 1;
  const isFolder = (file) => status(file) === 2;
  const readText = (file) => {
    const text = load('fs').readFileSync(file, 'utf8');
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  };

  const isNodeModules = (folder) => folder.endsWith('/node_modules');

  function readPackage(folder) {
    if (!packages.has(folder)) {
      const file = folder === '/' ? '/package.json' : `${folder}/package.json`;
      let data = null;
      if (isFile(file)) {
        try {
          data = JSON.parse(readText(file));
        } catch (error) {
          throw errors.coded(Error, 'ERR_INVALID_PACKAGE_CONFIG', `Invalid package config ${file}. ${error.message}`);
        }
      }

      packages.set(folder, data);
    }

    return packages.get(folder);
  }

  // The package.json that says how a file is to be read.
  function scopeOf(file) {
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      const isEnd = isNodeModules(folder);
      const data = isEnd ? null : readPackage(folder);
      if (data !== null) {
        return { folder, data };
      }

      if (isEnd || folder === path.dirname(folder)) {
        return { folder: '/', data: {} };
      }
    }
  }

  function notFound(name, from, isImport) {
    const error = isImport
      ? errors.coded(
          Error,
          'ERR_MODULE_NOT_FOUND',
          /^(\.|\/|file:)/.test(name)
            ? `Cannot find module '${name.startsWith('/') ? name : path.resolve(path.dirname(from), name)}' imported from ${from}`
            : `Cannot find package '${name}' imported from ${from}`,
        )
      : new Error(`Cannot find module '${name}'\nRequire stack:\n- ${from}`);
    if (!isImport) {
      error.code = 'MODULE_NOT_FOUND';
      error.requireStack = [from];
    }

    return error;
  }

  const extensions = ['.js', '.json', '.node', '.cjs', '.mjs', '.ts', '.cts', '.mts'];

  function asFile(file) {
    if (isFile(file)) {
      return file;
    }

    for (const extension of extensions) {
      if (isFile(`${file}${extension}`)) {
        return `${file}${extension}`;
      }
    }

    // A TypeScript source that imports what its output will be called.
    const typed = /^(.*)\.([cm]?)js$/.exec(file);
    return typed && isFile(`${typed[1]}.${typed[2]}ts`) ? `${typed[1]}.${typed[2]}ts` : undefined;
  }

  function asFolder(folder) {
    if (!isFolder(folder)) {
      return undefined;
    }

    const main = readPackage(folder)?.main;
    if (typeof main === 'string' && main !== '') {
      const file = path.resolve(folder, main);
      const found = asFile(file) ?? asFile(path.join(file, 'index'));
      if (found !== undefined) {
        return found;
      }
    }

    return asFile(path.join(folder, 'index'));
  }

  // Finds the target for a key of `exports` or `imports`.
  function matchTarget(map, key, conditions) {
    if (Object.hasOwn(map, key) && !key.includes('*')) {
      return pickTarget(map[key], '', conditions);
    }

    const patterns = Object.keys(map)
      .filter((each) => each.includes('*') || each.endsWith('/'))
      .sort((first, second) => second.length - first.length);
    for (const pattern of patterns) {
      const [start, end = ''] = pattern.split('*');
      if (key.startsWith(start) && key.endsWith(end) && key.length >= start.length + end.length) {
        const found = pickTarget(map[pattern], key.slice(start.length, key.length - end.length), conditions);
        if (found !== undefined) {
          return found;
        }
      }
    }

    return undefined;
  }

  function pickTarget(target, part, conditions) {
    if (typeof target === 'string') {
      return target.includes('*') ? target.replaceAll('*', part) : target + part;
    }

    if (Array.isArray(target)) {
      for (const each of target) {
        const found = pickTarget(each, part, conditions);
        if (found !== undefined) {
          return found;
        }
      }

      return undefined;
    }

    if (target !== null && typeof target === 'object') {
      for (const condition of Object.keys(target)) {
        if (condition === 'default' || conditions.includes(condition)) {
          const found = pickTarget(target[condition], part, conditions);
          if (found !== undefined) {
            return found;
          }
        }
      }
    }

    return undefined;
  }

  function fromExports(folder, data, subpath, conditions) {
    const isMap =
      data.exports !== null &&
      typeof data.exports === 'object' &&
      !Array.isArray(data.exports) &&
      Object.keys(data.exports).some((key) => key.startsWith('.'));
    const target = matchTarget(isMap ? data.exports : { '.': data.exports }, subpath, conditions);
    if (target === undefined) {
      throw errors.coded(
        Error,
        'ERR_PACKAGE_PATH_NOT_EXPORTED',
        subpath === '.'
          ? `No "exports" main defined in ${folder}/package.json`
          : `Package subpath '${subpath}' is not defined by "exports" in ${folder}/package.json`,
      );
    }

    return path.join(folder, target);
  }

  function fromPackage(name, from, conditions, isImport) {
    const [, packageName, rest] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(name) ?? [];
    if (packageName === undefined) {
      return undefined;
    }

    const subpath = `.${rest}`;
    const scope = scopeOf(from);
    if (scope.data.name === packageName && scope.data.exports !== undefined) {
      return fromExports(scope.folder, scope.data, subpath, conditions);
    }

    let folder = path.dirname(from);
    for (;;) {
      const candidate = path.join(folder, 'node_modules', packageName);
      if (path.basename(folder) !== 'node_modules' && isFolder(candidate)) {
        const data = readPackage(candidate);
        if (data?.exports !== undefined && data.exports !== null) {
          return fromExports(candidate, data, subpath, conditions);
        }

        const target = path.join(candidate, rest);
        const found =
          rest === ''
            ? asFolder(candidate)
            : isImport
              ? isFile(target)
                ? target
                : asFile(target)
              : (asFile(target) ?? asFolder(target));
        if (found !== undefined) {
          return found;
        }
      }

      const parent = path.dirname(folder);
      if (parent === folder) {
        return undefined;
      }

      folder = parent;
    }
  }

  function resolve(name, from, isImport) {
    if (builtins.isBuiltin(name)) {
      return `node:${name.startsWith('node:') ? name.slice(5) : name}`;
    }

    if (name.startsWith('node:')) {
      throw errors.coded(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${name}`);
    }

    if (/^(https?|data|blob):/.test(name)) {
      throw errors.coded(
        Error,
        'ERR_UNSUPPORTED_ESM_URL_SCHEME',
        `Only URLs with a scheme in: file and node are supported ` +
          `by the default ESM loader. Received protocol '${name.split(':')[0]}:'`,
      );
    }

    const conditions = isImport
      ? ['node', 'import', 'module-sync', 'node-addons']
      : ['node', 'require', 'module-sync', 'node-addons'];
    let specifier = name.startsWith('file:') ? load('url').fileURLToPath(name) : name;
    if (specifier.startsWith('#')) {
      const scope = scopeOf(from);
      const target = matchTarget(scope.data.imports ?? {}, specifier, conditions);
      if (target === undefined) {
        throw errors.coded(
          TypeError,
          'ERR_PACKAGE_IMPORT_NOT_DEFINED',
          `Package import specifier "${
            specifier
          }" is not defined in package ${scope.folder}/package.json imported from ${from}`,
        );
      }

      if (!target.startsWith('.')) {
        return resolve(target, from, isImport);
      }

      specifier = path.join(scope.folder, target);
    }

    const isPath = /^(\.\.?(\/|$)|\/)/.test(specifier);
    let found;
    if (isPath) {
      if (isImport) {
        specifier = decodeURIComponent(specifier.replace(/[?#].*$/s, ''));
      }

      const file = path.resolve(path.dirname(from), specifier);
      found = isImport
        ? isFile(file)
          ? file
          : asTyped(file)
        : ((specifier.endsWith('/') ? undefined : asFile(file)) ?? asFolder(file));
      if (isImport && found === undefined && isFolder(file)) {
        throw errors.coded(
          Error,
          'ERR_UNSUPPORTED_DIR_IMPORT',
          `Directory import '${file}' is not supported resolving ES modules imported from ${from}`,
        );
      }
    } else {
      found = fromPackage(specifier, from, conditions, isImport);
    }

    if (found === undefined) {
      throw notFound(isPath && isImport ? path.resolve(path.dirname(from), specifier) : name, from, isImport);
    }

    return found;
  }

  function asTyped(file) {
    const typed = /^(.*)\.([cm]?)js$/.exec(file);
    return typed && isFile(`${typed[1]}.${typed[2]}ts`) ? `${typed[1]}.${typed[2]}ts` : undefined;
  }

  // 'commonjs', 'module', 'json', or undefined where the source has to say.
  function formatOf(file) {
    const extension = path.extname(file);
    switch (extension) {
      case '.mjs':
      case '.mts':
        return 'module';
      case '.cjs':
      case '.cts':
        return 'commonjs';
      case '.json':
        return 'json';
      case '.node':
      case '.wasm':
        throw errors.refused(`The native module ${file}`, 'nothing native runs there');
      default: {
        const { type } = scopeOf(file).data;
        return type === 'module' ? 'module' : type === 'commonjs' ? 'commonjs' : undefined;
      }
    }
  }

  const isTyped = (file) => /\.[cm]?ts$/.test(file);

  function sourceOf(file) {
    const text = readText(file);
    sources.set(file, text);
    const stripped = isTyped(file) ? typescript.strip(text, file) : text;
    return stripped.startsWith('#!') ? `//${stripped.slice(2)}` : stripped;
  }

  const importAttributes =
    /\b(?:import|export)\b[^;]*?['"]\s*(?:with|assert)\s*\{|\bimport\s*\([^;]*?,\s*\{\s*(?:with|assert)\b/;
  const withoutAttributes = (source) => (importAttributes.test(source) ? typescript.stripAttributes(source) : source);

  const wrap = (source) => `(function (exports, require, module, __filename, __dirname) {${source}\n})`;

  // The error of a source as an ES module; undefined where it is one.
  function moduleError(source, file) {
    try {
      native.checkSyntax(withoutAttributes(source), file, true);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  const isLater = (first, second) =>
    first.lineNumber > second.lineNumber ||
    (first.lineNumber === second.lineNumber && first.columnNumber > second.columnNumber);

  // What a source is whose file does not say it: CommonJS where it reads as that, else an ES module. One that is neither
  // is what it was for longer.
  function formatOfSource(source, file) {
    try {
      native.checkSyntax(wrap(withoutAttributes(source)), file, false);
      return 'commonjs';
    } catch (error) {
      const other = moduleError(source, file);
      return other === undefined || isLater(other, error) ? 'module' : 'commonjs';
    }
  }

  function Module(id = '', parent = undefined) {
    this.id = id;
    this.path = path.dirname(id);
    this.exports = {};
    this.filename = null;
    this.loaded = false;
    this.children = [];
    this.paths = pathsFrom(this.path);
    Object.defineProperty(this, 'parent', { value: parent, writable: true, configurable: true });
    parent?.children?.push(this);
  }

  function pathsFrom(folder) {
    const result = [];
    for (let current = folder; ; ) {
      if (!isNodeModules(current)) {
        result.push(current === '/' ? '/node_modules' : `${current}/node_modules`);
      }

      const parent = path.dirname(current);
      if (current === parent) {
        return result;
      }

      current = parent;
    }
  }

  function makeRequire(from, parent) {
    function require(name) {
      errors.validateString(name, 'id');
      if (name === '') {
        throw errors.invalidArgValue('id', name, 'must be a non-empty string');
      }

      return loadModule(resolve(name, from, false), parent);
    }

    require.resolve = (name, options) => {
      errors.validateString(name, 'request');
      const found = resolve(name, options?.paths ? path.join(options.paths[0], 'noop.js') : from, false);
      return found.startsWith('node:') && !name.startsWith('node:') ? name : found;
    };
    require.resolve.paths = (name) => (builtins.isBuiltin(name) ? null : pathsFrom(path.dirname(from)));
    require.main = mainModule;
    require.cache = cache;
    require.extensions = Module._extensions;
    return require;
  }

  function loadModule(file, parent) {
    if (file.startsWith('node:')) {
      return builtins.get(file);
    }

    const known = cache[file];
    if (known !== undefined) {
      return known.exports;
    }

    const module = new Module(file, parent);
    module.filename = file;
    cache[file] = module;
    let isLoaded = false;
    try {
      execute(module, file);
      isLoaded = true;
    } finally {
      if (!isLoaded) {
        delete cache[file];
      }
    }

    module.loaded = true;
    return module.exports;
  }

  function execute(module, file) {
    const format = formatOf(file);
    if (format === 'json') {
      try {
        module.exports = JSON.parse(readText(file));
      } catch (error) {
        error.message = `${file}: ${error.message}`;
        throw error;
      }

      return;
    }

    if (format === 'module') {
      module.exports = requireModule(file);
      return;
    }

    const compiled = compile(file, format);
    if (compiled === undefined) {
      module.exports = requireModule(file);
    } else {
      call(compiled, module, file);
    }
  }

  // A CommonJS source as a function; undefined for one that is an ES module, where nothing else says what it is.
  function compile(file, format) {
    const source = sourceOf(file);
    try {
      return native.evalScript(wrap(source), file);
    } catch (error) {
      if (format === undefined && formatOfSource(source, file) === 'module') {
        return undefined;
      }

      const plain = withoutAttributes(source);
      if (plain !== source) {
        return native.evalScript(wrap(plain), file);
      }

      throw error;
    }
  }

  const call = (compiled, module, file) =>
    compiled.call(module.exports, module.exports, makeRequire(file, module), module, file, path.dirname(file));

  // An ES module required: only one that waits for nothing can be.
  function requireModule(file) {
    imports.set(file, 'module');
    const promise = native.importModule(file, file);
    const ready = awaitNow(promise, file);
    return Object.hasOwn(ready, 'module.exports') ? ready['module.exports'] : ready;
  }

  function awaitNow(promise, file) {
    native.runJobs(promise);
    const state = native.promiseState(promise);
    if (state === 1) {
      return native.promiseResult(promise);
    }

    if (state === 2) {
      promise.catch(() => {});
      throw native.promiseResult(promise);
    }

    throw errors.coded(
      Error,
      'ERR_REQUIRE_ASYNC_MODULE',
      `require() cannot be used on an ESM graph with top-level await. Use import() instead. (${file})`,
    );
  }

  // The hooks of the interpreter's own module loader. What a name is resolved to may carry a query.
  function resolveImport(base, name) {
    if (evaluated.has(name)) {
      return name;
    }

    const from = base.startsWith('/')
      ? base.replace(/\?.*$/s, '')
      : path.join(load('process').process.cwd(), '[eval1]');
    const found = resolve(name, from, true);
    const query = /^(\.|\/|file:)/.test(name) ? (/\?[^#]*/.exec(name)?.[0] ?? '') : '';
    return `${found}${query}`;
  }

  function loadImport(url) {
    if (url.startsWith('node:')) {
      const value = builtins.get(url);
      return keep(url, value, value);
    }

    if (evaluated.has(url)) {
      return { source: withoutAttributes(evaluated.get(url)) };
    }

    const file = url.replace(/\?.*$/s, '');
    const format = formatOf(file);
    if (format === 'json') {
      return keep(url, JSON.parse(readText(file)), {});
    }

    if (format !== 'commonjs') {
      const source = sourceOf(file);
      if (format === 'module' || imports.get(file) === 'module') {
        return { source: withoutAttributes(source) };
      }

      if (formatOfSource(source, file) === 'module') {
        return { source: withoutAttributes(source) };
      }
    }

    const value = loadModule(file, undefined);
    return keep(url, value, value);
  }

  const kept = new Map();
  const evaluated = new Map();

  // What a module that is no source gives: its value as default, and the names that it has.
  function keep(url, value, named) {
    const values = { default: value };
    if (named !== null && (typeof named === 'object' || typeof named === 'function')) {
      for (const name of Object.keys(named)) {
        if (name !== 'default') {
          try {
            values[name] = named[name];
          } catch {
            // A getter that throws gives no name.
          }
        }
      }

      if (named.__esModule && Object.hasOwn(named, 'default') && !url.startsWith('node:')) {
        values['module.exports'] = value;
      }
    }

    const entry = { names: Object.keys(values), values };
    kept.set(url, entry);
    return entry;
  }

  const exportsOf = (url) => kept.get(url);

  function fillMeta(meta, url) {
    const file = url.replace(/\?.*$/s, '');
    if (file.startsWith('/')) {
      meta.dirname = path.dirname(file);
      meta.filename = file;
    }

    meta.main = mainFile === file;
    meta.resolve = (name) => {
      const found = resolve(name, file, true);
      return found.startsWith('node:') ? found : load('url').pathToFileURL(found).href;
    };
    meta.url = file.startsWith('/') ? load('url').pathToFileURL(file).href + url.slice(file.length) : `file://${file}`;
    return meta;
  }

  let mainFile;

  function runMain(script) {
    let file = asFile(script) ?? asFolder(script);
    if (file === undefined) {
      const error = new Error(`Cannot find module '${script}'`);
      error.code = 'MODULE_NOT_FOUND';
      error.requireStack = [];
      throw error;
    }

    file = load('fs').realpathSync(file);
    mainFile = file;
    load('process').process.argv[1] = script;
    const format = formatOf(file);
    if (format === 'module') {
      return importLater(file, file);
    }

    const module = new Module('.', null);
    module.filename = file;
    module.path = path.dirname(file);
    module.paths = pathsFrom(module.path);
    cache[file] = module;
    const compiled = format === 'json' ? undefined : compile(file, format);
    if (compiled === undefined && format !== 'json') {
      delete cache[file];
      imports.set(file, 'module');
      return importLater(file, file);
    }

    mainModule = module;
    load('process').process.mainModule = module;
    if (compiled === undefined) {
      execute(module, file);
    } else {
      call(compiled, module, file);
    }

    module.loaded = true;
    return undefined;
  }

  // ES modules start in a job of their own, as in Node.js: what they queue runs in its order.
  function importLater(base, name) {
    const promise = Promise.resolve().then(() => native.importModule(base, name));
    promise.catch((error) => load('process').handleUncaught(error, 'uncaughtException'));
    return promise;
  }

  function runCode(code, kind, prints) {
    const folder = load('process').process.cwd();
    const name = path.join(folder, '[eval]');
    const isModule =
      kind?.startsWith('module') || (kind === undefined && !isPlain(code) && moduleError(code, name) === undefined);
    const source = kind?.endsWith('typescript') ? typescript.strip(code, name) : code;
    if (isModule) {
      evaluated.set(`${name}1`, source);
      imports.set(`${name}1`, 'module');
      return importLater(`${name}1`, `${name}1`);
    }

    const module = new Module('[eval]', undefined);
    module.filename = name;
    module.paths = pathsFrom(folder);
    Object.assign(globalThis, {
      module,
      exports: module.exports,
      require: makeRequire(name, module),
      __filename: '[eval]',
      __dirname: '.',
    });
    for (const each of builtins.names) {
      if (!each.includes('/') && !Object.hasOwn(globalThis, each)) {
        Object.defineProperty(globalThis, each, {
          configurable: true,
          enumerable: false,
          get: () => builtins.get(each),
          set: (value) =>
            Object.defineProperty(globalThis, each, {
              value,
              writable: true,
              configurable: true,
              enumerable: true,
            }),
        });
      }
    }

    sources.set('[eval]', code);
    const value = native.evalScript(source, '[eval]');
    if (prints) {
      load('console').console.log(value);
    }

    return undefined;
  }

  function isPlain(code) {
    try {
      native.checkSyntax(code, '[eval]', false);
      return true;
    } catch {
      return false;
    }
  }

  // What stands above the report of an error: the place, the line, and a mark below it.
  function lineOf(file, line, column) {
    const text = sources.get(file)?.split('\n')[line - 1];
    if (text === undefined) {
      return '';
    }

    const shift = line === 1 && cache[file] !== undefined ? wrap('').indexOf('{') + 1 : 0;
    const place = Math.max(column - shift, 1);
    return `${file}:${line}\n${text.replace(/\r$/, '')}\n${text.slice(0, place - 1).replace(/[^\t]/g, ' ')}^\n\n`;
  }

  Object.assign(Module, {
    Module,
    builtinModules: [...builtins.names, ...builtins.refusedNames].sort(),
    isBuiltin: builtins.isBuiltin,
    createRequire(file) {
      const name = file instanceof URL || /^file:/.test(file) ? load('url').fileURLToPath(file) : file;
      if (typeof name !== 'string' || !name.startsWith('/')) {
        throw errors.invalidArgValue(
          'filename',
          file,
          'must be a file URL object, file URL string, or absolute path string',
        );
      }

      return makeRequire(name.endsWith('/') ? `${name}noop.js` : name, undefined);
    },
    stripTypeScriptTypes: (code) => typescript.strip(code, ''),
    _cache: cache,
    _extensions: { '.js': null, '.json': null, '.node': null },
    _pathCache: {},
    globalPaths: [],
    _nodeModulePaths: pathsFrom,
    _resolveFilename: (name, parent) =>
      resolve(name, parent?.filename ?? `${load('process').process.cwd()}/noop.js`, false),
    _load: (name, parent) =>
      loadModule(resolve(name, parent?.filename ?? `${load('process').process.cwd()}/noop.js`, false), parent),
    findPackageJSON: (name, base) =>
      path.join(scopeOf(resolve(name, load('url').fileURLToPath(base), true)).folder, 'package.json'),
    register() {
      throw errors.refused('module.register', 'modules are loaded in one way');
    },
    syncBuiltinESMExports() {},
    enableCompileCache() {},
  });
  Module.prototype.require = function (name) {
    return makeRequire(this.filename ?? this.id, this)(name);
  };
  Module.prototype._compile = function (source, file) {
    native
      .evalScript(wrap(source), file)
      .call(this.exports, this.exports, makeRequire(file, this), this, file, path.dirname(file));
  };

  Object.assign(exports, {
    resolve,
    resolveImport,
    loadImport,
    exportsOf,
    fillMeta,
    runMain,
    runCode,
    lineOf,
    Module,
    formatOf,
    formatOfSource,
    moduleError,
    withoutAttributes,
    wrap,
  });
});
