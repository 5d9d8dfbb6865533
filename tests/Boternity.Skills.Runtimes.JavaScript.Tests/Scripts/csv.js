// CSV in, JSON and SQL out, with streams from standard input; CommonJS that loads an ES module.
const { EOL } = require('os');
const { once } = require('events');
const fs = require('fs');
function parse(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      rows.at(-1).push(cell);
      cell = '';
    } else if (c === '\n') {
      rows.at(-1).push(cell);
      rows.push([]);
      cell = '';
    } else if (c !== '\r') cell += c;
  }
  if (cell || rows.at(-1).length) rows.at(-1).push(cell);
  else rows.pop();
  return rows;
}
(async () => {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) text += chunk;
  text ||= 'id,name,price\n1,"a ""b"", c",2.50\n2,ü,1e3\r\n';
  const [head, ...rows] = parse(text);
  const objects = rows.map((r) =>
    Object.fromEntries(r.map((v, i) => [head[i], v !== '' && !Number.isNaN(Number(v)) ? Number(v) : v])),
  );
  console.log(objects);
  const out = fs.createWriteStream('out.sql');
  for (const o of objects)
    if (
      !out.write(
        `insert into t values (${Object.values(o)
          .map((v) => (typeof v === 'string' ? `'${v.replace(/'/g, "''")}'` : v))
          .join(', ')});${EOL}`,
      )
    )
      await once(out, 'drain');
  out.end();
  await once(out, 'finish');
  console.log(fs.readFileSync('out.sql', 'utf-8'), out.bytesWritten);
  const { default: data } = await import('./lib/data.json', { with: { type: 'json' } });
  console.log(data);
  const { area } = await import('./lib/area.mjs');
  console.log(
    area(2).toFixed(4),
    objects.reduce((s, o) => s + o.price, 0),
  );
  const w = fs.watch ? 'watch' : 'none';
  console.log(
    w,
    typeof fetch,
    typeof AbortSignal.timeout,
    typeof performance.now(),
    globalThis === global,
    process.argv.length,
    process.platform,
    typeof process.hrtime.bigint(),
  );
  process.stdout.write(Buffer.from([0xe2, 0x82, 0xac, 10]));
  throw new Error('final');
})().catch((e) => {
  console.error(e.message);
  process.exit(2);
});
