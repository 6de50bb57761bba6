"""The routes of a resolver of Powertools, against the routes of its lambda's endpoint."""
import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.check import Check, Finding, Findings, Subject
from checks.syntax import base_name, function_name, keywords, members, method_name, stored_names
from interpreter.sources import functions, nodes_of
from kit.schema import nearest
from recipes import routes

MODULE = "aws_lambda_powertools.event_handler"
RESOLVERS = {"APIGatewayRestResolver", "APIGatewayHttpResolver"}
BRACES = re.compile(r"\{([A-Za-z_]\w*)\+?\}(?=/|\Z)")
PARAMETER = re.compile(r"<(\w+)>")
RESPONSE = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded", "cookies"}
WRONG_NAMES = {"response": "Response(status_code=..., content_type='application/json', body=...)",
               "resolver": "resolve(event, context)", "handle": "resolve(event, context)"}
METHODS = {method.lower() for method in routes.METHODS} - {"any"}
SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html"


class Route(NamedTuple):
    """A route that the code serves."""

    method: str  # "GET"
    path: str  # "/notes/<id>"
    line: int


class Resolver(NamedTuple):
    """A resolver of a module."""

    routes: list[Route]
    is_whole: bool  # False: other routes may be included, or are no constants


def resolver(tree: ast.Module) -> Resolver | None:
    """The only resolver of a handler's module; None if there is none, or if its paths may have a prefix."""
    name, call = only_resolver(tree)
    if call is None or call.args or {None, "strip_prefixes"} & keywords(call).keys():
        return None
    uses = [node for node in nodes_of(tree, ast.Attribute) if base_name(node) == name]
    decorators = [decorator for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                  for decorator in node.decorator_list if isinstance(decorator, ast.Call) and decorator.func in uses]
    served = [[*of_decorator(decorator)] for decorator in decorators]
    others = {use.attr for use in uses if use not in [decorator.func for decorator in decorators]}
    is_whole = all(served) and not others - {"resolve", "current_event", "lambda_context", "context", "append_context"}
    return Resolver([route for part in served for route in part], is_whole)


def only_resolver(tree: ast.Module) -> tuple[str, ast.Call | None]:
    """(name, call) of the only resolver that a module makes; ("", None) if it makes none or several."""
    names = {alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom)
             and (node.module or "").startswith(MODULE) for alias in node.names if alias.name in RESOLVERS}
    calls = [(node.targets[0], node.value) for node in tree.body if isinstance(node, ast.Assign)
             and isinstance(node.value, ast.Call) and function_name(node.value) in names]
    if len(calls) != 1 or not isinstance(calls[0][0], ast.Name):
        return "", None
    return calls[0][0].id, calls[0][1]


def of_decorator(decorator: ast.Call) -> Iterator[Route]:
    """Yields the route of `@app.get("/notes/<id>")`; none of a path that is no constant, or a regular expression."""
    method = decorator.func.attr.upper() if isinstance(decorator.func, ast.Attribute) else ""
    path = decorator.args[0].value if decorator.args and isinstance(decorator.args[0], ast.Constant) else ""
    if method.lower() in METHODS and isinstance(path, str) and path.startswith("/") \
            and not set(path) & set("*+()[]{}|^$\\?"):
        yield Route(method, path, decorator.lineno)


def braced_parameters(subject: Subject) -> Findings:
    """Routes of Powertools with a parameter in braces, as API Gateway writes it."""
    for path, facts in sorted(subject.files.items()):
        if not any(dotted.startswith(MODULE) for dotted, _line in facts["imports"]):
            continue
        for node in (decorator for function in functions(subject.tree(path)) for decorator in function.decorator_list):
            method = method_name(node)
            route = getattr(next(iter(node.args), None), "value", "") if method in METHODS | {"route"} else ""
            angled = BRACES.sub(r"<\1>", route) if isinstance(route, str) and route.startswith("/") else route
            if angled != route:
                yield Finding(path, node.lineno, f"the route {route} has a parameter in braces, which Powertools takes "
                              "as they are", f"@app.{method}({angled!r})", "404 Not found")


def unfit_functions(subject: Subject) -> Findings:
    """Functions of a resolver whose parameters are not those of their route, or that return no body; and attributes
    that a resolver does not have."""
    for path, facts in sorted(subject.files.items()):
        if any(dotted.startswith(MODULE) for dotted, _line in facts["imports"]):
            for line, message, hint, error in (*subject.of_tree(faults_of_functions, path),
                                               *subject.of_tree(wrong_attributes, path)):
                yield Finding(path, line, message, hint, error)


def faults_of_functions(tree: ast.Module) -> Iterator[list]:
    """Yields [line, message, hint, Python's error] of the functions of a resolver."""
    answering = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and answers(node)}
    for function in functions(tree):
        names, routes_ = {part.arg for part in nodes_of(function.args, ast.arg)}, [
            route for decorator in function.decorator_list if isinstance(decorator, ast.Call) and isinstance(
                decorator.func, ast.Attribute) for route in of_decorator(decorator)]
        is_alone = len(function.decorator_list) == len(routes_) and function.args.kwarg is None
        for route in routes_ if is_alone else ():
            for name in PARAMETER.findall(route.path):
                if name not in names:
                    yield [function.lineno, f"the route {route.path} passes {name!r}, and {function.name}() has no "
                           "such parameter", nearest(name, names, 0.6) or f"def {function.name}({name})",
                           f"TypeError: {function.name}() got an unexpected keyword argument {name!r}"]
        for node in nodes_of(function, ast.Return) if routes_ else ():
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else []
            body = parts[0] if parts else node.value
            if is_response(body) or function_name(body) in answering:
                yield [node.lineno, "Powertools writes this mapping with its statusCode as the body of a response",
                       "return Response(status_code=..., content_type='application/json', body=...), or: return body, "
                       "status", "no error: the status is 200, and the caller gets statusCode and body as JSON"]
            if len(parts) in (2, 3) and is_status(parts[0]) and not is_status(parts[1]):
                yield [node.lineno, "the status stands before the body", f"return {ast.unparse(parts[1])}, "
                       f"{ast.unparse(parts[0])}", "no error: API Gateway answers 502 or 500, as the statusCode is no "
                       "number"]


def is_response(node: ast.AST | None) -> bool:
    """Whether a node is the response of a lambda behind API Gateway: {"statusCode": 404, "body": ...}"""
    return {"statusCode"} < members(node).keys() <= RESPONSE


def answers(function: ast.FunctionDef) -> bool:
    """Whether all that a function returns are responses of a lambda."""
    returned = [node.value for node in nodes_of(function, ast.Return)]
    return bool(returned) and all(map(is_response, returned))


def wrong_attributes(tree: ast.Module) -> Iterator[list]:
    """Yields [line, message, hint, Python's error] of names that people take for attributes of a resolver."""
    name, call = only_resolver(tree)
    if call is None or stored_names(tree).count(name) != 1 or name in {part.arg for part in nodes_of(tree, ast.arg)}:
        return
    for node in nodes_of(tree, ast.Attribute):
        if base_name(node) == name and node.attr in WRONG_NAMES and isinstance(node.ctx, ast.Load):
            hint = WRONG_NAMES[node.attr] if node.attr == "response" else f"{name}.{WRONG_NAMES[node.attr]}"
            yield [node.lineno, f"a resolver has no {node.attr!r}", hint,
                   f"AttributeError: {ast.unparse(call.func)!r} object has no attribute {node.attr!r}"]


def is_status(node: ast.expr) -> bool:
    """Whether an expression is a status of HTTP: HTTPStatus.CREATED, 201"""
    value = getattr(node, "value", None)
    return isinstance(node, ast.Attribute) and base_name(node) == "HTTPStatus" \
        or isinstance(node, ast.Constant) and isinstance(value, int) and 100 <= value < 600


def segments(path: str) -> list[str]:
    """["notes", "*"] of "/notes/<id>" and "/notes/{id}"; ["**"] of "{rest+}"."""
    return ["**" if part.endswith("+}") else "*" if part[:1] in ("<", "{") else part
            for part in path.strip("/").split("/") if part]


def overlap(of_route: list[str], of_code: list[str]) -> bool:
    """Whether one path may fit both lists of segments()."""
    if of_route[:1] == ["**"]:
        return bool(of_code)
    if not of_route or not of_code:
        return of_route == of_code
    is_first_equal = of_route[0] == of_code[0] or "*" in (of_route[0], of_code[0])
    return is_first_equal and overlap(of_route[1:], of_code[1:])


def unmatched_routes(subject: Subject) -> Findings:
    """Routes of the code that no route of the endpoint reaches, and routes of the endpoint that the code lacks."""
    for _name, fn in subject.lambdas:
        imported = [dotted for dotted, _line in subject.files[fn["path"]]["imports"] if dotted.startswith(MODULE)]
        of_code = resolver(subject.tree(fn["path"])) if imported and "endpoint" in fn["infra"] else None
        if not of_code or not of_code.routes:
            continue
        numbered = routes.numbered(fn["infra"]["endpoint"])
        if any(route["path"] == routes.DEFAULT for _key, route in numbered):
            continue
        unreached = [served for served in of_code.routes
                     if not any(is_served(route, served) for _key, route in numbered)]
        texts = ", ".join(routes.text(route) for _key, route in numbered)
        for served in unreached:
            yield Finding(fn["path"], served.line, f"no route of the endpoint is {served.method} {served.path}",
                          f"its routes: {texts}; add one to `routes`, or correct the decorator")
        for key, route in numbered if of_code.is_whole and not unreached else ():
            if not any(is_served(route, served) for served in of_code.routes):
                yield Finding(fn["path"], fn["lines"].get(key) or fn["lines"].get("endpoint", 0),
                              f"no function of the resolver serves {routes.text(route)}",
                              f"remove the route, or write one: @app.{route['method'].lower()}({route['path']!r})",
                              "404 Not found")


def is_served(route: dict, served: Route) -> bool:
    """Whether a request may fit a route of the endpoint and one of the code."""
    return route["method"] in ("ANY", served.method) and overlap(segments(route["path"]), segments(served.path))


EXAMPLE = """infra:
  endpoint: {api: public, method: POST, path: /notes}
  layers: [powertools]
---
from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = APIGatewayRestResolver()


@app.post("%s")
def add():
    return {"id": app.current_event.json_body["id"]}


def handler(event, context):
    return app.resolve(event, context)
"""
POWERTOOLS = {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}
BRACED = EXAMPLE.replace("POST, path: /notes", "GET, path: '/notes/{id}'").replace("post", "get").replace(
    "add()", "one(id)").replace("app.current_event.json_body[\"id\"]", "id") % "/notes/%s"
CHECKS = [
    Check("P520", "A route of a resolver that is not one of the endpoint",
          "API Gateway passes on only the requests of the endpoint's routes: others get 403 or 404. A resolver "
          "responds 404 to a route that it lacks.", SOURCE, EXAMPLE % "/note", EXAMPLE % "/notes", unmatched_routes,
          POWERTOOLS),
    Check("P521", "A parameter of a route of Powertools in braces",
          "Powertools writes a parameter as <id>: with {id} the route fits only a path with braces, and each request "
          "gets 404.", "https://docs.aws.amazon.com/powertools/python/latest/core/event_handler/api_gateway/index.html",
          BRACED % "{id}", BRACED % "<id>", braced_parameters, POWERTOOLS),
    Check("P522", "A function of a resolver that does not fit",
          "Powertools calls it with the parameters of its route by their names, and takes what it returns as a body "
          "and a status.",
          "https://docs.aws.amazon.com/powertools/python/latest/core/event_handler/api_gateway/index.html",
          BRACED.replace("one(id)", "one(number)").replace('{"id": id}', '{"id": number}') % "<id>", BRACED % "<id>",
          unfit_functions, POWERTOOLS)]
