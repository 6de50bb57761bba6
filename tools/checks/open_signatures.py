"""Signatures of requests that the code checks only if the request has one."""
import ast

from checks.check import Check, pitfalls_of
from interpreter.sources import every_node, functions


def unsigned(tree):
    """Yields pitfalls of `if signature and not genuine(signature): return 401`, where signature is a header that the
    request may lack."""
    checking = {"compare_digest", *(function.name for function in functions(tree) if any(
        getattr(node, "attr", getattr(node, "id", "")) == "compare_digest" for node in every_node(function)))}
    for function in functions(tree):
        headers = {target.id for node in every_node(function) if isinstance(node, ast.Assign) and is_header(node.value)
                   for target in node.targets if isinstance(target, ast.Name)}
        for node in every_node(function):
            ends = isinstance(node, ast.If) and isinstance(node.body[-1], (ast.Return, ast.Raise))
            test = node.test if ends else None
            if not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.And) or len(test.values) != 2 \
                    or node.orelse:
                continue
            first, second = test.values
            call = second.operand if isinstance(second, ast.UnaryOp) and isinstance(second.op, ast.Not) else None
            name = getattr(first, "id", "")
            if name in headers and isinstance(call, ast.Call) and getattr(
                    call.func, "attr", getattr(call.func, "id", "")) in checking and any(
                    getattr(part, "id", "") == name for part in every_node(call)) and not tests_alone(function, name):
                yield ["unsigned", node.lineno, f"a request without the header passes: {name} is empty, and nothing is "
                       "checked", f"if not {name} or {ast.unparse(second)}"]


def is_header(node):
    """Whether an expression reads a header that may be missing: headers.get("x-signature")"""
    base = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) \
        and node.func.attr == "get" else None
    return base is not None and "headers" in ast.unparse(base).lower()


def tests_alone(function, name):
    """Whether a function also tests the name for itself: if not signature: return"""
    return any(ast.unparse(node.test) in (f"not {name}", f"{name} is None", f"{name} == ''")
               for node in every_node(function) if isinstance(node, (ast.If, ast.IfExp)))


SIGNED = "infra:\n  url: {api: public}\n---\nimport hmac\n\n\ndef handler(event, context):\n" \
    "    signature = event['headers'].get('x-signature')\n    body = event.get('body', '')\n" \
    "    expected = hmac.new(os.environ['KEY'].encode(), body.encode(), 'sha256').hexdigest()\n" \
    "    if %s not hmac.compare_digest(expected, signature):\n        return {'statusCode': 401}\n" \
    "    return {'statusCode': 204}"
CHECKS = [
    Check("P422", "A signature that is checked only if there is one",
          "Whoever leaves out the header is accepted.",
          "https://docs.python.org/3/library/hmac.html#hmac.compare_digest",
          SIGNED % "signature and", SIGNED % "not signature or", pitfalls_of("unsigned", "no error")),
]
