#!/usr/bin/env python3
"""Turns lines of `type(scope): subject` into a changelog in Markdown."""

from __future__ import annotations
import argparse
import dataclasses
import datetime as dt
import enum
import re
import sys
import textwrap
from collections import defaultdict
from pathlib import Path


class Kind(enum.StrEnum):
    FEAT = "feat"
    FIX = "fix"
    PERF = "perf"


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Entry:
    kind: Kind
    scope: str
    subject: str = dataclasses.field(compare=False)


PATTERN = re.compile(r"^(?P<kind>\w+)(?:\((?P<scope>[^)]+)\))?(?P<bang>!)?:\s*(?P<subject>.+)$", re.M)


def parse(text: str) -> list[Entry]:
    found = []
    for match in PATTERN.finditer(text):
        try:
            kind = Kind(match["kind"])
        except ValueError as error:
            print(f"skipped: {error}", file=sys.stderr)
            continue
        found.append(Entry(kind, match["scope"] or "–", match["subject"].strip()))
    return sorted(found)


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--version", default="1.0.0", metavar="X.Y.Z", help="the release's name")
    parser.add_argument("--date", type=dt.date.fromisoformat, default=dt.date(2024, 2, 29))
    parser.add_argument("-o", "--output", type=Path, default=Path("CHANGELOG.md"))
    args = parser.parse_args(argv)
    text = sys.stdin.read() or "feat(cli): add *colour*\nfix: a bug\nfix(io)!: close files\nchore: x\n"
    groups: dict[Kind, list[Entry]] = defaultdict(list)
    for entry in parse(text):
        groups[entry.kind].append(entry)
    lines = [f"## {args.version} ({args.date:%d %B %Y})", ""]
    for kind, entries in groups.items():
        lines += [f"### {kind.value.title()}", *(f"- **{e.scope}**: {e.subject}" for e in entries), ""]
    args.output.write_text("\n".join(lines), encoding="utf-8")
    print(args.output.read_text("utf-8"), end="")
    print(textwrap.shorten("a b c " * 30, 40, placeholder="…"), len(groups))
    return 0 if groups else 3


if __name__ == "__main__":
    sys.exit(main())
