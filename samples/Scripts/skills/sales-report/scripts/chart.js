// Draws a summary as bars.
const fs = require("fs");

const totals = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const most = Math.max(...Object.values(totals));
for (const [region, total] of Object.entries(totals).sort((a, b) => b[1] - a[1])) {
  console.log(`${region.padEnd(6)} ${"#".repeat(Math.round(total / most * 30))} ${total.toFixed(2)}`);
}
