"""Makes python313.zip, of compiled modules, and manifest.json. Run by the native interpreter of the same version.

Arguments: the library's folder, the folder of this project's modules, where to write, the version, the sources
("package file sha256"), "--", the toolchain ("package version").
"""

import importlib.util
import json
import marshal
import os
import sys
import zipfile

import _sha2  # hashlib wants modules that the native interpreter was built without

# Where tracebacks say that the library is, as Debian's Python does.
SHOWN = "/usr/lib/python3.13"

# What has no use without processes, threads, windows, terminals or the network's servers, or is for building Python.
LEFT_OUT = frozenset((
    "__pycache__", "__phello__", "_pyrepl", "_ios_support.py", "_android_support.py", "_aix_support.py",
    "_osx_support.py", "ctypes", "curses", "ensurepip", "idlelib", "pydoc_data", "site-packages", "test", "tkinter",
    "turtle.py", "turtledemo", "venv", "ssl.py",
))


def modules(root, left_out=frozenset()):
    """The Python files below a folder, relative to it, in order."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in left_out)
        for name in files:
            if name.endswith(".py") and name not in left_out:
                found.append(os.path.relpath(os.path.join(folder, name), root))

    return sorted(found)


def compiled(path, shown):
    """A module's .pyc: it names the hash of its source, and no importer is to check it."""
    with open(path, "rb") as file:
        source = file.read()

    code = compile(source, shown, "exec", dont_inherit=True, optimize=0)
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(source)
    return header + marshal.dumps(code)


def add(archive, name, content):
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o100444 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=9)


def digest(path):
    with open(path, "rb") as file:
        return _sha2.sha256(file.read()).hexdigest()


def main():
    library, own, target, version = sys.argv[1:5]
    rest = sys.argv[5:]
    split = rest.index("--")
    sources = [dict(zip(("package", "file", "sha256"), text.split())) for text in rest[:split]]
    toolchain = [dict(zip(("package", "version"), text.split())) for text in rest[split + 1:]]

    entries = {}
    for root, left_out in ((library, LEFT_OUT), (own, frozenset(("__pycache__",)))):
        for name in modules(root, left_out):
            entries[name] = os.path.join(root, name)

    with zipfile.ZipFile(os.path.join(target, "python313.zip"), "w") as archive:
        for name in sorted(entries):
            add(archive, name + "c", compiled(entries[name], f"{SHOWN}/{name}"))

    files = []
    for folder, folders, names in os.walk(target):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            files.append({"path": os.path.relpath(path, target).replace(os.sep, "/"),
                          "size": os.path.getsize(path), "sha256": digest(path)})

    manifest = {"name": "python", "version": version, "module": "python.wasm", "library": "python313.zip",
                "timezones": "zoneinfo.bin",
                "files": sorted(files, key=lambda entry: entry["path"]), "sources": sources, "toolchain": toolchain}
    with open(os.path.join(target, "manifest.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")


main()
