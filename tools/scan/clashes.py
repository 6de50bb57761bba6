"""Names that two lambdas cannot share: a route, an index with two types, a variable's parameter."""
import re

from aws.app import Lambda
from kit import names
from kit.problems import Problem
from kit.schema import line_of
from recipes import layer


def clashes(lambdas: dict[str, Lambda], domain=None) -> list[Problem]:
    """[Problem] of the lambdas of app.json together, each at the later of the two. domain: that of the settings"""
    ordered = lambda_list(lambdas)
    return [*_routes(ordered), *_siblings(ordered), *_health_checks(ordered, domain), *_indexes(ordered),
            *_values(ordered), *_layers(ordered)]


def lambda_list(lambdas: dict[str, Lambda]) -> list[Lambda]:
    """[lambda] in the order of their paths, so that the same lambda has the problem in each run."""
    return sorted(lambdas.values(), key=lambda fn: fn["path"])


def _at(fn, key, message, hint):
    """A Problem of a lambda, at the line of a key of its block."""
    return Problem(fn["path"], line_of(fn["lines"], key), message, hint)


def _routes(lambdas):
    """Two lambdas with one method and path; the names of path parameters make no difference."""
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
    """Two names of a path parameter in one position: API Gateway has one resource there, and so one name.

    "A sibling ({id}) of this resource already has a variable path part -- only one is allowed"
    """
    seen = {}
    for fn in lambdas:
        parts = fn["infra"].get("endpoint", {"path": ""})["path"].split("/")
        for end, part in enumerate(parts):
            if part.startswith("{"):
                name, first = seen.setdefault("/".join(parts[:end]), (part, fn))
                if name != part:
                    address = f"{first['path']}:{line_of(first['lines'], 'endpoint.path')}"
                    is_one_kind = name.endswith("+}") == part.endswith("+}")
                    yield _at(fn, "endpoint.path", f"{part} is called {name} in another path" if is_one_kind else
                              f"API Gateway allows only one of {name} and {part} in one position",
                              f"write {name} here, or {part} in {address}" if is_one_kind else
                              f"write a part without braces before one of them, here or in {address}")
                    break


def _health_checks(lambdas, domain):
    """Paths that API Gateway itself answers at a custom domain name ("Amazon API Gateway important notes")."""
    for fn in lambdas:
        path = fn["infra"].get("endpoint", {}).get("path")
        if domain and path in ("/ping", "/sping"):
            yield _at(fn, "endpoint.path", f"at {domain}, API Gateway answers {path} itself, and no lambda gets it",
                      "another path, such as /health")


def _indexes(lambdas):
    """Yields a Problem for each index that two lambdas declare with different types."""
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
    """Yields a Problem for each variable with the same parameter of the template as another variable."""
    seen = {}
    for fn in lambdas:
        for variable in fn["env"]:
            if variable["kind"] == "value":
                first = seen.setdefault(names.value_parameter(variable["name"]), variable)
                if first["name"] != variable["name"]:
                    yield Problem(variable["file"], variable["line"],
                                  f"{variable['name']} has the same parameter as {first['name']}",
                                  f"CloudFormation allows no _ in parameters; see {first['file']}:{first['line']}")


def _layers(lambdas):
    """Yields a Problem for each layer with the same parameter of the template as another layer."""
    seen = {}
    for fn in lambdas:
        for at, name in enumerate(fn["infra"]["layers"]):
            if layer.is_arn(name):
                continue
            first, first_fn, key = seen.setdefault(names.layer_parameter(name), (name, fn, f"layers.{at}"))
            if first != name:
                address = f"{first_fn['path']}:{line_of(first_fn['lines'], key)}"
                yield _at(fn, f"layers.{at}", f"layer {name!r} has the same parameter as {first!r}",
                          f"CloudFormation allows no -, _ and . in parameters; see {address}")
