"""Starts the interpreter once, and a script in every copy of it.

The entry in C calls initialise when the interpreter is new, then in each run prepare, which says what is to be run,
and finish, which ends the program as the native interpreter would. Between the last two it runs the script itself, so
that no frame of this module stands in a script's traceback.
"""

import atexit
import gc
import io
import os
import stat
import sys
import weakref

# What most scripts import. It costs a copy of memory in each run, and saves the reading of the library.
_WARM = (
    "abc", "argparse", "ast", "base64", "binascii", "bisect", "calendar", "codecs", "collections", "collections.abc",
    "configparser", "contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "difflib", "email.message",
    "email.parser", "enum", "errno", "fnmatch", "fractions", "functools", "getopt", "getpass", "glob", "gzip",
    "hashlib", "heapq", "html", "html.parser", "http.client", "importlib.util", "inspect", "io", "itertools", "json",
    "keyword", "linecache", "locale", "logging", "math", "mimetypes", "numbers", "operator", "os", "os.path",
    "pathlib", "platform", "pprint", "queue", "random", "re", "runpy", "secrets", "select", "shlex", "shutil",
    "signal", "site", "socket", "ssl", "stat", "statistics", "string", "struct", "subprocess", "tarfile", "tempfile",
    "textwrap", "threading", "time", "tokenize", "traceback", "types", "typing", "unicodedata", "urllib.error",
    "urllib.parse", "urllib.request", "uuid", "warnings", "weakref", "xml.dom.minidom", "xml.etree.ElementTree",
    "xml.sax.saxutils", "zipfile", "zlib",
)

_FLAGS = frozenset("bBdEiIOPqsSuvx")
_known = frozenset()


def initialise():
    """Imports what scripts use and puts the sandbox's own parts in place."""
    import importlib
    import site

    import boternity_late
    import boternity_processes
    import boternity_sockets
    import boternity_system

    site.setquit()
    site.setcopyright()
    site.sethelper()
    for name in _WARM:
        importlib.import_module(name)

    boternity_late.install()
    boternity_processes.install()
    boternity_sockets.install()
    boternity_system.install()

    global _known
    _known = frozenset(sys.modules)
    sys.modules["__main__"].__dict__.pop("__file__", None)
    gc.collect()
    gc.freeze()


def prepare(arguments, environment):
    """Takes over this run's arguments and environment, and answers what the entry runs."""
    for name in list(os.environ):
        del os.environ[name]

    for item in environment:
        name, _, value = item.partition("=")
        if name:
            os.environ[name] = value

    directory = os.environ.get("PWD")
    if directory and os.path.isdir(directory):
        os.chdir(directory)

    _renew()
    return _plan(list(arguments[1:]))


def finish(code):
    """Ends the program: exit functions, buffers, and what objects do when they go. Answers the exit code."""
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()

    atexit._run_exitfuncs()
    flushed = _flush()
    _clear()
    return code if _flush() and flushed else code or 120


def _renew():
    """Renews what must not repeat from run to run: generators of random numbers and of names, and times of start."""
    import logging
    import random
    import tempfile
    import time

    random.seed()
    tempfile._name_sequence = None
    tempfile.tempdir = None
    logging._startTime = time.time_ns()


def _plan(arguments):
    unbuffered = False
    warnings_options = []
    while arguments:
        option = arguments[0]
        if option in ("-V", "--version", "-VV"):
            print("Python", sys.version.split()[0])
            return (0,)

        if option in ("-h", "-?", "--help"):
            print("usage: python3 [option] ... [-c cmd | -m mod | file | -] [arg] ...")
            return (0,)

        if not option.startswith("-") or option == "-":
            break

        letter = option[1:2]
        if letter in ("c", "m"):
            value = option[2:] or (arguments[1] if len(arguments) > 1 else None)
            if value is None:
                return _usage(f"Argument expected for the -{letter} option")

            rest = arguments[1:] if option[2:] else arguments[2:]
            _apply(unbuffered, warnings_options)
            return _command(value, rest) if letter == "c" else _module(value, rest)

        if letter in ("W", "X"):
            value = option[2:] or (arguments[1] if len(arguments) > 1 else None)
            if value is None:
                return _usage(f"Argument expected for the -{letter} option")

            if letter == "W":
                warnings_options.append(value)

            arguments = arguments[1:] if option[2:] else arguments[2:]
            continue

        unknown = [flag for flag in option[1:] if flag not in _FLAGS]
        if unknown:
            return _usage(f"Unknown option: -{unknown[0]}")

        unbuffered = unbuffered or "u" in option
        arguments = arguments[1:]

    _apply(unbuffered, warnings_options)
    if not arguments or arguments[0] == "-":
        sys.argv = arguments or [""]
        sys.path.insert(0, "")
        return (sys.stdin.buffer.read(), "<stdin>")

    return _script(arguments)


def _usage(message):
    print(message, file=sys.stderr)
    print("usage: python3 [option] ... [-c cmd | -m mod | file | -] [arg] ...", file=sys.stderr)
    print("Try `python3 -h' for more information.", file=sys.stderr)
    return (2,)


def _apply(unbuffered, warnings_options):
    if unbuffered:
        sys.stdout.reconfigure(write_through=True)
        sys.stderr.reconfigure(write_through=True)

    if warnings_options:
        import warnings

        sys.warnoptions.extend(warnings_options)
        warnings._processoptions(warnings_options)


def _command(source, rest):
    sys.argv = ["-c", *rest]
    sys.path.insert(0, "")
    return ((source + "\n").encode("utf-8", "surrogateescape"), "<string>")


def _module(name, rest):
    sys.argv = ["-m", *rest]
    if not name.startswith("boternity_"):
        sys.path.insert(0, os.getcwd())

    return (name, True)


def _script(arguments):
    from importlib.machinery import SourceFileLoader

    sys.argv = arguments
    path = os.path.abspath(arguments[0])
    try:
        is_directory = stat.S_ISDIR(os.stat(path).st_mode)
        source = b"" if is_directory else _read(path)
    except OSError as error:
        print(f"python3: can't open file {path!r}: [Errno {error.errno}] {error.strerror}", file=sys.stderr)
        return (2,)

    if is_directory or source.startswith(b"PK\x03\x04"):
        sys.path.insert(0, arguments[0])
        return ("__main__", False)

    sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
    main = sys.modules["__main__"]
    main.__file__ = path
    main.__cached__ = None
    main.__loader__ = SourceFileLoader("__main__", path)
    return (source, path)


def _read(path):
    with io.open(path, "rb") as file:
        return file.read()


def _flush():
    flushed = True
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except Exception as error:
            flushed = False
            sys.unraisablehook(_Unraisable(error, stream))

    return flushed


class _Unraisable:
    """What sys.unraisablehook is told."""

    def __init__(self, error, source):
        self.exc_type = type(error)
        self.exc_value = error
        self.exc_traceback = error.__traceback__
        self.err_msg = None
        self.object = source


def _clear():
    """Lets the script's objects go, so that files that it left open are written and its finalisers run."""
    last = [sys.modules["__main__"]]
    left = [weakref.ref(module) for name, module in list(sys.modules.items())
            if name not in _known and name != "__main__" and hasattr(module, "__dict__")]
    for name in [name for name in sys.modules if name not in _known and name != "__main__"]:
        del sys.modules[name]

    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        if hasattr(sys, name):
            delattr(sys, name)

    for module in last:
        _clear_module(module)

    gc.collect()
    for reference in left:
        module = reference()
        if module is not None:
            _clear_module(module)

    gc.collect()


def _clear_module(module):
    names = module.__dict__
    for underscored in (True, False):
        for name in list(names):
            if name != "__builtins__" and name.startswith("_") is underscored and names.get(name) is not None:
                if underscored and name.startswith("__") and name.endswith("__"):
                    continue

                names[name] = None
