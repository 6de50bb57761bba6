#!/usr/bin/env python3
"""How long a person waits for Pareto, beside the fastest peers: make bench.

    bench/measure_speed.py [--peers] [--only build|cloud]

Each number is the best of a few runs, since these are what the machine can do; ratios are
of numbers measured in the same run. --peers also installs Chalice from PyPI and the sandbox
of Architect from npm (into build/bench) and measures them with the same app.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generated

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10, 100, 1000)
RUNS = 5


def timed(command, cwd, **kwargs):
    """(seconds, peak MB of the largest process, stdout) of a command that must succeed."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as errors:  # a deploy of 1,000 lambdas prints more than a pipe holds
        process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=errors, **kwargs)
        out = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = status
        if status:
            errors.seek(0)
            raise SystemExit(f"{command}: {errors.read().decode()[-2000:]}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss / scale, out


def best(run, times=RUNS):
    """The smallest of several (seconds, MB) of a callable."""
    return min(run() for _ in range(times))


def app_folder(folder, count):
    """A generated app that is a whole project: its own lambdas, our Makefile and tools."""
    root = generated.write_app(folder, count)
    for name in ("Makefile", "requirements.txt", "tools", ".venv"):
        (root / name).symlink_to(ROOT / name)
    return root


def make(root, *targets):
    """(seconds, MB) of make in the folder."""
    return timed(["make", "-s", *targets], root)[:2]


def build_row(count):
    """(lambdas, cold, MB, unchanged, one changed) of `make template`, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        root = app_folder(Path(folder) / "app", count)

        def cold():
            shutil.rmtree(root / "build", ignore_errors=True)
            return make(root, "template")

        def changed():
            path = root / "lambdas" / "thing-0003" / "index.py"
            path.write_text(path.read_text() + "# a change\n")
            return make(root, "template")

        seconds, memory = best(cold)
        return count, seconds, memory, best(lambda: make(root, "template"))[0], best(changed)[0]


def print_build():
    """The table of scan + expand."""
    print("scan + expand (make template)    cold s    peak MB   nothing changed s   one file changed s")
    rows = [build_row(count) for count in SIZES]
    for count, cold, memory, same, changed in rows:
        print(f"{count:>6} lambdas                {cold:>9.3f} {memory:>10.0f} {same:>19.3f} {changed:>20.3f}")
    (few, first, *_), (many, last, *_) = rows[0], rows[-1]
    print(f"cost: {many / few:.0f} times the lambdas take {last / first:.1f} times the time")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true", help="also install and measure the peers")
    parser.add_argument("--only", choices=["build", "cloud"], help="one of the two parts")
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    if args.only != "cloud":
        rows = print_build()
        if args.peers:
            import peers
            peers.print_chalice(rows, RUNS)
    if args.only != "build":
        import local_cloud
        local_cloud.print_cloud(app_folder, args.peers)


if __name__ == "__main__":
    main()
