#!/usr/bin/env python3
"""Runs programs of tools/ one after the other in one process, until one fails.

The start of Python, and the imports that the programs share, take most of their time.

    tools/run_programs.py tools/run_local.py start + tools/check_app.py build/app.json
"""
import gc
import importlib
import sys
from pathlib import Path

from kit import cli

FOLDER = "tools/"


def calls(arguments):
    """[[path of a program, its argument, ...]] of the arguments of a command line.

    A + separates only before a program: a value that a person typed after make may be a + too, and is one argument.
    """
    starts = [0, *(at + 1 for at in range(len(arguments) - 1)
                   if arguments[at] == "+" and arguments[at + 1].startswith(FOLDER))]
    return [arguments[start:end - 1] for start, end in zip(starts, [*starts[1:], len(arguments) + 1])]


def main(argv):
    if not (argv and argv[0].startswith(FOLDER)):
        print(__doc__)
        sys.exit(0 if argv == ["--help"] else 2)
    for path, *arguments in calls(argv):
        sys.argv = [path, *arguments]  # argparse prints the name
        gc.enable()  # the program before may have disabled it
        importlib.import_module(Path(path).stem).main(arguments)


if __name__ == "__main__":
    cli.run(main)
