"""Numbers, dates, identifiers."""
import calendar
import datetime
import decimal
import fractions
import itertools
import locale
import math
import operator
import platform
import random
import secrets
import statistics
import struct
import sys
import time
import uuid
from functools import lru_cache, reduce

decimal.getcontext().prec = 40
print(decimal.Decimal(2).sqrt(), fractions.Fraction(3, 7) + 1, math.factorial(30), math.pi, 0.1 + 0.2)
print(statistics.mean([1, 2, 4]), statistics.stdev([1, 2, 4]), 7 // -2, -7 % 3, 2 ** 200, 1e308 * 10, float("nan"))
start = datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc)
print(start.isoformat(), (start + datetime.timedelta(days=366)).date(), start.strftime("%A %d %B %Y, week %V"))
print(datetime.datetime.strptime("03/04/2021", "%d/%m/%Y"), datetime.date.fromisoformat("2020-01-31"))
print(calendar.isleap(2100), calendar.monthrange(2024, 2)[1])
print(datetime.datetime.now().year >= 2024, time.time() > 1.7e9, time.tzname[0])
random.seed(42)
print([random.randint(1, 100) for _ in range(5)], random.choice("abc"), round(random.gauss(0, 1), 6))
print(uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"), uuid.uuid4() != uuid.uuid4(), len(secrets.token_hex(8)))
print(struct.pack("<IhQ", 1, -2, 3).hex(), struct.unpack(">f", b"\x40\x49\x0f\xdb"), int.from_bytes(b"\1\2", "big"))


@lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(90), reduce(operator.mul, range(1, 15)), list(itertools.islice(itertools.cycle("ab"), 3)))
print(sys.byteorder, sys.version_info[0], platform.python_implementation(), f"{12345.678:,.2f}", f"{255:#x}")
match {"kind": "point", "at": (1, 2)}:
    case {"kind": "point", "at": (x, y)}:
        print("point", x, y)
