"""Objects of the app's classes that code outside the app gets: it may call every method of theirs, by any name.

json.load(reader) calls reader.read(), print(file=writer) writer.write(): nothing in the app mentions these names.
"""
from interpreter import values
from interpreter.analysis import Arguments
from interpreter.values import Class, Dict, Instance, List

NOTED = {values.Any, Class, Dict, Instance, List}
DEEPEST = 3  # lists and mappings that contain objects
# Modules whose functions keep or compare objects, and call only special methods, such as __eq__
KEEPING = tuple(f"{module}." for module in """builtins typing typing_extensions functools itertools operator collections
    dataclasses weakref inspect types enum abc copy threading asyncio queue contextvars attr attrs
    pydantic.dataclasses unittest.mock""".split())
# Functions with a known result, or of these modules, that call other methods: read(), write(), keys()
CALLING = {"json.load", "json.dump", "builtins.print", "builtins.dict", "pprint.pprint", "collections.OrderedDict",
           "collections.ChainMap", "collections.Counter", "collections.defaultdict", "collections.UserDict"}


def note_call(name, arguments, is_pure, analysis):
    """Note what a function outside the app gets. name: its dotted name; is_pure: whether its effects are known"""
    if name in CALLING or not is_pure and not name.startswith(KEEPING):
        note(arguments.every(), analysis)


def note_decorated(class_, decorators, analysis):
    """Note a class that decorators get which are not the app's. decorators: [value]"""
    for decorator in decorators:
        if decorator.__class__ in (values.External, values.Method, values.Unknown):
            note_call(getattr(decorator, "dotted", ""), Arguments([class_]), False, analysis)


def note(passed, analysis, deep=0):
    """Note the classes of the app's objects among values, and the classes themselves: other code may make objects."""
    if analysis.dead or deep > DEEPEST:
        return
    for option in [option for value in passed if value.__class__ in NOTED for option in values.options(value)]:
        if isinstance(option, Instance):
            _note_class(option.class_, analysis)
        elif isinstance(option, Class):
            _note_class(option, analysis)
        elif isinstance(option, List):
            note(option.items, analysis, deep + 1)
        elif isinstance(option, Dict):
            note([*option.items.values(), *option.rest], analysis, deep + 1)


def _note_class(class_, analysis):
    """Note a class of the app and those that it inherits from."""
    waiting = [class_]
    while waiting:
        current = waiting.pop()
        if current.__class__ is Class and current.node.name not in analysis.escaped:
            analysis.escaped.add(current.node.name)
            waiting += current.bases
