"""Makes zoneinfo.bin of a folder of compiled time zones: an index, a line "offset length name" each, an empty line,
and the files, each content once. Run by the native interpreter.

Arguments: the folder, where to write.
"""

import os
import sys

# Copies of the others with other rules, and what no program of time zones reads.
LEFT_OUT = frozenset(("posix", "right"))
TABLES = frozenset(("iso3166.tab", "zone.tab", "zone1970.tab"))


def main():
    root, target = sys.argv[1:]
    lines = []
    places = {}
    contents = []
    length = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                content = file.read()

            shown = os.path.relpath(path, root).replace(os.sep, "/")
            if shown == "localtime" or not (content.startswith(b"TZif") or shown in TABLES):
                continue

            if content not in places:
                places[content] = length
                contents.append(content)
                length += len(content)

            lines.append(f"{places[content]} {len(content)} {shown}\n")

    with open(target, "wb") as file:
        file.write("".join(sorted(lines, key=lambda line: line.split(" ", 2)[2])).encode("ascii"))
        file.write(b"\n")
        file.writelines(contents)


main()
