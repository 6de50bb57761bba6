"""References between the resources of a template, and the order of deployment that follows."""
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from aws import cfn
from localcloud.cloudformation import intrinsics
from localcloud.cloudformation.errors import ApiError


def of_value(value: Any, conditions: dict[str, bool] | None = None) -> Iterator[tuple[str, str | None]]:
    """Yields the references of a value: (logical id or parameter, attribute or None).

    conditions  {name: bool}: of Fn::If only the branch taken counts; None: both branches count
    """
    if isinstance(value, list):
        for item in value:
            yield from of_value(item, conditions)
    elif isinstance(value, dict):
        function = intrinsics.function_name(value)
        if function in READERS:
            yield from READERS[function](value[function], conditions)
        else:
            for item in value.values():
                yield from of_value(item, conditions)


def of_attribute(argument, conditions):
    """Yields (logical id, attribute) of Fn::GetAtt, and the references inside its attribute."""
    logical, name = intrinsics.target(argument)
    yield logical, name if isinstance(name, str) else None
    yield from of_value(name, conditions)


def of_substitution(argument, conditions):
    """Fn::Sub: its ${groups} except its own variables, and the values of those variables."""
    pattern, variables = cfn.sub_parts(argument)
    yield from cfn.group_references(pattern, variables)
    yield from of_value(list(variables.values()), conditions)


def of_choice(argument, conditions):
    """Yields the references in Fn::If: of the branch that its condition selects, of both if that is unknown."""
    taken = argument[1:]
    if conditions is not None and argument[0] in conditions:
        taken = argument[1:2] if conditions[argument[0]] else argument[2:]
    yield from of_value(taken, conditions)


READERS = {"Ref": lambda id_, _conditions: [(id_, None)], "Fn::GetAtt": of_attribute,
           "Fn::If": of_choice, "Fn::Sub": of_substitution}


def needs(resource, ids, conditions=None):
    """The ids of the resources that this one must wait for: those it references, also in its Metadata, and those it
    DependsOn."""
    referenced = {name for name, _ in of_value([resource.get("Properties"), resource.get("Metadata")], conditions)}
    return referenced.union(cfn.dependencies(resource)) & set(ids)


def order(waits):
    """The ids, each one after all that it waits for: {"B": {"A"}, "A": set()} -> ["A", "B"].

    Independent ones stay in the order of the argument. Raises ApiError on a circle.
    """
    try:
        return list(TopologicalSorter({id_: sorted(before) for id_, before in waits.items()}).static_order())
    except CycleError as error:
        circle = ", ".join(sorted(set(error.args[1])))
        raise ApiError(f"Circular dependency between resources: [{circle}]")
