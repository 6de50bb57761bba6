#!/usr/bin/env python3
"""Reads the infra: blocks and the code of the lambdas; writes the app model.

    tools/scan_infra.py lambdas -o build/app.json
    tools/scan_infra.py | tools/expand_template.py -
"""
import contextlib
import gc
import os

from aws.app_file import write_checksum
from kit import cli, file_cache, files, settings
from push.layers import package_variables
from scan import observing
from scan.scanning import scan

# A file beside app.json: a line with the folder that was scanned, in which the Makefile looks for newer files, and a
# line with the path of resources.yaml, if there is one.
PACKAGE = "package"


def cache_path(out):
    """The path of the cache, beside app.json; "" if app.json is no file."""
    is_no_file = out == "-" or os.path.exists(out) and not os.path.isfile(out)
    return "" if is_no_file else os.path.join(os.path.dirname(out), file_cache.SCAN)


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("lambdas", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("-o", "--out", default="-", help="where app.json goes (default: stdout)")
    args = parser.parse_args(argv)
    gc.disable()  # a syntax tree is many objects without cycles: this saves a third of the time
    tools = os.path.dirname(os.path.abspath(__file__))
    cache = cache_path(args.out)
    key = file_cache.digest(tools) if cache else ""
    if cache:  # first: no cache is written into a folder that does not exist
        with contextlib.suppress(OSError):  # writing app.json will raise it
            files.create_private_folder(os.path.dirname(cache))
    cached, facts = file_cache.read(cache, key), {}
    try:
        observed = observing.Cache(os.path.dirname(cache) or ".", key) if cache else None
        model = package_variables.assigned(scan(args.lambdas, settings.FILE, cached, facts, observed),
                                           facts[settings.FILE][1]["env"])
        data = files.json_bytes(model)
        if cache:  # first: the Makefile must find it with every new app.json
            package = args.lambdas or facts[settings.FILE][1]["package"]
            paths = [package, *([model["resources"]["path"]] if "resources" in model else [])]
            files.write_bytes(os.path.join(os.path.dirname(args.out), PACKAGE), "\n".join(paths).encode(), private=True)
            write_checksum(args.out, data)
        files.write_bytes(args.out, data, private=True)
        if cache and (changed := file_cache.changed_at(facts)) is not None:
            # So that the next make scans again, and a push refuses what was saved meanwhile.
            moment = max(changed - 1_000_000, 0)
            os.utime(args.out, ns=(moment, moment))
    finally:
        if facts != cached:
            file_cache.write(cache, key, facts)


if __name__ == "__main__":
    cli.run(main)
