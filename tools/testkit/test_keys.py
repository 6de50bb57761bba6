"""What the tests of an app depend on: one digest for each file of tests, the same while nothing of it changes.

    {"lambdas/hello/test.py": "9f86d0...", "lambdas/test_journey.py": ...}
"""
import functools
import hashlib
import os
import sys

from kit import files
from push.layers import layer_files
from recipes import template

IGNORED = {"__pycache__", ".git", ".venv", "build", "node_modules"}
RECORD = "build/tests/passed.json"  # {"asked": {path: digest}, "passed": {path: digest}, "failed": {path: digest}}
ITSELF = ("conftest.py", "pytest.ini", "requirements.txt")


def keys(app, settings):
    """{path: digest} of every file of tests in the app's package.

    app       app.json
    settings  those of app.yaml; `env` holds values that lambdas see, and counts
    """
    content.cache_clear()
    parts, package = template.parts(app), tree(app["package"])
    made, owners = template.template(app, parts)["Resources"], template.owners(app, parts)
    shared = [path for path in package if os.path.basename(path) == "conftest.py"]
    kit = digest([*tree("tools"), *ITSELF, *shared], sys.version.encode(), files.json_bytes(settings)).encode()
    rules = files.json_bytes({id_: one for id_, one in made.items() if one["Type"] == "AWS::Events::Rule"})
    whole = digest(package, kit, files.json_bytes(made))
    inside, found = by_lambda(app, package), {}
    for path in package:
        name = os.path.basename(path)
        if name.startswith("test_") and name.endswith(".py"):
            found[path] = whole
    for name, fn in app["lambdas"].items():
        path = os.path.join(os.path.dirname(fn["path"]), "test.py")
        if path in inside[name]:
            reach = {name, *(one["of"] for one in fn["env"] if one["kind"] == "function")}
            own = {id_: made[id_] for id_ in named(owners, reach, fn)}
            mine = [path for one in sorted(reach) for path in (*inside[one], *app["lambdas"][one]["modules"])]
            mine += map(layer_files.requirements, fn["infra"]["layers"])
            found[path] = digest(mine, kit, rules, files.json_bytes(own), files.json_bytes(fn))
    return found


def record(kind):
    """{path: digest} of what "passed" or "failed" in earlier runs."""
    try:
        return files.read_json(RECORD).get(kind, {}) if os.path.exists(RECORD) else {}
    except AttributeError:
        return {}


def failing(app, settings):
    """The app's files of tests whose last run failed, and of which nothing changed since; sorted."""
    failed = record("failed")
    now = keys(app, settings) if failed else {}
    return sorted(path for path, digest_ in failed.items() if now.get(path) == digest_)


def by_lambda(app, package):
    """{lambda: the files of its folder}, without those of lambdas further in."""
    owners = {os.path.dirname(fn["path"]): name for name, fn in app["lambdas"].items()}
    found = {name: [] for name in app["lambdas"]}
    for path in package:
        folder = os.path.dirname(path)
        while folder and folder not in owners:
            folder = os.path.dirname(folder)
        if folder in owners:
            found[owners[folder]].append(path)
    return found


def named(owners, reach, fn):
    """The logical ids of the resources that a lambda's tests may see.

    owners  {logical id: (owner, word)} of recipes/template.py; reach  the lambda, and those that it calls
    """
    kinds = {(one["kind"], one["of"]) for one in fn["env"]}
    kinds |= {(one["source"]["type"], one["source"]["name"]) for one in fn["infra"].get("events", [])
              if "source" in one}
    return sorted(id_ for id_, (owner, word) in owners.items() if owner in reach or (word, owner) in kinds)


def tree(folder):
    """Every file below a folder, sorted: "lambdas/hello/index.py"."""
    found = []
    for place, folders, inside in os.walk(folder):
        folders[:] = [one for one in folders if one not in IGNORED]
        found += [os.path.normpath(os.path.join(place, one)) for one in inside
                  if not one.endswith((".pyc", ".partial"))]
    return sorted(found)


def digest(paths, *more):
    """One digest of names and contents of files, and of what else is given as bytes."""
    made = hashlib.blake2b(b"\0".join(map(content, paths)), digest_size=16)
    for part in more:
        made.update(part)
    return made.hexdigest()


@functools.cache
def content(path):
    """Name and digest of one file; one that is not there counts as such."""
    try:
        with open(path, "rb") as file:
            return os.fsencode(path) + hashlib.blake2b(file.read(), digest_size=16).digest()
    except OSError:
        return path.encode()
