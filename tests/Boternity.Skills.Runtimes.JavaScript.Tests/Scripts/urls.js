// URLs, queries, paths.
const path = require('path');
const url = require('url');
for (const text of ['https://user:pa%20ss@example.com:8080/a/b/../c/./d?x=1&y=2#frag', 'HTTP://EXAMPLE.com:80', 'file:///tmp/a b', 'mailto:a@b.c', 'https://münchen.de/ü?q=ä', 'http://[::1]:3000/x', 'http://192.168.0.1.:1/', 'data:text/plain,hi there', 'https://a.b/%7Efoo/../bar', 'http://1.2.3', 'javascript:alert(1)', 'https://x.y?a#b?c', 'http://a/b c?d e#f g', "http://a/?q='x'\"<>", 'blob:https://a.b/uuid']) {
  const u = new URL(text);
  console.log(u.href, '|', u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash);
}
for (const [input, base] of [['../x', 'http://a/b/c/d'], ['?q', 'http://a/b?c#d'], ['#h', 'http://a/b?c'], ['//other/p', 'https://a/b'], ['/abs', 'http://a:9/b/c'], ['', 'http://a/b?c#d'], ['c:\\x', 'http://a/'], ['x y', 'file:///a/b'], ['.', 'http://a/b/c'], ['..', 'http://a/b/c/']]) {
  console.log(new URL(input, base).href);
}
for (const bad of ['', 'x', 'http://', 'http://a b', 'http://a:99999', '//x', 'http://[::g]']) {
  try { console.log(new URL(bad).href); } catch (error) { console.log(error.code, error.message, error.input); }
}
const u = new URL('http://a.b/c');
u.searchParams.append('k', 'v w'); u.searchParams.append('k', '&='); u.hash = 'x y'; u.pathname = '/p q/ü'; u.port = '443'; u.protocol = 'https'; u.host = 'n.m:81'; u.username = 'me@';
console.log(u.href, u.searchParams.getAll('k'), URL.canParse('x:y'), JSON.stringify({ u }));
const p = new URLSearchParams('a=1&b=2&a=3&c=%20+x&d');
p.delete('b'); p.set('e', 'é'); p.sort();
console.log(p.toString(), [...p], p.get('a'), p.has('d'), p.size, new URLSearchParams({ x: 1, y: 'z z' }).toString(), new URLSearchParams([['q', '1']]).get('q'), p);
console.log(url.parse('http://u:p@h.com:80/p/a?q=1#f').pathname, url.parse('/a?b=c', true).query.b, url.fileURLToPath('file:///a%20b'), url.pathToFileURL('/x y#?.js').href, url.format({ protocol: 'http', host: 'a.b', pathname: '/c', query: { d: 1 } }), url.resolve('http://a/b/c', '../d'));
for (const args of [['a', '..', 'b'], ['/a', '/b'], ['', 'x'], ['./x', '../../y'], ['a//b', 'c/']]) console.log(path.join(...args), path.resolve('/base', ...args), path.normalize(args.join('/')));
for (const file of ['/a/b.tar.gz', 'x', '.hidden', '/a/b/', 'a.b/c', 'dir/.x.y', '/', '', 'a..', '..']) console.log(JSON.stringify([path.basename(file), path.extname(file), path.dirname(file), path.parse(file), path.basename(file, '.gz')]));
for (const file of ['//a', 'a//b', '/a//b/', '/a///', '//a//b//', './a', '../a/.', '/a/./b/../c', '/..', '.', 'a/.b/', '..a', '/a.b/c.d/']) console.log(JSON.stringify([path.dirname(file), path.basename(file), path.extname(file), path.normalize(file), path.resolve('/r', file), path.join('k', file)]));
console.log(path.relative('/a/b/c', '/a/d'), path.relative('/a', '/a'), path.relative('/a/b', '/a/b/c/d'), path.isAbsolute('/x'), path.isAbsolute('x'), path.sep, path.format({ dir: '/d', name: 'n', ext: '.e' }), path.win32.join('a', '..\\b'), path.win32.basename('C:\\x\\y.z'), path.posix === path);
const qs = require('querystring');
console.log(qs.stringify({ a: [1, 2], b: 'x y', c: '', d: true }), qs.parse('a=1&a=2&b=%20&c').a, qs.escape('ü&'), { ...qs.parse('x=1&y') });
