#!/usr/bin/env python3
"""Makes the Pareto of this app that of another checkout, a newer one. The app's own files stay as they are.

    tools/upgrade_pareto.py --from ../pareto --dry-run

What is Pareto's is in tools/ownership.json. A file of Pareto's that was edited here stops everything. Killed
half-way it goes on where it stopped when it is run again.
"""
import json
import os
import stat
from pathlib import Path

from kit import cli, consent, files, settings
from kit.problems import Problem, Problems, listed, problem
from project import git, upgrade_plan

OWNERSHIP = "tools/ownership.json"
REQUIREMENTS = "requirements.txt"
HINT = "make upgrade from=../pareto, where a newer Pareto was cloned"
IGNORED = {"__pycache__"}


def checkout(text):
    """The folder of the other checkout. Raises Problems if it cannot be one."""
    if not text:
        raise problem("", 0, "from= names no checkout of Pareto", HINT)
    folder, here = os.path.realpath(text), os.path.realpath(".")
    if not os.path.isdir(folder):
        raise problem("", 0, f"from={text}: there is no such folder", HINT)
    if os.path.commonpath([folder, here]) in (folder, here):
        raise problem("", 0, f"from={text} contains this app, or lies in it", HINT)
    if not git.is_repository(folder):
        raise problem("", 0, f"from={text} is not in git: without Pareto's history nobody knows what was edited here",
                      "clone Pareto, and name the clone")
    top = git.output(folder, "rev-parse", "--show-toplevel").decode().strip()
    if os.path.realpath(top) != folder:
        raise problem("", 0, f"from={text} is a part of {top}", f"from={top}" if ownership(top) else HINT)
    if not ownership(folder):
        raise problem("", 0, f"from={text} is no Pareto, or one that is older than `make upgrade`", HINT)
    return folder


def ownership(folder):
    """tools/ownership.json of a repository's last commit; {} if it has none: it is no Pareto, or an old one."""
    shown = git.completed(folder, "cat-file", "blob", f"HEAD:{OWNERSHIP}")
    try:
        there = json.loads(shown.stdout) if shown.returncode == 0 else {}
    except ValueError:
        return {}
    return there if isinstance(there, dict) and {"pareto", "shared"} <= there.keys() else {}


def roots(here, there):
    """(what to write, what to look at): the names at the root that are Pareto's, there and in either.

    A newer Pareto never takes what is the app's here.
    """
    app = {*here["app"], settings.read()["package"].split("/")[0]}
    wanted = [name for name in there["pareto"] if name not in app and "/" not in name and name not in ("", ".", "..")]
    return sorted(wanted), sorted({*wanted, *here["pareto"]} - app)


def present(names):
    """{path: (mode, hash)} of all that lies here under some names; what is no file has the hash None."""
    waiting, found = list(names), {}
    for path in waiting:
        if os.path.isdir(path) and not os.path.islink(path):
            waiting += [os.path.join(path, name) for name in sorted(os.listdir(path))
                        if name not in IGNORED and not name.endswith((".pyc", ".partial"))]
        elif os.path.lexists(path):
            found[path] = described(path)
    return found


def described(path):
    """("100644", hash) of a file as git has it; no hash for a link."""
    if os.path.islink(path) or not os.path.isfile(path):
        return "120000", None
    mode = "100755" if os.stat(path).st_mode & stat.S_IXUSR else "100644"
    return mode, git.content_hash(Path(path).read_bytes())


def shared(names, folder, pareto):
    """({path: text}, [Problem]) of the files of lines that are both Pareto's and the app's, where they change."""
    texts, problems = {}, []
    for name in names:
        if name not in pareto.files:
            continue
        versions = [git.content(folder, hash_).decode(errors="surrogateescape") for path, hash_ in sorted(pareto.every)
                    if path == name and int(hash_, 16)]
        wanted = git.content(folder, pareto.files[name][1]).decode(errors="surrogateescape")
        here = Path(name).read_bytes().decode(errors="surrogateescape") if os.path.exists(name) else ""
        text = upgrade_plan.merged(here, wanted, versions)
        if text != here:
            texts[name] = text
            problems += upgrade_plan.pin_problems(name, here, wanted, versions) if name == REQUIREMENTS else []
    return texts, problems


def misplaced(checkout_, entries, add, names):
    """[Problem] of links: what is written to one here would land elsewhere, and one there is no file of Pareto's."""
    return [*(Problem(name, 0, "is a link", "put what it leads to in its place") for name in names
              if os.path.islink(name)),
            *(Problem(path, 0, "is a folder, and a file of Pareto's goes there", "give the folder another name")
              for path in add if os.path.isdir(path)),
            *(Problem(f"{checkout_}/{path}", 0, "is a link, and no file", "this is no right Pareto")
              for path, (mode, _hash) in entries.items() if mode not in ("100644", "100755"))]


def write(path, data, mode="100644"):
    """Replaces a file, whole or not at all."""
    files.write_bytes(path, data)
    os.chmod(path, 0o755 if mode == "100755" else 0o644)


def apply(plan, texts, contents, pareto):
    """Does it: first what is new, then what changed, the tools and the Makefile last; then takes away what is gone."""
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
    folder, here = checkout(args.checkout), files.read_json(OWNERSHIP)
    there = ownership(folder)
    wanted, looked_at = roots(here, there)
    if dirty := git.changed(folder, *wanted, *there["shared"]):
        raise problem("", 0, f"from={args.checkout} has changes that are not committed: {listed(dirty)}",
                      "commit them there, or take them back")
    pareto = upgrade_plan.Pareto(git.tree(folder, *wanted, *there["shared"]), git.versions(folder, "HEAD"),
                                 git.versions(folder, "--all", "HEAD"))
    own = {path: entry for path, entry in pareto.files.items() if path not in there["shared"]}
    plan = upgrade_plan.plan(present(looked_at), pareto._replace(files=own))
    texts, problems = shared(there["shared"], folder, pareto)
    if problems := [*misplaced(args.checkout, pareto.files, plan.add, [*looked_at, *texts]), *plan.problems, *problems]:
        raise Problems(*problems)
    if not lines(plan, texts):
        return cli.say(f"this is the Pareto of {args.checkout} already: nothing to do")
    print("\n".join(lines(plan, texts)))
    if args.dry_run:
        return
    contents = {path: git.content(folder, own[path][1]) for path in [*plan.add, *plan.change]}
    consent.ask(f"change these {len(lines(plan, texts))} files", "upgrade", args.yes)
    apply(plan, texts, contents, pareto)
    cli.say("next: `make test`, then git add -A && git commit")


if __name__ == "__main__":
    cli.run(main)
