"""What the tests of an app depend on: one digest for each file of tests, the same while nothing of it changes.

    {"lambdas/hello/test.py": "9f86d0...", "lambdas/test_journey.py": ..., "tests": ...}
"""
import hashlib
import os
import sys
from pathlib import Path

from kit import files
from recipes import template

IGNORED = {"__pycache__", ".git", ".venv", "build", "node_modules"}
ITSELF = ("conftest.py", "pytest.ini", "requirements.txt")


def keys(app, settings):
    """{path: digest} of every file of tests in the app's package, and of the folder `tests`, if there is one.

    app       app.json
    settings  those of app.yaml; `env` holds values that lambdas see, and counts
    """
    shared = [path for path in tree(app["package"]) if path.name == "conftest.py"]
    kit = digest(tree("tools"), *ITSELF, *shared, more=[sys.version.encode(), files.json_bytes(settings)])
    parts = template.parts(app)
    made, owners = template.template(app, parts)["Resources"], template.owners(app, parts)
    owned = {Path(fn["path"]).parent: name for name, fn in app["lambdas"].items()}
    tests = [path for path in tree(app["package"]) if path.name == "test.py" or path.name.startswith("test_")]
    bus = files.json_bytes({id_: one for id_, one in made.items() if one["Type"] == "AWS::Events::Rule"})
    everything = digest(tree(app["package"]), more=[kit.encode(), files.json_bytes(made)])
    found = {}
    for path in tests:
        name = owned.get(path.parent)
        found[str(path)] = lambda_key(app, made, owners, name, [kit.encode(), bus]) if name else everything
    if os.path.isdir("tests"):
        found["tests"] = digest([path for path in tree(".") if not path.is_relative_to(app["package"])])
    return found


def lambda_key(app, made, owners, name, more):
    """The digest of a lambda: its folder, the modules that it imports, those that it may call, its resources.

    made    {logical id: resource} of the template
    owners  {logical id: (owner, word)} of recipes/template.py
    """
    fn = app["lambdas"][name]
    callable_ = {name, *(one["of"] for one in fn["env"] if one["kind"] == "function")}
    inner = {Path(other["path"]).parent for other in app["lambdas"].values()}
    folders = [Path(app["lambdas"][one]["path"]).parent for one in sorted(callable_)]
    mine = [path for folder in folders for path in tree(folder, but=inner - {folder})]
    modules = [path for one in sorted(callable_) for path in app["lambdas"][one]["modules"]]
    own = {one: made[one] for one in named(owners, callable_, fn)}
    return digest(mine, *modules, more=[*more, files.json_bytes(own), files.json_bytes(fn)])


def named(owners, callable_, fn):
    """The logical ids of the resources that a lambda's tests may see."""
    kinds = {(one["kind"], one["of"]) for one in fn["env"]}
    kinds |= {(one["source"]["type"], one["source"]["name"]) for one in fn["infra"].get("events", [])
              if "source" in one}
    return sorted(id_ for id_, (owner, word) in owners.items() if owner in callable_ or (word, owner) in kinds)


def tree(folder, but=()):
    """Every file below a folder, sorted, without those of the folders `but`."""
    found = []
    for place, folders, inside in os.walk(folder):
        folders[:] = [one for one in folders if one not in IGNORED and Path(place, one) not in but]
        found += [Path(place, one) for one in inside if not one.endswith((".pyc", ".partial"))]
    return sorted(found)


def digest(paths, *others, more=()):
    """One digest of names and contents; a file that is not there counts as such."""
    made = hashlib.blake2b(digest_size=16)
    for path in [*paths, *map(Path, others)]:
        made.update(str(path).encode() + b"\0")
        made.update(path.read_bytes() if path.is_file() else b"\1")
    for part in more:
        made.update(part)
    return made.hexdigest()
