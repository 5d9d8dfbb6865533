// Paths: those of POSIX, which the sandbox has, and those of Windows for scripts that handle them as text.
(function (exports, load, module, internal) {
  'use strict';

  const { validateString, validateObject } = load('errors');

  // Takes `.` and `..` out of a list of names.
  function collapse(names, keepsParents) {
    const result = [];
    for (const name of names) {
      if (name === '' || name === '.') {
        continue;
      }

      if (name !== '..') {
        result.push(name);
      } else if (result.length > 0 && result[result.length - 1] !== '..') {
        result.pop();
      } else if (keepsParents) {
        result.push('..');
      }
    }

    return result;
  }

  function make(isWindows) {
    const separator = isWindows ? '\\' : '/';
    const isSeparator = (sign) => sign === '/' || (isWindows && sign === '\\');
    const split = (text) => text.split(isWindows ? /[\\/]/ : '/');

    // { device, root, rest }: `C:`, `\`, and what follows.
    function parts(path) {
      if (!isWindows) {
        return path[0] === '/' ? { device: '', root: '/', rest: path.slice(1) } : { device: '', root: '', rest: path };
      }

      const share = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)([\\/]?)/.exec(path);
      if (share) {
        return { device: `\\\\${share[1]}\\${share[2]}`, root: '\\', rest: path.slice(share[0].length) };
      }

      const drive = /^([a-zA-Z]:)?([\\/]*)/.exec(path);
      return { device: drive[1] ?? '', root: drive[2] === '' ? '' : '\\', rest: path.slice(drive[0].length) };
    }

    // Whether there is nothing to take out: no empty name, none that is or starts with a dot.
    const isPlain = (path) => !isWindows && path[0] !== '.' && !path.includes('//') && !path.includes('/.');

    function normalize(path) {
      validateString(path, 'path');
      if (path === '') {
        return '.';
      }

      if (isPlain(path)) {
        return path;
      }

      const { device, root, rest } = parts(path);
      let body = collapse(split(rest), root === '').join(separator);
      if (body !== '' && isSeparator(path[path.length - 1])) {
        body += separator;
      }

      if (body === '' && root === '') {
        body = isSeparator(path[path.length - 1]) && device === '' ? `.${separator}` : '.';
      }

      return `${device}${root}${body}`;
    }

    function resolve(...paths) {
      if (!isWindows) {
        return resolvePosix(paths);
      }

      let device = '';
      let root = '';
      let rest = '';
      for (let i = paths.length - 1; i >= -1 && root === ''; i--) {
        const path = i >= 0 ? paths[i] : load('process').process.cwd();
        validateString(path, `paths[${i}]`);
        if (path === '') {
          continue;
        }

        const found = parts(path);
        if (found.device !== '' && device !== '' && found.device.toLowerCase() !== device.toLowerCase()) {
          continue;
        }

        device ||= found.device;
        rest = `${found.rest}${separator}${rest}`;
        root = found.root;
      }

      const body = collapse(split(rest), root === '').join(separator);
      return `${device}${root}${body}` || '.';
    }

    function resolvePosix(paths) {
      let all = '';
      for (let i = paths.length - 1; i >= -1 && all[0] !== '/'; i--) {
        const path = i >= 0 ? paths[i] : load('process').process.cwd();
        validateString(path, `paths[${i}]`);
        if (path !== '') {
          all = all === '' ? path : `${path}/${all}`;
        }
      }

      if (!isPlain(all)) {
        const body = collapse(all.split('/'), all[0] !== '/').join('/');
        return all[0] === '/' ? `/${body}` : body || '.';
      }

      return all.length > 1 && all[all.length - 1] === '/' ? all.slice(0, -1) : all || '.';
    }

    function isAbsolute(path) {
      validateString(path, 'path');
      return isWindows ? /^([a-zA-Z]:)?[\\/]/.test(path) : path.startsWith('/');
    }

    function join(...paths) {
      const used = [];
      for (const path of paths) {
        validateString(path, 'path');
        if (path !== '') {
          used.push(path);
        }
      }

      return used.length === 0 ? '.' : normalize(used.join(separator));
    }

    function relative(from, to) {
      validateString(from, 'from');
      validateString(to, 'to');
      const here = resolve(from);
      const there = resolve(to);
      const fold = isWindows ? (text) => text.toLowerCase() : (text) => text;
      if (fold(here) === fold(there)) {
        return '';
      }

      const start = split(here).filter((name) => name !== '');
      const end = split(there).filter((name) => name !== '');
      let common = 0;
      while (common < start.length && common < end.length && fold(start[common]) === fold(end[common])) {
        common++;
      }

      if (isWindows && common === 0) {
        return there;
      }

      return [...start.slice(common).map(() => '..'), ...end.slice(common)].join(separator);
    }

    function dirname(path) {
      validateString(path, 'path');
      if (!isWindows) {
        return dirnamePosix(path);
      }

      if (path === '') {
        return '.';
      }

      const { device, root, rest } = parts(path);
      let end = rest.length;
      while (end > 0 && isSeparator(rest[end - 1])) {
        end--;
      }

      while (end > 0 && !isSeparator(rest[end - 1])) {
        end--;
      }

      while (end > 0 && isSeparator(rest[end - 1])) {
        end--;
      }

      return end > 0 ? `${path.slice(0, path.length - rest.length)}${rest.slice(0, end)}` : `${device}${root}` || '.';
    }

    function dirnamePosix(path) {
      let last = path.length - 1;
      while (last > 0 && path[last] === '/') {
        last--;
      }

      const at = path.lastIndexOf('/', last);
      if (at < 1) {
        return path[0] === '/' ? '/' : '.';
      }

      return at === 1 && path[0] === '/' ? '//' : path.slice(0, at);
    }

    function nameOf(path) {
      if (isWindows) {
        return split(parts(path).rest).findLast((each) => each !== '') ?? '';
      }

      let end = path.length;
      while (end > 0 && path[end - 1] === '/') {
        end--;
      }

      return end === 0 ? '' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
    }

    function basename(path, suffix) {
      validateString(path, 'path');
      const name = nameOf(path);
      if (suffix === undefined) {
        return name;
      }

      validateString(suffix, 'suffix');
      return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
    }

    function extname(path) {
      validateString(path, 'path');
      const name = nameOf(path);
      const dot = name.lastIndexOf('.');
      return dot <= 0 || name === '..' ? '' : name.slice(dot);
    }

    function parse(path) {
      validateString(path, 'path');
      const { device, root } = parts(path);
      const base = basename(path);
      const ext = extname(path);
      const dir = dirname(path);
      return {
        root: `${device}${root}`,
        dir: dir === '.' && !/^\.[\\/]/.test(path) ? '' : dir,
        base,
        ext,
        name: ext === '' ? base : base.slice(0, -ext.length),
      };
    }

    function format(parsed) {
      validateObject(parsed, 'pathObject');
      const dir = parsed.dir || parsed.root;
      const ext = parsed.ext ? (parsed.ext.startsWith('.') ? parsed.ext : `.${parsed.ext}`) : '';
      const base = parsed.base || `${parsed.name || ''}${ext}`;
      return !dir ? base : dir === parsed.root ? `${dir}${base}` : `${dir}${separator}${base}`;
    }

    function matchesGlob(path, pattern) {
      return load('glob').matches(path, pattern);
    }

    return {
      sep: separator,
      delimiter: isWindows ? ';' : ':',
      normalize,
      resolve,
      isAbsolute,
      join,
      relative,
      dirname,
      basename,
      extname,
      parse,
      format,
      matchesGlob,
      toNamespacedPath: (path) => path,
    };
  }

  const posix = make(false);
  const win32 = make(true);
  posix.posix = win32.posix = posix;
  posix.win32 = win32.win32 = win32;
  module.exports = posix;
});
