"""Signatures of requests that the code checks only if the request has one."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import function_name, method_name
from interpreter.sources import assignments, called_name, every_node, functions, identifiers, last_name, nodes_of


def unsigned(tree):
    """Yields pitfalls of `if signature and not genuine(signature): return 401`, where signature is a header that the
    request may lack."""
    checking = {"compare_digest", *(function.name for function in functions(tree) if any(
        last_name(node) == "compare_digest" for node in every_node(function)))}
    for function in functions(tree):
        headers = {name for name, value in assignments(nodes_of(function, ast.Assign)) if is_header(value)}
        for node in nodes_of(function, ast.If):
            test, ends = node.test, isinstance(node.body[-1], (ast.Return, ast.Raise)) and not node.orelse
            if not ends or not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.And) \
                    or len(test.values) != 2:
                continue
            first, second = test.values
            call: Any = second.operand if isinstance(second, ast.UnaryOp) and isinstance(second.op, ast.Not) else None
            name = getattr(first, "id", "")
            if name in headers and called_name(call) in checking and name in identifiers(call) \
                    and not tests_alone(function, name):
                yield ["unsigned", node.lineno, f"a request without the header passes: {name} is empty, and nothing is "
                       "checked", f"if not {name} or {ast.unparse(second)}"]


def compared_digests(tree):
    """Yields pitfalls of digest == signature, where the digest is one of hmac."""
    makers = {function.name for function in functions(tree) for node in nodes_of(function, ast.Return)
              if node.value is not None and is_digest(node.value, digests(function), set())}
    for function in functions(tree):
        names = digests(function, makers)
        for node in nodes_of(function, ast.Compare):
            sides = [node.left, *node.comparators] if isinstance(node.ops[0], (ast.Eq, ast.NotEq)) \
                and len(node.ops) == 1 else []
            if any(is_digest(side, names, makers) for side in sides) \
                    and not any(isinstance(side, ast.Constant) for side in sides):
                text = ", ".join(map(ast.unparse, sides))
                yield ["digest", node.lineno, "the comparison ends at the first wrong letter: its time tells how many "
                       "are right", f"hmac.compare_digest({text})"]


def digests(function, makers=frozenset()):
    """{name} in a function of digests of hmac."""
    return {name for name, value in assignments(nodes_of(function, ast.Assign)) if is_digest(value, set(), makers)}


def is_digest(node, names, makers):
    """Whether an expression is a digest of hmac. names: of digests; makers: names of functions that return one"""
    if isinstance(node, ast.JoinedStr):
        return any(is_digest(part.value, names, makers) for part in node.values if isinstance(part, ast.FormattedValue))
    if isinstance(node, ast.BinOp):
        return is_digest(node.left, names, makers) or is_digest(node.right, names, makers)
    text = ast.unparse(node)
    return getattr(node, "id", "") in names or function_name(node) in makers or isinstance(node, ast.Call) and (
        "hmac.new(" in text and "digest(" in text or text.startswith("hmac.digest("))


def bytes_and_texts(tree):
    """Yields pitfalls of compare_digest(hmac.new(...).digest(), headers.get(...)): bytes and a text."""
    for function in functions(tree):
        values = dict(assignments(nodes_of(function, ast.Assign)))
        for call in nodes_of(function, ast.Call):
            sides = [values.get(getattr(part, "id", ""), part) for part in call.args]
            if called_name(call) == "compare_digest" and len(sides) == 2 and any(
                    method_name(side) == "digest" for side in sides) and any(map(is_text_of_request, sides)):
                yield ["bytes-digest", call.lineno, "digest() is bytes, and the other value is a text",
                       "hexdigest(), or bytes.fromhex(...) of the other value"]


def is_text_of_request(node):
    """Whether an expression is a text for certain: a header, hexdigest(), or .get() with a text as its default."""
    if isinstance(node, ast.Subscript):
        return "headers" in ast.unparse(node.value).lower()
    return is_header(node) or method_name(node) == "hexdigest" or method_name(node) == "get" and len(node.args) == 2 \
        and isinstance(node.args[1], ast.Constant) and isinstance(node.args[1].value, str)


def rewritten_bodies(tree):
    """Yields pitfalls of hmac of json.dumps(json.loads(body)): the sender signed other bytes."""
    texts = {function.name: ast.unparse(function) for function in functions(tree)}
    for function in functions(tree):
        signing = ("compare_digest", *["hmac.new(", "hmac.digest("] * ("compare_digest" in texts[function.name]))
        checking = {"new", *(name for name, text in texts.items() if any(part in text for part in signing))}
        values = dict(assignments(nodes_of(function, ast.Assign)))
        for node in nodes_of(function, ast.Call):
            for argument in node.args if called_name(node) in checking else ():
                for part in every_node(argument):
                    if line := rewritten(values.get(getattr(part, "id", ""), part), values):
                        yield ["rewritten", line, "the signature is of the body as it was sent: json.dumps() writes "
                               "other spaces", "event['body'].encode()"]


def rewritten(node, values):
    """The line of json.dumps(json.loads(text)) without options in an expression, 0 if there is none."""
    for part in nodes_of(node, ast.Call):
        if ast.unparse(part.func) == "json.dumps" and len(part.args) == 1 and not part.keywords:
            value = values.get(getattr(part.args[0], "id", ""), part.args[0])
            if isinstance(value, ast.Call) and ast.unparse(value.func) == "json.loads":
                return part.lineno
    return 0


def is_header(node):
    """Whether an expression reads a header that may be missing: headers.get("x-signature")"""
    return method_name(node) == "get" and "headers" in ast.unparse(node.func.value).lower()


def tests_alone(function, name):
    """Whether a function also tests the name for itself: if not signature: return"""
    return any(ast.unparse(node.test) in (f"not {name}", f"{name} is None", f"{name} == ''")
               for node in nodes_of(function, ast.If, ast.IfExp))


SIGNED = "infra:\n  url: {api: public}\n---\nimport hmac\n\n\ndef handler(event, context):\n" \
    "    signature = event['headers'].get('x-signature')\n    body = event.get('body', '')\n" \
    "    expected = hmac.new(os.environ['KEY'].encode(), body.encode(), 'sha256').hexdigest()\n" \
    "    if %s not hmac.compare_digest(expected, signature):\n        return {'statusCode': 401}\n" \
    "    return {'statusCode': 204}"
COMPARED = "infra:\n  url: {api: public}\n---\nimport hmac\n\n\ndef handler(event, context):\n" \
    "    body = event.get('body', '')\n    digest = hmac.new(b'key', body.encode(), 'sha256').hexdigest()\n" \
    "    return {'statusCode': 204 if %s else 401}"
REWRITTEN = COMPARED.replace("body.encode()", "%s.encode()").replace(
    "%s else", "hmac.compare_digest(digest, event['headers'].get('x-signature', '')) else")
PITFALLS = [(("compare_digest",), unsigned), (("hmac",), compared_digests), (("hmac",), rewritten_bodies),
            (("compare_digest",), bytes_and_texts)]
CHECKS = [
    Check("P427", "A signature that is compared with ==",
          "The time of the comparison tells how many letters are right.",
          "https://docs.python.org/3/library/hmac.html#hmac.compare_digest",
          COMPARED % "digest == event['headers'].get('x-signature')",
          COMPARED % "hmac.compare_digest(digest, event['headers'].get('x-signature', ''))",
          pitfalls_of("digest", "no error")),
    Check("P428", "A signature of a body that is written again",
          "The signature is one of the bytes that were sent: each request is refused.",
          "https://docs.python.org/3/library/json.html#json.dumps",
          REWRITTEN % "json.dumps(json.loads(body))", REWRITTEN % "body", pitfalls_of("rewritten", "401")),
    Check("P422", "A signature that is checked only if there is one",
          "Whoever leaves out the header is accepted.",
          "https://docs.python.org/3/library/hmac.html#hmac.compare_digest",
          SIGNED % "signature and", SIGNED % "not signature or", pitfalls_of("unsigned", "no error")),
    Check("P440", "A digest of bytes in a comparison with a text",
          "TypeError: compare_digest() takes two texts of ASCII, or two values of bytes.",
          "https://docs.python.org/3/library/hmac.html#hmac.compare_digest",
          REWRITTEN.replace("hexdigest", "digest") % "body", REWRITTEN % "body",
          pitfalls_of("bytes-digest", "TypeError: unsupported operand types(s) or combination of types")),
]
