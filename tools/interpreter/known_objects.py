"""The objects of the app's classes: a method without a known caller runs on those that the followed code makes.

Other code may make objects of a class that it gets as a value, or change their attributes. Then the method runs on an
object of which nothing is known: a role must not be narrower than its code.
"""
import ast

from interpreter import enums, functions, members, metaclasses, values
from interpreter.lookups import BY_TEXT
from interpreter.sources import called_name, decorator_names, last_name

MOST = 12  # objects of a class on which a method runs
OWN_BASES = ("object", "ABC", "Protocol", "Generic", "Enum")  # they register no class that inherits from them
# Bases that make no object of a class that inherits from them; Enum makes its members
PLAIN_BASES = {*OWN_BASES} - {"Enum"} | set("""Exception Mapping MutableMapping Sequence MutableSequence Set
    MutableSet Iterable Iterator Collection Container Sized Callable AbstractContextManager ContextDecorator Thread
    AbstractAsyncContextManager UserDict UserList dict list IOBase RawIOBase BufferedIOBase TextIOBase Handler
    StreamHandler Formatter Filter""".split())
# With these names code may make or change objects of any class.
OF_ANY_CLASS = {"__new__", "__class__", "__dict__", "__reduce__", "pickle", "jsonpickle", "setattr",
                "vars"}


def instance_of_call(class_, arguments, site):
    """The Instance of a call of a class; of an Enum its member, of a TypedDict a mapping."""
    bases = [base for entry in (class_, *class_.bases) for base in getattr(entry, "bases", ())]
    if any(getattr(base, "dotted", "").endswith(".TypedDict") for base in bases):
        site.analysis.visited.add(id(site.node))
        return values.Dict(dict(arguments.keywords), arguments.more or bool(arguments.positional))
    if (result := metaclasses.called(class_, arguments, site)) is not None:
        site.analysis.visited.add(id(site.node))
        return result
    member = enums.called(class_, arguments, site)
    results = functions.objects(class_, arguments, site) if member is None else [member]
    if not site.analysis.dead and site.node is not None:
        site.analysis.visited.add(id(site.node))
    for result in results if member is None else ():
        if result.__class__ is values.Instance:
            if not site.analysis.dead and site.node is not None:
                add(result, site.analysis)
            if not site.analysis.in_handler:
                site.analysis.lasting[id(result)] = result
    return values.union(results)


def add(object_, analysis):
    """Remember an Instance that code makes."""
    objects = analysis.objects.setdefault(id(object_.class_.node), [])
    if not any(entry is object_ for entry in objects):
        objects.append(object_)


def starts(units, analysis):
    """{text} with which computed names of units begin, as of getattr(); without those of known names."""
    return {start for unit in units for start, node in unit.starts if _looked_up(node, analysis) is None}


def computed_names(units, analysis):
    """{name} that the calls of getattr() in units read, where the interpreter knows all of them."""
    return {name for unit in units for _start, node in unit.starts for name in _looked_up(node, analysis) or ()}


def _looked_up(node, analysis):
    """{name} that a call of getattr() reads of the app's objects, None of any name: also where calls were not followed,
    which may read others. node: its id"""
    names = analysis.lookups.get(node)
    return None if names and (analysis.cut or analysis.gave_up) else names


def base_names(class_):
    """[name] of the bases of an ast.ClassDef: "Store" of Store[Item]."""
    return [last_name(entry.value if isinstance(entry, ast.Subscript) else entry) for entry in class_.bases]


class KnownObjects:
    """Which methods run on which objects.

    live      {id of the node: Unit}, as of liveness.live_units()
    children  {name of a class: [ast.ClassDef that inherits from it]}
    types     {name} in types, if code makes objects by them
    """

    def __init__(self, live, children, types, analysis):
        self.children, self.analysis = children, analysis
        by_text = any(not BY_TEXT.isdisjoint(unit.mentions) for unit in live.values())
        lost = analysis.lost or bool(analysis.cut)
        self.values = types.union(computed_names(live.values(), analysis), *(unit.values for unit in live.values()), *(
            unit.kept for unit in live.values() if lost), *(
            unit.texts for unit in live.values() if by_text), *(
            {called_name(call)} for unit in live.values() for call in unit.calls if id(call) not in analysis.visited))
        self.of_super = {unit.node.name for unit in live.values() if "super" in unit.mentions and unit.inside}
        # Classes that other code gets: see interpreter/escaping.py
        self.handed = {id(value.node) for value in analysis.handed.values() if value.__class__ is values.Class}
        self.starts = tuple(starts(live.values(), analysis))
        self.are_all_open = "__subclasses__" in self.values or any(
            "type" in unit.values or not OF_ANY_CLASS.isdisjoint(unit.mentions) for unit in live.values())

    def of_method(self, name, node, class_):
        """[Instance] on which a method may be called, also by what a decorator made of it; None if there may be others.

        node  of the method; class_: the ast.ClassDef whose body has it
        """
        classes, seen = [class_], set()
        decorators = {getattr(entry, "id", "") for entry in node.decorator_list}
        if self.are_all_open or f".{name}" in self.values or decorators & {"staticmethod", "classmethod"}:
            return None
        objects = []
        while classes:
            current = classes.pop()
            if current is not class_ and name not in self.of_super and any(
                    getattr(part, "name", "") == name for part in current.body):
                continue  # its objects, and those of classes that inherit from it, have another method
            objects += self.analysis.objects.get(id(current), [])
            if self._is_open(current):
                return None
            classes += [child for child in self.children[current.name] if id(child) not in seen]
            seen.update(map(id, self.children[current.name]))
        changed = any(not self.analysis.changed.isdisjoint(object_.names) for object_ in objects)
        return None if changed or len(objects) > MOST else [
            object_ for object_ in objects if name in self.of_super or members.owner_of(object_.class_, name) is class_]

    def _is_open(self, class_):
        """Whether code that is not followed may make objects of a class."""
        return id(class_) in self.handed or class_.name in self.values or class_.name not in self.children \
            or bool(class_.keywords) or bool(decorator_names(class_) - {"dataclass"}) \
            or class_.name.startswith(self.starts) \
            or any(base not in self.children and base not in PLAIN_BASES for base in base_names(class_))
