"""Attributes and methods whose names code computes: getattr(x, name), methodcaller(name), attrgetter(name).

Analysis.lookups has the names of each such call, where all are known: liveness.py then looks for no other function.
"""
from interpreter import attributes, members, texts, unresolved, values
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, External, Partial


def _note(names, site):
    """Note the names that a call of getattr() reads of the app's objects; names: None of any name."""
    earlier = site.analysis.lookups.get(id(site.node), set())
    site.analysis.lookups[id(site.node)] = None if names is None or earlier is None else earlier | names


def _getattr(arguments, site):
    """getattr(x, "name")"""
    names, receiver = [texts.text(option) for option in values.options(arguments.get(1))], arguments.get(0)
    default = list(arguments.positional[2:])
    of_boto3 = _may_be_boto3(receiver)
    is_own = receiver.__class__ is values.Instance
    existing = members.names(receiver) if is_own and (None in names or site.analysis.reached) else set()
    if None in names and existing:
        starts = [texts.parts_of(option)[0] or "" for option in values.options(arguments.get(1))]
        chosen = {name for name in existing if any(start.__class__ is not str or name.startswith(start)
                                                   for start in starts) and not name.startswith("__")}
        _note(chosen if site.analysis.reached else None, site)  # else it may be an object of a class that inherits
        return values.union([attributes.attribute(receiver, name, site) for name in sorted(chosen)])
    is_method = all(option.__class__ is values.Aws for option in values.options(receiver))
    _note(None if None in names else set() if is_method else {*names} & (existing or {*names}), site)
    if None in names:
        if unresolved.makes_clients(receiver):
            unresolved.record_client(site)
        if of_boto3:
            site.note("escaped", service=next(option.service for option in values.options(receiver)
                                              if option.__class__ is values.Aws), variables=[], to="", pure=False)
        return UNKNOWN
    if default and not of_boto3:
        return UNKNOWN
    return values.union([*(attributes.attribute(receiver, name, site) for name in names), *default])


def _may_be_boto3(value):
    """Whether a value, or an option of it, is an object of boto3."""
    return any(option.__class__ is values.Aws for option in values.options(value))


def _method_caller(arguments, site):
    """operator.methodcaller("get_item", Key=...): called with the object whose method it calls."""
    names = {texts.text(option) for option in values.options(arguments.get(0))}
    _note(None if None in names else names, site)
    return Partial(External("operator.methodcaller.call"), list(arguments.positional), dict(arguments.keywords))


def _call_method(arguments, site):
    """The call of what methodcaller returned: the name, the arguments, and the object last."""
    name, *placed = arguments.positional
    if not placed or texts.text(name) is None and not _may_be_boto3(placed[-1]):
        return UNKNOWN
    method = _getattr(Arguments([placed[-1], name]), site)
    return UNKNOWN if method is UNKNOWN and texts.text(name) is None else site.analysis.call(
        method, Arguments(placed[:-1], arguments.keywords, arguments.more), site)


def _attribute_getter(arguments, site):
    """operator.attrgetter("table"), attrgetter("a.b"): called with the object whose attribute it reads."""
    return Partial(External("operator.attrgetter.get"), list(arguments.positional), {})


def _read_attributes(arguments, site):
    """The call of what attrgetter returned: the names, and the object last; of several names a tuple."""
    results, receiver = [], arguments.positional[-1]
    for name in arguments.positional[:-1]:
        if texts.text(name) is None:
            results.append(_getattr(Arguments([receiver, name]), site) if _may_be_boto3(receiver) else UNKNOWN)
            continue
        value = receiver
        for part in name.value.split("."):
            value = attributes.attribute(value, part, site)
        results.append(value)
    return results[0] if len(results) == 1 else values.List(results, kind="tuple")


FUNCTIONS = {
    "builtins.getattr": _getattr, "operator.methodcaller": _method_caller,
    "operator.methodcaller.call": _call_method, "operator.attrgetter": _attribute_getter,
    "operator.attrgetter.get": _read_attributes}
