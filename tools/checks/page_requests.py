"""Requests of the pages that lambdas return, to routes that the API has for other methods alone."""
import ast
import re

from checks.check import Check, Finding, Findings, Subject
from checks.example import lambda_file
from checks.resolvers import overlap, segments
from interpreter.sources import nodes_of
from kit.problems import listed
from recipes import routes

FETCH = re.compile(r"""\bfetch\(\s*["'](?P<path>/[\w/.-]*)["']\s*(?:\)|,\s*\{(?P<options>[^;]{0,400}))""")
METHOD = re.compile(r"""\bmethod\s*:\s*(?:["'](\w+)["'])?""")


def requests_of_other_methods(subject: Subject) -> Findings:
    """fetch("/positions") of a page in a lambda's text, where the API has only POST /positions."""
    served = [route for _name, route in routes.of_app(subject.model)]
    for path in subject.python_files if served else ():
        for line, method, target in subject.of_tree(fetches, path) if "fetch(" in subject.sources.text(path) else ():
            fitting = [route for route in served if route["path"] != routes.DEFAULT
                       and overlap(segments(route["path"]), segments(target))]
            if fitting and not any(route["method"] in ("ANY", method) for route in fitting):
                yield Finding(path, line, f"the page requests {method} {target}, and the API has only "
                              f"{listed([routes.text(route) for route in fitting])}",
                              f"fetch({target!r}, {{method: {fitting[0]['method']!r}}}), or the path of another route",
                              "403 or 404")


def fetches(tree):
    """Yields [line, method, path] of fetch("/path", {method: "POST"}) in the texts of a file."""
    for node in nodes_of(tree, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        for match in FETCH.finditer(text) if "fetch(" in text else ():
            method = METHOD.search(match["options"] or "")
            if "..." not in (match["options"] or "") and not (method and not method[1]):
                yield [node.lineno + text[:match.start()].count("\n"), (method[1] if method else "GET").upper(),
                       match["path"]]


PAGE = "infra:\n  endpoint: {api: public, method: GET, path: /page}\n---\nreturn {'statusCode': 200, " \
    "'headers': {'content-type': 'text/html'}, 'body': \"<script>fetch('/stars', {method: '%s'});</script>\"}"
CHECKS = [
    Check("P524", "A page's request with a method that the API does not have",
          "API Gateway answers 403 Missing Authentication Token, or 404.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
          PAGE % "PUT", PAGE % "POST", requests_of_other_methods,
          lambda_file("stars", "infra:\n  endpoint: {api: public, method: POST, path: /stars}\n---\n"
                               "return {'statusCode': 204}")),
]
