"""The first place of a value of JSON that has not the shape which a TypedDict declares: a person may have edited it."""
import functools
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

Misfit = Callable[[Any], str | None]  # "lambdas.hello: 'env' is missing" of a value, None of one that fits
NOUNS = {dict: "a mapping", list: "a list", str: "a text", int: "a whole number", float: "a number",
         bool: "true or false", NoneType: "null"}


@functools.cache
def misfit(shape: Any, is_partial: bool = False) -> Misfit:
    """The check of a shape: a TypedDict, dict[str, ...], list[...], a union of shapes, a class of NOUNS, or Any.

    is_partial  any field of a TypedDict may be absent
    """
    arguments, origin = get_args(shape), get_origin(shape) or shape
    if is_typeddict(shape):
        fields = [(key, hint, misfit(hint, is_partial)) for key, hint in get_type_hints(shape).items()
                  if hint is not Any]
        return functools.partial(_of_fields, frozenset() if is_partial else shape.__required_keys__, fields)
    if origin is UnionType:
        return functools.partial(_of_union, [misfit(argument, is_partial) for argument in arguments])
    if origin is dict and arguments:
        return functools.partial(_of_mapping, misfit(arguments[1], is_partial))
    if origin is list and arguments:
        return functools.partial(_of_list, misfit(arguments[0], is_partial))
    return (lambda value: None) if origin not in NOUNS else functools.partial(_of_class, origin)


def _of_class(class_, value):
    """The misfit of a value that must have a class. These functions are the Misfits that misfit() returns."""
    return None if type(value) is class_ else f"is {NOUNS[type(value)]}, not {NOUNS[class_]}"


def _of_union(misfits, value):
    """The misfit of a value that must have one of several shapes."""
    texts = [check(value) for check in misfits]
    return None if None in texts else next((text for text in texts if not text.startswith("is ")), texts[0])


def _of_mapping(item_misfit, value):
    """The misfit of a dict whose values have one shape."""
    return _of_class(dict, value) or _first(value.items(), item_misfit)


def _of_list(item_misfit, value):
    """The misfit of a list whose items have one shape."""
    return _of_class(list, value) or _first(enumerate(value), item_misfit)


def _of_fields(required, misfits, value):
    """The misfit of a TypedDict. required: its keys; misfits: [(key, shape, Misfit)]"""
    if text := _of_class(dict, value):
        return text
    if missing := sorted(required - value.keys()):
        return f"lacks {missing[0]!r}"
    for key, shape, check in misfits:
        if key in value and type(value[key]) is not shape and (text := check(value[key])):
            return _below(key, text)
    return None


def _first(items, item_misfit):
    """The first misfit of some items: [(key, value)]."""
    for key, value in items:
        if text := item_misfit(value):
            return _below(key, text)
    return None


def _below(key, text):
    """The text of a misfit with the key of its place before it: "hello.env.0 lacks 'name'"."""
    return f"{key}{' ' if text.startswith(('is ', 'lacks ')) else '.'}{text}"
