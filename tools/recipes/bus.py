"""The app's own event bus: tables' events, and those that lambdas put by APP_BUS."""
from aws import cfn
from kit import names
from recipes import permission


def is_wanted(app):
    """Whether a lambda puts to the bus, a table streams to it, or a rule listens to it."""
    listening = [event for fn in app["lambdas"].values() for event in fn["infra"].get("events", [])
                 if "source" not in event]
    return bool(app["state"].get("bus") or app["state"].get("table") or listening)


def bus_id(name):
    """"DemoBus" """
    return names.logical_id(name, "bus")


def resources(app, name):
    """{"DemoBus": ...}; a bus must have a name, and there is one a stack."""
    return {bus_id(name): cfn.resource("AWS::Events::EventBus", {"Name": cfn.ref("AWS::StackName")})}


def outputs(app, name):
    """{"DemoBusName": ...}"""
    return {f"{bus_id(name)}Name": {"Value": cfn.ref(bus_id(name))}}


def shared(app):
    """Buses share nothing."""
    return {}


def value(app, name):
    """What the variable APP_BUS holds: the bus's name."""
    return cfn.ref(bus_id(name))


def grants(app, name):
    """The statements of a role that may put events to the bus."""
    return [permission.allow(["events:PutEvents"], cfn.arn(bus_id(name)))]
