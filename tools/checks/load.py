"""Loads the Subject of the checks: files and what their code does, cached between runs for what did not change."""
import hashlib
import os
from pathlib import Path

import orjson

import recipes
from aws.app import AppModel
from checks import files as file_facts
from checks.subject import Subject
from interpreter import observed
from interpreter.sources import Sources
from kit import file_cache, files, yaml_lines
from kit.parallel import parallel_results
from kit.problems import Problems
from scan import package

PARTS = ("kit", "aws", "interpreter", "scan", "recipes", "checks", "")


def subject(model: AppModel, settings_path: str, cached: dict, lints: bool = False,
            linted: dict | None = None) -> tuple[Subject, dict]:
    """The Subject of an app model, and the cache for the next run.

    cached  {name: [stamp, facts]} of the last run; lints, linted: see checks/template.py
    """
    root = model["package"]
    name = root.rpartition("/")[2]
    paths = package.modules(root, name, package.tree(root))
    sources = Sources(dict(paths))
    sources.files = {dotted: path for dotted, path in sources.files.items() if not path.endswith("/test.py")}
    stamps = {path: stamp(path) for path in sorted({*paths.values(), settings_path})}
    files_digest = hashlib.blake2b(orjson.dumps(sorted(paths.values())), digest_size=16).hexdigest()
    observations = _facts(model["lambdas"], cached, "lambda ",
                          lambda fn: lambda_stamp(fn, cached, stamps, files_digest),
                          lambda name_: observed(model["lambdas"][name_], sources,
                                                 recipes.event_shape(model["lambdas"][name_]["infra"])))
    used = sorted({path for observation in observations.values() for path in observation["files"]} | {settings_path})
    facts = _facts({path: path for path in used}, cached, "", lambda path: stamps[path],
                   lambda path: file_facts.facts(sources.text(path)) if path != settings_path
                   else {"flakes": [], "pitfalls": [], "imports": [], "allows": file_facts.allowances(_text(path))})
    result = Subject(model, observations, facts, settings_facts(settings_path), layers(root))
    result.paths, result.sources, result.lints, result.linted = set(paths.values()), sources, lints, linted or {}
    to_cache = {path: [stamps[path], facts[path]] for path in used}
    to_cache.update((f"lambda {name_}",
                     [_stamp_of(fn, observations[name_]["files"], stamps, files_digest), observations[name_]])
                    for name_, fn in model["lambdas"].items())
    return result, to_cache


def stamp(path: str) -> list:
    """[changed, status changed, size] of a file; zeros if it does not exist."""
    try:
        return file_cache.stamp(path)
    except OSError:
        return [0, 0, 0]


def _facts(items, cached, prefix, stamp_of, work):
    """{name: facts}: cached ones where the stamp is the same, the others computed, on all cores if there are many."""
    facts, missing = {}, []
    for name, item in items.items():
        entry = cached.get(prefix + name)
        if entry and entry[0] == stamp_of(item):
            facts[name] = entry[1]
        else:
            missing.append(name)
    facts.update(zip(missing, parallel_results(missing, work)))
    return facts


def lambda_stamp(fn, cached, stamps, files_digest):
    """The stamp of a lambda, from the files that it loaded in the last run; None if it is new."""
    entry = cached.get(f"lambda {fn['name']}")
    return _stamp_of(fn, entry[1]["files"], stamps, files_digest) if entry else None


def _stamp_of(fn, paths, stamps, files_digest):
    """What the facts of a lambda depend on: its block, the stamps of its files, and the names of all files."""
    file_stamps = [stamps.get(path, [0, 0, 0]) for path in paths]
    content = orjson.dumps([fn["infra"], fn["handler"], file_stamps, paths, files_digest],
                           option=orjson.OPT_SORT_KEYS)
    digest = hashlib.blake2b(content, digest_size=16)
    changed, status_changed = (max((file_stamp[part] for file_stamp in file_stamps), default=0) for part in (0, 1))
    return [changed, status_changed, digest.hexdigest()]


def _text(path):
    """The text of a file, "" if it cannot be read."""
    try:
        return files.read_text(path)
    except Problems:
        return ""


def settings_facts(path: str) -> dict:
    """{"path", "env": {name: value or {stage: value}}, "lines": {"env.A": 4}} of app.yaml."""
    text = _text(path)
    value, lines, _mistakes = yaml_lines.file_document(text, functions=True)
    env = value.get("env") if isinstance(value, dict) else None
    return {"path": path, "env": env if isinstance(env, dict) else {}, "lines": lines}


def layers(root: str) -> dict[str, list[str]]:
    """{layer: [requirement]} of the folders in layers/, beside the package."""
    folder = Path(os.path.dirname(root), "layers")
    return {path.parent.name: _text(path).split("\n") for path in sorted(folder.glob("*/requirements.txt"))}
