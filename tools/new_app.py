#!/usr/bin/env python3
"""Creates an app: removes the example app, and writes app.yaml, a README and a lambda with its test.

    tools/new_app.py --name shorty

Nothing is lost: it removes only files that git has, and stops unless all files of the app are committed. If it is
killed, the next run continues where it stopped.
"""
import os
import shutil
import tempfile
from pathlib import Path

from kit import cli, consent, files, names, settings
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

The files of the app are [app.yaml](app.yaml), [lambdas/](lambdas), and if they exist, layers/, domains/ and
site/. All other files are Pareto's, and `make upgrade` replaces them:
[docs/starting.md](docs/starting.md#which-files-belong-to-whom).

| | |
|---|---|
| `make new-lambda name=orders/refund trigger=queue` | begin a lambda, with a test that passes |
| `make check` | find faults before anything runs |
| `make invoke name=hello` | invoke a lambda |
| `make logs name=hello follow=1` | its log |
| `make outputs` | URLs and names of resources |
| `make deploy stage=dev` | the same app, on AWS: [docs/aws.md](docs/aws.md) |
| `make help` | everything else |
"""


def contents(name, template):
    """{path: bytes} of the new app's files, app.yaml last: while the old one exists, it names the old app."""
    with tempfile.TemporaryDirectory() as folder:
        written = lambda_files.write(template, Path(folder), LAMBDA, TRIGGER, {"name": name})
        of_lambda = {f"{PACKAGE}/{LAMBDA}/{path.name}": path.read_bytes() for path in written}
    return {**of_lambda, "README.md": README.format(name=name).encode(),
            settings.FILE: settings_text.app_yaml(name).encode()}


def old_app():
    """(name, package) of the app in this folder; ("", "lambdas") without an app.yaml."""
    if not os.path.lexists(settings.FILE):
        return "", PACKAGE
    old = settings.read()
    return old["name"], os.path.normpath(old["package"])


def content(path):
    """The bytes of a file, None if it cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


def unsafe(folders, new_files):
    """[Problem] of files that would be lost: git does not have their content, and new-app did not write them."""
    if not git.is_repository("."):
        return [Problem("", 0, "this folder is not in git: the removed files would be lost",
                        "git init && git add -A && git commit -m Pareto")]
    if links := [name for name in folders if os.path.islink(name)]:
        return [Problem(name, 0, "is a link", "replace it by its target") for name in links]
    return [Problem(path, 0, "is not committed", "git add -A && git commit, then again")
            for path in git.uncommitted(".", *folders) if path not in new_files or content(path) != new_files[path]]


def remove(path):
    """Remove a file, and the folders that are then empty except for compiled Python."""
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
    if problems := settings.name_problems(args.name):
        raise Problems(*problems)
    old_name, package = old_app()
    ownership, new_files = files.read_json(OWNERSHIP), contents(args.name, args.template)
    if package.startswith((".", "/")) or package.split("/")[0] in ownership["pareto"]:
        raise problem(settings.FILE, 0, f"the package {package} is not a folder of the app", "write `package: lambdas`")
    folders = sorted({*ownership["app"], *ownership["example"], package})
    if problems := unsafe(folders, new_files):
        raise Problems(*problems)
    removed = [path for path in git.paths(".", "ls-files", "-z", "--", *folders)
               if path not in new_files and path != STAYS and os.path.lexists(path)]
    if not removed and all(content(path) == data for path, data in new_files.items()):
        return cli.say(f"{args.name} exists already: nothing to do")
    commit = git.output(".", "rev-parse", "--short", "HEAD").decode().strip()
    old_files = names.quantity(len(removed), "file")
    consent.ask(f"remove {old_files} of the app {old_name} (git keeps them, in {commit}), and begin the app "
                f"{args.name}", args.name, args.yes)
    *first, last = new_files
    for path in first:
        files.write_bytes(path, new_files[path])
    for path in removed:
        remove(path)
    files.write_bytes(last, new_files[last])
    cli.say(f"made {', '.join(new_files)}\nremoved {old_files} of {old_name or 'the old app'}; git has them: "
            f"git show {commit}:app.yaml\nnext: `make deploy`, `make test`, then git add -A && git commit")


if __name__ == "__main__":
    cli.run(main)
