"""Words of the app's own: words/alarm.py beside app.yaml is the recipe of the word `alarm` (docs/words.md).

A recipe has the form of those in tools/recipes:

    SCHEMA                    the block, as of every word
    resources(app, fn)        {logical id: resource} of a lambda fn
    problems(block)           [(dotted key, message, hint)] beyond the schema
    normal(block)             the block as the other functions get it, in fn["infra"]
    statements(app, fn)       [statement] of the lambda's role
    outputs(app, fn)          {name: {"Value": ...}}
    shared(app, fns)          {logical id: resource} that all lambdas with the word share

SCHEMA and resources are required. The scan runs the recipes, and the app model has the results: no later tool loads a
recipe.
"""
import hashlib
import importlib.util
import inspect
import json
import os
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

import recipes
from kit import file_cache, names, schema
from kit.problems import KeyProblem, Problem, merge_conflict
from scan import cpu_limit

FOLDER = "words"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# function: (its parameters, what it returns when the recipe has none)
FUNCTIONS: dict[str, tuple[int, Any]] = {"problems": (1, []), "normal": (1, None), "resources": (2, {}),
                                         "statements": (2, []), "outputs": (2, {}), "shared": (2, {})}
TYPE = {"type": "string", "enum": [*schema.TYPES]}
TEXTS, MAPPINGS = {"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "object"}}
NUMBER, COUNT, TEXT = {"type": "number"}, {"type": "integer"}, {"type": "string"}
# The keywords of a schema: those of kit/schema.py.
KEYWORDS = {"type": "object", "additionalProperties": False, "description": "see docs/words.md", "properties": {
    "type": {"anyOf": [TYPE, {"type": "array", "items": TYPE}]}, "required": TEXTS, "enum": {"type": "array"},
    "properties": {"type": "object", "additionalProperties": {"type": "object"}}, "items": {"type": "object"},
    "additionalProperties": {"anyOf": [{"type": "boolean"}, {"type": "object"}]}, "anyOf": MAPPINGS, "default": {},
    "examples": {"type": "array"}, "description": TEXT, "title": TEXT, "pattern": TEXT, "minimum": NUMBER,
    "maximum": NUMBER, **dict.fromkeys(("minItems", "maxItems", "minLength", "maxLength"), COUNT)}}


class OwnWord:
    """A recipe of words/, with all functions of a setting. Its calls never raise."""

    def __init__(self, path: str, module: Any):
        self.path, self.SCHEMA = path, module.SCHEMA
        self.functions = {name: getattr(module, name) for name in FUNCTIONS if hasattr(module, name)}

    def line(self, name: str) -> int:
        """The line of a function of the recipe; 1 of what is no function of Python."""
        code = getattr(self.functions.get(name), "__code__", None)
        return code.co_firstlineno if code else 1

    def call(self, name: str, *arguments: Any) -> tuple[Any, Problem | None]:
        """(what a function of the recipe returns, None), or its default and the Problem of what it raised."""
        default = arguments[0] if name == "normal" else FUNCTIONS[name][1]
        if name not in self.functions:
            return default, None
        try:
            with cpu_limit.limited():
                result = self.functions[name](*arguments)
                result = [*result] if name in ("problems", "statements") else result
            if name == "normal" and result is None and default is not None:
                return default, Problem(self.path, self.line(name), "normal() returns None", "return the block")
            text = orjson.dumps(result)
            json.dumps(result, allow_nan=False)  # raises of NaN, for which orjson writes null
            return orjson.loads(text), None
        except (Exception, SystemExit, cpu_limit.Endless) as error:  # the app's own code may raise anything
            problem = raised(self.path, error, f"{name}() ")
            return default, problem._replace(line=problem.line or self.line(name))

    def problems(self, block: Any) -> list[KeyProblem]:
        """[problem] of a valid block, and of what the recipe itself raises with it."""
        reported, fault = self.call("problems", block)
        if fault is None and not all(isinstance(item, list) and len(item) == 3 for item in reported):
            fault = Problem(self.path, self.line("problems"), "problems() returns no list of (key, message, hint)",
                            'return [("to", "nobody reads example.com", "an address of the team")]')
        if fault is None and not reported:
            _normal, fault = self.call("normal", schema.filled(self.SCHEMA, block))
        return [("", str(fault._replace(hint="")), fault.hint)] if fault else [
            (str(key), str(message), str(hint)) for key, message, hint in reported]

    def normal(self, block: Any) -> Any:
        """The block as the recipe's other functions get it."""
        return self.call("normal", block)[0]


def words(root: str, read: dict) -> tuple[dict[str, OwnWord], list[Problem]]:
    """({word: its recipe}, [Problem of recipes that are wrong]) of words/ in a folder; ({}, []) without it.

    read  the dict of the scan's facts, to which the stamp of words/ is added
    """
    folder = os.path.join(root, FOLDER)
    own, problems, stamps = {}, [], []
    names = sorted(path.name for path in Path(folder).glob("*.py") if path.is_file())
    for name in names:
        path, word = os.path.join(folder, name), name.removesuffix(".py").replace("_", "-")
        if name.startswith(("_", "test")):
            continue
        recipe, faults = recipe_of(path, word)
        problems += faults
        stamps.append(file_cache.stamp(path) if os.path.exists(path) else [0, 0, 0])
        if recipe:
            own[word] = recipe
    if stamps:
        digest = hashlib.blake2b(orjson.dumps([ascii(names), stamps]), digest_size=16).hexdigest()
        read[FOLDER] = [[*(max(stamp[part] for stamp in stamps) for part in (0, 1)), digest], sorted(own)]
    return own, problems


def changed(cached: dict, read: dict) -> bool:
    """Whether the words have changed since the facts were cached."""
    return cached.get(FOLDER) != read.get(FOLDER)


def recipe_of(path: str, word: str) -> tuple[OwnWord | None, list[Problem]]:
    """(the recipe in a file, []), or (None, [Problem])."""
    if not NAME.fullmatch(os.path.basename(path).removesuffix(".py")):
        return None, [Problem(path, 1, f"{word!r} cannot be a word", "lower-case letters, digits and _: alarm.py")]
    if word in recipes.WORDS:
        return None, [Problem(path, 1, f"{word} is a word of Pareto",
                              f"another name, e.g. own_{os.path.basename(path)}")]
    try:
        module = loaded(path, word)
    except SyntaxError as error:
        if conflict := merge_conflict(Path(path).read_text("utf-8", "replace")):
            return None, [Problem(path, *conflict)]
        return None, [Problem(path, error.lineno or 1, f"not Python: {error.msg}",
                              "correct it: the scan runs the recipe")]
    except (Exception, SystemExit, cpu_limit.Endless) as error:  # the app's own code may raise anything
        problem = raised(path, error)
        return None, [problem._replace(line=problem.line or 1)]
    problems = module_problems(path, module)
    return (None if problems else OwnWord(path, module)), problems


def loaded(path: str, word: str) -> Any:
    """The module in a file, executed; nothing is compiled into the folder."""
    spec = importlib.util.spec_from_file_location(f"own_word_{word.replace('-', '_')}", path)
    assert spec and spec.loader  # of a path that ends in .py
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with cpu_limit.limited():
            spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def raised(path: str, error: BaseException, function: str = "") -> Problem:
    """The Problem of an exception, at the line of the file that raised it. function: "resources() ", which raised it"""
    lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path
             or os.path.abspath(frame.filename) == os.path.abspath(path)]
    hint = "a recipe imports the standard library, aws.cfn and kit.names (docs/words.md)" \
        if isinstance(error, ImportError) else "correct this line: the scan runs the recipe (docs/words.md)"
    if isinstance(error, cpu_limit.Endless):
        return Problem(path, lines[-1] if lines else 0, f"{function}{error}",
                       "does a loop never end? A recipe computes and returns")
    return Problem(path, lines[-1] if lines else 0, f"{function}raises {type(error).__name__}: {error}", hint)


def module_problems(path: str, module: Any) -> list[Problem]:
    """[Problem] of a module that is no recipe."""
    line_of = definitions(path)
    if not isinstance(getattr(module, "SCHEMA", None), dict):
        return [Problem(path, line_of.get("SCHEMA", 1), "a recipe needs SCHEMA, the JSON Schema of its block",
                        'SCHEMA = {"type": "object", "description": "...", "properties": {}, "examples": [{}]}')]
    problems = [Problem(path, line_of.get("SCHEMA", 1), message, hint)
                for message, hint in schema_problems(module.SCHEMA)]
    if "resources" not in vars(module):
        problems.append(Problem(path, 1, "a recipe needs resources(app, fn)", "def resources(app, fn):\n    return {}"))
    for name, (count, _default) in FUNCTIONS.items():
        function = getattr(module, name, None)
        if function is not None and not takes(function, count):
            problems.append(Problem(path, line_of.get(name, 1), f"{name} must take {names.quantity(count, 'argument')}",
                                    "block" if count == 1 else "app, fn"))
    return problems


def definitions(path: str) -> dict[str, int]:
    """{name: line} of what a file defines at its margin, found by its text."""
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        lines = [(match[1] or match[2], line) for line, text in enumerate(file, 1)
                 if (match := re.match(r"def (\w+)|(\w+)\s*[:=]", text))]
    return dict(reversed(lines))


def takes(function: Callable, count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    try:
        inspect.signature(function).bind(*range(count))
        return True
    except (TypeError, ValueError):
        return False


def schema_problems(node: Any, key: str = "SCHEMA") -> list[tuple[str, str]]:
    """[(message, hint)] of a schema that kit/schema.py cannot use."""
    try:
        orjson.dumps(node)
    except TypeError as error:
        return [(f"{key} is no JSON: {error}", "dicts, lists, texts, numbers, True, False and None")]
    problems = [(message, hint) for _key, message, hint in schema.problems(KEYWORDS, node, key)]
    if problems:
        return problems
    if "pattern" in node and (fault := schema.pattern_fault(node["pattern"])):
        problems.append((f"{key}.pattern: {node['pattern']!r} is no regular expression: {fault}", "^[a-z]+$"))
    parts = [(f"{key}.properties.{name}", part) for name, part in node.get("properties", {}).items()]
    parts += [(f"{key}.{name}", node[name]) for name in ("items", "additionalProperties")
              if name in node and not isinstance(node[name], bool)]
    parts += [(f"{key}.anyOf.{at}", part) for at, part in enumerate(node.get("anyOf", []))]
    problems += [problem for name, part in parts for problem in schema_problems(part, name)]
    if node.get("default") is not None and not problems:
        faults = schema.problems(node, node["default"], f"{key}.default")
        problems += [(message, hint) for _key, message, hint in faults]
    if key == "SCHEMA" and not problems:
        problems += [(f"SCHEMA needs {name!r}: messages and hints use it", f'"{name}": "{text}"') for name, text in (
                         ("description", "An alarm of the lambda."), ("type", "object"))
                     if not node.get(name)]
        problems += [(f"SCHEMA.examples.{at}: {message}", hint) for at, example in enumerate(node.get("examples", []))
                     for _key, message, hint in schema.problems(node, example)]
    return problems
