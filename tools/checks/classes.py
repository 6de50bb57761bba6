"""Classes of the app: attributes that their objects do not have, calls of values, mutable defaults of dataclasses."""
import ast
import builtins

from checks.certain_types import name_of
from checks.check import Check, Findings, Subject, finding, notes_of, pitfalls_of
from checks.events_read import shown
from checks.syntax import base_name, function_name
from checks.type_casts import object_makers
from interpreter.sources import called_name, decorator_names, every_node, last_name, nodes_of
from kit.schema import nearest

OF_OTHER_LANGUAGES = {"length": "len(...)", "size": "len(...)", "isEmpty": "not ...", "has_key": "... in ...",
                      "hasOwnProperty": "... in ...", "push": ".append(...)", "includes": "... in ...",
                      "contains": "... in ...", "toString": "str(...)", "forEach": "for ... in ...:"}
OF_TYPES = {"dict": "a key is read as [{!r}]", "datetime": ".isoformat() makes a text of it",
            "int": "str(...) makes a text of it"}
MUTABLE = {"list", "dict", "set", "defaultdict", "OrderedDict", "bytearray"}


def absent_attributes(subject: Subject) -> Findings:
    """Attributes that no object of a class of the app has, nor a value of the event or of a response."""
    for lambda_name, note in subject.notes("no-attribute"):
        name, of = note["name"], note["of"]
        if note["tried"] or note.get("how") == "event" and may_be_object(subject, lambda_name, note):
            continue
        kind = note.get("how")
        value = shown(note["path"]) if kind == "event" else kind and f"{'this part of ' * bool(note['path'])}{kind}"
        part = f"{value} is {name_of(of)}, and" if value else name_of(of)
        hint = OF_OTHER_LANGUAGES.get(name) or OF_TYPES.get(of, "").format(name) \
            or nearest(name, note["has"] or dir(getattr(builtins, of, None)))
        yield finding(note, f"{part} has no attribute {name!r}", hint,
                      f"AttributeError: {of!r} object has no attribute {name!r}")


def may_be_object(subject, lambda_name, note):
    """Whether classes of Powertools or pydantic may have made an object of the event, which has the attribute.

    Powertools' classes have message_id for the key messageId; the models of its parser have the names of the keys.
    """
    makers = object_makers(subject, lambda_name)
    return bool(makers) and (note["name"] not in note["has"] or note["name"].islower()
                             or bool(makers & {"parser", "pydantic"}))


def mutable_defaults(tree):
    """Yields pitfalls of `tags: list = []` in a dataclass: Python refuses the class."""
    fields = [part for node in nodes_of(tree, ast.ClassDef) if "dataclass" in decorator_names(node)
              for part in node.body if isinstance(part, ast.AnnAssign)]
    for field in fields:
        is_mutable = function_name(field.value) in MUTABLE or isinstance(field.value, (
            ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp))
        if is_mutable and "ClassVar" not in ast.unparse(field.annotation):
            yield ["mutable", field.lineno, f"the default of {ast.unparse(field.target)} is mutable",
                   "field(default_factory=...)"]


def unsent_messages(tree):
    """Yields pitfalls of exceptions with several arguments whose __init__ passes none of them on, where code that
    catches them uses their text: it has all arguments."""
    names = {name for name, number in plain_exceptions(tree).items() if number > 1}
    for handler in nodes_of(tree, ast.ExceptHandler) if names else ():
        if isinstance(handler.type, ast.Name) and handler.type.id in names and handler.name:
            for node in nodes_of(handler, ast.Call, ast.FormattedValue):
                is_text = function_name(node) == "str" and node.args
                part = node.args[0] if is_text else node.value if isinstance(node, ast.FormattedValue) \
                    and node.conversion != ord("r") else None
                if getattr(part, "id", "") == handler.name:
                    yield ["unsent", node.lineno, f"the text of {handler.type.id} has all its arguments: "
                           "its __init__ passes no message on", "super().__init__(message) in its __init__"]


def plain_exceptions(tree):
    """{class: number of the positional parameters of its __init__} of the exceptions of a module that neither pass a
    message to Exception nor have a text of their own."""
    return {node.name: len(part.args.args) - 1 for node in nodes_of(tree, ast.ClassDef)
            if [*map(last_name, node.bases)] == ["Exception"] and not {"__str__", "args"} & {
                getattr(part, "name", getattr(part, "attr", "")) for part in every_node(node)}
            for part in node.body if getattr(part, "name", "") == "__init__" and not any(
                called_name(call) in ("__init__", "__new__") for call in nodes_of(part, ast.Call))}


def unstarted_bases(tree):
    """Yields pitfalls of classes whose __init__ does not call that of their base, a class of the module, which sets an
    attribute that their methods read."""
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for node in classes.values():
        base = classes.get(getattr(node.bases[0], "id", "")) if len(node.bases) == 1 else None
        own, of_base = _initializer(node), _initializer(base)
        if not base or not own or not of_base or any(
                called_name(call) == "__init__" for call in nodes_of(own, ast.Call)):
            continue
        others = {target for part in node.body + base.body if part is not of_base for target in _stored(part)}
        defined = {getattr(part, "name", "") for part in node.body}
        read = {attribute.attr for part in (*node.body, *base.body) for attribute in nodes_of(part, ast.Attribute)
                if (part in node.body or getattr(part, "name", "__") not in defined and part.name[:2] != "__")
                and base_name(attribute) == "self" and isinstance(attribute.ctx, ast.Load)}
        for name in sorted(_stored(of_base) & read - others):
            yield ["unstarted", own.lineno, f"{node.name}.__init__ does not call that of {base.name}, which sets "
                   f"self.{name}", "super().__init__(...)"]
            break


def _initializer(node):
    """The __init__ of a class, None without one."""
    return next((part for part in getattr(node, "body", ()) if getattr(part, "name", "") == "__init__"), None)


def _stored(node):
    """{name} of the attributes of self, and of the names, that a part of a class sets."""
    return {last_name(part) for part in nodes_of(node, ast.Attribute, ast.Name) if isinstance(part.ctx, ast.Store)} | {
        getattr(node, "name", "")}


ORDER = "from dataclasses import dataclass\n\n\n@dataclass\nclass Order:\n    total: int = 0\n\n    @property\n" \
    "    def cents(self):\n        return int(self.total * 100)\n\n\n"
FIELD = "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Order:\n    lines: list = %s\n\n\n" \
    "def handler(event, context):\n    return len(Order().lines)"
FAULT = "class Fault(Exception):\n    def __init__(self, status, message):\n        %sself.status = status\n\n\n" \
    "def handler(event, context):\n    try:\n        raise Fault(404, 'no order')\n    except Fault as error:\n" \
    "        return {'statusCode': error.status, 'body': str(error)}"
BASE = "class Store:\n    def __init__(self):\n        self.rows = {}\n\n    def row(self, key):\n" \
    "        return self.rows.get(key)\n\n\nclass Orders(Store):\n    def __init__(self, day):\n" \
    "        %sself.day = day\n\n\ndef handler(event, context):\n    return Orders(event['day']).row('a')"
PITFALLS = [(("super", "__init__"), unstarted_bases), (("dataclass",), mutable_defaults),
            (("Exception",), unsent_messages)]
CHECKS = [
    Check("P162", "An attribute that objects of a class do not have",
          "AttributeError when the line runs.",
          "https://docs.python.org/3/library/exceptions.html#AttributeError",
          ORDER + "def handler(event, context):\n    return Order(event['total']).totals",
          ORDER + "def handler(event, context):\n    return Order(event['total']).total",
          absent_attributes),
    Check("P163", "A call of a value that has no calls, and an order of values that have none",
          "TypeError when the line runs: a property is read without parentheses, and functions and mappings have no "
          "order.",
          "https://docs.python.org/3/library/functions.html#property",
          ORDER + "def handler(event, context):\n    return Order(event['total']).cents()",
          ORDER + "def handler(event, context):\n    return Order(event['total']).cents",
          lambda subject: [*notes_of("uncallable", "{name} is {how}, and no function", "{name} without ()",
                                     "TypeError: object is not callable")(subject),
                           *notes_of("function-compared", "{name} is compared without a call", "{name}()",
                                     "TypeError: '<' not supported with a function")(subject),
                           *notes_of("unordered", "mappings have no order", "key=lambda row: row[...]",
                                     "TypeError: '<' not supported between instances of 'dict' and 'dict'")(subject)]),
    Check("P164", "A mutable default of a dataclass",
          "ValueError at the import: Lambda cannot import the module, and each invocation fails.",
          "https://docs.python.org/3/library/dataclasses.html#mutable-default-values",
          FIELD % "[]", FIELD % "field(default_factory=list)",
          pitfalls_of("mutable", "ValueError: mutable default <class 'list'> for field is not allowed: use "
                                 "default_factory")),
    Check("P175", "The text of an exception that has no message",
          "str() of an exception has the arguments that Exception.__init__ got; without a call of it, all of them: "
          "(404, 'no order').",
          "https://docs.python.org/3/library/exceptions.html#BaseException.args",
          FAULT % "", FAULT % "super().__init__(message)\n        ",
          pitfalls_of("unsent", "no error: the text is (404, 'no order')")),
    Check("P194", "An __init__ that does not call that of its base class",
          "AttributeError where a method reads what the __init__ of the base sets.",
          "https://docs.python.org/3/library/functions.html#super",
          BASE % "", BASE % "super().__init__()\n        ",
          pitfalls_of("unstarted", "AttributeError: the object has no such attribute")),
]
