"""Following calls of functions, classes, methods and unknown values."""
import ast

from interpreter import (
    amazon,
    attributes,
    clocks,
    data_types,
    decorating,
    delegation,
    dispatching,
    enums,
    escaping,
    filled_texts,
    frameworks,
    functions,
    injected,
    known_objects,
    library,
    library_calls,
    literals,
    machine,
    merging,
    methods,
    own_attributes,
    passing,
    powertools,
    remaining_time,
    request_claims,
    signatures,
    storing,
    texts,
    unresolved,
    values,
)
from interpreter.analysis import MAYBE, Arguments, Site
from interpreter.values import (
    TEXT,
    UNKNOWN,
    Aws,
    Class,
    Const,
    Dict,
    External,
    Function,
    Instance,
    List,
    Method,
    Partial,
)

EXITS = {"sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"}
# Functions that keep the functions that they get, or only read their parameters
CALLING_LATER = ("functools.", "builtins.classmethod", "builtins.staticmethod", "builtins.setattr", "builtins.object.",
                 "builtins.dict", "types.SimpleNamespace", "argparse.Namespace", "threading.local",
                 *signatures.FUNCTIONS)
REQUESTS = {"urllib.request.Request", "urllib.request.urlopen"}


def _call(node, frame, analysis):
    """function(...)"""
    called, func = analysis.evaluate(node.func, frame), node.func
    if called.__class__ is Aws or func.__class__ is ast.Attribute and func.attr in unresolved.METHODS:
        analysis.visited.add(id(node))
    arguments, site = arguments_of(node, frame, analysis), Site(node, frame, analysis)
    value = _paired(called, arguments, site) if arguments.choices else analysis.call(called, arguments, site)
    analysis.last_callee = called
    data_types.record_result(node, called, value, frame, analysis)
    return value


def arguments_of(node, frame, analysis):
    """The Arguments of an ast.Call, evaluated in a frame."""
    args, keywords, spread, choices, elements = [], {}, [], [], []
    more: bool | str = False
    for argument in node.args:
        if argument.__class__ is not ast.Starred:
            args.append(analysis.evaluate(argument, frame))
            continue
        starred = analysis.evaluate(argument.value, frame)
        if starred.__class__ is List and not starred.open:
            args += starred.items
        else:
            more = True
            elements.append(literals.element(starred, analysis))
            escaping.note([starred], analysis)
    for keyword in node.keywords:
        value = merging.merged(analysis.evaluate(keyword.value, frame), analysis)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
        elif value.__class__ is Dict:
            keywords.update(storing.named(value, analysis))
            more = True if value.open else more or (MAYBE if value.maybe else False)
        elif not choices and (dicts := [option for option in values.options(value) if option is not values.LOOSE
                                        and getattr(option, "value", option) is not None]) \
                and all(option.__class__ is Dict for option in dicts):
            choices = dicts
        else:
            more = True
            escaping.note([value], analysis)
            spread += [value] if value.__class__ is values.Shaped else []
    return Arguments(args, keywords, more, spread, choices, elements)


def _paired(called, arguments, site):
    """A call with the named arguments of one of several mappings: function(**fields). If both come from a tuple, each
    function gets the mapping of its tuple."""
    results, options = [], values.options(called)
    own = {id(choice): {id(part) for row in site.analysis.paired.get(id(choice), ()) for part in row.items}
           for choice in arguments.choices}
    paired = set().union(*own.values())
    origins = {id(option): {id(option), id(_receiver(option))} for option in options}
    site.analysis.silenced += 1
    for choice in arguments.choices:
        mates = [option for option in options if origins[id(option)] & own[id(choice)]
                 or not origins[id(option)] & paired]
        keywords = {**arguments.keywords, **{key: part for key, part in choice.items.items() if key.__class__ is str}}
        more = arguments.more or bool(choice.open or choice.maybe)
        results.append(site.analysis.call(values.union(mates) if mates else called, Arguments(
            arguments.positional, keywords, more, arguments.spread), site))
    site.analysis.silenced -= 1
    return values.union(results)


def _receiver(called):
    """The object of a method of boto3; another callable as it is."""
    return called.more[0] if called.__class__ is Aws and called.role == "method" else called


def _any(called, arguments, site):
    """A call of one of several options; None is not called, and unknown ones are last: they may change arguments."""
    callables = [option for option in called.options if not (option.__class__ is Const and option.value is None)]
    callables = unresolved.meant(callables, arguments)
    callables.sort(key=unresolved.is_unknown)
    several = sum(not (entry.__class__ is Method and values.is_empty(entry.of)) for entry in callables) > 1
    return values.union([_option(entry, several, arguments, site) for entry in callables])


def _unknown(_called, arguments, site):
    """A call of an unknown value: it may do anything with its arguments."""
    function = getattr(site.node, "func", None)
    if (member := enums.of_value(_called, "__call__", site.analysis)) is not None:
        return _instance(member, arguments, site)
    own_attributes.note_uncallable(_called, site)
    if _called is not values.MISSING and _called is not values.LOOSE:
        site.analysis.lost = True
        unresolved.record(getattr(function, "attr", ""), arguments, site)
    escaping.note(arguments.every(), site.analysis)
    if _called is not values.MISSING:
        passing.escape(arguments.every(), site)
    return UNKNOWN


def _option(called, among, arguments, site):
    """A call of one of several options: the functions of the app among them are all followed."""
    if among and called.__class__ is Function:
        return functions.invoke(called, arguments, Site(None, site.frame, site.analysis))
    site.analysis.silenced += among
    value = site.analysis.call(called, arguments, site)
    site.analysis.silenced -= among
    return value


def _partial(called, arguments, site):
    """A call of a functools.partial."""
    site.analysis.called.add(id(called))
    keywords = {**called.keywords, **arguments.keywords}
    return site.analysis.call(called.function, Arguments([*called.args, *arguments.positional], keywords,
                                                         arguments.more), site)


def _external(called, arguments, site):
    """A call of a function of a module outside the app."""
    dotted = called.dotted
    if dotted in EXITS and site.analysis.stack:
        site.note("exit", name=dotted.removeprefix("builtins."))
    if dotted in remaining_time.WAITING:
        remaining_time.note_wait(dotted, arguments, site)
    if dotted in machine.WRITERS or dotted in machine.OPENERS:
        machine.note_call(dotted, arguments, site)
    if dotted in library_calls.FUNCTIONS:
        library_calls.note_call(dotted, arguments, site)
    if dotted in REQUESTS and texts.is_text(arguments.get(1, "data")):
        site.note("text-data", name=dotted)
    injected.follow_lifespan(dotted, arguments, site)
    of_it, in_framework = FUNCTIONS.get(dotted), dotted.startswith(frameworks.PREFIXES)
    pure = library.is_pure(dotted) or in_framework and dotted.rpartition(".")[2] in methods.PURE
    escaping.note_call(dotted, arguments, bool(of_it) or pure, site.analysis)
    if of_it:
        result = of_it(arguments, site)
        if not dotted.startswith(CALLING_LATER):  # sorted(rows, key=f) calls f
            passing.escape([value for value in arguments.every() if value.__class__ is Function], site, False)
        return result
    if dotted in decorating.HARMLESS:
        return UNKNOWN
    if dotted in library.KINDS or dotted in library.INSPECTING:
        if dotted not in library.INSPECTING:
            passing.escape(arguments.every(), site, not pure, dotted)
        value = functions.as_unknown(library.KINDS.get(dotted, ""))
        return next((form for form in map(texts.other_form, arguments.every()) if form is not TEXT), value) \
            if value is TEXT else value
    if unresolved.makes_clients(called):
        unresolved.record_client(site)
    if unresolved.is_unknown(called):
        unresolved.record(dotted.rpartition(".")[2], arguments, site)
    passing.escape([value for value in arguments.every() if not injected.is_followed(dotted, value)], site, not pure,
                   dotted)
    return frameworks.result(called) if in_framework else UNKNOWN


def _method(called, arguments, site):
    """A method of a value that is no object of the app."""
    if called.of is values.MISSING:
        return values.MISSING
    if dispatching.is_register(called):
        return dispatching.registered(called.of, arguments)
    filled_texts.note_fields(called.of, called.name, arguments, site)
    value = methods.applied(called.of, called.name, arguments, site)
    if called.name == "get" and len(arguments.positional) == 2 and isinstance(site.node, ast.Call):
        read = ast.Subscript(getattr(site.node.func, "value", site.node.func), site.node.args[0], ast.Load())
        value = request_claims.merged([(read, UNKNOWN), (site.node.args[-1], arguments.positional[1])], value, site)
    if unresolved.is_unknown(called.of):
        unresolved.record(called.name, arguments, site)
        value = delegation.of_method(called.name, arguments, site) if value is None else value
    if value is None:
        if called.name not in methods.PURE:
            escaping.note(arguments.every(), site.analysis, called.name in escaping.OF_LOGGING)
        passing.escape(arguments.every(), site, called.name not in methods.PURE)
        kind = methods.KINDS.get(called.name, "")
        return clocks.reading(kind) if called.name == "timestamp" else functions.as_unknown(kind)
    return value


def _instance(called, arguments, site):
    """An object that can be called."""
    return site.analysis.call(attributes.attribute(called, "__call__", site), arguments, site)


FUNCTIONS: dict = {name: function for module in (powertools, dispatching, delegation, amazon, filled_texts, library)
                   for name, function in module.FUNCTIONS.items()}  # {dotted name: function(arguments, site)}
EXPRESSIONS = {ast.Call: _call}
CALLS = {values.Any: _any, None: _unknown, Function: functions.called, Class: known_objects.instance_of_call,
         Partial: _partial, External: _external, Method: _method, Aws: amazon.called, Instance: _instance}
