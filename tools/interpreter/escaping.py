"""What leaves the app: objects, classes, functions and modules that code gets which is not followed. It may call every
method of an object, by any name, and each function with any arguments; what these return leaves the app too.

json.load(reader) calls reader.read(), print(file=writer) writer.write(): nothing in the app mentions these names.
What follows them is uncalled.py.
"""
from interpreter import foreign_bases, importing, values
from interpreter.analysis import Arguments
from interpreter.values import Class, Const, Dict, Function, Instance, List, Module, Partial, Unknown

NOTED = {values.Any, Class, Const, Dict, Function, Instance, List, Module, Partial}
OPERANDS = {values.Any, Class, Function, Instance}
DEEPEST = 3  # lists and mappings that contain objects
# Modules whose functions keep or compare objects, and call only special methods, such as __eq__
KEEPING = tuple(f"{module}." for module in """builtins typing typing_extensions functools itertools operator collections
    dataclasses weakref inspect types enum abc copy importlib threading asyncio queue contextvars attr attrs
    pydantic.dataclasses unittest.mock""".split()) + ("logging.getLogger",)
# Functions with a known result, or of these modules, that call other methods: read(), write(), keys()
CALLING = {"json.load", "json.dump", "builtins.print", "builtins.dict", "pprint.pprint", "collections.OrderedDict",
           "collections.ChainMap", "collections.Counter", "collections.defaultdict", "collections.UserDict"}

OF_LOGGING = {"addHandler", "addFilter", "setFormatter"}  # methods


def note_call(name, arguments, is_pure, analysis):
    """Note what a function outside the app gets. name: its dotted name; is_pure: whether its effects are known"""
    if name in CALLING:
        note_objects(arguments.every(), analysis)
    elif not is_pure and not name.startswith(KEEPING):
        note(arguments.every(), analysis, foreign_bases.is_of_python(name))


def note_decorated(class_, decorators, analysis):
    """Note a class that decorators get which are not the app's. decorators: [value]"""
    for decorator in decorators:
        if decorator.__class__ in (values.External, values.Method, Unknown):
            note_call(getattr(decorator, "dotted", ""), Arguments([class_]), False, analysis)


def note_inherited(class_, arguments, analysis):
    """Note what the __init__ of a class outside the app gets, from which a class of the app inherits it."""
    if bases := foreign_bases.of(class_):
        note(arguments.every(), analysis, all(map(foreign_bases.is_of_python, bases)))


def note_operands(first, second, analysis):
    """Note the object of the app in an operation with a value of which nothing is known: pipeline | Sink()."""
    for value, operand in ((first, second), (second, first)):
        if value.__class__ in (Unknown, values.External) and not getattr(value, "kind", "") \
                and operand.__class__ in OPERANDS:
            note([option for option in values.options(operand) if option.__class__ in OPERANDS], analysis)


def note_objects(passed, analysis):
    """Note the objects that Python's own code reads: with their own methods, such as keys() and read()."""
    note([option for value in passed for option in values.options(value) if option.__class__ is Instance],
         analysis, True)


def note(passed, analysis, by_python=False, deep=0):
    """Note the app's objects, classes, functions and modules among values.

    by_python  whether Python's library gets them, or boto3: it calls methods by the names of its protocols, such as
               read, and no other ones that the app calls with arguments of its own
    """
    if analysis.dead or deep > DEEPEST:
        return
    for option in [option for value in passed if value.__class__ in NOTED for option in values.options(value)]:
        kind = option.__class__
        if kind is Const:
            if option.value.__class__ is str and "." in option.value \
                    and option.value.startswith(f"{analysis.sources.top()}."):
                entry = importing.value_of_name(option.value, analysis)
                note([] if entry.__class__ is Const else [entry], analysis, by_python, deep)
        elif kind is Function or kind is Partial:
            analysis.handed.setdefault(key_of(option), option)
            note([value for entries in analysis.of_functions.values() for function, value in entries
                  if function.__class__ is kind is Function and function.node is option.node
                  and function.frame is option.frame], analysis, by_python, deep + 1)
        elif kind is Instance or kind is Class:
            _note_class(option.class_ if kind is Instance else option, analysis)
            if kind is Class or not by_python:
                analysis.handed.setdefault(key_of(option), option)
        elif kind is List:
            note(option.items, analysis, by_python, deep + 1)
        elif kind is Dict:
            note([*option.items.values(), *option.rest], analysis, by_python, deep + 1)
        elif kind is Module:
            _note_module(option, analysis)


def _note_module(module, analysis):
    """Note the functions and classes of a module; of a package also those of its modules that something imports."""
    for part in [part for dotted, part in analysis.modules.items() if f"{dotted}.".startswith(f"{module.dotted}.")]:
        note([value for value in part.frame.names.values() if value.__class__ in (Dict, Instance, List)
              or value.__class__ in (Class, Function) and value.frame.module is part], analysis)


def key_of(value):
    """What distinguishes values that left the app: a function by what it closes over, and what it is bound to; objects
    of which no attribute is known are alike: each call of Room.from_row() with any arguments makes another one."""
    if value.__class__ is Function:
        return id(value.node), id(value.frame), key_of(value.self)
    if value.__class__ is Instance and value.class_.__class__ is Class \
            and all(attribute.__class__ is Unknown for attribute in value.names.values()):
        return id(value.class_.node), id(value.class_.frame), frozenset(value.names)
    return (id(value),)


def _note_class(class_, analysis):
    """Note a class of the app and those that it inherits from."""
    waiting = [class_]
    while waiting:
        current = waiting.pop()
        if current.__class__ is Class and current.node.name not in analysis.escaped:
            analysis.escaped.add(current.node.name)
            waiting += current.bases
