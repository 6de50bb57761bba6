#!/usr/bin/env python3
"""Deploys the app again at each change of its files, after the checks and the tests that the change concerns.

    watch_app.py build/app.json --stage dev [--site site]

It imports the programs of `make test` and `make deploy` once, and runs them in forks of itself: so they start at
once. A stage on AWS gets nothing that a check or a test finds wrong; the local cloud does, as by `make deploy`.
"""
import contextlib
import gc
import importlib
import os
import sys
import time
from pathlib import Path

from aws import clients, rehearsals, stacks, stages
from aws.app_file import read_model
from aws.iam import actions
from interpreter import models
from kit import cli, file_cache, files, forks, publishing, settings
from kit.problems import Problems, listed, problem
from push import zips
from website.site import folder_problem

PROGRAMS = ("scan_infra", "expand_template", "check_app", "run_tests", "deploy_stack", "publish_site")
# What the programs import only where they need it. moto changes all clients that are created after its import.
MODULES, OF_TESTS = ("boto3", "botocore.config", "push.layers.builds", "checks.load",
                     "checks.notes", "checks.report"), ("pytest", "testkit.plugin", "moto")
APP, TEMPLATE, FINDINGS = "build/app.json", "build/template.json", "build/tests/findings.json"
FOLDERS, SETTINGS = ("layers", "words", "domains"), (settings.FILE, "resources.yaml", "resources.yml", "resources.json")
QUIET, LONGEST = 20, 200  # milliseconds: a save is over when so long nothing follows; at the latest after so long
STARTED = 100  # milliseconds without a change
PATIENCE = 2  # seconds that the line of a change waits for its tests; then they get a line of their own
NOTHING = ("nothing to change", "website: nothing changed")  # printed only after a change or a problem


def warm(app, stage):
    """Import the programs, create the clients that they use, and compute what does not depend on the app's files: forks
    have it."""
    for name in (*PROGRAMS, *MODULES):
        importlib.import_module(name)
    if stage == clients.LOCAL:
        rehearsals.rehearse_deploy(lambda service: stages.client(service, app, stage))
    with contextlib.suppress(Problems):
        sys.modules["expand_template"].expanded(app)
        zips.files_by_lambda(app)
    for service in {call["action"].partition(":")[0] for fn in app["lambdas"].values() for call in fn.get("calls", [])}:
        models.model(service)
    actions.iam_actions()
    for name in OF_TESTS:
        importlib.import_module(name)
    for parts in ((), (sys.modules["check_app"].OF_CHECKS,)):
        file_cache.digest(forks.TOOLS, *parts)
    gc.collect()
    gc.freeze()


class Tests:
    """The checks and tests of a change, which run while the local cloud gets it; of the next change after them."""

    run: forks.Run | None = None
    is_outdated = False  # whether there was a change since they began
    files: tuple[str, ...] = ()  # of the lambdas, when they began

    def begin(self):
        """Check and test the app as it is, after the run that has begun already."""
        self.is_outdated = self.run is not None
        if self.run is None:
            handlers = [fn["path"] for fn in read_model(APP)["lambdas"].values()]
            tests = [os.path.join(os.path.dirname(path), "test.py") for path in handlers]
            self.files = (*handlers, *filter(os.path.exists, tests))
            self.run = forks.begin(("check_app", [APP, "-o", FINDINGS]),  # the deploy goes first, on few cores
                                   ("run_tests", [APP, f"--findings={FINDINGS}", "--here"]), niceness=5)

    def outcome(self, seconds):
        """The Outcome, if they end within so many seconds, else None. It fails with a line for each file that was
        removed meanwhile: the programs report them as errors of imports."""
        if self.run is None or not forks.has_ended(self.run, seconds):
            return None
        outcome, self.run = forks.end(self.run), None
        if outcome.code and (removed := [path for path in self.files if not os.path.exists(path)]):
            outcome = outcome._replace(text="".join(f"{path} was removed while the tests ran\n" for path in removed))
        if self.is_outdated:
            self.begin()
        return outcome


def deploy(stage, tests):
    """Check, test and deploy what changed. -> Outcome, whose text is one line if all went well

    The local cloud gets also what a check or a test finds wrong, and gets it meanwhile: in the fork that scanned, as
    each fork waits for its turn on a busy machine.
    """
    build = ("scan_infra", ["-o", APP]), ("expand_template", [APP, "-o", TEMPLATE])
    deployment = "deploy_stack", [
        APP, f"build/{stage}/artifacts.json", "--push", f"--stage={stage}", "-o", f"build/{stage}/stack.json"]
    is_local = stage == clients.LOCAL
    run = forks.begin(*build, *[deployment] * is_local)
    if not forks.have_passed(run, len(build)):
        outcome = forks.end(run)
        return outcome._replace(text=f"not deployed:\n{outcome.text}")
    tests.begin()
    tested, built = None if is_local else tests.outcome(None), forks.end(run)
    if tested and tested.code:
        return tested._replace(text=f"not deployed:\n{tested.text}")
    deployed = built if is_local else forks.end(forks.begin(deployment))
    tested = tested or (None if tests.is_outdated else tests.outcome(PATIENCE))
    checked = tested or forks.Outcome(0, "", "", [])
    checked = checked._replace(imported=built.imported + checked.imported + deployed.imported)
    if deployed.code and zips.SAVED_LATER in deployed.text:  # the next change has begun
        return checked._replace(code=deployed.code, text="not deployed, as it was saved again meanwhile")
    if deployed.code:
        return checked._replace(code=deployed.code, text=f"not deployed:\n{checked.text}{deployed.text}")
    prefix = files.read_json(f"build/{stage}/stack.json", shape=stacks.StackRecord)["stack"] + ": "
    lines = [line.removeprefix(prefix) for line in deployed.text.splitlines() if line.startswith(prefix)]
    if checked.code:
        return checked._replace(text=f"{'; '.join(lines)}; but there are problems:\n{checked.text}")
    return checked._replace(text="; ".join([*test_lines(checked.text), *lines, *["tests are running"] * (not tested)]))


def outputs(stage):
    """The outputs of the stack that was deployed last, or {}."""
    path = f"build/{stage}/stack.json"
    return files.read_json(path, shape=stacks.StackRecord)["outputs"] if os.path.exists(path) else {}


def test_lines(text):
    """["2 passed"] of pytest's output, [] if no test ran."""
    return [line.partition(" in ")[0] for line in text.splitlines() if " passed" in line][-1:]


def publish(stage, site):
    """Publish the website's folder, if the app has a website. -> Outcome, None without one"""
    if not read_model(APP)["state"].get("website") or not os.path.isdir(site):
        return None
    outcome = forks.end(forks.begin(("publish_site", [APP, f"--stage={stage}", "--delete", "--", site])))
    if outcome.code:
        return outcome
    counts = next(line for line in outcome.text.splitlines() if " put, " in line and " deleted, " in line)
    is_same = counts.startswith("0 put, 0 deleted")
    return outcome._replace(text=f"website: {'nothing changed' if is_same else counts}")


def watchable_paths(site):
    """The paths to watch where they exist: folders with all in them, and files."""
    try:
        package = settings.read()["package"]
    except Problems:  # app.yaml is being edited
        package = read_model(APP)["package"]
    return package, *FOLDERS, *SETTINGS, site


def identities(paths):
    """{path: what differs once another file or folder has its place} of the paths that exist."""
    result = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = os.stat(path)
            result[path] = status.st_dev, status.st_ino
    return result


def is_watched(_change, path):
    """Whether the change of a file may matter: a lambda's zip, too, leaves out what editors make for a while."""
    *folders, name = Path(os.path.relpath(path)).parts
    return not publishing.is_temporary(name) and "__pycache__" not in (*folders, name) and not any(
        folder[0] == "." and folder not in ("..", ".well-known") for folder in folders)


def changes(site):
    """Yields the sets of paths that changed together, relative to the project, until Ctrl-C; None where nothing
    changed for a while.

    The first is empty, and so is the first after other paths are watched: anything may have changed before. The watch
    of a path ends with its file or folder: others may get its name, at any time.
    """
    from watchfiles import Change, watch  # 15 ms, and --help needs none of it
    while True:
        paths, is_new = watchable_paths(site), True
        watched = identities(paths)
        # The timeout shows that the watch has begun.
        for batch in watch(*watched, watch_filter=is_watched, debounce=LONGEST, step=QUIET, rust_timeout=STARTED,
                           yield_on_timeout=True):
            # Without what existed for a moment alone: a program that replaces a file writes another first.
            changed = {os.path.relpath(path) for _change, path in batch
                       if os.path.lexists(path) or (Change.added, path) not in batch}
            yield changed if changed or is_new else None
            is_new = False
            # app.yaml may name another package.
            if changed.intersection((*paths, *SETTINGS)) or identities(paths) != watched:
                break


def report_tests(tests):
    """Print how tests ended that took longer than the deploy of their change, if they have ended."""
    if outcome := tests.outcome(0):
        text = f"there are problems:\n{outcome.text}" if outcome.code else "; ".join(test_lines(outcome.text))
        cli.say(f"{time.strftime('%H:%M:%S')}  tests: {text.rstrip() or 'nothing to test'}")
        forks.keep(outcome.imported)


def report(stage, site, changed, tests, printed):
    """Deploy and publish what changed, and print it in one line, with details only of what went wrong.

    A website is published, too, after a deploy that created it, or that changed what its pages read.
    changed  {path}; {}: anything
    printed  {text: exit code} of the outcomes since the last change of a path: they are printed once
    """
    began, before = time.monotonic(), outputs(stage)
    of_site = {path for path in changed if Path(path).is_relative_to(site)}
    outcomes = [] if changed and changed == of_site else [deploy(stage, tests)]
    outcomes += [publish(stage, site)] if of_site or not changed or outputs(stage) != before else []
    if changed:
        printed.clear()
    for outcome in filter(None, outcomes):
        if changed or outcome.text not in printed and (outcome.text not in NOTHING or any(printed.values())):
            printed[outcome.text] = outcome.code
            paths = listed(sorted(changed), 3) or "the app"
            seconds = time.monotonic() - began
            cli.say(f"{time.strftime('%H:%M:%S')}  {paths}: {outcome.text.rstrip()}  ({seconds:.2f} s)")
        forks.keep(outcome.imported)


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--site", help="the folder of the website, which must exist (default: site, if it exists)")
    args = parser.parse_args(argv)
    if args.site and not os.path.isdir(args.site):
        raise problem(args.site, 0, "there is no such folder", "dir=... names the folder to publish")
    app, site = stages.model(args.app), args.site or "site"
    if args.site and (fault := folder_problem(args.site, app["package"])):  # the files of builds change at each deploy
        raise problem("", 0, *fault)
    if stages.is_protected(app, args.stage):
        raise problem("", 0, f"{args.stage} is a protected stage, which `make watch` does not deploy to",
                      f"`make deploy stage={args.stage}`")
    warm(app, args.stage)
    tests, printed, is_first = Tests(), {}, True
    for changed in changes(site):
        if changed is None:
            report_tests(tests)
            continue
        report(args.stage, site, changed, tests, printed)
        if is_first:
            cli.say(f"watching {listed(identities(watchable_paths(site)))}; Ctrl-C ends it")
        is_first = False


if __name__ == "__main__":
    cli.run(main)
