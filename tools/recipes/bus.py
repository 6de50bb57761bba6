"""The app's own event bus: events of tables, and events that lambdas put with APP_BUS."""
from aws import cfn
from aws.app import AppModel, rule_entries
from kit import names
from recipes import nothing, permission


def is_needed(app: AppModel) -> bool:
    """Whether a lambda puts events to the bus, a table streams to it, or a rule is on it."""
    events_on_bus = [event for fn in app["lambdas"].values() for _key, event in rule_entries(fn["infra"])
                     if "source" not in event]
    return bool(app["state"].get("bus") or app["state"].get("table") or events_on_bus)


def bus_id(name: str) -> str:
    """"DemoBus" of the app "demo"."""
    return names.logical_id(name, "bus")


def resources(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoBus": ...}; a bus must have a name, and a stack has one bus."""
    return {bus_id(name): cfn.resource("AWS::Events::EventBus", {"Name": cfn.ref("AWS::StackName")})}


def outputs(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoBusName": ...}"""
    return {f"{bus_id(name)}Name": {"Value": cfn.ref(bus_id(name))}}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of the variable APP_BUS: the bus's name."""
    return cfn.ref(bus_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """The statements of a role that may put events to the bus."""
    return [permission.allow(["events:PutEvents"], cfn.arn(bus_id(name)))]


shared = nothing.none
