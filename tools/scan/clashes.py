"""Names that two lambdas cannot share: a route, an index with two types, a variable's parameter."""
from aws.app import Lambda
from kit import names
from kit.problems import Problem
from kit.schema import line_of, nearest
from recipes import layer, routes


def clashes(lambdas: dict[str, Lambda], domain=None, is_http=False) -> list[Problem]:
    """[Problem] of the lambdas of app.json together, each at the later of the two.

    domain  of the settings; is_http: whether the API is an HTTP API, whose routes are no tree
    """
    ordered = sorted((fn for fn in lambdas.values() if fn["infra"] is not None), key=lambda fn: fn["path"])
    unread = lambdas.keys() - {fn["name"] for fn in ordered}
    siblings = [] if is_http else _siblings(ordered)
    return [*_routes(ordered), *siblings, *_authorizers(ordered, unread), *_user_triggers(ordered),
            *_health_checks(ordered, domain), *_indexes(ordered), *_values(ordered), *_layers(ordered)]


def _at(fn, key, message, hint):
    """A Problem of a lambda, at the line of a key of its block."""
    return Problem(fn["path"], line_of(fn["lines"], key), message, hint)


def _endpoint_routes(lambdas):
    """(lambda, dotted key of its path's line, route) of every route of the app."""
    return [(fn, f"{key}.path", route) for fn in lambdas if "endpoint" in fn["infra"]
            for key, route in routes.numbered(fn["infra"]["endpoint"])]


def _routes(lambdas):
    """Two lambdas with one method and path; the names of path parameters make no difference."""
    first_by_pattern = {}
    for fn, key, route in _endpoint_routes(lambdas):
        first, first_key = first_by_pattern.setdefault(routes.pattern(route), (fn, key))
        if first is not fn:
            yield _at(fn, key, f"{routes.text(route)} is taken",
                      f"by {first['path']}:{line_of(first['lines'], first_key)}")


def _siblings(lambdas):
    """Two names of a path parameter in one position: API Gateway has one resource there, and so one name.

    "A sibling ({id}) of this resource already has a variable path part -- only one is allowed"
    """
    first_by_position = {}
    for fn, key, route in _endpoint_routes(lambdas):
        parts = route["path"].split("/")
        for end, part in enumerate(parts):
            if part.startswith("{"):
                name, first, first_key = first_by_position.setdefault("/".join(parts[:end]), (part, fn, key))
                if name != part:
                    address = f"{first['path']}:{line_of(first['lines'], first_key)}"
                    is_one_kind = name.endswith("+}") == part.endswith("+}")
                    yield _at(fn, key, f"{part} is called {name} in another path" if is_one_kind else
                              f"API Gateway allows only one of {name} and {part} in one position",
                              f"write {name} here, or {part} in {address}" if is_one_kind else
                              f"write a part without braces before one of them, here or in {address}")
                    break


def _authorizers(lambdas, unread):
    """Authorizers that an endpoint names, and that are no lambda, or one without the word `authorizer`.

    unread  names of lambdas whose block has a problem
    """
    lambda_names = {fn["name"] for fn in lambdas}
    authorizers = {fn["name"] for fn in lambdas if "authorizer" in fn["infra"]}
    for fn, key, route in _endpoint_routes(lambdas):
        name = route.get("authorizer")
        if name in (None, *authorizers, *unread):
            continue
        hint = "write `authorizer: {}` in its infra block" if name in lambda_names else \
            nearest(name, authorizers) or f"`make new-lambda name={name} trigger=authorizer`"
        message = f"lambda {name} has no `authorizer`" if name in lambda_names else f"no lambda is called {name!r}"
        yield _at(fn, key.replace(".path", ".authorizer"), message, hint)


def _user_triggers(lambdas):
    """Two lambdas for one trigger of a user pool, which has one of each."""
    first_by_trigger = {}
    for fn in lambdas:
        if "users" in fn["infra"]:
            trigger, pool = (fn["infra"]["users"][field] for field in ("trigger", "pool"))
            first = first_by_trigger.setdefault((trigger, pool), fn)
            if first is not fn:
                yield _at(fn, "users", f"the user pool{f' {pool}' * bool(pool)} has one lambda for {trigger}",
                          f"see {first['path']}:{line_of(first['lines'], 'users')}")


def _health_checks(lambdas, domain):
    """Paths that API Gateway itself answers at a custom domain name ("Amazon API Gateway important notes")."""
    for fn, key, route in _endpoint_routes(lambdas):
        if domain and route["path"] in ("/ping", "/sping"):
            yield _at(fn, key, f"at {domain}, API Gateway answers {route['path']} itself, and no lambda gets it",
                      "another path, such as /health")


def _indexes(lambdas):
    """Yields a Problem for each index that two lambdas declare with different types."""
    first_by_index = {}
    for fn in lambdas:
        for at, index in enumerate(fn["infra"]["indexes"]):
            type_, first, line = first_by_index.setdefault((index["table"], index["name"]),
                                                           (index["type"], fn, line_of(fn["lines"], f"indexes.{at}")))
            if type_ != index["type"]:
                yield _at(fn, f"indexes.{at}.type",
                          f"index {index['name']} of {index['table']} is {type_} elsewhere",
                          f"see {first['path']}:{line}")


def _values(lambdas):
    """Yields a Problem for each variable with the same parameter of the template as another variable."""
    first_by_parameter = {}
    for fn in lambdas:
        for variable in fn["env"]:
            if variable["kind"] == "value":
                first = first_by_parameter.setdefault(names.value_parameter(variable["name"]), variable)
                if first["name"] != variable["name"]:
                    yield Problem(variable["file"], variable["line"],
                                  f"{variable['name']} has the same parameter as {first['name']}",
                                  f"CloudFormation allows no _ in parameters; see {first['file']}:{first['line']}")


def _layers(lambdas):
    """Yields a Problem for each layer with the same parameter of the template as another layer."""
    first_of = {}
    for fn in lambdas:
        for at, name in enumerate(fn["infra"]["layers"]):
            if layer.is_arn(name):
                continue
            first, first_fn, key = first_of.setdefault(names.layer_parameter(name), (name, fn, f"layers.{at}"))
            if first != name:
                address = f"{first_fn['path']}:{line_of(first_fn['lines'], key)}"
                yield _at(fn, f"layers.{at}", f"layer {name!r} has the same parameter as {first!r}",
                          f"CloudFormation allows no -, _ and . in parameters; see {address}")
