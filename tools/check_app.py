#!/usr/bin/env python3
"""Check an app without running it: see docs/checks.md.

    tools/check_app.py build/app.json
    tools/check_app.py build/app.json --only P301 --only P305
    tools/check_app.py build/app.json --lint        cfn-lint too: seconds, if the template changed
    tools/check_app.py build/app.json --before-deploy --stage dev
                                                    in few lines, with failed tests; asks before a deploy to AWS

Code may allow a finding that is not a fault, with a reason, on its line or the one above it:

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

MOST_SHOWN = 3  # findings, and files, that are printed before a deploy
CACHE, LINTED = "check.cache", "check.linted"


def known_ids(ids):
    """The ids of --only, None if there are none. Raises Problems for an id that no check has."""
    for id_ in ids:
        if id_ not in CHECKS:
            raise problem("", 0, f"no check {id_}", "docs/checks.md has all of them")
    return set(ids) or None


def earlier_lint(path):
    """The results of the last run of cfn-lint: {"digest": of its template, "found": [finding]}; {} without one."""
    return files.read_json(path) if os.path.exists(path) else {}


def agree(app, findings, args):
    """Return if nothing fails, if the stage is local, or if a person agrees. Else raises Problems.

    findings  the Problems of the checks
    """
    failing = test_keys.failing(app, settings.read(args.settings))
    if not findings and not failing:
        return
    cli.say("\n".join(report_lines(findings, failing)))
    if args.stage != clients.LOCAL:
        stack = names.stack(app["name"], args.stage)
        return consent.ask(f"deploy {stack} though {counted(findings, failing)}", stack, args.yes)
    cli.say("the deploy to the local cloud goes on")


def counted(findings, failing):
    """"2 checks and the tests of 1 file fail"."""
    parts = [f"{len(findings)} {'check' if len(findings) == 1 else 'checks'}"] * bool(findings)
    parts += [f"the tests of {len(failing)} {'file' if len(failing) == 1 else 'files'}"] * bool(failing)
    return f"{' and '.join(parts)} fail{'s' if len(findings) == 1 and not failing else ''}"


def report_lines(findings, failing):
    """The lines that are printed before a deploy: each finding without its hint, each file whose tests fail."""
    lines = [str(finding._replace(hint="")).split("\n")[0] for finding in sorted(findings)]
    more = [f"and {len(lines) - MOST_SHOWN} more: `make check`"] if len(lines) > MOST_SHOWN else []
    tests = [f"{path}: its tests failed the last time, and nothing changed since: `make test`" for path in failing]
    return [*lines[:MOST_SHOWN], *more, *tests[:MOST_SHOWN],
            *([f"and {len(tests) - MOST_SHOWN} more files: `make test`"] if len(tests) > MOST_SHOWN else [])]


def zip_problems(app):
    """[Problem] of files that no zip may hold, as `make push` would report them."""
    try:
        zips.packages(app)
    except Problems as problems:
        return [*problems.args]
    return []


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--settings", default=settings.FILE, help="the settings (default: app.yaml)")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="only this check; may be repeated")
    parser.add_argument("--lint", action="store_true", help="run cfn-lint if the template changed: it takes seconds")
    parser.add_argument("--before-deploy", action="store_true", help="print few lines, and ask whether to go on")
    parser.add_argument("--stage", type=stages.stage, default=clients.LOCAL, help="of the deploy")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    cli.at_end(clients.report_failed_calls)  # `make test` prints them too
    gc.disable()  # a syntax tree is many objects and no cycles
    ids, folder = known_ids(args.only), os.path.dirname(args.app)
    cache, lint_path = os.path.join(folder, CACHE), os.path.join(folder, LINTED)
    key = file_cache.digest(os.path.dirname(os.path.abspath(__file__)), gather.PARTS)
    cached = file_cache.read(cache, key)
    app = files.read_json(args.app)
    subject, facts = gather.subject(app, args.settings, cached, args.lint, earlier_lint(lint_path))
    if facts != cached:
        file_cache.write(cache, key, facts)
    for path, line in report.gave_up(subject):
        cli.say(f"{path}:{line}: too much code to follow from here: the rest is not checked")
    subject.parts()  # raises Problems of duplicate names
    problems = report.problems(subject, ids) + (zip_problems(app) if ids is None else [])
    if subject.lints and subject.linted:
        files.write_json(lint_path, subject.linted)
    if args.before_deploy:
        return agree(app, problems, args)
    if problems:
        raise Problems(*problems)


if __name__ == "__main__":
    cli.run(main)
