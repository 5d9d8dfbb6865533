import collections
import contextlib
import csv
import gzip
import hashlib
import itertools
import logging
import os
import re
import sqlite3
import statistics
import sys
import tarfile
import tempfile
import time
import fnmatch
import shutil
import glob
from datetime import datetime, timedelta, timezone

logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s", stream=sys.stdout)
log = logging.getLogger("logs")
start = datetime(2024, 3, 30, 23, 30, tzinfo=timezone.utc)
with tempfile.TemporaryDirectory(prefix="logs-") as folder:
    for day in range(3):
        with gzip.open(os.path.join(folder, f"app-{day}.log.gz"), "wt", encoding="utf-8") as file:
            for i in range(40):
                moment = start + timedelta(days=day, minutes=7 * i)
                file.write(
                    f"{moment.isoformat()} {'ERROR' if i % 9 == 0 else 'INFO'} user={i % 5} took={i * 1.5:.2f}ms\n"
                )
    pattern = re.compile(r"(?P<when>\S+) (?P<level>[A-Z]+) user=(?P<user>\d+) took=(?P<took>[\d.]+)ms")
    db = sqlite3.connect(os.path.join(folder, "logs.db"))
    db.row_factory = sqlite3.Row
    with contextlib.closing(db), db:
        db.execute("create table log(at text, level text, user int, took real)")
        for path in sorted(glob.glob(os.path.join(folder, "*.gz"))):
            with gzip.open(path, "rt", encoding="utf-8") as file:
                rows = [m.groupdict() for m in map(pattern.match, file) if m]
            db.executemany("insert into log values (:when, :level, :user, :took)", rows)
            log.info("%s: %d rows, %d bytes is %s", os.path.basename(path), len(rows), 40, bool(os.path.getsize(path)))
        for row in db.execute(
            "select level, user, count(*) n, round(avg(took), 3) mean from log group by 1, 2 having n > 3 order by 1, 2"
        ):
            print(*row, sep="|")
        took = [r["took"] for r in db.execute("select took from log order by took")]
    print(statistics.median(took), round(statistics.stdev(took), 6), statistics.quantiles(took, n=4))
    with open(os.path.join(folder, "out.csv"), "w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, ["a", "b,c", 'd"e'], quoting=csv.QUOTE_NONNUMERIC)
        writer.writeheader()
        writer.writerow({"a": 1, "b,c": "x\ny", 'd"e': None})
    print(hashlib.sha256(open(os.path.join(folder, "out.csv"), "rb").read()).hexdigest())
    print(fnmatch.filter(sorted(os.listdir(folder)), "*.[cg][sz]*"))
    archive = shutil.make_archive("backup", "gztar", folder)
    print(os.path.basename(archive), os.path.exists(archive))
    with tarfile.open(archive) as opened:
        print(sorted(opened.getnames()))
    os.remove(archive)  # it holds the time
print(
    [(k, len(list(g))) for k, g in itertools.groupby(sorted("mississippi"))], collections.Counter("abca").most_common(1)
)
