"""Folders, names, temporary files, what is in the skill beside the script."""
import errno
import fnmatch
import glob
import os
import pathlib
import shutil
import stat
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
print((here / "resources" / "table.txt").read_text(encoding="utf-8").splitlines())
print(sorted(path.name for path in (here / "resources").iterdir()))
os.makedirs("work/日本語/ñ", exist_ok=True)
for name in ("a.txt", "b.md", "ü space.txt"):
    with open(os.path.join("work", "日本語", name), "w", encoding="utf-8") as file:
        file.write(name * 3)

print(sorted(glob.glob("work/**/*.txt", recursive=True)), fnmatch.filter(os.listdir("work/日本語"), "*.md"))
shutil.copytree("work", "copy")
os.rename("copy/日本語/a.txt", "copy/日本語/renamed.txt")
shutil.move("copy/日本語/b.md", "copy/b.md")
print(sorted(str(path) for path in pathlib.Path("copy").rglob("*")))
shutil.rmtree("copy")
print(os.path.exists("copy"), stat.S_ISDIR(os.stat("work").st_mode), os.path.basename(os.getcwd()) != "")
with tempfile.TemporaryDirectory() as folder:
    inner = pathlib.Path(folder, "x")
    inner.write_bytes(b"1234")
    print(inner.stat().st_size, inner.parent.exists())

print(os.path.exists(folder))
with tempfile.NamedTemporaryFile("w+", suffix=".txt") as file:
    file.write("kept")
    file.flush()
    file.seek(0)
    print(file.read(), file.name.endswith(".txt"))

os.chdir("work")
print(sorted(os.listdir(".")), os.path.exists("日本語"))
with open("appended.txt", "a") as file:
    file.write("one\n")

with open("appended.txt", "r+") as file:
    file.seek(0, os.SEEK_END)
    file.write("two\n")
    file.seek(0)
    print(file.readlines(), file.tell())

os.truncate("appended.txt", 4)
print(os.path.getsize("appended.txt"))
try:
    open("missing.txt")
except FileNotFoundError as error:
    print(error.strerror, error.filename, error.errno == errno.ENOENT)

for path in ("/no/such/folder/file", "/usr/share/nothing"):
    try:
        open(path)
    except FileNotFoundError as error:
        print(error.filename)

print(os.path.exists("/no/such"), os.path.isdir("/"))

try:
    os.rmdir("日本語")
except OSError as error:
    print(type(error).__name__)

sys.stdout.flush()
