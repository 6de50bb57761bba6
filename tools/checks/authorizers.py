"""The policy that an authorizer returns, whether it fits all routes that reuse it, and what handlers read of it."""
import ast

from checks import example
from checks.check import Check, Finding, Findings, Subject, finding
from checks.python_types import description, kind_of
from checks.syntax import function_name
from interpreter.plain import fields
from interpreter.sources import nodes_of
from kit import api_settings
from kit.schema import nearest
from recipes import routes

REQUIRED = ("principalId", "policyDocument")
POLICY = "return {'principalId': 'ann', 'policyDocument': {'Version': '2012-10-17', 'Statement': [...]}}"
DECISION = "return {'isAuthorized': True, 'context': {'team': 'red'}}"
RAISED = "an HTTP API answers 500 to an authorizer that raises, and not 401"
DENIED = "return {'isAuthorized': False}: 403; 401 is for a request without the header"
MALFORMED = "500 Internal Server Error: AuthorizerConfigurationException"


def no_policies(subject: Subject) -> Findings:
    """Values that an authorizer returns and that are no policy; a handler that may end without a return."""
    for fn, observation in subject.followed("authorizer"):
        if observation["falls"] and (not observation["returns"] or observation["falls_surely"]):
            noun, example = ("decision", DECISION) if "format" in fn["infra"]["authorizer"] else ("policy", POLICY)
            yield Finding(fn["path"], observation["falls"], f"the authorizer may end without a {noun}", example,
                          MALFORMED)
    for fn, returned, value in subject.returned("authorizer"):
        is_http = "format" in fn["infra"]["authorizer"]
        for message, hint in decision_problems(value) if is_http else policy_problems(value):
            yield finding(returned, message, hint, MALFORMED)


def decision_problems(value):
    """Yields (message, hint) if an HTTP API cannot read a returned value: it gets a decision, and no policy."""
    kind = kind_of(value)
    if kind and kind != "map":
        yield f"an authorizer returns {description(value, kind)}", DECISION
    elif is_closed(value) and "isAuthorized" not in fields(value):
        yield "the decision has no 'isAuthorized'", nearest("isAuthorized", fields(value), 0.75) or DECISION
    part = fields(value).get("isAuthorized", True)
    if kind_of(part) in ("text", "None", "number", "map", "list"):
        yield f"isAuthorized is {description(part, kind_of(part))}", "True or False"


def policy_problems(value):
    """Yields (message, hint) of each part of a returned value that API Gateway cannot read."""
    kind = kind_of(value)
    if kind and kind != "map":
        yield f"an authorizer returns {description(value, kind)}", POLICY
        return
    for key in REQUIRED if is_closed(value) else ():
        if key not in fields(value):
            yield f"the policy has no {key!r}", nearest(key, fields(value), 0.75) or POLICY
    document = fields(value).get("policyDocument")
    if is_closed(document) and "Statement" not in fields(document):
        yield "the policyDocument has no 'Statement'", nearest("Statement", fields(document), 0.75) or POLICY
    for effect in (fields(part).get("Effect") for part in statements(value)):
        if isinstance(effect, str) and effect not in ("Allow", "Deny"):
            yield f"the Effect of a statement is {effect!r}", "'Allow' or 'Deny'"
    for name, part in fields(fields(value).get("context")).items():
        if kind_of(part) in ("map", "list"):
            yield f"{name} of the context is {description(part, kind_of(part))}, not a text", "json.dumps(...)"


def keys_of_callers(subject: Subject) -> Findings:
    """An API key in a policy that API Gateway does not read, and a policy without the key that it requires."""
    settings = subject.model["settings"]
    for fn, returned, value in subject.returned("authorizer"):
        if "format" in fn["infra"]["authorizer"]:
            continue
        has_key, is_source = USAGE_KEY in fields(value), api_settings.has_keys_of_authorizers(settings)
        if has_key and not is_source:
            yield finding(returned, f"API Gateway ignores {USAGE_KEY}: it takes API keys from the header x-api-key",
                          "api: {key_source: authorizer} in app.yaml", "403 Forbidden for a request without the header")
        allows = any(fields(part).get("Effect") == "Allow" for part in statements(value))
        if is_source and is_closed(value) and not has_key and allows and any(
                route["key"] for route in routes.of_authorizer(subject.model, fn["name"])):
            yield finding(returned, f"the policy has no {USAGE_KEY}, which an endpoint with key: true requires",
                          f"return {{'{USAGE_KEY}': key, 'principalId': ...}}", "403 Forbidden")


def statements(value):
    """The Statement of a policy: [part of it], or [None]."""
    listed = fields(fields(value).get("policyDocument")).get("Statement")
    return listed["list"] if isinstance(listed, dict) and "list" in listed else [listed]


def is_closed(value):
    """Whether a value is a mapping with no other keys than those that are known."""
    return isinstance(value, dict) and "dict" in value and not value["open"]


def narrow_policies(subject: Subject) -> Findings:
    """Policies of the current route alone, which API Gateway reuses for others: they get 403."""
    for fn, returned, value in subject.returned("authorizer"):
        if not fn["infra"]["authorizer"]["ttl"] or not guards_several(subject.model, fn["name"]):
            continue
        if any(fields(part).get("Resource") == {"event": ["methodArn"], "is": "text"} and
               fields(part).get("Effect") != "Deny" for part in statements(value)):
            yield finding(returned, f"the policy allows this request's route alone, and API Gateway reuses it for "
                          f"{fn['infra']['authorizer']['ttl']} s for all routes with the same token",
                          "'/'.join(event['methodArn'].split('/')[:2]) + '/*' as Resource, or ttl: 0",
                          "403 User is not authorized to access this resource")


def claims_of_some_routes(subject: Subject) -> Findings:
    """Claims that a handler reads for every route, and that requests to routes with groups or an authorizer lack."""
    for name, note in subject.notes("maybe"):
        if note["path"] == ["requestContext", "authorizer"] and note["key"] == "claims" and note["reached"] and not (
                note["tried"] or note["caught"] or note["guarded"] or note["inside"] and not note["always"]):
            yield finding(note, f"some routes of {name} have no claims in "
                          "event['requestContext']['authorizer']: with groups or an authorizer, the values are in it "
                          "directly, without claims", "(authorizer.get('claims') or "
                                                      "authorizer)['sub']", "KeyError: 'claims'")


def raised_refusals(subject: Subject) -> Findings:
    """raise Exception("Unauthorized") of an authorizer of an HTTP API, and other spellings of a REST API's: only this
    exact text of a REST API is 401."""
    for fn, observation in subject.followed("authorizer"):
        is_http = "format" in fn["infra"]["authorizer"]
        for path in observation["files"]:
            for line, text in subject.of_tree(unauthorized, path):
                message, hint = (RAISED, DENIED) if is_http else (
                    f"API Gateway answers 500 to the exception {text!r}", "raise Exception('Unauthorized'): 401")
                if is_http or text != "Unauthorized":
                    yield Finding(path, line, message, hint,
                                  "500 Internal Server Error, and an error in the metrics of the authorizer")


def unauthorized(tree):
    """Yields [line, text] of raise Exception("Unauthorized"), in any spelling."""
    for node in nodes_of(tree, ast.Raise):
        is_usual = function_name(node.exc) in ("Exception", "RuntimeError", "ValueError") and node.exc.args
        text = getattr(node.exc.args[0], "value", None) if is_usual else None
        if isinstance(text, str) and text.strip(" .!").lower() == "unauthorized":
            yield [node.lineno, text]


def absent_context(subject: Subject) -> Findings:
    """Keys that a handler reads of what its authorizers return, and that none of them puts into the context."""
    guards, keys = {fn["name"] for fn, _observation in subject.followed("authorizer")}, {}
    for fn, _returned, value in subject.returned("authorizer"):
        refuses = fields(value).get("isAuthorized") is False or all(
            fields(part).get("Effect") == "Deny" for part in statements(value))
        context = fields(value).get("context", {"dict": {}, "open": False})
        if not is_closed(value) or not is_closed(context):
            guards.discard(fn["name"])
        elif not refuses:
            keys.setdefault(fn["name"], set()).update(fields(context))
    for name, note in subject.notes("open-key"):
        key, block = note["key"], subject.model["lambdas"][name]["infra"].get("endpoint", {})
        own = {route.get("authorizer", "") for route in routes.routes(block)}
        present = {key for guard in own for key in keys.get(guard, ())}
        is_context = note["path"] == ["requestContext", "authorizer", *["lambda"] * ("format" in block)]
        if is_context and isinstance(key, str) and note["how"] == "item" and own <= guards & keys.keys() \
                and key not in present and not (note["caught"] or note["guarded"]):
            yield finding(note, f"the authorizer {' or '.join(sorted(own))} puts no {key!r} into its context",
                          nearest(key, present, 0.6) or f"'context': {{{key!r}: ...}} in what it returns",
                          f"KeyError: {key!r}")


def guards_several(model, name):
    """Whether an authorizer gets requests with different ARNs: of several routes, or of one with ANY or a variable."""
    guarded = routes.of_authorizer(model, name)
    return len(guarded) > 1 or any(route["method"] == "ANY" or routes.variables(route) for route in guarded)


USAGE_KEY = "usageIdentifierKey"
ENDPOINT = '"""x\n\ninfra:\n  endpoint: {api: custom, authorizer: a, routes: [GET /a, GET /b]}\n"""\n\n\n' \
    "def handler(event, context):\n    return {'statusCode': 200}\n"
GUARD = "infra:\n  authorizer: {}\n---\n"
STATEMENT = GUARD + "return {'principalId': 'a', 'policyDocument': {'Version': '2012-10-17', 'Statement': [\n" \
    "    {'Effect': 'Allow', 'Action': 'execute-api:Invoke', 'Resource': %s}]}}"
STAGE = "'/'.join(event['methodArn'].split('/')[:2]) + '/*'"
SEVERAL = "infra:\n  endpoint:\n    api: private\n    routes: [GET /a, {method: GET, path: /b, api: custom, " \
    "authorizer: guard}]\n---\ncaller = event['requestContext']['authorizer']\n" \
    "return {'statusCode': 200, 'body': %s.get('sub', '')}"
CALLER = "infra:\n  endpoint: {api: custom, authorizer: guard, method: GET, path: /a}\n---\n" \
    "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['%s']}"
KEYED = (STATEMENT % STAGE).replace("'principalId': 'a'", "'principalId': 'a', 'usageIdentifierKey': 'k'")
OUTPUT = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html"
REUSE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html"
CHECKS = [
    Check("P504", "An authorizer that returns no policy", MALFORMED + ".", OUTPUT,
          GUARD + "return {'principalId': 'a', 'isAuthorized': True}", STATEMENT % STAGE, no_policies,
          files={"lambdas/other/index.py": ENDPOINT}),
    Check("P505", "A policy of one route that is reused for others",
          "403 for a caller whose request was allowed a minute ago: the policy is cached for the token, for all "
          "routes.",
          REUSE, STATEMENT % "event['methodArn']", STATEMENT % STAGE, narrow_policies,
          files={"lambdas/other/index.py": ENDPOINT}),
    Check("P523", "An authorizer that raises an exception which is not 401",
          "500 for the caller, and an error in the metrics: only a REST API answers 401, and only to Unauthorized.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
          GUARD + "if event['headers'].get('x') != 'a':\n    raise Exception('Unauthorized')\n"
          "return {'isAuthorized': True}", GUARD + "return {'isAuthorized': event['headers'].get('x') == 'a'}",
          raised_refusals,
          files={"lambdas/other/index.py": ENDPOINT, "app.yaml": "name: demo\napi: {type: http}\n"}),
    Check("P528", "An API key in the policy of an authorizer that API Gateway does not read, or that is missing",
          "403 for every request to an endpoint with `key: true`: API Gateway takes the key either from the header "
          "x-api-key or from the policy.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html",
          KEYED, KEYED, keys_of_callers,
          files={"lambdas/other/index.py": ENDPOINT.replace("authorizer: a,", "authorizer: a, key: true,"),
                 "bad/app.yaml": "name: demo\n",
                 "app.yaml": "name: demo\napi: {key_source: authorizer}\n"}),
    Check("P529", "A key that no authorizer puts into its context",
          "KeyError, and so 502: the handler gets the keys of `context`, and principalId.", OUTPUT,
          CALLER % "team", CALLER % "principalId", absent_context,
          files={"lambdas/guard/index.py": example.index(STATEMENT % STAGE)}),
    Check("P414", "Claims that only some routes of a lambda have",
          "KeyError, and so 502: API Gateway passes the values that an authorizer returns directly in `authorizer`, "
          "not in claims.",
          OUTPUT, SEVERAL % "caller['claims']", SEVERAL % "(caller.get('claims') or caller)", claims_of_some_routes,
          files={"lambdas/guard/index.py": example.index(STATEMENT % STAGE)}),
]
