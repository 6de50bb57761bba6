#!/usr/bin/env python3
"""Say what can be known of an app without running it: see docs/checks.md.

    tools/check_app.py build/app.json
    tools/check_app.py build/app.json --only P301 --only P305
    tools/check_app.py build/app.json --lint        cfn-lint too: seconds, if the template changed

A finding that is right as it is, is allowed in the code, with a reason, on its line or the one above it:

    # pareto: allow P601, because the gateway in front of it waits longer
"""
import gc
import os

from checks import CHECKS, gather, report
from kit import cli, facts_cache, files, settings
from kit.problems import Problems, problem

CACHE, LINTED = "check.cache", "check.linted"


def known_ids(ids):
    """The ids of --only, None if there are none. Raises Problems for one that is no check."""
    for id_ in ids:
        if id_ not in CHECKS:
            raise problem("", 0, f"no check {id_}", "docs/checks.md has all of them")
    return set(ids) or None


def linted(path):
    """What cfn-lint said last: {"digest": of that template, "found": [finding]}."""
    return files.read_json(path) if os.path.exists(path) else {}


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--settings", default=settings.FILE, help="the settings (default: app.yaml)")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="this check; may be said again")
    parser.add_argument("--lint", action="store_true", help="run cfn-lint if the template changed: it takes seconds")
    args = parser.parse_args(argv)
    gc.disable()  # a syntax tree is many objects and no cycles
    ids, folder = known_ids(args.only), os.path.dirname(args.app)
    cache, said = os.path.join(folder, CACHE), os.path.join(folder, LINTED)
    key = facts_cache.digest(os.path.dirname(os.path.abspath(__file__)), gather.PARTS)
    kept = facts_cache.kept(cache, key)
    subject, keep = gather.subject(files.read_json(args.app), args.settings, kept, args.lint, linted(said))
    if keep != kept:
        facts_cache.keep(cache, key, keep)
    for path, line in report.gave_up(subject):
        cli.say(f"{path}:{line}: too much code to follow from here: the checks are silent about the rest")
    found = report.problems(subject, ids)
    if subject.lints and subject.linted:
        files.write_json(said, subject.linted)
    if found:
        raise Problems(*found)


if __name__ == "__main__":
    cli.run(main)
