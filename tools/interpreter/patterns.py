"""The names that the patterns of a match assign: of objects of the app, mappings and lists the parts that they have."""
import ast

from interpreter import attributes, event_parts, generated, members, values
from interpreter.analysis import Site
from interpreter.sources import every_node
from interpreter.values import UNKNOWN, Class, Const, Dict, Instance, List


def captured(pattern, subject, frame, analysis):
    """{name: value} of the names that a pattern assigns, if the subject matches it."""
    names = {name for node in every_node(pattern) for name in (getattr(node, "name", None), getattr(node, "rest", None))
             if name}
    analysis.silenced += 1
    parts = _parts(pattern, subject, Site(pattern, frame, analysis)) if names else None
    analysis.silenced -= 1
    return {**dict.fromkeys(names, UNKNOWN), **(parts or {})}


def note_other_texts(pattern, subject, frame, analysis):
    """Note a pattern "a" | "b" of texts that the subject never is."""
    parts = pattern.patterns if pattern.__class__ is ast.MatchOr else [pattern]
    constants = [part.value.value for part in parts if part.__class__ is ast.MatchValue
                 and part.value.__class__ is ast.Constant]
    event_parts.note_other_texts(subject, constants, Site(pattern, frame, analysis))


def _parts(pattern, subject, site):
    """{name: value} of a pattern for all options of a subject that may match it; None if none may."""
    return _union([_of_option(pattern, option, site) for option in values.options(subject)])


def _union(results):
    """{name: value} of any of several results; None if all of them are None."""
    known = [result for result in results if result is not None]
    return {name: values.union([result.get(name, UNKNOWN) for result in known])
            for name in {name for result in known for name in result}} if known else None


def _of_option(pattern, option, site):
    """The same for one option."""
    if pattern.__class__ is ast.MatchAs:
        parts = {} if pattern.pattern is None else _parts(pattern.pattern, option, site)
        return parts if parts is None or pattern.name is None else {**parts, pattern.name: option}
    if pattern.__class__ is ast.MatchOr:
        return _union([_of_option(part, option, site) for part in pattern.patterns])
    if pattern.__class__ is ast.MatchValue:
        constant = site.analysis.evaluate(pattern.value, site.frame)
        differs = option.__class__ is Const is constant.__class__ and option.value != constant.value
        return None if differs else {}
    reader = {ast.MatchMapping: _of_mapping, ast.MatchSequence: _of_sequence, ast.MatchClass: _of_class}.get(
        pattern.__class__)
    return reader(pattern, option, site) if reader else {}


def _together(pairs, site):
    """{name: value} of [(pattern, value)] which all must match; None if one cannot."""
    results = [_parts(pattern, value, site) for pattern, value in pairs]
    return None if None in results else {name: value for result in results for name, value in result.items()}


def _is_data(value):
    """Whether a value is data of Python for certain, and no object of the app."""
    return value.__class__ in (Const, Dict, List, values.Text)


def _of_mapping(pattern, option, site):
    """{name: value} of {"do": "start", "ids": ids, **rest}"""
    if option.__class__ is not Dict:
        return None if _is_data(option) or option.__class__ is Instance and not option.class_.bases else {}
    keys = [site.analysis.evaluate(key, site.frame) for key in pattern.keys]
    if not option.open and any(key.__class__ is Const and key.value not in option.items for key in keys):
        return None
    return _together([(part, attributes.item(option, key, site)) for key, part in zip(keys, pattern.patterns)], site)


def _of_sequence(pattern, option, site):
    """{name: value} of [first, *others]"""
    option = generated.as_tuple(option)
    if option.__class__ is not List:
        return None if _is_data(option) else {}
    stars = [at for at, part in enumerate(pattern.patterns) if part.__class__ is ast.MatchStar]
    count = len(pattern.patterns) - len(stars)
    if option.open:
        pairs = [(part, values.union(option.items)) for part in pattern.patterns if part.__class__ is not ast.MatchStar]
    elif len(option.items) < count or not stars and len(option.items) > count:
        return None
    else:
        first = stars[0] if stars else count
        pairs = [*zip(pattern.patterns[:first], option.items), *zip(
            reversed(pattern.patterns[first + 1:]), reversed(option.items))]
    rest = [List(option.items if option.open else option.items[at:len(option.items) - (count - at)], option.open)
            for at in stars]
    parts = _together(pairs, site)
    names = [pattern.patterns[at].name for at in stars]
    return None if parts is None else {**parts, **{name: value for name, value in zip(names, rest) if name}}


def _of_class(pattern, option, site):
    """{name: value} of Report(topic=topic), Start(ids), str(text)"""
    class_ = site.analysis.evaluate(pattern.cls, site.frame)
    if getattr(class_, "dotted", "").startswith("builtins."):
        return _together([(part, option) for part in pattern.patterns], site)
    if option.__class__ is not Instance or class_.__class__ is not Class:
        return None if _is_data(option) and class_.__class__ is Class else {}
    if not any(getattr(base, "node", None) is class_.node for base in members.mro(option.class_)):
        return None
    declared = members.in_class(class_, "__match_args__")
    fields = [part.value for part in declared.items if part.__class__ is Const] if declared.__class__ is List else [
        *(generated.parameters(class_, site.analysis) or generated.defaults(class_))]
    return _together([(part, attributes.attribute(option, name, site)) for name, part in zip(
        [*fields[:len(pattern.patterns)], *pattern.kwd_attrs], [*pattern.patterns, *pattern.kwd_patterns])], site)
