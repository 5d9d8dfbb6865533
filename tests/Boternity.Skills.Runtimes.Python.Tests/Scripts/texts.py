import base64
import binascii
import codecs
import difflib
import email
import email.policy
import locale
import os
import quopri
import random
import shlex
import struct
import sys
import textwrap
import unicodedata
import urllib.parse
import uuid
import zlib
import decimal
import fractions
import calendar
import heapq
import bisect
import secrets
import copy
import math
import subprocess
import threading
import asyncio
import concurrent.futures
import time
import signal
import platform
import getpass
import mimetypes

print(list(difflib.unified_diff("a\nb\nc".splitlines(), "a\nB\nc\nd".splitlines(), "x", "y", lineterm="")))
print(
    difflib.get_close_matches("appel", ["ape", "apple", "peach"]),
    round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3),
)
m = email.message_from_string(
    "From: =?utf-8?q?J=C3=BCrgen?= <j@x.y>\nSubject: hi\nContent-Type: text/plain; charset=utf-8\n\nbody\n",
    policy=email.policy.default,
)
print(m["from"], m.get_content().strip(), m.get_content_type())
print(
    unicodedata.normalize("NFKD", "ﬁ Å").encode("ascii", "ignore"),
    unicodedata.name("€"),
    "ß".casefold(),
    "İ".lower(),
    "ǆ".title(),
)
print(
    urllib.parse.urlencode({"q": "a b&c", "ü": [1, 2]}, doseq=True),
    urllib.parse.urljoin("http://a/b/c?d", "../e"),
    urllib.parse.parse_qs("a=1&a=2&b="),
)
print(shlex.split('a \'b c\' "d\\"e" # f', comments=True), shlex.join(["x y", "z'"]))
print(
    struct.pack("<IhQ", 1, -2, 3).hex(),
    zlib.crc32(b"x"),
    binascii.crc_hqx(b"x", 0),
    base64.b85encode(b"hello"),
    codecs.encode("Hello", "rot13"),
)
decimal.getcontext().prec = 50
print(
    decimal.Decimal(2).sqrt(),
    fractions.Fraction("0.125") + 1,
    calendar.month(2024, 2),
    math.isqrt(10**40),
    math.dist((0, 0), (3, 4)),
    0.1 + 0.2,
    f"{1e22:,.2f} {255:#x} {-5:+05d} {3.14159:.3g} {1234567.891:,}",
)
random.seed(42)
print(random.random(), random.sample(range(100), 5), random.choices("abc", [1, 2, 3], k=4), random.gauss(0, 1))
print(uuid.uuid5(uuid.NAMESPACE_DNS, "x.y"), len(secrets.token_hex(8)), sys.getsizeof([]) > 0)


async def work(n):
    await asyncio.sleep(0.01 * (3 - n))
    return n


async def go():
    print(await asyncio.gather(*(work(i) for i in range(3))))
    async with asyncio.timeout(5):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work(i)) for i in range(2)]
    print([t.result() for t in tasks])
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError:
        print("timeout")
    q = asyncio.Queue()
    await q.put(1)
    print(await q.get())


asyncio.run(go())
print(
    mimetypes.guess_type("a.tar.gz"),
    mimetypes.guess_type("x.json"),
    os.path.commonpath(["/a/b/c", "/a/b/d"]),
    os.path.expanduser("~") != "~",
    textwrap.dedent("  a\n   b").encode(),
)
print(
    *heapq.merge([1, 4], [2, 3]), bisect.bisect([1, 2, 3], 2), copy.deepcopy({"a": [1]}), heapq.nsmallest(2, [3, 1, 2])
)
print(time.strftime("%Y-%m-%d %j %U", time.gmtime(86400 * 365)), time.strptime("3 Feb 2021", "%d %b %Y").tm_yday)
