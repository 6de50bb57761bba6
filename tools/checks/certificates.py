"""Connections whose certificate nobody checks, and secrets that can be guessed."""
import ast

from checks.check import Check, pitfalls_of
from checks.secrecy import OF_SECRET
from checks.syntax import base_name, function_name, keywords, method_name
from interpreter.sources import called_name, every_node, functions, last_name, nodes_of

GUESSES = {"choice", "choices", "randint", "randrange", "random", "getrandbits", "sample", "randbytes", "uniform"}
REQUESTS = {"get", "post", "put", "patch", "delete", "head", "request", "send", "client", "resource", "Session",
            "Client", "AsyncClient"}


def unchecked_certificates(tree):
    """Yields pitfalls of requests that take any certificate."""
    for node in every_node(tree):
        name = last_name(node)
        of_name = name if name in ("_create_unverified_context", "CERT_NONE") and isinstance(node.ctx, ast.Load) else ""
        of_call = "verify=False" if called_name(node) in REQUESTS and getattr(
            keywords(node).get("verify"), "value", True) is False else ""
        attribute = getattr(node.targets[0], "attr", "") if isinstance(node, ast.Assign) else ""
        of_assignment = f"{attribute} = False" if attribute in ("verify", "check_hostname") and getattr(
            node.value, "value", True) is False else ""
        fault = of_name or of_call or of_assignment
        if fault:
            yield ["certificate", node.lineno, f"with {fault} the request goes to whoever answers it, also without the "
                   "server's certificate",
                   "ssl.create_default_context(), with cafile=... for a certificate of one's own"]


def guessable(tree):
    """Yields pitfalls of random numbers under the name of a secret."""
    imported = {alias.asname or alias.name for node in nodes_of(tree, ast.ImportFrom)
                if node.module == "random" for alias in node.names} & GUESSES
    returned = [(function.name, node.value) for function in functions(tree) for node in nodes_of(function, ast.Return)]
    guesses = {name for name, value in returned if guess_in(value, imported, set())}
    reported = set()
    for name, value in [*named_values(tree), *returned]:
        guess = guess_in(value, imported, guesses) if OF_SECRET.search(name) else None
        if guess is not None and guess.lineno not in reported:
            reported.add(guess.lineno)
            yield ["guess", guess.lineno, f"{name} can be guessed: the numbers of random follow from earlier ones",
                   "secrets.token_urlsafe(32), secrets.choice(...), secrets.randbelow(...)"]


def named_values(tree):
    """Yields (name, expression) of the names, attributes, keys and arguments that get a value."""
    for node in every_node(tree):
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            name = getattr(target, "id", getattr(target, "attr", getattr(getattr(target, "slice", None), "value", "")))
            yield str(name), node.value
        elif isinstance(node, ast.Dict):
            yield from ((str(getattr(key, "value", "")), value) for key, value in zip(node.keys, node.values))
        elif isinstance(node, ast.keyword):
            yield node.arg or "", node.value


def guess_in(node, imported, guesses):
    """The call of random in an expression; None if there is none. imported: names of its functions"""
    return next((call for call in (nodes_of(node, ast.Call) if node is not None else ())
                 if method_name(call) in GUESSES and base_name(call.func) == "random"
                 or function_name(call) in imported | guesses), None)


FETCH = "import ssl\nimport urllib.request\n\n\ndef handler(event, context):\n" \
    "    with urllib.request.urlopen('https://example.com', timeout=2, context=ssl.%s()) as response:\n" \
    "        return response.status"
PITFALLS = [(("ssl", "verify"), unchecked_certificates), (("random",), guessable)]
CHECKS = [
    Check("P417", "A certificate that nobody checks",
          "Whoever controls the network on the way can read and change the request and its response.",
          "https://docs.python.org/3/library/ssl.html#ssl-security",
          FETCH % "_create_unverified_context", FETCH % "create_default_context", pitfalls_of("certificate")),
    Check("P418", "A secret that can be guessed",
          "The generator of random is not made for secrets: the next numbers can be computed from earlier ones.",
          "https://docs.python.org/3/library/secrets.html",
          "import random\n\n\ndef handler(event, context):\n    token = ''.join(random.choices('abcdef0123', k=20))\n"
          "    return {'token': token}",
          "import secrets\n\n\ndef handler(event, context):\n    token = secrets.token_urlsafe(20)\n"
          "    return {'token': token}", pitfalls_of("guess")),
]
