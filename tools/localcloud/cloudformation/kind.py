"""A type of resource: what it takes and gives, and the three things that can be done with it."""
from collections.abc import Callable
from typing import NamedTuple

from localcloud.cloudformation.refusal import Refusal


class Kind(NamedTuple):
    """How resources of one type live.

    create, update, delete  each takes a Task; update None: every change makes a new one
    finish      takes a Task, once the stack's update is certain to stand; None: nothing waits for that
    properties  the names it takes, in one text with blanks between; any other is an error by name
    attributes  the names Fn::GetAtt may ask for, alike; "Outputs.*" is any that begins so
    replacing   properties whose change makes a new resource; "*" is all
    ignored     properties that are taken and mean nothing here
    name        the property that names it, if a template may; longest: of a name made for it
    lower       are its names lower case?
    """

    create: Callable
    update: Callable | None
    delete: Callable
    properties: str
    attributes: str = ""
    replacing: str = ""
    ignored: str = ""
    name: str = ""
    longest: int = 64
    lower: bool = False
    finish: Callable | None = None

    def has(self, attribute):
        """May Fn::GetAtt ask for this attribute?"""
        first, dot, _ = attribute.partition(".")
        return attribute in self.attributes.split() or f"{first}{dot}*" in self.attributes.split()

    def check(self, type_, properties):
        """Raises Refusal, naming it, for a property that nothing here understands."""
        known = {*self.properties.split(), *self.ignored.split()}
        unknown = sorted(properties.keys() - known)
        if unknown:
            raise Refusal(f"Encountered unsupported property {', '.join(unknown)} of {type_}")

    def used(self, properties):
        """The properties that mean something here."""
        return {name: value for name, value in properties.items() if name not in self.ignored.split()}

    def replaced_by(self, changed):
        """Does a change of these properties make a new resource?"""
        return bool(changed) and (self.update is None or self.replacing == "*"
                                  or bool(changed & set(self.replacing.split())))
