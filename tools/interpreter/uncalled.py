"""Follows functions and methods without a known caller: they may make calls of AWS all the same. So does what left the
app (escaping.py): it may run with any arguments, also after the app has called it with its own."""
import collections

from interpreter import escaping, foreign_bases, functions, liveness, members, unresolved, values
from interpreter.analysis import Arguments, Site
from interpreter.sources import FUNCTIONS, is_abstract
from interpreter.values import Class, Function, Instance

MOST_HANDED = 300  # functions and objects that leave the app
OF_PYTHON = {"__init__", "__new__", "__init_subclass__", "__set_name__", "__class_getitem__", "__del__",
             "__post_init__"}  # special methods that nobody calls on an object


def follow(analysis):
    """Follow functions without a known caller: they may make calls of AWS all the same. -> liveness.live_units()"""
    analysis.reached, called = False, 0
    left: tuple = ()
    live: dict = {}
    while (reason := _reason(analysis)) != left:  # there may be more calls
        left, called = reason, len(analysis.called)
        before = set(analysis.called)
        live = liveness.live_units(analysis)
        if analysis.lost and (unnamed := [value for value in analysis.unnamed if id(
                getattr(value, "node", value)) not in analysis.called]):
            escaping.note(unnamed, analysis)
            _follow_handed(analysis, before)  # which may call functions of the modules
        _follow_modules(analysis, live)
        _follow_handed(analysis, before)
    if len(analysis.called) > called:
        live = liveness.live_units(analysis)
    unresolved.complete(analysis)
    analysis.dead = True
    _follow_modules(analysis, None)
    return live


def _reason(analysis):
    """What may make more code live when it changes: what left the app, and the names that code computes."""
    computed = analysis.lookups.values()
    return (len(analysis.escaped), len(analysis.handed), analysis.lost, sum(names is None for names in computed),
            sum(len(names or ()) for names in computed))


def _follow_modules(analysis, nodes):
    """Follow the functions and methods of all modules without a known caller: first those that none of the others
    calls, as they pass the others what these get. nodes: as of follow_methods()"""
    waiting = _called_alone(nodes, analysis) if nodes else set()
    if waiting:
        _follow_modules(analysis, {id_: unit for id_, unit in nodes.items() if id_ not in waiting})
    for module in list(analysis.modules.values()):
        for value in list(module.frame.names.values()):
            if value.__class__ is Function:
                if _is_waiting(value, nodes, analysis):
                    result = functions.invoke(value, ANY, Site(None, module.frame, analysis))
                    are_used = id(value.node) in analysis.undecipherable
                    escaping.note([option for option in values.options(result)
                                   if are_used or option.__class__ in KEEPING], analysis)
            elif value.__class__ is Class and value.frame.module is module:
                if value.bases and (bases := foreign_bases.of(value)):  # which read what the class keeps
                    escaping.note([member for member in value.names.values() if member.__class__ in KEEPING[:2]],
                                  analysis, all(map(foreign_bases.is_of_python, bases)))
                follow_methods(value, analysis, nodes=nodes)


def _is_waiting(function, nodes, analysis):
    """Whether a function has no known caller: it, or the one that the app's decorators replace by a shared one."""
    return not analysis.called.issuperset((id(function.node), id(function.declared))) and (
        nodes is None or id(function.declared) in nodes)


def _called_alone(live, analysis):
    """{id of the node} of functions without a known caller that code uses in no other form than in calls, by a function
    without a known caller. live: as of live_units()"""
    pending = [unit for id_, unit in live.items() if id_ not in analysis.called and unit.parent is not None
               and (unit.inside is not None or unit.parent.node.__class__ not in FUNCTIONS)]
    if not pending:
        return set()
    values_: set = set().union(*(unit.values | unit.kept for unit in live.values()))
    users = collections.Counter(name for unit in pending for name in unit.mentions - {unit.node.name})
    return {id(unit.node) for unit in pending
            if unit.inside is None and unit.node.name not in values_ and users[unit.node.name]}


def follow_methods(class_, analysis, more=True, nodes=None):
    """Follow the methods of a class without a known caller: on the objects that the code makes, or on one with unknown
    arguments. nodes: ids of the nodes of those that are followed; None: all, on the second object
    """
    methods = [member for member in class_.names.values()
               if member.__class__ is Function and _is_waiting(member, nodes, analysis)
               and not is_abstract(member.node)]
    unknown = None
    is_foreign = class_.node.name in analysis.escaped or bool(class_.bases and foreign_bases.of(class_))
    for method in methods:
        if not _is_waiting(method, nodes, analysis):
            continue
        objects = nodes and analysis.known_objects.of_method(method.declared.name, method.declared, class_.node)
        if objects is None:
            unknown = unknown or functions.instance(class_, Arguments(), Site(None, class_.frame, analysis))
            objects = [unknown]
        for instance in objects:
            result = functions.invoke(members.bound(method, class_, instance), Arguments([], {}, more),
                                      Site(None, class_.frame, analysis))
            escaping.note([option for option in values.options(result)
                           if is_foreign or option.__class__ in KEEPING], analysis)


def follow_function(function, again, site):
    """Follow a function that leaves the app; what it returns leaves the app too.

    again  whether with any arguments also if the app has called it: once for each object that it is bound to
    """
    analysis, key = site.analysis, escaping.key_of(function)
    if key in analysis.called if again else id(function.node) in analysis.called:
        return
    if function.node in analysis.stack:  # a function that runs now: later
        escaping.note([function], analysis)
        return
    analysis.called.add(key)
    escaping.note([functions.invoke(function, ANY, Site(None, site.frame, analysis))], analysis)


def _follow_handed(analysis, before):
    """Follow what left the app. before: ids of the nodes of functions that the app itself has called"""
    for objects in list(analysis.objects.values()):
        for instance in objects if objects[0].class_.bases else ():
            bases = foreign_bases.of(instance.class_)
            escaping.note(foreign_bases.attributes(instance, bases) if bases else (), analysis)
            if not all(foreign_bases.is_of_python(base) or base in SESSIONS for base in bases):
                escaping.note([instance], analysis)
    for key, value in list(analysis.handed.items()):
        site = Site(None, getattr(value, "frame", None), analysis)
        if len(analysis.handed) > MOST_HANDED:
            analysis.give_up()
        elif value.__class__ is Function:
            follow_function(value, True, site)
        elif key not in analysis.called:
            analysis.called.add(key)
            if value.__class__ is values.Partial and value.site is not None:
                analysis.silenced += 1
                escaping.note([analysis.call(value, ANY, value.site)], analysis)
                analysis.silenced -= 1
            elif value.__class__ is Instance and value.class_.__class__ is Class:
                _follow_object(value, before, analysis)
            elif value.__class__ is Class:
                _follow_object(functions.instance(value, ANY, Site(None, value.frame, analysis)), before, analysis)


def _follow_object(instance, before, analysis):
    """Follow the methods of an object that left the app which the app itself has called: now with any arguments."""
    names, waiting = {}, [instance.class_]
    while waiting:
        class_ = waiting.pop()
        if class_.__class__ is Class:
            names = {**class_.names, **names}
            waiting += class_.bases
    escaping.note([value for name, value in {**names, **instance.names}.items()
                   if not name.startswith("_") and value.__class__ is not Function], analysis)
    escaping.note([value for value in instance.names.values() if value.__class__ is Function], analysis)
    for name, method in names.items():
        if method.__class__ is Function and id(method.node) in before and name not in OF_PYTHON and (
                name.startswith("__") or not name.startswith("_")):
            escaping.note([functions.invoke(members.bound(method, instance.class_, instance), ANY,
                                            Site(None, method.frame, analysis))], analysis)


# boto3's class calls its own client() only with the name of a service that the app passes to its resource()
SESSIONS = {"boto3.Session", "boto3.session.Session"}
KEEPING = (values.List, values.Dict, Function)  # with functions that code may take from there
ANY = Arguments([], {}, True)  # of a call by code that is not the app's
