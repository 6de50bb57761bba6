"""The fields of texts that a module keeps in a constant, or in a mapping, against the arguments of their format()."""
import ast
import re
import string

from checks.syntax import base_name, bindings, body_nodes, may_catch, method_name
from interpreter.sources import assignments, functions, nodes_of, read_item
from kit.schema import nearest

KEY_ERRORS = {"KeyError", "LookupError", "Exception", "IndexError", "ValueError"}


def unfilled(tree):
    """Yields pitfalls of TEXTS[kind].format(city=city) and PAGE.format(day=day), where the text has another field."""
    stored = [node.id for node in nodes_of(tree, ast.Name) if not isinstance(node.ctx, ast.Load)]
    constants = {name: texts for name, value in assignments(tree.body)
                 if stored.count(name) == 1 and (texts := texts_of(value))}
    if not constants:
        return
    looked_up = [node for node in nodes_of(tree, ast.Subscript, ast.Call)
                 if getattr(read_item(node)[0], "id", "") in constants]
    for function in functions(tree):
        names = bindings(nodes_of(function, ast.Assign))
        caught = {id(part) for node in nodes_of(function, ast.Try) if may_catch(node, KEY_ERRORS)
                  for part in body_nodes(node)}
        for node in nodes_of(function, ast.Call):
            source = names.get(base_name(node.func), getattr(node.func, "value", None))
            if method_name(node) != "format" or id(node) in caught or source is None:
                continue
            for text in formatted_texts(source, constants, looked_up):
                if fault := fault_of(text, node):
                    yield ["format", node.lineno, *fault]
                    break


def texts_of(node):
    """{key: text} of a constant text (its key is None) or of a mapping of constants to texts; {} of other values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {None: node.value}
    if not isinstance(node, ast.Dict) or not node.keys:
        return {}
    pairs = [(key.value, value.value) for key, value in zip(node.keys, node.values)
             if isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and isinstance(value.value, str)]
    return dict(pairs) if len(pairs) == len(node.keys) else {}


def formatted_texts(source, constants, looked_up):
    """[text] of which an expression is any: PAGE, TEXTS["a"], TEXTS[kind].

    looked_up  all reads of the mappings: a text that code also looks up elsewhere may be for that line alone
    """
    if isinstance(source, ast.Name):
        return [text for key, text in constants.get(source.id, {}).items() if key is None]
    mapping, key = read_item(source)
    texts = constants.get(getattr(mapping, "id", ""), {})
    if None in texts or isinstance(source, ast.Call) and len(source.args) > 1:
        return []
    if isinstance(key, ast.Constant):
        return [texts[key.value]] if key.value in texts else []
    is_alone = sum(read_item(node)[0].id == mapping.id for node in looked_up) == 1 if texts else False
    return [*texts.values()] if is_alone else []


def fault_of(text, call):
    """(what is wrong, the hint) of a format() of a text; None if its fields fit, or the arguments are not known."""
    if any(isinstance(part, ast.Starred) for part in call.args) or any(key.arg is None for key in call.keywords):
        return None
    try:
        fields = [field for _literal, field, _spec, _conversion in string.Formatter().parse(text) if field is not None]
    except ValueError as error:
        return f"format() of this text raises ValueError: {error}", "{{ and }} are the braces of the text itself"
    passed, bases = [key.arg for key in call.keywords], [re.split(r"[.\[]", field)[0] for field in fields]
    numbered = [int(base) + 1 for base in bases if base.isdecimal()]
    if max([*numbered, bases.count("")], default=0) > len(call.args):
        return f"the text has more fields than format() has arguments: {len(call.args)}", "an argument for each field"
    missing = next((base for base in bases if base and not base.isdecimal() and base not in passed), None)
    if missing is None:
        return None
    hint = nearest(missing, passed, 0.6) if missing.isidentifier() else "{{ and }} are the braces of the text itself"
    return f"the text has the field {{{missing}}}, and format() gets no {missing!r}", \
        hint or f"{missing}=..., or another field in the text"
