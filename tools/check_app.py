#!/usr/bin/env python3
"""Say what can be known of an app without running it: see docs/checks.md.

    tools/check_app.py build/app.json
    tools/check_app.py build/app.json --only P301 --only P305
    tools/check_app.py build/app.json --lint        cfn-lint too: seconds, if the template changed
    tools/check_app.py build/app.json --before-deploy --stage dev
                                                    in few lines; the last tests too; asks, but for the local cloud

A finding that is right as it is, is allowed in the code, with a reason, on its line or the one above it:

    # pareto: allow P601, because the gateway in front of it waits longer
"""
import gc
import os

from aws import clients, stages
from checks import CHECKS, gather, report
from kit import cli, consent, file_cache, files, names, settings
from kit.problems import Problems, problem
from push import zips
from testkit import test_keys

SHOWN = 3  # findings that are told before a deploy
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


def agree(app, findings, args):
    """Goes on if nothing fails, on the local cloud, or if a person agrees. Raises Problems.

    findings  the Problems of the checks
    """
    failing = test_keys.failing(app, settings.read(args.settings))
    if not findings and not failing:
        return
    cli.say("\n".join(words(findings, failing)))
    if args.stage != clients.LOCAL:
        stack = names.stack(app["name"], args.stage)
        return consent.ask(f"deploy {stack} though {counted(findings, failing)}", stack, args.yes)
    cli.say("it is deployed to the local cloud all the same")


def counted(findings, failing):
    """"`make check` has 2 findings and the tests of 1 file fail"."""
    parts = [f"`make check` has {len(findings)} finding{'s' * (len(findings) > 1)}"] * bool(findings)
    parts += [f"the tests of {len(failing)} file{'s' * (len(failing) > 1)} fail"] * bool(failing)
    return " and ".join(parts)


def words(findings, failing):
    """The lines that are told before a deploy: each finding without its hint, each file whose tests fail."""
    lines = [str(each._replace(hint="")).split("\n")[0] for each in sorted(findings)]
    more = [f"and {len(lines) - SHOWN} more: `make check`"] if len(lines) > SHOWN else []
    tests = [f"{path}: its tests failed the last time, and nothing changed since: `make test`" for path in failing]
    return [*lines[:SHOWN], *more, *tests[:SHOWN],
            *([f"and {len(tests) - SHOWN} more files: `make test`"] if len(tests) > SHOWN else [])]


def unpackable(app):
    """[Problem] of files that no zip may hold, as `make push` would tell them."""
    try:
        zips.packages(app)
    except Problems as problems:
        return [*problems.args]
    return []


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--settings", default=settings.FILE, help="the settings (default: app.yaml)")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="this check; may be said again")
    parser.add_argument("--lint", action="store_true", help="run cfn-lint if the template changed: it takes seconds")
    parser.add_argument("--before-deploy", action="store_true", help="say it, and ask whether to go on")
    parser.add_argument("--stage", type=stages.stage, default=clients.LOCAL, help="where the deploy goes")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    cli.at_end(clients.tell_failures)  # `make test` says so too
    gc.disable()  # a syntax tree is many objects and no cycles
    ids, folder = known_ids(args.only), os.path.dirname(args.app)
    cache, said = os.path.join(folder, CACHE), os.path.join(folder, LINTED)
    key = file_cache.digest(os.path.dirname(os.path.abspath(__file__)), gather.PARTS)
    kept = file_cache.kept(cache, key)
    app = files.read_json(args.app)
    subject, keep = gather.subject(app, args.settings, kept, args.lint, linted(said))
    if keep != kept:
        file_cache.keep(cache, key, keep)
    for path, line in report.gave_up(subject):
        cli.say(f"{path}:{line}: too much code to follow from here: the checks are silent about the rest")
    subject.parts()  # of two things under one name no check could tell which is meant
    found = report.problems(subject, ids) + (unpackable(app) if ids is None else [])
    if subject.lints and subject.linted:
        files.write_json(said, subject.linted)
    if args.before_deploy:
        return agree(app, found, args)
    if found:
        raise Problems(*found)


if __name__ == "__main__":
    cli.run(main)
