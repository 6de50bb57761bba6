"""Reading what the checks look at: files and what code does, kept between runs for what did not change."""
import hashlib
import os
from pathlib import Path

import orjson

import recipes
from checks import files as file_facts
from checks.subject import Subject
from interpreter import observed
from interpreter.sources import Sources
from kit import file_cache, files, yaml_lines
from kit.parallel import together
from kit.problems import Problems
from scan import package

PARTS = ("kit", "aws", "interpreter", "scan", "recipes", "checks", "")


def subject(model, settings_path, kept, lints=False, linted=None):
    """The Subject of an app model, and what to keep for the next run.

    kept   {name: [stamp, facts]} of the last run; lints, linted: see checks/template.py
    """
    root = model["package"]
    name = root.rpartition("/")[2]
    paths = package.modules(root, name, package.tree(root))
    sources = Sources({dotted: path for dotted, path in paths.items()})
    sources.files = {dotted: path for dotted, path in sources.files.items() if not path.endswith("/test.py")}
    stamps = {path: stamp(path) for path in sorted({*paths.values(), settings_path})}
    place = hashlib.blake2b(orjson.dumps(sorted(paths.values())), digest_size=16).hexdigest()
    seen = _facts(model["lambdas"], kept, "lambda ", lambda fn: lambda_stamp(fn, kept, stamps, place),
                  lambda name_: observed(model["lambdas"][name_], sources,
                                         recipes.event_shape(model["lambdas"][name_]["infra"])))
    used = sorted({path for one in seen.values() for path in one["files"]} | {settings_path})
    read = _facts({path: path for path in used}, kept, "", lambda path: stamps[path],
                  lambda path: file_facts.facts(sources.text(path)) if path != settings_path
                  else {"flakes": [], "slips": [], "imports": [], "allows": file_facts.allowances(_text(path))})
    made = Subject(model, seen, read, said(settings_path), layers(root))
    made.paths, made.sources, made.lints, made.linted = set(paths.values()), sources, lints, linted or {}
    keep = {path: [stamps[path], read[path]] for path in used}
    keep.update((f"lambda {name_}", [_stamp_of(fn, seen[name_]["files"], stamps, place), seen[name_]])
                for name_, fn in model["lambdas"].items())
    return made, keep


def stamp(path):
    """[changed, status changed, size] of a file, zeros if it is not there."""
    try:
        return file_cache.stamp(path)
    except OSError:
        return [0, 0, 0]


def _facts(items, kept, prefix, stamp_of, work):
    """{name: facts}: the kept ones where the stamp is the same, all others worked out, on all cores if many."""
    found, fresh = {}, []
    for name, item in items.items():
        entry = kept.get(prefix + name)
        if entry and entry[0] == stamp_of(item):
            found[name] = entry[1]
        else:
            fresh.append(name)
    found.update(zip(fresh, together(fresh, work)))
    return found


def lambda_stamp(fn, kept, stamps, place):
    """The stamp of a lambda, from the files that it was seen to load the last time."""
    entry = kept.get(f"lambda {fn['name']}")
    return _stamp_of(fn, entry[1]["files"], stamps, place) if entry else None


def _stamp_of(fn, paths, stamps, place):
    """What the facts of a lambda depend on: its block, its files, and which files there are."""
    held = [stamps.get(path, [0, 0, 0]) for path in paths]
    made = hashlib.blake2b(orjson.dumps([fn["infra"], fn["handler"], held, paths, place], option=orjson.OPT_SORT_KEYS),
                           digest_size=16)
    return [max((one[0] for one in held), default=0), max((one[1] for one in held), default=0), made.hexdigest()]


def _text(path):
    """The text of a file, "" if it cannot be read."""
    try:
        return files.read_text(path)
    except Problems:
        return ""


def said(path):
    """{"path", "env": {name: value or {stage: value}}, "lines": {"env.A": 4}} of app.yaml."""
    text = _text(path)
    value, lines, _mistakes = yaml_lines.file_document(text)
    env = value.get("env") if isinstance(value, dict) else None
    return {"path": path, "env": env if isinstance(env, dict) else {}, "lines": lines}


def layers(root):
    """{layer: [requirement]} of the folders in layers/, beside the package."""
    folder = Path(os.path.dirname(root), "layers")
    return {path.parent.name: _text(path).split("\n") for path in sorted(folder.glob("*/requirements.txt"))}
