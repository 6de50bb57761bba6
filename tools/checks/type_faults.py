"""What ty does not report, and the types of probed expressions show: bytes in an f-string, values of two types that are
never equal, a loop that takes keys apart, a dict in a set."""
import ast

from checks import type_trials
from checks.certain_types import name_of
from checks.type_sentences import NUMBERS, OTHERS, TEXTS, TYPE_ERROR

PLAIN = frozenset("str bytes int float UUID datetime date timedelta Decimal Number Path bool dict list".split())
# Python shows their name and address alone.
NAMELESS = frozenset("""CoroutineType Coroutine GeneratorType Generator map filter zip enumerate reversed HASH BytesIO
    StringIO Request Random""".split())
OF_NAMELESS = {"CoroutineType": "await", "Coroutine": "await", "HASH": ".hexdigest()", "BytesIO": ".getvalue()",
               "StringIO": ".getvalue()"}
UNHASHABLE = ("dict", "list", "set", "bytearray")
# What a loop over a value gives, and a hint, by the beginning of ty's text of the value's type.
ELEMENTS = {"dict[str,": ("a loop over a dict has its keys", ".items() has keys and values"),
            "Keyed": ("a loop over a dict has its keys", ".items() has keys and values"),
            "list[dict[str,": ("each element of this list is a dict", "enumerate(...) has numbers and elements")}
OF_ROWS = "list[dict["
ALWAYS = "no error: the comparison is always the same"
BYTES_IN_TEXT = TEXTS, "bytes in a text become \"b'...'\"", ".decode()", "no error: the text begins with b'"
WRONG_TEXT = "no error: the text is wrong"
WITHOUT_ERROR = (BYTES_IN_TEXT[-1], WRONG_TEXT)  # no fault in a line that logs
IN_SET = (OTHERS, "a set takes neither dicts nor lists", "the value of a key, or tuple(...)",
          f"{TYPE_ERROR}: unhashable type")


def of_probes(nodes, types, own):
    """Yields (id, message, hint, Python's error) of the probed nodes, a node for each expression.

    types: [(certain type or None, ty's text)] of the expressions; own: OwnNames of the app"""
    by_node = {}
    for node, type_ in zip(nodes, types):
        by_node.setdefault(node, []).append(type_)
    for node, of_node in by_node.items():
        if isinstance(node, type_trials.Trial):
            fault = node.fault([text for _type, text in of_node], own)
            yield from [fault] if fault else []
        else:
            yield from READERS[node.__class__](node, *of_node, own) if node.__class__ is ast.FormattedValue \
                else READERS[node.__class__](node, *of_node)


def of_text(_node, inserted, own):
    """Of what an f-string contains."""
    head = inserted[0] or ""
    if head == "bytes":
        return [BYTES_IN_TEXT]
    is_named = head.startswith(("the function ", "the method", "the module"))
    if not is_named and head not in NAMELESS | own.closed - own.shown:
        return []
    hint = OF_NAMELESS.get(head, "call it: ...()" if is_named else "the part that is meant")
    return [(OTHERS, f"{name_of(head)} in a text becomes '<... at 0x7f...>'", hint, WRONG_TEXT)]


def of_comparison(node, first, second):
    """Of both sides of ==, !=, in, not in."""
    types = {first[0], second[0]}
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        if first[0] == "str" and second[1].startswith(OF_ROWS):
            yield OTHERS, "a text is in no list of dicts", "compare it with a key of each", ALWAYS
    elif types <= PLAIN and first[0] != second[0] and not types <= NUMBERS and types != {"datetime", "date"}:
        yield (TEXTS if types == {"str", "bytes"} else OTHERS, f"{name_of(first[0])} never equals {name_of(second[0])}",
               "compare values of one type", ALWAYS)


def of_loop(_node, iterated):
    """Of what a loop takes apart: for key, value in row."""
    return [(OTHERS, message, hint, "ValueError: the element has another number of values")
            for start, (message, hint) in ELEMENTS.items() if iterated[1].startswith(start)]


def of_set(_node, *elements):
    """Of the elements of {row, row}."""
    return [IN_SET] if any(element[0] in UNHASHABLE for element in elements) else []


def of_call(_node, *parts):
    """Of set(rows), and of the set and the element in seen.add(row)."""
    if len(parts) == 1:
        return [IN_SET] if parts[0][1].startswith(OF_ROWS) else []
    return [IN_SET] if parts[0][0] == "set" and parts[1][0] in UNHASHABLE else []


READERS = {ast.FormattedValue: of_text, ast.Compare: of_comparison,
           ast.For: of_loop, ast.comprehension: of_loop,
           ast.Set: of_set, ast.Call: of_call, ast.AugAssign: lambda _node, _target: ()}
