"""What differs between stages, as conditions of a template: stage_settings.by_stage() has the values."""
import functools
import operator
from collections.abc import Callable
from typing import Any

from aws import cfn
from kit import names
from kit.stage_settings import OTHERS

MOST_OPERANDS = 10  # of Fn::Or


def in_stages(of_stages: dict[str, Any], holds: Callable[[Any], bool]) -> dict | None:
    """The condition that the value of the stage satisfies `holds`, a function; None if those of all stages do."""
    others = holds(of_stages[OTHERS])
    stages = sorted(stage for stage, value in of_stages.items() if stage != OTHERS and holds(value) != others)
    if not stages:
        return None
    chosen: dict = any_of([{"Fn::Equals": [cfn.ref("Stage"), stage]} for stage in stages])
    return {"Fn::Not": [chosen]} if others else chosen


def any_of(expressions: list[dict]) -> dict:
    """Fn::Or of expressions, nested if they are more than CloudFormation accepts."""
    if len(expressions) < 2:
        return expressions[0]
    more = expressions[MOST_OPERANDS - 1:]
    return {"Fn::Or": [*expressions[:MOST_OPERANDS - 1], *([any_of(more)] if more else [])]}


def ids(word: str, of_stages: dict[str, Any]) -> dict[str, Any]:
    """{name of a condition: value} of each value that differs from that of "*". word: "Limit", before a hash of the
    value, so that a name is the same when other values are added or removed"""
    return {f"{word}{names.short_hash(str(value))}": value for _stage, value in sorted(of_stages.items())
            if value != of_stages[OTHERS]}


def conditions(word: str, of_stages: dict[str, Any]) -> dict[str, dict]:
    """{name: condition} of ids()."""
    return {id_: in_stages(of_stages, functools.partial(operator.eq, value)) or {}
            for id_, value in ids(word, of_stages).items()}


def value(word: str, of_stages: dict[str, Any], property_of: Callable[[Any], Any]) -> Any:
    """The value of a property in the stage: with Fn::If if stages differ. property_of: a value -> its property"""
    result = property_of(of_stages[OTHERS])
    for id_, of_stage in ids(word, of_stages).items():
        if property_of(of_stage) != result:
            result = {"Fn::If": [id_, property_of(of_stage), result]}
    return result
