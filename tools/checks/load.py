"""Loads the Subject of the checks: files and what their code does, cached between runs for what did not change."""
from pathlib import Path

from aws.app import AppModel
from checks import files as file_facts
from checks.subject import Subject
from kit import file_cache, files, yaml_lines
from kit.parallel import parallel_results
from kit.problems import Problems
from scan import observing, package


def subject(model: AppModel, settings_path: str, cached: dict, lints: bool = False,
            linted: dict | None = None) -> tuple[Subject, dict]:
    """The Subject of an app model, and the cache for the next run.

    cached  {name: [stamp, facts]} of the last run; lints, linted: see checks/template.py
    """
    root = model["package"]
    name = root.rpartition("/")[2]
    paths = package.modules(root, name, package.tree(root))
    sources = observing.sources_of(paths)
    stamps = file_cache.Stamps(paths)
    followed = observing.observations(model, stamps, lambda: sources, cached)
    observations = {name_: followed[f"lambda {name_}"][1] for name_ in model["lambdas"]}
    used = sorted({path for observation in observations.values() for path in observation["files"]} | {settings_path})
    for path in used:  # here, for all processes, the checks and the facts: nothing parses it again
        if path != settings_path and not (path in cached and cached[path][0] == stamps.of_file(path)):
            sources.tree(path)
    facts = _facts(used, cached, stamps.of_file,
                   lambda path: file_facts.facts(sources.text(path), sources.tree(path)) if path != settings_path
                   else {"flakes": [], "pitfalls": [], "imports": [], "allows": file_facts.allowances(_text(path))})
    result = Subject(model, observations, facts, settings_facts(settings_path), layers(settings_path))
    result.paths, result.sources, result.lints, result.linted = set(paths.values()), sources, lints, linted or {}
    return result, {**{path: [stamps.of_file(path), facts[path]] for path in used}, **followed}


def _facts(paths, cached, stamp_of, work):
    """{path: facts} of files: cached ones where the stamp is the same, the others read, on all cores if many."""
    facts = {path: cached[path][1] for path in paths if path in cached and cached[path][0] == stamp_of(path)}
    missing = [path for path in paths if path not in facts]
    facts.update(zip(missing, parallel_results(missing, work)))
    return facts


def _text(path):
    """The text of a file, "" if it cannot be read."""
    try:
        return files.read_text(path)
    except Problems:
        return ""


def settings_facts(path: str) -> dict:
    """{"path", "env": {name: value or {stage: value}}, "lines": {"env.A": 4}} of app.yaml."""
    text = _text(path)
    value, lines, _problems = yaml_lines.file_document(text, functions=True)
    env = value.get("env") if isinstance(value, dict) else None
    return {"path": path, "env": env if isinstance(env, dict) else {}, "lines": lines}


def layers(settings_path: str) -> dict[str, list[str]]:
    """{layer: [requirement]} of the folders in layers/, beside app.yaml."""
    folder = Path(settings_path).parent / "layers"
    return {path.parent.name: _text(path).split("\n") for path in sorted(folder.glob("*/requirements.txt"))}
