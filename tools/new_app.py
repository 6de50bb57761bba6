#!/usr/bin/env python3
"""Begins an app of one's own: takes the example away, writes app.yaml, a README and a lambda with its test.

    tools/new_app.py --name shorty

Nothing is lost: it takes away only what git has, and goes on only if everything of the app is committed. Killed
half-way it goes on where it stopped when it is run again.
"""
import os
import shutil
import tempfile
from pathlib import Path

from kit import cli, consent, files, settings
from kit.problems import Problem, Problems, problem
from project import git, lambda_files, settings_text

OWNERSHIP = Path(__file__).with_name("ownership.json")
PACKAGE = settings.SCHEMA["properties"]["package"]["default"]
LAMBDA, TRIGGER = "hello", "endpoint"
STAYS = "domains/README.md"
README = """# {name}

An app of Python functions on AWS, made with [Pareto](docs/starting.md).

    make deploy     # runs the app on this machine, at 127.0.0.1:4566: no account, no Docker, no cost
    make test       # the checks, and the tests of what changed

The app's own are [app.yaml](app.yaml), [lambdas/](lambdas), and where there are any, layers/, domains/ and
site/. All else is Pareto's, and `make upgrade` replaces it: [docs/starting.md](docs/starting.md#what-is-whose).

| | |
|---|---|
| `make new-lambda name=orders/refund trigger=queue` | begin a lambda, with a test that passes |
| `make check` | what is wrong, told before anything runs |
| `make invoke name=hello` | call a lambda |
| `make logs name=hello follow=1` | what it says |
| `make outputs` | addresses and names |
| `make deploy stage=dev` | the same app, on AWS: [docs/aws.md](docs/aws.md) |
| `make help` | everything else |
"""


def contents(name, template):
    """{path: bytes} of the new app's files, app.yaml last: while the old one is there, the old app can be told."""
    with tempfile.TemporaryDirectory() as folder:
        written = lambda_files.write(template, Path(folder), LAMBDA, TRIGGER, name)
        made = {f"{PACKAGE}/{LAMBDA}/{path.name}": path.read_bytes() for path in written}
    return {**made, "README.md": README.format(name=name).encode(),
            settings.FILE: settings_text.app_yaml(name).encode()}


def old_app():
    """(name, package) of the app that stands here; ("", "lambdas") where there is no app.yaml."""
    if not os.path.lexists(settings.FILE):
        return "", PACKAGE
    old = settings.read()
    return old["name"], os.path.normpath(old["package"])


def content(path):
    """The bytes of a file, None if it is none."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


def unsafe(within, made):
    """[Problem] of files that would be lost: git does not have them as they are, and new-app did not write them."""
    if not git.is_repository("."):
        return [Problem("", 0, "this folder is not in git: what is taken away would be lost",
                        "git init && git add -A && git commit -m Pareto")]
    if links := [name for name in within if os.path.islink(name)]:
        return [Problem(name, 0, "is a link", "put what it leads to in its place") for name in links]
    return [Problem(path, 0, "is not committed", "git add -A && git commit, then again")
            for path in git.uncommitted(".", *within) if path not in made or content(path) != made[path]]


def remove(path):
    """Removes a file, and the folders that it leaves empty but for compiled Python."""
    os.remove(path)
    for folder in Path(path).parents[:-1]:
        shutil.rmtree(folder / "__pycache__", ignore_errors=True)
        if any(folder.iterdir()):
            return
        folder.rmdir()


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("--name", default="", help="the app's name, e.g. shorty")
    parser.add_argument("--template", default="cookiecutter-lambda", help="default: cookiecutter-lambda")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    if not args.name:
        raise problem("", 0, "no name for the app", "make new-app name=shorty")
    if wrong := settings.name_problems(args.name):
        raise Problems(*wrong)
    old, package = old_app()
    ownership, made = files.read_json(OWNERSHIP), contents(args.name, args.template)
    if package.startswith((".", "/")) or package.split("/")[0] in ownership["pareto"]:
        raise problem(settings.FILE, 0, f"the package {package} is no folder of the app's own",
                      "say `package: lambdas`")
    within = sorted({*ownership["app"], *ownership["example"], package})
    if lost := unsafe(within, made):
        raise Problems(*lost)
    gone = [path for path in git.tracked(".", *within)
            if path not in made and path != STAYS and os.path.lexists(path)]
    if not gone and all(content(path) == data for path, data in made.items()):
        return cli.say(f"{args.name} is there already: nothing to do")
    commit = git.output(".", "rev-parse", "--short", "HEAD").decode().strip()
    consent.ask(f"take away {len(gone)} files of the app {old} (git keeps them, in {commit}), and begin the app "
                f"{args.name}", args.name, args.yes)
    *first, last = made
    for path in first:
        files.write_bytes(path, made[path])
    for path in gone:
        remove(path)
    files.write_bytes(last, made[last])
    cli.say(f"made {', '.join(made)}\ntook {len(gone)} files of {old or 'the old app'} away; they are in git: "
            f"git show {commit}:app.yaml\nnext: `make deploy`, `make test`, then git add -A && git commit")


if __name__ == "__main__":
    cli.run(main)
