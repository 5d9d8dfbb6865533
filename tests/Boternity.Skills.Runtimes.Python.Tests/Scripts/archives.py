"""Packs and unpacks."""
import base64
import bz2
import gzip
import hashlib
import io
import lzma
import os
import tarfile
import zipfile
import zlib

data = b"".join(b"line %d\n" % i for i in range(5000))
for module in (zlib, bz2, lzma, gzip):
    packed = module.compress(data)
    assert module.decompress(packed) == data
    print(module.__name__, len(packed) < len(data) // 3)

with zipfile.ZipFile("made.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a/first.txt", "one\n")
    archive.writestr("ünï.txt", "zwei\n")
    archive.writestr("big.bin", data, compress_type=zipfile.ZIP_LZMA)

with zipfile.ZipFile("made.zip") as archive:
    print(archive.testzip(), [(entry.filename, entry.file_size) for entry in archive.infolist()])
    archive.extractall("unpacked")

for folder, folders, files in sorted(os.walk("unpacked")):
    print(folder, sorted(folders), sorted(files))

stream = io.BytesIO()
with tarfile.open(fileobj=stream, mode="w:gz") as archive:
    archive.add("unpacked", arcname="all")

stream.seek(0)
with tarfile.open(fileobj=stream) as archive:
    print(sorted(archive.getnames()))

print(hashlib.sha256(data).hexdigest(), hashlib.md5(data).hexdigest(), hashlib.blake2b(data, digest_size=8).hexdigest())
print(hashlib.new("sha3_256", data).hexdigest()[:16], hashlib.sha1(data).hexdigest()[:16], zlib.crc32(data))
print(hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 10).hex()[:16], base64.b64encode(data[:9]).decode())
