"""State that the invocations of a warm Lambda share, and that none of them empties."""
import ast
from typing import Any

from checks import cold_start, row_reads, rows
from checks.app_functions import of_imports
from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.dynamodb_calls import READS
from checks.syntax import base_name, method_name, stored_names
from interpreter.observation import CACHES
from interpreter.plain import fields
from interpreter.sources import (
    FUNCTIONS,
    assignments,
    called_name,
    decorator_names,
    every_node,
    functions,
    last_name,
    nodes_of,
)

# Texts and e-mails to which code adds parts, and what begins them anew.
DOCUMENTS = {"StringIO", "BytesIO", "EmailMessage", "MIMEMultipart"}
ADDING = {"write", "writelines", "writerow", "writerows", "writeheader", "attach", "add_attachment", "add_header"}
RENEWING = {"truncate", "clear", "clear_content", "replace_header", "set_payload", "__init__", "getbuffer"}
CHANGING = {"append", "extend", "insert", "remove", "pop", "reverse"}
FILLING = {"append", "extend", "add", "insert", "update", "setdefault"}
STALE = "no error: the code does not see what other lambdas write"


def growing_states(subject: Subject) -> Findings:
    """Lists, mappings and sums of a module, or default arguments, that grow in a handler."""
    for name in sorted(subject.observations):
        for state in subject.observations[name]["warm"]:
            site, fault = growth(state)
            pitfalls = subject.files[state["file"]]["pitfalls"] if state["file"] in subject.files else []
            if site and not any(kind == "kept" and message.startswith(f"{state['name']} ")
                                for kind, _line, message, _hint in pitfalls):  # P114 reports it
                yield Finding(*site, f"{state['name']} {fault}, and still has what earlier invocations put there",
                              "create it in the handler", "no error: a warm Lambda keeps its modules")


def growth(state) -> tuple[tuple[str, int] | None, str]:
    """((file, line) where module state grows, how it does: text) if it certainly grows in error, else (None, "").

    A list whose length or elements a condition tests, and a mapping with a look-up by key, may be a cache.
    """
    if "summed" in state and "compared" not in state:
        return state["summed"], "adds up"
    if "grown" in state and "tested" not in state and "compared" not in state:
        return state["grown"], "grows"
    if "filled" in state and "read" in state and "tested" not in state and "compared" not in state:
        return state["filled"], "is filled"
    return None, ""


def returned_defaults(tree):
    """Yields pitfalls of `def add(row, rows=[]): rows.append(row); return rows`: each call returns the same list."""
    for function in nodes_of(tree, ast.FunctionDef):
        arguments = function.args.args
        defaults = zip(arguments[len(arguments) - len(function.args.defaults):], function.args.defaults)
        names = {entry.arg for entry, value in defaults if isinstance(value, (ast.List, ast.Dict, ast.Set))
                 or isinstance(value, ast.Call) and called_name(value) in ("list", "dict", "set") and not value.args}
        names = names.difference(stored_names(function)) if names else names
        filled = {base_name(node) for node in nodes_of(function, ast.Subscript, ast.Attribute)
                  if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
                  or getattr(node, "attr", "") in FILLING} if names else set()
        for node in nodes_of(function, ast.Return) if filled else ():
            name = base_name(node)
            if name in names & filled and "cache" not in name and not name.startswith("_"):
                yield ["document", function.lineno, f"each call of {function.name}() without {name} changes and "
                       "returns the same object", f"{name}=None, and a new one in the function"]


def cached_lists(tree):
    """{name: True} of the functions of a file that return a list from their cache, and not an empty one, which code
    means to fill."""
    lists = {}
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and decorator_names(function) & CACHES:
            nodes = every_node(function)
            values = dict(assignments(nodes))
            returned = [values.get(getattr(node.value, "id", ""), node.value) for node in nodes
                        if isinstance(node, ast.Return)]
            if returned and all(isinstance(node, ast.ListComp) or isinstance(node, ast.List) and node.elts
                                or called_name(node) in ("sorted", "split", "splitlines", "list") and (
                                    called_name(node) != "list" or node.args) for node in returned):
                lists[function.name] = True
    return lists


def grown_results(tree):
    """[[line, "store.names", "names"]] of lists that a function gets from another one and adds to, or takes from:
    names = store.names(); names.append("a"). Not where a condition tests what is in them."""
    for function in nodes_of(tree, *FUNCTIONS):
        nodes = every_node(function)
        bound = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        added = [node.target.id for node in nodes if isinstance(node, ast.AugAssign) and isinstance(
            node.target, ast.Name) and isinstance(node.op, ast.Add)]
        calls = {name: ast.unparse(value.func) for name, value in assignments(nodes) if isinstance(value, ast.Call)
                 and bound.count(name) == 1 + added.count(name)}
        tested = {ast.unparse(part) for node in nodes if isinstance(node, ast.Compare) for part in node.comparators}
        for node in nodes:
            receiver: Any = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) \
                and node.func.attr in CHANGING else node.target if isinstance(node, ast.AugAssign) else None
            name = getattr(receiver, "id", "")
            source = calls.get(name, "") if name else ast.unparse(receiver.func) if isinstance(
                receiver, ast.Call) else ""
            if source and name not in tested and ast.unparse(receiver) not in tested:
                yield [node.lineno, source, name or ast.unparse(receiver)]


def changed_caches(subject: Subject) -> Findings:
    """Lists from the cache of a function that a caller changes: each later call returns the changed list."""
    for path in sorted(subject.files):
        lists = {**of_imports(subject, path, cached_lists), **subject.of_tree(cached_lists, path)}
        for line, source, name in subject.of_tree(grown_results, path) if lists else ():
            if source in lists and source.rpartition(".")[2] not in subject.of_tree(cleared_caches, path):
                yield Finding(path, line, f"{name} is the list in the cache of {source}(): each later call returns it "
                              "with this change", f"list({source}())", "no error: a warm Lambda keeps its modules")


def kept_documents(tree):
    """Yields pitfalls of io.StringIO(), EmailMessage() and similar objects of a module to which functions add parts."""
    calls = {name: value for name, value in assignments(tree.body) if isinstance(value, ast.Call)}
    own = {name: name for name, call in calls.items() if not call.args and called_name(call) in DOCUMENTS}
    own |= {name: base for name, call in calls.items() if ast.unparse(call.func).startswith("csv.") and call.args
            for base in [getattr(call.args[0], "id", "")] if base in own}  # WRITER = csv.writer(BUFFER)
    nodes = [node for function in functions(tree) for node in every_node(function)] if own else []
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    removed = {ast.unparse(node.value) for node in nodes if isinstance(node, ast.Attribute) and node.attr in RENEWING
               or isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Del)}
    for node in nodes:
        adds = method_name(node) in ADDING or isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
        base = base_name(node.func if method_name(node) else node)
        name = own.get(base, "")
        if adds and name and not {name, base} & (bound | removed):
            yield ["document", node.lineno, f"{name} still has what earlier invocations added",
                   f"{name} = {ast.unparse(calls[name])} in the handler"]


def is_written(subject, table):
    """Whether a lambda of the app writes items to a table."""
    return table is not None and any(call["service"] == "dynamodb" and call["operation"] in rows.WRITES
                                     and subject.table_of(name, call) == table for name, call in subject.all_calls)


def kept_of_event(subject: Subject) -> Findings:
    """What AWS answered for one event, kept under a constant key or a global name."""
    for name in sorted(subject.observations):
        for state in subject.observations[name]["warm"]:
            if "kept" in state:
                path, line = state["kept"]
                yield Finding(path, line, f"{state['name']} returns the item as it was at the first call, though "
                              "the code reads it each time", "the item that is read, without setdefault",
                              "no error: what other lambdas write is not seen")
            if "absent" in state and is_written(subject, subject.table_of(name, state["call"])):
                path, line = state["absent"]
                yield Finding(path, line, f"{state['name']} keeps for each key the item of the first call, or None if "
                              "there is none, though the app writes such items", "keep it with the time at which it is "
                              "read again, and no None", "no error: what other lambdas write is not seen")
    for _name, note in subject.notes("kept-of-event"):
        yield Finding(note["file"], note["line"], f"{note['name']} is read for one event, and kept for all later ones",
                      "keep it under the key that the event has: cache[id], or read it in each invocation",
                      "no error: a warm Lambda keeps its modules")


def cached_reads(subject: Subject) -> Findings:
    """Items in the cache of a function: those that it reads itself, and those that it reads through other functions
    and that the app writes. Not where code clears the cache."""
    cleared = {name for path in subject.paths & subject.files.keys()
               for name in subject.of_tree(cleared_caches, path)}
    own = [entry for entry in pitfalls_of("cached", STALE)(subject)
           if entry.message.partition("()")[0] not in cleared]
    yield from own
    sites = {(entry.path, entry.message.partition("()")[0]) for entry in own}
    for name, call in subject.calls("dynamodb", READS):
        path, line, function = call["cached"] or ("", 0, "")
        keys, table = row_reads.key_values(call) or {}, subject.table_of(name, call)
        if function and function not in cleared and (path, function) not in sites and call["sure"] and table \
                and any(isinstance(key, dict) for key in keys.values()) and is_written_to(subject, table, keys):
            sites.add((path, function))
            yield Finding(path, line, f"{function}() is cached: it returns items as they were at the first call, and "
                          "the app writes such items", "remove the cache, or let its entries expire", STALE)


def cleared_caches(tree):
    """[name] of the functions whose caches code clears: rates.cache_clear()"""
    return [last_name(node.value) for node in nodes_of(tree, ast.Attribute) if node.attr == "cache_clear"]


def is_written_to(subject, table, keys):
    """Whether a lambda writes items to a table that may have these values of keys."""
    written = [fields(write["args"].get("Item") or write["args"].get("Key")) for operation in ("PutItem", "UpdateItem")
               for _call, write in rows.writes_to(subject, table, operation)]
    return any(all(row_reads.may_be_equal(item.get(key), value) for key, value in keys.items()) for item in written)


KEPT = "def handler(event, context):\n    rows.append(event['row'])\n    return {'rows': rows}"
CACHED = "from functools import lru_cache\n\n\n%sdef room(name):\n" \
    "    return table.get_item(Key={'pk': 'room', 'sk': name}).get('Item')\n\n\n" \
    "def handler(event, context):\n    return room(event['name'])"
KEPT_ROW = "cache = {{}}\n\n\ndef handler(event, context):\n    if {0} not in cache:\n" \
    "        cache[{0}] = table.get_item(Key={{'pk': 'room', 'sk': event['name']}}).get('Item')\n    return cache[{0}]"
PITFALLS = [(tuple(DOCUMENTS), kept_documents), (("return",), returned_defaults),
            ((), cold_start.stale), (("cache",), cold_start.cached_items)]
CHECKS = [
    Check("P115", "State that grows from one invocation to the next",
          "A warm Lambda runs a module's first lines, and evaluates default arguments, only once: a list, a mapping or "
          "a sum that is created there has the data of earlier events.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
          "rows = []\n\n\n" + KEPT, KEPT.replace("rows.append", "rows = []\n    rows.append"),
          lambda subject: [*growing_states(subject), *changed_caches(subject), *pitfalls_of(
              "document", "no error: a warm Lambda keeps its modules")(subject)]),
    Check("P125", "An item of a table in a cache that never expires",
          "A warm Lambda lives for hours, and returns the item as it was at the first call; if there was none, None.",
          "https://docs.python.org/3/library/functools.html#functools.lru_cache",
          CACHED % "@lru_cache(maxsize=None)\n", CACHED.replace("from functools import lru_cache\n\n\n", "") % "",
          cached_reads),
    Check("P130", "A cache that returns the same value for different events",
          "A warm Lambda keeps its modules: what it has read for the first event is then the response to all others.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
          KEPT_ROW.format("'room'"), KEPT_ROW.format("event['name']"), kept_of_event),
]
