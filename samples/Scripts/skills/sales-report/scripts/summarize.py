"""Adds up the amounts of a table by region."""

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("table", type=Path)
parser.add_argument("summary", type=Path)
arguments = parser.parse_args()

totals = defaultdict(float)
with arguments.table.open(newline="") as file:
    for row in csv.DictReader(file):
        totals[row["region"]] += float(row["amount"])

arguments.summary.write_text(json.dumps(totals, indent=2))
print(f"{len(totals)} regions, {sum(totals.values()):.2f} in all")
