"""Results that are None: of methods that change a list in place, and of patterns that do not match."""
import ast

from checks.check import Check, Findings, Subject, finding, notes_of, pitfalls_of
from checks.missing_items import FROM_REQUEST
from checks.syntax import arguments, base_name, function_name, keywords, method_name
from interpreter.sources import every_node, functions

LIST, MAPPING, SET = "list", "mapping", "set"
IN_PLACE = {LIST: {"sort", "reverse", "append", "extend", "insert", "clear", "remove"}, MAPPING: {"update", "clear"},
            SET: {"add", "update", "discard", "clear", "remove"}}
SEQUENCES = {"list": LIST, "sorted": LIST, "dict": MAPPING, "set": SET}
ITEMS = {"Items", "Contents", "Records", "Messages"}
INSTEAD = {"sort": "sorted({0})", "reverse": "list(reversed({0}))"}


def used_in_place(tree):
    """Yields pitfalls of rows = rows.sort(): the result of a method that changes its list, or mapping, is None."""
    pitfalls = {}  # by call: the nodes of a nested function are those of the outer one too
    for function in (*functions(tree), ast.Module(tree.body, [])):
        nodes = every_node(function)
        kinds = kinds_of_names(nodes)
        for call in (call for node in nodes for call in used_values(node)):
            if method_name(call):
                name, text, instead = changed(call, call.func, kinds)
                if text:
                    pitfalls[id(call)] = ["in-place", call.lineno, f"{name}() changes {text} and returns None", instead]
    yield from pitfalls.values()


def changed(call, method, kinds):
    """(name of the function, text of what it changes, hint) of a call that returns None; the text is "" of others.

    kinds  {name: kind}
    """
    text, kind = ast.unparse(method.value), kind_of(method.value, kinds)
    by_key = method.attr == "sort" and not call.args and "key" in keywords(call)
    if text == "random" and method.attr == "shuffle" and call.args:
        text = ast.unparse(call.args[0])
        return "random.shuffle", text, f"random.sample({text}, len({text}))"
    if method.attr in IN_PLACE.get(kind, ()) or by_key:
        hint = INSTEAD.get(method.attr, f"{{0}}.{method.attr}(...) in a line of its own, then {{0}}")
        return f"{text}.{method.attr}", text, hint.replace("{0}", text)
    return "", "", ""


def used_values(node):
    """The expressions in a node whose value is kept, returned or read. A return of rows.append(row) may be meant to
    end the function."""
    if isinstance(node, ast.Assign):
        return [node.value] if getattr(node.targets[0], "id", "") != "_" else []
    if isinstance(node, ast.Return):
        return [node.value] if method_name(node.value) in ("sort", "reverse", "shuffle") else []
    if isinstance(node, (ast.For, ast.comprehension)):
        return [node.iter]
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.Call):
        return arguments(node)
    return [node.value] if isinstance(node, (ast.Subscript, ast.Attribute, ast.Starred)) else []


def kinds_of_names(nodes):
    """{name: its kind} of names that are always lists, mappings or sets of Python."""
    kinds: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                is_own = method_name(node.value) and base_name(node.value.func)  # rows = rows.append(row)
                if isinstance(target, ast.Name) and target.id != is_own:
                    kinds.setdefault(target.id, set()).add(kind_of(node.value, {}))
        stored = {id(target) for target in getattr(node, "targets", [])} if isinstance(node, ast.Assign) else set()
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and id(part) not in stored \
                    and not isinstance(node, ast.AugAssign):
                kinds.setdefault(part.id, set()).add("")
            if isinstance(part, ast.arg):
                kinds.setdefault(part.arg, set()).add("")
    return {name: of_name.pop() for name, of_name in kinds.items() if len(of_name) == 1}


def kind_of(node, kinds):
    """The kind of an expression's value, "" if it is not known. kinds: {name: kind}"""
    if isinstance(node, (ast.List, ast.ListComp)):
        return LIST
    if isinstance(node, (ast.Dict, ast.DictComp)):
        return MAPPING
    if isinstance(node, (ast.Set, ast.SetComp)):
        return SET
    if isinstance(node, ast.Subscript) and getattr(node.slice, "value", "") in ITEMS:
        return LIST
    return SEQUENCES.get(function_name(node)) or kinds.get(getattr(node, "id", ""), "")


def unmatched(subject: Subject) -> Findings:
    """re.match(pattern, text).group(1) of a part of a request that the pattern need not match."""
    for name, note in subject.notes("no-match"):
        endpoint = subject.model["lambdas"][name]["infra"].get("endpoint", {})
        if note["path"][:1] and note["path"][0] in FROM_REQUEST and not note["caught"] \
                and "'pattern'" not in str(endpoint):
            yield finding(note, f"{note['path'][-1]!r} of the request need not match {note['key']!r}: the result is "
                          "None then", "if match is None: return {'statusCode': 400}",
                          "AttributeError: 'NoneType' object has no attribute 'group', and 502")


frozen = notes_of("frozen", "an object of a frozen class: {name!r} cannot be set",
                  "dataclasses.replace(object, {name}=...)", "dataclasses.FrozenInstanceError, or AttributeError")
ROWS = "rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n%s"
MATCH = "infra:\n  endpoint: {method: GET, path: '/days/{day}', api: public}\n---\nimport re\n\n\n" \
    "def handler(event, context):\n    match = re.fullmatch(r'(\\d+)-(\\d+)', event['pathParameters']['day'])\n%s" \
    "    return {'statusCode': 200, 'body': match.group(1)}"
STAR = "from dataclasses import dataclass, replace\n\n\n@dataclass(frozen=True)\nclass Star:\n    size: int\n\n\n" \
    "def handler(event, context):\n    star = Star(1)\n    print(replace)\n    %s"
CHANGING = tuple(f"{name}(" for names in IN_PLACE.values() for name in names)
PITFALLS = [((*CHANGING, "shuffle("), used_in_place)]
CHECKS = [
    Check("P141", "The result of a method that changes its list in place",
          "list.sort(), list.reverse(), list.append() and dict.update() return None.",
          "https://docs.python.org/3/library/stdtypes.html#mutable-sequence-types",
          ROWS % "return {'rows': rows.reverse()}", ROWS % "rows.reverse()\nreturn {'rows': rows}",
          pitfalls_of("in-place", "no error here: the value is None")),
    Check("P153", "An attribute of a frozen object that is set",
          "FrozenInstanceError of a frozen dataclass, AttributeError of a NamedTuple.",
          "https://docs.python.org/3/library/dataclasses.html#frozen-instances",
          STAR % "star.size = 2\n    return star.size", STAR % "return replace(star, size=2).size", frozen),
    Check("P142", "A match that a request need not have",
          "AttributeError, and so 502: re.match() returns None for a text that does not match.",
          "https://docs.python.org/3/library/re.html#re.match",
          MATCH % "", MATCH % "    if match is None:\n        return {'statusCode': 400}\n", unmatched),
]
