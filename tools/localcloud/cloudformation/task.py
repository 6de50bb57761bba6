"""The argument of a resource handler: one resource, and calls of the services' public APIs."""
import functools
import secrets
import string
from collections.abc import Callable
from typing import Any

import jmespath

from localcloud.cloudformation import shapes
from localcloud.moto import state


class Task:
    """One resource to create, update or delete.

    stack       its Stack
    name        its name: from the template, or generated; of a resource that exists its physical id
    properties  the desired ones, resolved; in a deletion: the current ones
    before      in an update: the current properties
    on_start    called once the resource exists
    ref         its physical id, once it exists
    attributes  the values of Fn::GetAtt; an update may change them
    calls       number of successful calls
    retained    in a deletion: AWS would retain it, so its contents must not prevent the deletion
    undoing     in an update: whether it undoes one
    """

    def __init__(self, stack: Any, resource: Any, properties: dict, name: str = "", before: dict | None = None,
                 on_start: Callable[[], None] | None = None, undoing: bool = False):
        self.stack, self.region = stack, stack.region
        self.name, self.properties, self.before = name or resource.ref, properties, before or {}
        self.resource, self.retained = resource, resource.retained
        self.on_start, self.undoing = on_start, undoing
        self.calls = 0

    @property
    def ref(self) -> Any:
        """The physical id of the resource."""
        return self.resource.ref

    @property
    def attributes(self) -> dict:
        """{attribute: value}: what Fn::GetAtt returns for the resource."""
        return self.resource.attributes

    def call(self, service: str, operation: str, **parameters) -> dict:
        """Calls a service and returns its response: call("sqs", "create_queue", QueueName="a").

        Parameters that are None are omitted, the others get the types of the operation ("5" -> 5).
        """
        client, shape = client_and_shape(service, self.region, operation)
        arguments = {name: value for name, value in parameters.items() if value is not None}
        response = getattr(client, operation)(**shapes.coerced(arguments, shape))
        self.calls += 1
        return response

    def mark_created(self, ref: str | None, **attributes) -> None:
        """Records that the resource exists: from now on, a rollback deletes it. May be repeated."""
        self.resource.ref = ref
        self.resource.attributes.update(attributes)
        if self.on_start:
            self.on_start()

    def pick(self, names: str, **renamed: str) -> dict:
        """{name: value} of the named properties that are set: pick("Path Tags", RoleDescription="Description")."""
        picked = {name: self.properties[name] for name in names.split() if name in self.properties}
        picked.update((new, self.properties[old]) for new, old in renamed.items() if old in self.properties)
        return picked

    def changed(self, *names: str) -> bool:
        """Whether one of the named properties differs from its value before the update."""
        return any(self.before.get(name) != self.properties.get(name) for name in names)

    def retag(self, service: str, tag: str = "tag_resource", untag: str = "untag_resource", **address: str) -> None:
        """Sets and removes tags as the update changes them. tag, untag: operations; address: names the resource"""
        added, removed = tag_changes(self.before.get("Tags"), self.properties.get("Tags"))
        if added:
            self.call(service, tag, **address, Tags=added)
        if removed:
            self.call(service, untag, **address, TagKeys=removed)

    def arn(self, service: str, resource_part: str) -> str:
        """An ARN of the account in the region: arn("sqs", "name")."""
        return f"arn:aws:{service}:{self.region}:{state.ACCOUNT}:{resource_part}"


def one_call(service: str, operation: str, ref: str = "", properties: str = "", **others) -> Callable[[Task], None]:
    """A handler that updates or deletes a resource by one call.

    ref         the parameter for the physical id, if there is one
    properties  those that are parameters as well, as of Task.pick()
    others      parameters with a fixed value
    """
    def handler(task):
        task.call(service, operation, **task.pick(properties), **({ref: task.ref} if ref else {}), **others)
    return handler


def creation(service: str, operation: str, name: str = "", properties: str = "", ref: str = "", **attributes: str
             ) -> Callable[[Task], None]:
    """A handler that creates, or replaces, a resource by one call.

    name        the parameter for the name, if there is one
    properties  those that are parameters as well, as of Task.pick(); "*" is all
    ref         what Ref is: a field of the response, "UserPoolClient.ClientId", or a property; else the name
    attributes  {attribute of Fn::GetAtt: its field in the response}
    """
    def create(task):
        picked = task.properties if properties == "*" else task.pick(properties)
        response = task.call(service, operation, **{**({name: task.name} if name else {}), **picked})
        values = {**task.properties, **response}
        task.mark_created(jmespath.search(ref, values) if ref else task.name, **{
            attribute: jmespath.search(field, values) for attribute, field in attributes.items()})
    return create


def nothing(_task: Task) -> None:
    """A handler that does nothing: of a resource that exists only in the stack, or that stays."""


@functools.cache
def client_and_shape(service, region, operation):
    """(client, shape of the operation's input). Finding the shape takes longer than small calls."""
    client = state.client(service, region)
    name = client.meta.method_to_api_mapping[operation]
    return client, client.meta.service_model.operation_model(name).input_shape


def generated_name(stack, logical, longest, lower):
    """A name as AWS generates it: "demo-dev-OrdersTable-1A2B3C4D5E6F", shortened in the middle if too long."""
    alphabet = string.ascii_lowercase if lower else string.ascii_uppercase
    tail = "".join(secrets.choice(alphabet + string.digits) for _ in range(12))
    room = longest - len(tail) - 2
    stack_length = max(room - len(logical), room // 2)
    name = "-".join([stack[:stack_length].rstrip("-"), logical[:room - min(stack_length, len(stack))], tail])
    return name.lower() if lower else name


def tag_changes(before, after):
    """(those to set, as [{"Key", "Value"}], keys to remove) between two lists, or maps, of tags."""
    old, new = tag_map(before), tag_map(after)
    return ([{"Key": key, "Value": value} for key, value in new.items() if old.get(key) != value],
            [key for key in old if key not in new])


def tag_map(tags):
    """{key: value} of either form of tags: [{"Key": "a", "Value": "b"}] or {"a": "b"}."""
    if isinstance(tags, dict):
        return tags
    return {tag["Key"]: tag["Value"] for tag in tags or []}
