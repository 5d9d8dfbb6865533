"""Reads standard input in several ways, writes both outputs, and ends with a code."""
import sys

first = sys.stdin.readline()
rest = sys.stdin.buffer.read()
print("first", first.rstrip(), len(rest))
print("warning: größer", file=sys.stderr)
sys.stdout.buffer.write(rest[:4] + b"\n")
sys.stdout.write("no newline at the end")
sys.exit(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
