"""What two lambdas cannot both have: a route, a type for one index, a variable's parameter."""
import re

from kit import names
from kit.problems import Problem
from kit.schema import line_of


def clashes(lambdas):
    """[Problem] of the lambdas of app.json together, each at the later of the two."""
    found = lambda_list(lambdas)
    return [*_routes(found), *_siblings(found), *_indexes(found), *_values(found), *_layers(found)]


def lambda_list(lambdas):
    """The lambdas in the order of their paths, so that it is always the same one that is told."""
    return sorted(lambdas.values(), key=lambda fn: fn["path"])


def _at(fn, key, message, hint):
    """The Problem of a word of a lambda."""
    return Problem(fn["path"], line_of(fn["lines"], key), message, hint)


def _routes(lambdas):
    """Two lambdas of one method and path; what its parameters are called makes no other path."""
    seen = {}
    for fn in lambdas:
        if "endpoint" in fn["infra"]:
            endpoint = fn["infra"]["endpoint"]
            route = endpoint["method"], re.sub(r"\{[^}+]*", "{", endpoint["path"])
            first = seen.setdefault(route, fn)
            if first is not fn:
                yield _at(fn, "endpoint.path", f"{endpoint['method']} {endpoint['path']} is taken",
                          f"by {first['path']}:{line_of(first['lines'], 'endpoint.path')}")


def _siblings(lambdas):
    """Two names of a parameter in one place: API Gateway has one resource there, and so one name.

    "A sibling ({id}) of this resource already has a variable path part -- only one is allowed"
    """
    seen = {}
    for fn in lambdas:
        parts = fn["infra"].get("endpoint", {"path": ""})["path"].split("/")
        for end, part in enumerate(parts):
            if part.startswith("{") and not part.endswith("+}"):
                name, first = seen.setdefault("/".join(parts[:end]), (part, fn))
                if name != part:
                    there = f"{first['path']}:{line_of(first['lines'], 'endpoint.path')}"
                    yield _at(fn, "endpoint.path", f"{part} is called {name} in another path",
                              f"say {name} here, or {part} in {there}")
                    break


def _indexes(lambdas):
    """An index of a table that has two types."""
    seen = {}
    for fn in lambdas:
        for at, index in enumerate(fn["infra"]["indexes"]):
            type_, first, line = seen.setdefault((index["table"], index["name"]),
                                                 (index["type"], fn, line_of(fn["lines"], f"indexes.{at}")))
            if type_ != index["type"]:
                yield _at(fn, f"indexes.{at}.type",
                          f"index {index['name']} of {index['table']} is {type_} elsewhere",
                          f"see {first['path']}:{line}")


def _values(lambdas):
    """Two variables whose values would be one parameter of the template."""
    seen = {}
    for fn in lambdas:
        for variable in fn["env"]:
            if variable["kind"] == "value":
                first = seen.setdefault(names.value_parameter(variable["name"]), variable)
                if first["name"] != variable["name"]:
                    yield Problem(variable["file"], variable["line"],
                                  f"{variable['name']} cannot be told from {first['name']}",
                                  f"CloudFormation has no _ in names; see {first['file']}:{first['line']}")


def _layers(lambdas):
    """Two layers whose versions would be one parameter of the template."""
    seen = {}
    for fn in lambdas:
        for at, name in enumerate(fn["infra"]["layers"]):
            first, other, key = seen.setdefault(names.layer_parameter(name), (name, fn, f"layers.{at}"))
            if first != name:
                there = f"{other['path']}:{line_of(other['lines'], key)}"
                yield _at(fn, f"layers.{at}", f"layer {name!r} cannot be told from {first!r}",
                          f"CloudFormation has no -, _ and . in names; see {there}")
