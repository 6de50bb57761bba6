"""What the tests of an app depend on: one digest for each file of tests, the same while nothing of it changes.

    {"lambdas/hello/test.py": "9f86d0...", "lambdas/test_journey.py": ...}
"""
import functools
import hashlib
import os
import sys

from aws.app import AppModel, rule_entries
from kit import files
from kit.settings import Settings
from push import zips
from push.layers import layer_files
from recipes import layer, template

IGNORED = {"__pycache__", ".git", ".venv", "build", "node_modules"}
RECORD = "build/tests/passed.json"  # see results.PassedFiles
ITSELF = ("conftest.py", "pytest.ini", "requirements.txt")


def keys(app: AppModel, settings: Settings) -> dict[str, str]:
    """{path: digest of all that its result depends on} of every file of tests in the app's package.

    app       app.json
    settings  those of app.yaml, with the values of `env`
    """
    content.cache_clear()
    parts, package = template.parts(app), tree(app["package"])
    resources, owners = template.template(app, parts)["Resources"], template.owners(app, parts)
    shared = [path for path in package if os.path.basename(path) == "conftest.py"]
    kit = digest([*tree("tools"), *ITSELF, *shared], sys.version.encode(), files.json_bytes(settings)).encode()
    rules = files.json_bytes({id_: resource for id_, resource in resources.items()
                              if resource["Type"] == "AWS::Events::Rule"})
    whole = digest(package, kit, files.json_bytes(resources))
    inside, digests = by_lambda(app, package), {}
    folders = {os.path.dirname(fn["path"]) for fn in app["lambdas"].values()}
    for path in package:
        name = os.path.basename(path)
        if name.startswith("test_") and name.endswith(".py"):
            digests[path] = whole
    for name, fn in app["lambdas"].items():
        path = os.path.join(os.path.dirname(fn["path"]), "test.py")
        if path in inside[name]:
            reachable = {name, *(variable["of"] for variable in fn["env"]
                                if variable["kind"] == "function" and variable["of"])}
            own_resources = {id_: resources[id_] for id_ in visible_ids(owners, reachable, fn)}
            paths = [path for lambda_ in sorted(reachable)
                     for path in (*inside[lambda_], *app["lambdas"][lambda_]["modules"],
                                  *sorted(zips.data_paths(app["lambdas"][lambda_], folders)))]
            paths += map(layer_files.requirements, layer.folders(fn["infra"]["layers"]))
            digests[path] = digest(paths, kit, rules, files.json_bytes(own_resources), files.json_bytes(fn))
    return digests


def record(kind: str) -> dict:
    """{path: digest} of the files of tests that passed, or failed, in earlier runs; or {path: [[lambda, action,
    resource]]}: the permissions that they used. kind: "passed", "failed" or "exercised"."""
    try:
        return files.read_json(RECORD).get(kind, {}) if os.path.exists(RECORD) else {}
    except AttributeError:
        return {}


def failing(app: AppModel, settings: Settings) -> list[str]:
    """The paths of the app's files of tests whose last run failed, and that have not changed since; sorted."""
    failed = record("failed")
    now = keys(app, settings) if failed else {}
    return sorted(path for path, digest_ in failed.items() if now.get(path) == digest_)


def by_lambda(app, package):
    """{lambda: the files of its folder}, without those of lambdas in subfolders."""
    owners = {os.path.dirname(fn["path"]): name for name, fn in app["lambdas"].items()}
    files_by_lambda = {name: [] for name in app["lambdas"]}
    for path in package:
        folder = os.path.dirname(path)
        while folder and folder not in owners:
            folder = os.path.dirname(folder)
        if folder in owners:
            files_by_lambda[owners[folder]].append(path)
    return files_by_lambda


def visible_ids(owners, reachable, fn):
    """The logical ids of the resources that a lambda's tests may use.

    owners     {logical id: (owner, word)} of recipes/template.py
    reachable  the names of the lambda, and of those that it invokes
    """
    kinds = {(variable["kind"], variable["of"]) for variable in fn["env"]}
    kinds |= {(event["source"]["type"], event["source"]["name"]) for _key, event in rule_entries(fn["infra"])
              if "source" in event}
    return sorted(id_ for id_, (owner, word) in owners.items() if owner in reachable or (word, owner) in kinds)


def tree(folder):
    """Every file below a folder, sorted: "lambdas/hello/index.py"."""
    paths = []
    for directory, folders, files_inside in os.walk(folder):
        folders[:] = [file for file in folders if file not in IGNORED]
        paths += [os.path.normpath(os.path.join(directory, file)) for file in files_inside
                  if not file.endswith((".pyc", ".partial"))]
    return sorted(paths)


def digest(paths, *more):
    """One digest of the names and contents of files, and of more bytes."""
    hash_ = hashlib.blake2b(b"\0".join(map(content, paths)), digest_size=16)
    for part in more:
        hash_.update(part)
    return hash_.hexdigest()


@functools.cache
def content(path):
    """The name and digest of one file; only the name of a missing file, a pipe or a device, which may never end."""
    try:
        with open(path if os.path.isfile(path) else "", "rb") as file:
            return os.fsencode(path) + hashlib.file_digest(file, hashlib.blake2s).digest()
    except OSError:
        return path.encode()
