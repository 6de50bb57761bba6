#!/usr/bin/env python3
"""Replaces the Pareto of this app by that of another checkout, a newer one. The app's own files do not change.

    tools/upgrade_pareto.py --from ../pareto --dry-run

tools/ownership.json lists the files of Pareto. If one of them was edited here, nothing changes. If it is killed, the
next run continues where it stopped.
"""
import json
import os
import stat
from pathlib import Path

from kit import cli, consent, files, names, settings
from kit.problems import Problem, Problems, listed, problem
from project import git, upgrade_plan

OWNERSHIP = "tools/ownership.json"
REQUIREMENTS = "requirements.txt"
HINT = "make upgrade from=../pareto, where a newer Pareto was cloned"
IGNORED = {"__pycache__"}


def checkout(text):
    """The folder of the other checkout. Raises Problems if it is not one."""
    if not text:
        raise problem("", 0, "from= does not name a checkout of Pareto", HINT)
    folder, current = os.path.realpath(text), os.path.realpath(".")
    if not os.path.isdir(folder):
        raise problem("", 0, f"from={text}: there is no such folder", HINT)
    if os.path.commonpath([folder, current]) in (folder, current):
        raise problem("", 0, f"one of from={text} and this app contains the other", HINT)
    if not git.is_repository(folder):
        raise problem("", 0, f"from={text} is not in git: only Pareto's history shows what was edited here",
                      "clone Pareto with git, and name the clone")
    top = git.output(folder, "rev-parse", "--show-toplevel").decode().strip()
    if os.path.realpath(top) != folder:
        raise problem("", 0, f"from={text} is a part of {top}", f"from={top}" if ownership(top) else HINT)
    if not ownership(folder):
        raise problem("", 0, f"from={text} is not Pareto, or is older than `make upgrade`", HINT)
    return folder


def ownership(folder):
    """tools/ownership.json of a repository's last commit; {} if it has none, as it is not Pareto or an old one."""
    shown = git.completed(folder, "cat-file", "blob", f"HEAD:{OWNERSHIP}")
    try:
        content = json.loads(shown.stdout) if shown.returncode == 0 else {}
    except ValueError:
        return {}
    return content if isinstance(content, dict) and {"pareto", "shared"} <= content.keys() else {}


def roots(own, newer):
    """(names to write, names to compare): the names at the root that belong to the newer Pareto, and to either.

    own    ownership.json of this app; newer: of the newer Pareto, which never takes a name of the app
    """
    app = {*own["app"], settings.read()["package"].split("/")[0]}
    taken = [name for name in newer["pareto"] if name not in app and "/" not in name and name not in ("", ".", "..")]
    return sorted(taken), sorted({*taken, *own["pareto"]} - app)


def present(names):
    """{path: (mode, hash)} of all entries under some names; an entry that is no file has the hash None."""
    waiting, entries = list(names), {}
    for path in waiting:
        if os.path.isdir(path) and not os.path.islink(path):
            waiting += [os.path.join(path, name) for name in sorted(os.listdir(path))
                        if name not in IGNORED and not name.endswith((".pyc", ".partial"))]
        elif os.path.lexists(path):
            entries[path] = described(path)
    return entries


def described(path):
    """("100644", hash) of a file, as in git; the hash of a link is None."""
    if os.path.islink(path) or not os.path.isfile(path):
        return "120000", None
    mode = "100755" if os.stat(path).st_mode & stat.S_IXUSR else "100644"
    return mode, git.content_hash(Path(path).read_bytes())


def merged_files(names, folder, pareto):
    """({path: text}, [Problem]) of changed files whose lines belong partly to Pareto and partly to the app."""
    texts, problems = {}, []
    for name in names:
        if name not in pareto.files:
            continue
        versions = [git.content(folder, hash_).decode(errors="surrogateescape") for path, hash_ in sorted(pareto.every)
                    if path == name and int(hash_, 16)]
        newer = git.content(folder, pareto.files[name][1]).decode(errors="surrogateescape")
        current = Path(name).read_bytes().decode(errors="surrogateescape") if os.path.exists(name) else ""
        text = upgrade_plan.merged(current, newer, versions)
        if text != current:
            texts[name] = text
            problems += upgrade_plan.pin_problems(name, current, newer, versions) if name == REQUIREMENTS else []
    return texts, problems


def misplaced(checkout_, entries, add, names):
    """[Problem] of links, in this app and in the checkout, and of folders in the place of a new file."""
    return [*(Problem(name, 0, "is a link", "replace it by its target") for name in names
              if os.path.islink(name)),
            *(Problem(path, 0, "is a folder, and Pareto has a file of this name", "give the folder another name")
              for path in add if os.path.isdir(path)),
            *(Problem(f"{checkout_}/{path}", 0, "is a link, and not a file", "the checkout is not a valid Pareto")
              for path, (mode, _hash) in entries.items() if mode not in ("100644", "100755"))]


def write(path, data, mode="100644"):
    """Replace a file, whole or not at all."""
    files.write_bytes(path, data)
    os.chmod(path, 0o755 if mode == "100755" else 0o644)


def apply(plan, texts, contents, pareto):
    """Write new files, then changed files, tools and the Makefile last; then remove files that Pareto no longer has."""
    for path in plan.add + sorted(plan.change, key=lambda path: (path.startswith("tools/"), path == "Makefile")):
        write(path, contents[path], pareto.files[path][0])
    for path, text in texts.items():
        write(path, text.encode(errors="surrogateescape"))
    for path in plan.remove:
        os.remove(path)
        for folder in Path(path).parents[:-1]:
            if any(folder.iterdir()):
                break
            folder.rmdir()


def lines(plan, texts):
    """The plan for a person: "+ tools/new.py"."""
    marks = [("+", plan.add), ("~", [*plan.change, *texts]), ("-", plan.remove)]
    return [f"{mark} {path}" for mark, paths in marks for path in sorted(paths)]


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("--from", dest="checkout", default="", help="a checkout of a newer Pareto")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    folder, current = checkout(args.checkout), files.read_json(OWNERSHIP)
    newer = ownership(folder)
    taken, checked = roots(current, newer)
    if dirty := git.changed(folder, *taken, *newer["shared"]):
        raise problem("", 0, f"from={args.checkout} has changes that are not committed: {listed(dirty)}",
                      "commit them there, or undo them")
    pareto = upgrade_plan.Pareto(git.tree(folder, *taken, *newer["shared"]), git.versions(folder, "HEAD"),
                                 git.versions(folder, "--all", "HEAD"))
    own = {path: entry for path, entry in pareto.files.items() if path not in newer["shared"]}
    plan = upgrade_plan.plan(present(checked), pareto._replace(files=own))
    if plan.problems and git.output(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise problem("", 0, f"from={args.checkout} is a shallow clone: its history, which shows whether a file was "
                      "edited here, is not complete", f"git -C {args.checkout} fetch --unshallow")
    texts, problems = merged_files(newer["shared"], folder, pareto)
    if problems := [*misplaced(args.checkout, pareto.files, plan.add, [*checked, *texts]), *plan.problems, *problems]:
        raise Problems(*problems)
    if not lines(plan, texts):
        return cli.say(f"this app has the Pareto of {args.checkout} already: nothing to do")
    print("\n".join(lines(plan, texts)))
    if args.dry_run:
        return None
    contents = {path: git.content(folder, own[path][1]) for path in [*plan.add, *plan.change]}
    consent.ask(f"change {names.quantity(len(lines(plan, texts)), 'file')}", "upgrade", args.yes)
    apply(plan, texts, contents, pareto)
    cli.say("next: `make test`, then git add -A && git commit")


if __name__ == "__main__":
    cli.run(main)
