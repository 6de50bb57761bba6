"""Decimal(text) where the code expects a ValueError of a wrong text; a text in place of bytes."""
import ast
from typing import Any

from checks.check import Check, Finding, Findings, Subject, finding, pitfalls_of
from checks.syntax import function_name, method_name
from interpreter.sources import FUNCTIONS, assignments, called_name, every_node, last_name, nodes_of, read_key

BASES = {"InvalidOperation", "DecimalException", "ArithmeticError", "Exception", "BaseException"}
OF_DECIMAL = {"quantize", "normalize", "to_integral_value", "to_eng_string"}  # methods that no int has


def uncaught(tree):
    """[kind, line, message, hint] of each Decimal(text) in a try that handles ValueError, and not InvalidOperation."""
    called = "Decimal" if any(node.module == "decimal" for node in nodes_of(tree, ast.ImportFrom)) else \
        "decimal.Decimal"
    functions = {node.name: node for node in tree.body if isinstance(node, FUNCTIONS)}
    reported = set()
    for node, handled in _tries(tree, frozenset()):
        if "ValueError" not in handled or handled & BASES:
            continue
        inside = [call for statement in node.body for call in _calls(statement)]
        through = [call for outer in inside for callee in [functions.get(function_name(outer))] if callee
                   for statement in callee.body for call in _calls(statement)]
        for call in (*inside, *through):
            if ast.unparse(call.func) == called and _is_text(call) and call.lineno not in reported:
                reported.add(call.lineno)
                yield ["decimal", call.lineno, "Decimal raises InvalidOperation for a text that is no number, and the "
                                               f"except in line {node.handlers[0].lineno} only catches ValueError",
                       "except (ValueError, InvalidOperation)"]


def _tries(node, outer):
    """Yields (try, names of the exceptions that it and those around it handle)"""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Try):
            handled = outer | _handled(child)
            yield child, handled
            for statement in child.body:
                yield from _tries(ast.Module([statement], []), handled)
            for part in (*child.handlers, *child.orelse, *child.finalbody):
                yield from _tries(part, outer)
        else:
            yield from _tries(child, frozenset() if isinstance(child, FUNCTIONS) else outer)


def _handled(node):
    """The names of the exceptions that a try handles; "BaseException" of a bare except."""
    names = set()
    for handler in node.handlers:
        parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names |= {"BaseException" if part is None else last_name(part) or "Exception" for part in parts}
    return frozenset(names)


def _calls(statement):
    """The calls in a statement, without those in a try inside it that handles such an error."""
    waiting, calls = [statement], []
    while waiting:
        node = waiting.pop()
        catches = isinstance(node, ast.Try) and _handled(node) & {"ValueError", *BASES}
        if not catches and not isinstance(node, (*FUNCTIONS, ast.Lambda)):
            calls += [node] if isinstance(node, ast.Call) else []
            waiting += ast.iter_child_nodes(node)
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _is_text(call):
    """Whether an argument of Decimal may be any text: a part of data, and no number's text."""
    value: Any = call.args[0] if len(call.args) == 1 and not call.keywords else None
    while method_name(value) in ("strip", "replace"):
        value = value.func.value
    return method_name(value) == "get" or isinstance(value, ast.Subscript)


def empty_sums(tree):
    """Yields pitfalls of sum(prices).quantize(CENT), also through a function that rounds: the sum of nothing is 0, an
    int. Only of attributes that begin empty, and of the items of a response, that no condition here tests."""
    rounding = {function.name for function in tree.body if isinstance(function, FUNCTIONS) and function.args.args
                for node in nodes_of(function, ast.Attribute)
                if node.attr in OF_DECIMAL and getattr(node.value, "id", "") == function.args.args[0].arg}
    for scope in nodes_of(tree, ast.ClassDef, *FUNCTIONS):
        nodes = every_node(scope)
        empty = _begins_empty(nodes)
        if not empty:
            continue
        tests = {ast.unparse(part) for node in nodes if isinstance(node, (
            ast.If, ast.IfExp, ast.While, ast.Assert, ast.BoolOp, ast.Match, ast.Try)) for part in every_node(
                getattr(node, "test", getattr(node, "subject", node)))}
        sums = {name: value for name, value in assignments(nodes) if function_name(value) == "sum"}
        for call in nodes_of(scope, ast.Call):
            is_method = method_name(call) in OF_DECIMAL
            rounded = call.func.value if is_method else call.args[0] if call.args and function_name(
                call) in rounding else None
            total: Any = sums.get(getattr(rounded, "id", ""), rounded)
            if function_name(total) != "sum" or len(total.args) != 1 or total.keywords \
                    or getattr(rounded, "id", "") in tests:
                continue
            summed = total.args[0].generators[0].iter if isinstance(
                total.args[0], (ast.GeneratorExp, ast.ListComp)) else total.args[0]
            summed = summed.func.value if called_name(summed) in ("values", "items") and isinstance(
                summed.func, ast.Attribute) else summed
            if ast.unparse(summed) in empty - tests:
                yield [f"empty-sum {ast.unparse(summed)}", total.lineno, f"the sum of an empty {ast.unparse(summed)} "
                       f"is 0, an int without {call.func.attr if is_method else 'the methods of a Decimal'}",
                       "sum(..., Decimal(0))"]


def _begins_empty(nodes):
    """{"self.lines", "rows"} of attributes that are empty at first, and the items of a response; names are set once."""
    values = [(ast.unparse(node.targets[0]), node.value) for node in nodes if isinstance(node, ast.Assign)]
    values += [(ast.unparse(node.target), node.value) for node in nodes if isinstance(node, ast.AnnAssign)]
    names = [name for name, _value in values]
    factories = {f"self.{name}" for name, value in values if called_name(value) == "field" and any(
        keyword.arg == "default_factory" and getattr(keyword.value, "id", "") in ("list", "dict")
        for keyword in value.keywords)}
    return factories | {name for name, value in values if names.count(name) == 1 and (
        read_key(value) == "Items" or name.startswith("self.") and isinstance(value, (ast.List, ast.Dict))
        and not getattr(value, "elts", getattr(value, "keys", [])))}


def tested_attributes(tree):
    """[name] of the attributes that the conditions of a file read."""
    return [part.attr for node in nodes_of(tree, ast.If, ast.IfExp, ast.While, ast.Assert)
            for part in every_node(node.test) if isinstance(part, ast.Attribute)]


def sums_of_nothing(subject: Subject) -> Findings:
    """The findings of empty_sums(), but for attributes that other code tests, or that requests fill: a schema may
    ensure that there is an element."""
    sums = [(path, *pitfall) for path, facts in sorted(subject.files.items()) for pitfall in facts["pitfalls"]
            if pitfall[0].startswith("empty-sum ")]
    tested = {name for path in subject.files for name in subject.of_tree(tested_attributes, path)} if sums else set()
    has_least = bool(sums) and "minItems" in str(subject.model["lambdas"])
    for path, kind, line, message, hint in sums:
        is_own = kind.startswith("empty-sum self.")
        if not is_own or kind.rpartition(".")[2] not in tested and not has_least:
            yield Finding(path, line, message, hint, "AttributeError: 'int' object has no attribute 'quantize'")


def mistaken_exponents(tree):
    """Yields pitfalls of amount.quantize(Decimal(2)), where the argument is meant as a number of digits."""
    for node in nodes_of(tree, ast.Call):
        argument: Any = node.args[0] if method_name(node) == "quantize" and node.args else None
        value = getattr(argument.args[0], "value", None) if isinstance(argument, ast.Call) and len(argument.args) == 1 \
            and ast.unparse(argument.func) in ("Decimal", "decimal.Decimal") else None
        if str(value).isdigit() and int(str(value)) > 1:
            yield ["quantize", node.lineno, f"quantize({ast.unparse(argument)}) rounds to a whole number: it takes the "
                   "digits of its argument", f"quantize(Decimal('{'0.' + '0' * (min(int(str(value)), 9) - 1) + '1'}'))"]


def texts_as_data(subject: Subject) -> Findings:
    """urllib.request.Request(url, data=json.dumps(...)), urlopen(url, urlencode(...))"""
    for _name, note in subject.notes("text-data"):
        if note["reached"] and not note["tried"]:
            yield finding(note, f"the data of {note['name']} is a text", ".encode()",
                          "TypeError: POST data should be bytes, an iterable of bytes, or a file object. It "
                          "cannot be of type str.")
    for _name, note in subject.notes("number-header"):
        if note["reached"] and not note["tried"]:
            yield finding(note, f"the header {note['key']!r} of a request is a number", "str(...)",
                          "TypeError: expected string or bytes-like object")


def texts_as_bytes(subject: Subject) -> Findings:
    """base64.b64encode(json.dumps(...)), hashlib.sha256(text)"""
    for _name, note in subject.notes("text-bytes"):
        if not note["tried"]:
            yield finding(note, f"{note['name']} gets a text", ".encode()",
                          "TypeError: a bytes-like object is required, not 'str'")
    yield from pitfalls_of("bytes-lines", "csv.Error: iterator should return strings, not bytes")(subject)
    for _name, note in subject.notes("text-lines"):
        yield finding(note, f"{note['name']} reads lines, and each letter of a text is one", "text.splitlines()",
                      "no error: each row is one letter")


def bytes_lines(tree):
    """Yields pitfalls of csv.reader(io.BytesIO(data)): its lines are bytes."""
    for node in nodes_of(tree, ast.Call):
        if called_name(node) in ("reader", "DictReader") and node.args and called_name(node.args[0]) == "BytesIO":
            yield ["bytes-lines", node.lineno, "csv reads lines of text, and those of BytesIO are bytes",
                   "io.TextIOWrapper(io.BytesIO(...), encoding='utf-8', newline='')"]


TRY = "from decimal import Decimal%s\n\n\ndef handler(event, context):\n    try:\n" \
    "        return str(Decimal(event['price']))\n    except %s:\n        return None"
POST = "import urllib.request\n\n\ndef handler(event, context):\n" \
    "    request = urllib.request.Request('https://example.com', data=json.dumps(event)%s)\n" \
    "    with urllib.request.urlopen(request, timeout=2) as response:\n        return response.status"
PITFALLS = [(("quantize",), mistaken_exponents), (("Decimal",), uncaught), (("BytesIO",), bytes_lines),
            (("sum(",), empty_sums)]
TOTAL = "from decimal import Decimal\n\n\ndef handler(event, context):\n" \
    "    rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n" \
    "    return str(sum((row['price'] for row in rows)%s).quantize(Decimal('0.01')))"
CHECKS = [
    Check("P244", "A method of Decimal on the sum of what may be empty",
          "AttributeError: 'int' object has no attribute 'quantize': without a start, the sum of nothing is the int 0.",
          "https://docs.python.org/3/library/functions.html#sum", TOTAL % "", TOTAL % ", Decimal(0)",
          sums_of_nothing),
    Check("P123", "InvalidOperation that is treated as a ValueError",
          "Decimal('x') raises decimal.InvalidOperation, an ArithmeticError: the except does not catch it.",
          "https://docs.python.org/3/library/decimal.html#decimal.InvalidOperation",
          TRY % ("", "ValueError"), TRY % (", InvalidOperation", "(ValueError, InvalidOperation)"),
          pitfalls_of("decimal", "decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]")),
    Check("P151", "A number of digits for quantize()",
          "quantize() rounds to as many digits as its argument has: Decimal('0.01') has two, Decimal(2) none.",
          "https://docs.python.org/3/library/decimal.html#decimal.Decimal.quantize",
          "return str(Decimal(event['price']).quantize(Decimal(2)))",
          "return str(Decimal(event['price']).quantize(Decimal('0.01')))",
          pitfalls_of("quantize", "no error: the cents are lost")),
    Check("P124", "A text as the data of a request, or a number as a header",
          "TypeError: urllib sends bytes, and headers are texts.",
          "https://docs.python.org/3/library/urllib.request.html#urllib.request.Request",
          POST % "", POST % ".encode()", texts_as_data),
    Check("P127", "A text where Python takes bytes, or lines",
          "TypeError: base64, hashlib, hmac, zlib and gzip work on bytes; csv reads an iterable of lines.",
          "https://docs.python.org/3/library/base64.html#base64.b64encode",
          "import base64\nreturn base64.b64encode(json.dumps(event)).decode()",
          "import base64\nreturn base64.b64encode(json.dumps(event).encode()).decode()", texts_as_bytes),
]
