"""A resource type: its properties and attributes, and its create, update and delete handlers."""
from collections.abc import Callable
from typing import Any, NamedTuple

from localcloud.cloudformation.errors import ApiError


class Kind(NamedTuple):
    """A resource type. Its handlers (create, update, delete and finish) take a Task."""

    create: Callable
    update: Any  # a handler, or None: every change replaces the resource
    delete: Callable
    properties: str  # supported names, in one text separated by blanks, or "*"; any other is an error that names it
    attributes: str = ""  # names for Fn::GetAtt, in the same form; "Outputs.*" is any with that prefix
    replacing: str = ""  # properties whose change replaces the resource; "*" is all
    ignored: str = ""  # properties that are accepted and have no effect here
    name: str = ""  # the property of a custom name, if there is one
    longest: int = 64  # characters of a generated name
    lower: bool = False  # whether its names are lower case
    finish: Callable | None = None  # called once the stack's update is final; None: nothing to do then
    # function of the properties before and after -> whether an edit inside one of them replaces the resource
    replaced_if: Callable | None = None
    # function(name of the region, id, properties) -> whether somebody changed the resource directly, so that an update
    # with the same properties restores it
    changed_if: Callable | None = None

    def has(self, attribute):
        """Whether Fn::GetAtt may name this attribute of the type."""
        first, dot, _ = attribute.partition(".")
        names = self.attributes.split()
        return attribute in names or f"{first}{dot}*" in names or names == ["*"]

    def check(self, type_, properties):
        """Raises ApiError, naming them, for properties that are not supported."""
        supported = {*self.properties.split(), *self.ignored.split()}
        unknown = sorted(properties.keys() - supported)
        if unknown and self.properties != "*":
            raise ApiError(f"Encountered unsupported property {', '.join(unknown)} of {type_}")

    def used(self, properties):
        """{name: value} of the properties without those that the type ignores."""
        return {name: value for name, value in properties.items() if name not in self.ignored.split()}

    def replaced_by(self, changed, before, after):
        """Whether a change of these properties replaces the resource. before, after: all of them"""
        return bool(changed) and (self.update is None or self.replacing == "*"
                                  or bool(changed & set(self.replacing.split()))
                                  or self.replaced_if is not None and self.replaced_if(before, after))
