#!/usr/bin/env python3
"""How long the tests of lambdas take, with the scan before them: an app of 200 with a test each.

    bench/measure_tests.py [--lambdas 200]
"""
import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

import generated
import measure_speed


def print_tests(count):
    """The table: everything cold, again with all=1, one lambda changed, nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        root = generated.write_app(Path(folder) / "app", count, tests=True)
        for name in ("Makefile", "requirements.txt", "tools", ".venv"):
            (root / name).symlink_to(measure_speed.ROOT / name)
        for name in ("conftest.py", "pytest.ini"):
            shutil.copy(measure_speed.ROOT / name, root / name)

        def row(name, *arguments):
            started = time.perf_counter()
            measure_speed.make(root, "app")
            out = measure_speed.timed([".venv/bin/python", "tools/run_tests.py", "build/app.json", *arguments], root)[2]
            out = out.decode().strip().split("\n")[-1]
            print(f"{name:<46}{time.perf_counter() - started:>9.2f} s     {out}")

        print(f"\ntests, {count} lambdas")
        row("all, cold: scan and pycache too")
        row("all, warm", "--all")
        path = root / "lambdas" / "thing-0003" / "index.py"
        path.write_text(path.read_text() + "# a change\n")
        row("one lambda changed")
        row("nothing changed")
        for name in ("make check, from cold", "make check, nothing changed"):
            if "cold" in name:
                (root / "build" / "check.cache").unlink(missing_ok=True)
            print(f"{name:<46}{measure_speed.make(root, 'check')[0]:>9.2f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lambdas", type=int, default=200)
    os.environ.pop("CI", None)  # there all tests always run
    print_tests(parser.parse_args().lambdas)


if __name__ == "__main__":
    main()
