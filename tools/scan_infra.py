#!/usr/bin/env python3
"""Read what the lambdas' infra: blocks and their code say; write the app model.

    tools/scan_infra.py lambdas -o build/app.json
    tools/scan_infra.py | tools/expand_template.py -
"""
import gc
import os

from kit import cli, file_cache, files, settings
from scan.scanning import scan

PACKAGE = "package"  # beside app.json: the folder it was read from, where the Makefile looks for newer files


def cache_path(out):
    """Where facts are kept between runs: beside app.json; nowhere ("") if that is no file."""
    no_file = out == "-" or os.path.exists(out) and not os.path.isfile(out)
    return "" if no_file else os.path.join(os.path.dirname(out), file_cache.SCAN)


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("lambdas", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("--settings", default=settings.FILE, help="the settings (default: app.yaml)")
    parser.add_argument("-o", "--out", default="-", help="where app.json goes (default: stdout)")
    args = parser.parse_args(argv)
    gc.disable()  # a syntax tree is many objects and no cycles: a third of the time of a scan
    tools = os.path.dirname(os.path.abspath(__file__))
    cache = cache_path(args.out)
    key = file_cache.digest(tools) if cache else ""
    kept, read = file_cache.read(cache, key), {}
    try:
        model = scan(args.lambdas, args.settings, kept, read)
        if cache:  # first: a Makefile that finds a new app.json finds the folder it came from
            package = args.lambdas or read[args.settings][1]["package"]
            files.write_bytes(os.path.join(os.path.dirname(args.out), PACKAGE), package.encode(), private=True)
        files.write_json(args.out, model)
    finally:
        if read != kept:
            file_cache.write(cache, key, read)


if __name__ == "__main__":
    cli.run(main)
