// Buffers and encodings.
const b = Buffer.from('héllo wörld €😀');
for (const encoding of ['utf8', 'hex', 'base64', 'base64url', 'latin1', 'ascii', 'utf16le', 'ucs2', 'binary']) {
  const text = b.toString(encoding);
  console.log(encoding, JSON.stringify(text), Buffer.from(text, encoding).length, Buffer.byteLength(text, encoding));
}
console.log(Buffer.from('zz', 'hex'), Buffer.from('abc', 'hex'), Buffer.from('aGk', 'base64').toString(), Buffer.from('_-8', 'base64'), Buffer.from([256, -1, 3.7]));
console.log(Buffer.from([0xff, 0xfe, 0x41, 0xe2, 0x82, 0xf0, 0x9f, 0x98, 0x41]).toString(), Buffer.from('\ud800x').toString('hex'));
console.log(Buffer.concat([Buffer.from('a'), Buffer.from('bc')], 2), Buffer.concat([Buffer.from('a'), Buffer.from('bc')]).toString());
console.log(Buffer.compare(Buffer.from('a'), Buffer.from('b')), b.equals(Buffer.from(b)), Buffer.isBuffer(b), Buffer.isBuffer(new Uint8Array(1)), Buffer.isEncoding('UTF-8'), Buffer.isEncoding('x'));
console.log(b.indexOf('w'), b.indexOf('zz'), b.lastIndexOf('l'), b.includes('wör'), b.indexOf(0x20), b.indexOf(Buffer.from('€')), b.indexOf('l', 4));
const n = Buffer.alloc(32);
n.writeUInt8(255, 0); n.writeInt16LE(-2, 1); n.writeUInt32BE(0xdeadbeef, 3); n.writeDoubleLE(Math.PI, 8); n.writeBigInt64BE(-5n, 16); n.writeFloatBE(1.5, 24); n.writeUIntBE(0x123456, 28, 3);
console.log(n, n.readUInt8(0), n.readInt16LE(1), n.readUInt32BE(3).toString(16), n.readDoubleLE(8), n.readBigInt64BE(16), n.readFloatBE(24), n.readUIntBE(28, 3).toString(16), n.readIntLE(28, 3));
for (const run of [() => n.readUInt32LE(30), () => n.writeUInt8(256, 0), () => n.readUInt8(1.5), () => n.writeInt32BE(2 ** 31, 0), () => n.toString('nope'), () => Buffer.concat('x')]) {
  try { run(); console.log('fine'); } catch (error) { console.log(error.code, error.message); }
}
console.log(b.slice(1, 4), b.subarray(-4), b.toString('utf8', 0, 5), n.fill('ab', 0, 5).toString('latin1', 0, 6), Buffer.alloc(5, 'xyz'), Buffer.alloc(3, 1));
console.log(JSON.stringify(Buffer.from('hi')), Buffer.from(JSON.parse(JSON.stringify(Buffer.from('hi')))).toString(), [...Buffer.from('ab').entries()], Buffer.from('abc').map((x) => x + 1));
console.log(Buffer.from(new Uint16Array([1, 256])), Buffer.from(new Uint16Array([1, 2]).buffer, 1, 2), new Uint8Array(Buffer.from('ab')), Buffer.from('abcdef').swap16().toString());
console.log(n.write('€€€', 0, 7), n.toString('hex', 0, 8), n.copy(n, 10, 0, 4), Buffer.from('a').toString().length, Buffer.from('test').readUIntLE(0, 4), b.length, b.byteLength);
console.log(btoa('hello'), atob('aGVsbG8='), new TextEncoder().encode('ü'), new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])));
try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])); } catch (error) { console.log(error.name, error.code); }
const { StringDecoder } = require('string_decoder');
const d = new StringDecoder('utf8');
console.log(d.write(Buffer.from([0xe2, 0x82])) + '|' + d.write(Buffer.from([0xac])) + '|' + d.end(Buffer.from([0xe2])));
console.log(Buffer.from('x'.repeat(60)), Buffer.from(''), [Buffer.from('q')], { b: Buffer.from('w') }, Buffer.from('abc').at(-1), Buffer.from('cab').sort().toString(), Buffer.from('ab').reverse().toString());
console.log(structuredClone({ a: new Date(0), b: new Map([[1, new Set([2])]]), c: [1n, /x/g], d: new Uint8Array([1]) }));
const crypto = require('crypto');
for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']) {
  console.log(name, crypto.createHash(name).update('abc').update(Buffer.from('def')).digest('hex'), crypto.createHmac(name, 'key').update('x'.repeat(300)).digest('base64'), crypto.createHash(name).digest('hex'));
}
console.log(crypto.createHash('sha256').update('a'.repeat(1e5)).digest('hex'), crypto.createHash('md5').update('é', 'latin1').digest('base64url'), crypto.randomBytes(8).length, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/.test(crypto.randomUUID()));
console.log(crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), crypto.pbkdf2Sync('pw', 'salt', 10, 20, 'sha256').toString('hex'), Buffer.from(crypto.hkdfSync('sha256', 'k', 's', 'i', 16)).toString('hex'));
const h = crypto.createHash('sha1').update('a'); const copy = h.copy(); console.log(h.digest('hex') === copy.digest('hex'), crypto.randomInt(5) < 5);
try { crypto.createHash('none'); } catch (error) { console.log(error.message); }
try { h.update('x'); } catch (error) { console.log(error.code); }
const zlib = require('zlib');
const data = Buffer.from('compress me '.repeat(100));
for (const [pack, unpack] of [['gzipSync', 'gunzipSync'], ['deflateSync', 'inflateSync'], ['deflateRawSync', 'inflateRawSync']]) {
  const packed = zlib[pack](data);
  console.log(pack, packed.length < 100, zlib[unpack](packed).equals(data));
}
console.log(zlib.unzipSync(zlib.gzipSync('x')).toString(), zlib.gunzipSync(Buffer.from('H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==', 'base64')).toString());
try { zlib.gunzipSync(Buffer.from('not gzip')); } catch (error) { console.log(error.code, error.message); }
try { zlib.inflateSync(zlib.deflateSync('abcdef').subarray(0, 6)); } catch (error) { console.log(error.code, error.message); }
zlib.gzip('later', (error, packed) => zlib.gunzip(packed, (e, out) => console.log(e, out.toString())));
