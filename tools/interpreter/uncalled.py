"""Follows functions and methods without a known caller: they may make calls of AWS all the same."""
from interpreter import escaping, functions, liveness, members, values
from interpreter.analysis import Arguments, Site
from interpreter.values import Function


def follow(analysis):
    """Follow functions without a known caller: they may make calls of AWS all the same. -> liveness.live_units()"""
    analysis.reached, escaped, called = False, -1, 0
    live: dict = {}
    while len(analysis.escaped) > escaped:  # code that is not the app's gets objects of further classes
        escaped, called = len(analysis.escaped), len(analysis.called)
        live = liveness.live_units(analysis)
        _follow_modules(analysis, live)
    analysis.dead = True
    _follow_modules(analysis, None)
    return live if len(analysis.called) == called else liveness.live_units(analysis)


def _follow_modules(analysis, nodes):
    """Follow the functions and methods of all modules without a known caller. nodes: as of follow_methods()"""
    for module in list(analysis.modules.values()):
        for value in list(module.frame.names.values()):
            if value.__class__ is Function and id(value.node) not in analysis.called:
                if nodes is None or id(value.node) in nodes:
                    functions.invoke(value, Arguments([], {}, True), Site(None, module.frame, analysis))
            elif value.__class__ is values.Class and value.frame.module is module:
                follow_methods(value, analysis, nodes=nodes)


def follow_methods(class_, analysis, more=True, nodes=None):
    """Follow the methods of a class without a known caller: on the objects that the code makes, or on one with unknown
    arguments. nodes: ids of the nodes of those that are followed; None: all, on the second object
    """
    methods = [member for member in class_.names.values()
               if member.__class__ is Function and id(member.node) not in analysis.called
               and not liveness.is_empty(member.node) and (nodes is None or id(member.node) in nodes)]
    unknown = None
    for method in methods:
        if id(method.node) in analysis.called:
            continue
        objects = nodes and analysis.known_objects.of_method(method.node.name, method.node, class_.node)
        if objects is None:
            unknown = unknown or functions.instance(class_, Arguments(), Site(None, class_.frame, analysis))
            objects = [unknown]
        for instance in objects:
            result = functions.invoke(members.bound(method, class_, instance), Arguments([], {}, more),
                                      Site(None, class_.frame, analysis))
            if class_.node.name in analysis.escaped:
                escaping.note([result], analysis)
