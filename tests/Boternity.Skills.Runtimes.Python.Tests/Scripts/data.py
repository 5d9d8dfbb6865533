"""Reads CSV from standard input, and writes JSON, CSV and text into the current folder."""
import collections
import csv
import dataclasses
import enum
import itertools
import json
import re
import string
import sys
import textwrap
import typing
from pathlib import Path


class Size(enum.Enum):
    SMALL = 1
    LARGE = 2


@dataclasses.dataclass(order=True)
class Row:
    name: str
    amount: float
    tags: typing.List[str] = dataclasses.field(default_factory=list)

    @property
    def size(self) -> Size:
        return Size.LARGE if self.amount >= 10 else Size.SMALL


rows = [Row(line["name"], float(line["amount"]), re.split(r"\s*;\s*", line["tags"]))
        for line in csv.DictReader(sys.stdin)]
rows.sort()
counts = collections.Counter(itertools.chain.from_iterable(row.tags for row in rows))
Path("out").mkdir(exist_ok=True)
with open("out/rows.json", "w", encoding="utf-8") as file:
    json.dump([{**dataclasses.asdict(row), "size": row.size.name} for row in rows], file, indent=2, ensure_ascii=False)

with open("out/rows.csv", "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["name", "amount"])
    writer.writerows((row.name, f"{row.amount:.2f}") for row in rows)

text = string.Template("$count rows, most often: $tag").substitute(count=len(rows), tag=counts.most_common(1)[0][0])
Path("out/summary.txt").write_text(textwrap.fill(text, 20) + "\n", encoding="utf-8")
print(text)
match = re.match(r"(?P<count>\d+) rows", text)
print(match.groupdict() if match else None, sorted(counts.items()))
for path in sorted(Path(".").rglob("*.*")):
    print(path.as_posix(), path.stat().st_size)
