"""The app's own event bus: events of tables, and events that lambdas put with APP_BUS; its archive."""
from aws import cfn
from aws.app import AppModel, rule_entries
from kit import names
from recipes import nothing, permission


def is_needed(app: AppModel) -> bool:
    """Whether a lambda puts events to the bus, a table streams to it, or a rule is on it; or it has an archive."""
    events_on_bus = [event for fn in app["lambdas"].values() for _key, event in rule_entries(fn["infra"])
                     if "source" not in event]
    return bool(app["state"].get("bus") or app["state"].get("table") or events_on_bus or app["settings"].get("bus"))


def bus_id(name: str) -> str:
    """"DemoBus" of the app "demo"."""
    return names.logical_id(name, "bus")


def resources(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoBus": ..., "DemoBusArchive": ...}; a bus must have a name, and a stack has one bus."""
    archive = cfn.resource("AWS::Events::Archive", {
        "SourceArn": cfn.arn(bus_id(name)), "RetentionDays": app["settings"]["bus"]["archive"],
    }) if has_archive(app) else None
    return {bus_id(name): cfn.resource("AWS::Events::EventBus", {"Name": cfn.ref("AWS::StackName")}),
            **({archive_id(name): archive} if archive else {})}


def has_archive(app: AppModel) -> bool:
    """Whether app.yaml has `bus: {archive: ...}`."""
    return "bus" in app["settings"]


def archive_id(name: str) -> str:
    """"DemoBusArchive" of the app "demo"."""
    return names.logical_id(name, "bus", "archive")


def outputs(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoBusName": ...}; with an archive the ARNs that a replay needs: "DemoBusArn", "DemoBusArchiveArn"."""
    return {f"{bus_id(name)}Name": {"Value": cfn.ref(bus_id(name))},
            **({f"{id_}Arn": {"Value": cfn.arn(id_)} for id_ in (bus_id(name), archive_id(name))}
               if has_archive(app) else {})}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of the variable APP_BUS: the bus's name."""
    return cfn.ref(bus_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """The statements of a role that may put events to the bus."""
    return [permission.allow(["events:PutEvents"], cfn.arn(bus_id(name)))]


shared = nothing.none
