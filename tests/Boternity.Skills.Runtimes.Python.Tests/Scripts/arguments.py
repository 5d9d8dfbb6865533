"""Takes a command line apart, as most scripts do."""
import argparse
import pathlib
import sys


def main():
    parser = argparse.ArgumentParser(prog="arguments.py", description="Counts words in files.")
    parser.add_argument("--verbose", "-v", action="count", default=0, help="say more")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    commands = parser.add_subparsers(dest="command", required=True)
    count = commands.add_parser("count", help="count words")
    count.add_argument("words", nargs="+", type=str)
    count.add_argument("--limit", type=int, default=10)
    commands.add_parser("where", help="say where the script is")
    arguments = parser.parse_args()
    if arguments.command == "where":
        print(pathlib.Path(__file__).name, pathlib.Path(sys.path[0]).name.lower(), pathlib.Path(sys.argv[0]).name)
        return 0

    for word in sorted(arguments.words)[:arguments.limit]:
        print(f"{word!r:>12} {len(word)}" if arguments.verbose else word)

    return 0


if __name__ == "__main__":
    sys.exit(main())
