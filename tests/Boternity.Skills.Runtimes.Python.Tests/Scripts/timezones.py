"""Times in zones, as zoneinfo finds them."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"):
    zone = ZoneInfo(name)
    for month in (1, 7):
        moment = datetime(2024, month, 15, 12, tzinfo=timezone.utc).astimezone(zone)
        print(name, moment.isoformat(), moment.tzname(), moment.dst() or timedelta(0))

try:
    ZoneInfo("Mars/Olympus")
except ZoneInfoNotFoundError as error:
    print(error)

names = available_timezones()
print(len(names) > 500, {"Europe/Berlin", "Asia/Tokyo", "Etc/GMT+5"} <= names, "posix/UTC" in names)
with open("/usr/share/zoneinfo/Europe/Berlin", "rb") as file:
    print(file.read(4))
