"""Compiles an archive of packages: python3 -m boternity_compile PLACE < archive > compiled archive.

A module becomes a .pyc that no importer checks against a source; what is not Python of this version stays as it is, as
do all other files. PLACE is where scripts see the archive, for tracebacks.
"""

import importlib.util
import io
import marshal
import sys
import zipfile


def compiled(source, shown):
    """A module's .pyc; None where the source is none of this version."""
    try:
        code = compile(source, shown, "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError):
        return None

    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(source)
    return header + marshal.dumps(code)


def main():
    import warnings

    warnings.simplefilter("ignore")
    place = sys.argv[1]
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            module = compiled(content, f"{place}/{name}") if name.endswith(".py") else None
            entry = zipfile.ZipInfo(name if module is None else name + "c", (1980, 1, 1, 0, 0, 0))
            target.writestr(entry, content if module is None else module)

    sys.stdout.buffer.write(output.getbuffer())


if __name__ == "__main__":
    main()
