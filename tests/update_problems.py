#!/usr/bin/env python3
"""Write the golden problems again, after an intended change: then read the whole diff.

    tests/update_problems.py [case...]        tests/golden/problems/<case>/ -> problems.txt
"""
import os
import sys
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden" / "problems"
sys.path.insert(0, str(GOLDEN.parent.parent.parent / "tools"))

from kit.problems import Problems  # noqa: E402
from scan.scanning import scan  # noqa: E402


def problems_of(case):
    """The problems of a scan of a case, in whose folder it runs."""
    before = os.getcwd()
    os.chdir(GOLDEN / case)
    try:
        scan("lambdas", "app.yaml", {}, {})
        return ""
    except Problems as problems:
        return f"{problems}\n"
    finally:
        os.chdir(before)


def main(argv):
    for case in argv or sorted(path.name for path in GOLDEN.iterdir()):
        (GOLDEN / case / "problems.txt").write_text(problems_of(case), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
