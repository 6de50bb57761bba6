#!/usr/bin/env python3
"""Write the golden templates anew, after a change that is meant: then read the diff, all of it.

    tests/update_golden.py [case...]        tests/golden/template/<case>/app.json -> template.json
"""
import sys
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden" / "template"
sys.path.insert(0, str(GOLDEN.parent.parent.parent / "tools"))

from expand_template import expanded  # noqa: E402
from kit import files  # noqa: E402


def update(case):
    """Writes the template of one case."""
    files.write_json(GOLDEN / case / "template.json", expanded(files.read_json(GOLDEN / case / "app.json")))


def main(argv):
    for case in argv or sorted(path.name for path in GOLDEN.iterdir()):
        update(case)


if __name__ == "__main__":
    main(sys.argv[1:])
