"""What the app's own words (scan/own_words.py) add to the template, stored in the app model by the scan."""
import copy
import re
from typing import Any

from aws.app import AppModel, WordParts
from aws.iam import evaluation
from kit import schema
from kit.problems import Problem, Problems
from scan import resource_file
from scan.own_words import OwnWord

RESULTS = ("resources", "outputs", "statements")
ID_HINT = 'letters and digits only: names.logical_id(fn["name"], "alarm")'
ACTION = re.compile(r"\*|[\w-]+:[\w*?]+")
TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
STATEMENT = {"type": "object", "required": ["Effect", "Action", "Resource"], "additionalProperties": False,
             "examples": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}], "properties": {
                 "Effect": {"type": "string", "enum": ["Allow", "Deny"]}, "Action": TEXTS, "Resource": {},
                 "Sid": {"type": "string"}, "Condition": {"type": "object"}}}
SHAPES: dict[str, dict] = {
    **dict.fromkeys(("resources", "shared"), {"title": "the result", "type": "object",
                                              "description": "{logical id: cfn.resource(type, properties)}",
                                              "additionalProperties": resource_file.RESOURCE}),
    "outputs": {"title": "the result", "type": "object", "description": '{name: {"Value": ...}}',
                "additionalProperties": resource_file.OUTPUT},
    "statements": {"title": "the result", "type": "array", "examples": [STATEMENT["examples"]], "items": STATEMENT}}


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
    results: dict[str, Any] = {"resources": {}, "outputs": {}, "statements": []}
    problems: list[Problem] = []
    for name, values in arguments.items():
        result, fault = recipe.call(name, *values)
        faults = [fault] if fault else [Problem(recipe.path, recipe.line(name), f"{name}(): {message}", hint)
                                        for message, hint in result_problems(name, result, values[0])]
        problems += faults
        if not faults:
            results["resources" if name == "shared" else name] = resource_file.normal(result)
    results["resources"] = resource_file.with_properties(results["resources"])
    parts: Any = results
    return parts, problems


def result_problems(name: str, result: Any, app: AppModel) -> list[tuple[str, str]]:
    """[(message, hint)] of what a function of a recipe returns, if the template cannot have it."""
    if result is None:
        return [("the result is None", f"`return {'[]' if name == 'statements' else '{}'}`, if there is nothing")]
    faults = schema.problems(SHAPES[name], result)
    if not faults and name != "statements":
        faults = [("", f"the logical id {id_!r}", ID_HINT) for id_ in result if not resource_file.ID.fullmatch(id_)]
        faults += [("", f"{message} in {key}", hint)
                   for key, message, hint in resource_file.function_problems(result, name)]
    if not faults and name in ("resources", "shared"):
        faults = [problem for id_, resource in result.items() for problem in resource_file.resource_problems(
            id_, resource, app["settings"]["region"])]
    if not faults and name == "statements":
        faults = [("", f"{at}: {action!r} is no action of IAM", "service:Action, e.g. sns:Publish")
                  for at, statement in enumerate(result) for action in evaluation.listed(statement["Action"])
                  if not ACTION.fullmatch(action)]
    return [(message, hint) for _key, message, hint in faults]
