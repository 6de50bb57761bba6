"""What the app's own words (scan/own_words.py) add to the template, stored in the app model by the scan."""
import copy
from typing import Any

from aws.app import AppModel, WordParts
from kit.problems import Problem, Problems
from kit.schema import shown
from scan import resource_file
from scan.own_words import OwnWord

RESULTS = ("resources", "outputs", "statements")


def with_parts(model: Any, own: dict[str, OwnWord]) -> AppModel:
    """The app model with `words` where the app's own words are used. Raises Problems of recipes."""
    problems: list[Problem] = []
    shared: dict[str, WordParts] = {}
    app = copy.deepcopy(model) if own else model  # a recipe may change what it gets
    lambdas = dict(model["lambdas"])
    for word, recipe in sorted(own.items()):
        names = [name for name, fn in sorted(lambdas.items()) if word in (fn["infra"] or {})]
        for name in names:
            parts, faults = parts_of(recipe, {key: (app, app["lambdas"][name]) for key in RESULTS})
            problems += faults
            lambdas[name] = {**lambdas[name], "words": {**lambdas[name].get("words", {}), word: parts}}
        if names and "shared" in recipe.functions:
            shared[word], faults = parts_of(recipe, {"shared": (app, [app["lambdas"][name] for name in names])})
            problems += faults
    if problems:
        raise Problems(*problems)
    result: Any = {**model, "lambdas": lambdas}
    if shared:
        result["words"] = shared
    return result


def parts_of(recipe: OwnWord, arguments: dict[str, Any]) -> tuple[WordParts, list[Problem]]:
    """(what functions of a recipe return, [Problem]). arguments: {"resources": (app, fn)}"""
    results, problems = {"resources": {}, "outputs": {}, "statements": []}, []
    for name, values in arguments.items():
        result, fault = recipe.call(name, *values)
        faults = [fault] if fault else [Problem(recipe.path, 0, f"{name}() returns {message}", hint)
                                        for message, hint in result_problems(name, result)]
        problems += faults
        if not faults:
            results["resources" if name == "shared" else name] = resource_file.normal(result)
    parts: Any = results
    return parts, problems


def result_problems(name: str, result: Any) -> list[tuple[str, str]]:
    """[(message, hint)] of what a function of a recipe returns, if the template cannot have it."""
    if name == "statements":
        return [(f"{shown(entry)}, which is no statement", '{"Effect": "Allow", "Action": [...], "Resource": ...}')
                for entry in result if not isinstance(entry, dict) or not {"Action", "Resource"} <= entry.keys()]
    if not isinstance(result, dict):
        return [(f"{shown(result)}, and not a mapping of logical ids", "")]
    problems = [(f"the logical id {id_!r}", "letters and digits only: names.logical_id(fn[\"name\"], \"alarm\")")
                for id_ in result if not resource_file.ID.fullmatch(id_)]
    required = ("Value",) if name == "outputs" else ("Type", "Properties")
    problems += [(f"{id_} without {field}", "") for id_, entry in result.items() for field in required
                 if not isinstance(entry, dict) or field not in entry]
    return problems + [(f"{message} in {key}", hint)
                       for key, message, hint in resource_file.function_problems(result, name)]
