"""Ends in the way that the argument names."""
import atexit
import os
import sys

kind = sys.argv[1]
atexit.register(lambda: print("exit function", file=sys.stderr))
left_open = open("left.txt", "w")
left_open.write("written without close\n")


class Last:
    def __del__(self):
        print("finaliser")


last = Last()
print("begin")
if kind == "none":
    sys.exit()
elif kind == "text":
    sys.exit("a message")
elif kind == "number":
    sys.exit(int(sys.argv[2]))
elif kind == "builtin":
    exit(4)
elif kind == "error":
    raise ValueError("größer")
elif kind == "chain":
    try:
        {}["a"]
    except KeyError as error:
        raise RuntimeError("second") from error
elif kind == "group":
    raise ExceptionGroup("several", [ValueError("one"), TypeError("two")])
elif kind == "assert":
    assert 1 == 2, "not equal"
elif kind == "import":
    import no_such_module
elif kind == "now":
    sys.stdout.flush()
    os._exit(7)
elif kind == "recursion":
    def f(n):
        return f(n + 1)

    try:
        f(0)
    except RecursionError as error:
        print(type(error).__name__)
elif kind == "nested-data":
    import json

    try:
        json.loads("[" * 100000)
    except RecursionError as error:
        print(type(error).__name__)

    try:
        eval("(" * 500 + ")" * 500)
    except (SyntaxError, MemoryError, RecursionError) as error:
        print("refused")
