#!/usr/bin/env python3
"""Find bugs of an app without running it: see docs/checks.md.

    tools/check_app.py build/app.json
    tools/check_app.py build/app.json --only P301 --only P305
    tools/check_app.py build/app.json --lint        cfn-lint too: seconds, if the template changed
    tools/check_app.py build/app.json --name hello -o build/tests/findings.json
                                                    of one lambda; exit 0, for run_tests.py, which fails instead
    tools/check_app.py build/app.json --before-deploy --stage dev
                                                    in few lines, with failed tests; asks, but for the local cloud

If the code is right and a finding is not, allow it in the code, with a reason, on its line or the one above it:

    # pareto: allow P601, because the gateway in front of it waits longer
"""
import gc
import os

from aws import clients, stages
from aws.app_file import read_model
from deploy import preview
from domain import domain_file
from kit import cli, consent, file_cache, files, names, settings
from kit.columns import print_json
from kit.problems import Problem, Problems, problem
from push import zips
from push.layers import layer_files
from recipes import layer as layer_recipe
from recipes import template as recipe
from scan import observing
from testkit import test_keys

MOST_SHOWN = 3  # findings, and files, that are printed before a deploy
CACHE, LINTED = "check.cache", "check.linted"
FINDINGS = "findings "  # and a stage, "findings dev before a deploy": an entry of CACHE
OF_CHECKS = ("kit", "aws", "interpreter", "scan", "recipes", "push", "deploy", "domain", "checks", "")  # of the tools


def known_ids(ids):
    """The ids of --only, None if there are none. Raises Problems for an id that no check has."""
    if not ids:
        return None
    from checks import CHECKS  # 40 ms, and nothing changed in many runs
    for id_ in ids:
        if id_ not in CHECKS:
            raise problem("", 0, f"no check {id_}", "docs/checks.md has all of them")
    return set(ids)


def linted(path):
    """The last result of cfn-lint: {"digest": of its template, "findings": [finding]}; {} if it has another form."""
    result = files.read_json(path) if os.path.exists(path) else {}
    return result if isinstance(result, dict) and "findings" in result else {}


def agree(app, findings, args):
    """Prints the findings and the tests that fail. To deploy them to AWS a person must agree, else raises Problems.

    findings  the Problems of the checks
    """
    failing = test_keys.failing(app, settings.read())
    if not findings and not failing:
        return None
    cli.say("\n".join(report_lines(findings, failing)))
    if args.stage != clients.LOCAL:
        stack = names.stack(app["name"], args.stage)
        return consent.ask(f"deploy {stack} though {counted(findings, failing)}", stack, args.yes)
    cli.say("the deploy to the local cloud continues")


def counted(findings, failing):
    """"`make check` has 2 findings and the tests of 1 file fail"."""
    parts = [f"`make check` has {names.quantity(len(findings), 'finding')}"] * bool(findings)
    parts += [f"the tests of {names.quantity(len(failing), 'file')} fail"] * bool(failing)
    return " and ".join(parts)


def report_lines(findings, failing):
    """[text] printed before a deploy: each finding without its hint, each file whose tests fail."""
    lines = [str(finding._replace(hint="")).split("\n")[0] for finding in sorted(findings)]
    more = [f"and {len(lines) - MOST_SHOWN} more: `make check`"] if len(lines) > MOST_SHOWN else []
    tests = [f"{path}: its tests failed the last time, and nothing changed since: `make test`" for path in failing]
    return [*lines[:MOST_SHOWN], *more, *tests[:MOST_SHOWN],
            *([f"and {len(tests) - MOST_SHOWN} more files: `make test`"] if len(tests) > MOST_SHOWN else [])]


def success_line(app):
    """The line of a check without findings: "6 lambdas checked: no findings"."""
    count = len(app["lambdas"])
    return f"{count or 'no'} {'lambda' if count == 1 else 'lambdas'} checked: no findings"


def zip_problems(app):
    """[Problem] of files that no zip and no layer may contain, as `make push` reports them."""
    try:
        zips.files_by_lambda(app)
        problems = []
    except Problems as refused:
        problems = [*refused.args]
    layers = {name for fn in app["lambdas"].values() for name in layer_recipe.folders(fn["infra"].get("layers", []))}
    try:
        return problems + layer_files.local_packages_problems(layers)
    except Problems as refused:
        return [*problems, *refused.args]


def layer_size_problems(app, stage):
    """[Problem] of lambdas that are too large with their layers, as far as these are built."""
    if not layer_recipe.members(app):
        return []
    from push.layers import builds, layer_versions, targets  # 60 ms, and most apps have no layer
    packed = zips.files_by_lambda(app)
    built_for = {name: targets.of_stage(stage, own) for name, own in layer_recipe.settings_by_layer(app).items()}
    built = builds.cached_records(layer_recipe.members(app), built_for)
    return [problem for name, fn in app["lambdas"].items()
            for problem in layer_versions.size_problems(fn, zips.size(packed[name]), built, [
                layer for layer in layer_recipe.attached(app, fn) if layer in built])]


def deploy_problems(subject, args):
    """[Problem] of the next deploy to the stage. Tests need no values of variables, and run before any deploy.

    Raises the Problems that stop this deploy, before it uploads anything.
    """
    app = subject.model
    if packing := zip_problems(app):
        stopping = packing
    elif args.out:
        return []
    else:
        env = settings.read()["env"]
        stopping = layer_size_problems(app, args.stage) + preview.problems(
            app, subject.template(), recipe.owners(app, subject.parts()), env, args.stage)
    if stopping and args.before_deploy:
        raise Problems(*stopping)
    return stopping if packing else stopping + preview.state_problems(
        app, os.path.dirname(args.app), args.stage if args.before_deploy else "*")


def report_for_tests(path, subject, findings, name):
    """Reports findings, of one lambda if there is a name, and writes {"findings": number, "lambdas": [names]}."""
    from checks import report  # with all checks 0.1 s, and nothing changed in many runs
    names_of = {finding: report.lambdas_of(subject, finding.path) for finding in findings}
    if name:
        names_of = {finding: [name] for finding, users in names_of.items() if name in users}
    if names_of:
        cli.say("\n".join(map(str, sorted(names_of))))
    lambdas = sorted(set().union(*names_of.values()))
    files.write_json(path, {"findings": len(names_of), "lambdas": lambdas})


def observations_cache(folder):
    """(path, key, entries) of the cache of observations, which the scan fills too."""
    path, key = os.path.join(folder, observing.CACHE), file_cache.digest(os.path.dirname(os.path.abspath(__file__)))
    return path, key, file_cache.read(path, key)


def write_caches(caches, entries, has_new_results):
    """Write the entries that changed: those of files to the first cache, those of lambdas to the second.

    has_new_results  whether results were added to entries of files in place, so that they equal the earlier entries
    """
    for is_lambda, (path, key, earlier) in enumerate(caches):
        own = {name: entry for name, entry in entries.items() if name.startswith("lambda ") == bool(is_lambda)}
        if own != earlier or has_new_results and not is_lambda:
            file_cache.write(path, key, own)


def computed_findings(app, args, ids, caches, stamp):
    """The Problems of the checks and of the next deploy. Prints remarks; caches everything, the findings by a stamp."""
    from checks import files as checked_files  # 0.1 s, and nothing changed in many runs
    from checks import load, notes, report
    lint_result = os.path.join(os.path.dirname(args.app), LINTED)
    subject, to_cache = load.subject(app, settings.FILE, {**caches[0][2], **caches[1][2]}, args.lint,
                                     linted(lint_result))
    to_cache.update({name: entry for name, entry in caches[0][2].items() if name.startswith(FINDINGS)})
    try:
        remarks = [f"{path}:{line}: too much code to follow from here: the checks stay silent about the code after it"
                   for path, line in report.gave_up(subject)] + [*notes.notes(app)]
        remarks += [f"{path}: more than {checked_files.LARGEST // 1000} kB: the checks read little of it; data of this "
                    "size loads faster from a JSON file" for path in report.large(subject)]
        for remark in remarks:
            cli.say(remark)
        subject.parts()  # raises for two resources of one name: no check could distinguish them
        findings = report.problems(subject, ids)
        if ids is None:
            findings += deploy_problems(subject, args) + domain_file.name_problems()
        if stamp:
            to_cache[args.entry] = [stamp, [remarks, [[*finding] for finding in findings]]]
    finally:
        write_caches(caches, to_cache, subject.has_new_results)
    if subject.lints and subject.linted:
        files.write_json(lint_result, subject.linted)
    if args.out:
        report_for_tests(args.out, subject, findings, args.name)
    return findings


def report_findings(app, findings, args):
    """Raises findings as Problems; prints a line if there are none. With --json they are also printed as JSON."""
    if args.json:
        print_json([{"file": finding.path, "line": finding.line, "message": finding.message, "hint": finding.hint}
                    for finding in sorted(findings)])
    if findings:
        raise Problems(*findings)
    if not args.json and not args.lint:  # --lint is a part of `make test`
        cli.say(success_line(app))


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="this check; may be repeated")
    parser.add_argument("--name", default="", help="with -o: the findings of this lambda only")
    parser.add_argument("-o", "--out", help="report, write the lambdas with findings there, and exit 0")
    parser.add_argument("--lint", action="store_true", help="run cfn-lint if the template changed: it takes seconds")
    parser.add_argument("--before-deploy", action="store_true", help="list the findings, and ask whether to continue")
    parser.add_argument("--stage", type=stages.stage, default=clients.LOCAL, help="where the deploy goes")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    cli.add_json(parser)
    args = parser.parse_args(argv)
    cli.at_end(clients.report_failed_calls)  # `make test` reports them too
    gc.disable()  # a syntax tree is many objects and no cycles
    ids, app = known_ids(args.only), read_model(args.app)
    args.name = args.name and stages.lambda_name(app, args.name)
    # Two entries: `make check` by turns with `make deploy` computes neither's findings anew.
    args.entry = f"{FINDINGS}{args.stage}{' before a deploy' * args.before_deploy}"
    folder, key = os.path.dirname(args.app), file_cache.digest(os.path.dirname(os.path.abspath(__file__)), OF_CHECKS)
    cached = file_cache.read(os.path.join(folder, CACHE), key)
    stamp = None if ids or args.lint or args.out else preview.stamp(
        app, folder, [args.app, settings.FILE, os.path.join(folder, LINTED)])
    last_stamp, last_result = cached.get(args.entry, [None, None])
    if stamp and stamp == last_stamp:
        for remark in last_result[0]:
            cli.say(remark)
        findings = [Problem(*finding) for finding in last_result[1]]
    else:
        caches = [(os.path.join(folder, CACHE), key, cached), observations_cache(folder)]
        findings = computed_findings(app, args, ids, caches, stamp)
    if args.before_deploy:
        return agree(app, findings, args)
    if not args.out:
        report_findings(app, findings, args)


if __name__ == "__main__":
    cli.run(main)
