"""What a handler of resources is given: one resource, and the services' public APIs."""
import functools
import secrets
import string

from localcloud import state
from localcloud.cloudformation import shapes


class Task:
    """One resource to create, change or delete.

    stack       the Stack it is of
    name        the name to give it: the template's, or a made one
    properties  as it is to be, resolved; to delete: as it is
    before      to change: as it was
    ref         what identifies it, once started or existing
    attributes  what Fn::GetAtt gives; a change may alter them
    calls       how many calls went well
    retained    to delete: AWS would have kept it, so nothing of it is in the way
    undoing     to change: whether it takes a change back
    """

    def __init__(self, stack, resource, properties, name="", before=None, on_start=None, undoing=False):
        self.stack, self.region = stack, stack.region
        self.name, self.properties, self.before = name, properties, before or {}
        self.resource, self.retained = resource, resource.retained
        self.on_start, self.undoing = on_start, undoing
        self.calls = 0

    @property
    def ref(self):
        """What identifies the resource: its physical id."""
        return self.resource.ref

    @property
    def attributes(self):
        """What Fn::GetAtt gives of the resource."""
        return self.resource.attributes

    def call(self, service, operation, **parameters):
        """Calls a service; parameters that are None are left out, the others brought into its form."""
        client, shape = described(service, self.region, operation)
        given = {name: value for name, value in parameters.items() if value is not None}
        answer = getattr(client, operation)(**shapes.coerced(given, shape))
        self.calls += 1
        return answer

    def started(self, ref, **attributes):
        """The resource now exists: from here on, a failure has to delete it."""
        self.resource.ref = ref
        self.resource.attributes.update(attributes)
        if self.on_start:
            self.on_start()

    def pick(self, names, **renamed):
        """The properties present: pick("Path Tags", RoleDescription="Description")."""
        found = {name: self.properties[name] for name in names.split() if name in self.properties}
        found.update((new, self.properties[old]) for new, old in renamed.items() if old in self.properties)
        return found

    def changed(self, *names):
        """Has one of these properties changed?"""
        return any(self.before.get(name) != self.properties.get(name) for name in names)

    def arn(self, service, rest):
        """An ARN of the account in the region: arn("sqs", "name")."""
        return f"arn:aws:{service}:{self.region}:{state.ACCOUNT}:{rest}"


@functools.cache
def described(service, region, operation):
    """(client, shape of the operation's input). Finding the shape takes longer than small calls."""
    client = state.client(service, region)
    name = client.meta.method_to_api_mapping[operation]
    return client, client.meta.service_model.operation_model(name).input_shape


def made_name(stack, logical, longest, lower):
    """A name as AWS makes it: "demo-dev-OrdersTable-1A2B3C4D5E6F", cut in the middle if too long."""
    alphabet = string.ascii_lowercase if lower else string.ascii_uppercase
    tail = "".join(secrets.choice(alphabet + string.digits) for _ in range(12))
    room = longest - len(tail) - 2
    left = max(room - len(logical), room // 2)
    name = "-".join([stack[:left].rstrip("-"), logical[:room - min(left, len(stack))], tail])
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
