"""AWS::Events: buses, their policies and archives, and rules."""
import logging

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call
from localcloud.moto import state

log = logging.getLogger("localcloud.cloudformation")


def create_bus(task):
    """Creates an event bus with its policy. Ref is the bus's name."""
    response = task.call("events", "create_event_bus", **task.pick("Name Description EventSourceName Tags "
                                                                   "DeadLetterConfig KmsKeyIdentifier"))
    task.mark_created(task.properties["Name"], Name=task.properties["Name"], Arn=response["EventBusArn"])
    if "Policy" in task.properties:
        task.call("events", "put_permission", EventBusName=task.ref, Policy=task.properties["Policy"])


def update_bus(task):
    """Changes the tags and the policy of a bus."""
    task.retag("events", ResourceARN=task.attributes["Arn"])
    if task.changed("Policy") and "Policy" in task.properties:
        task.call("events", "put_permission", EventBusName=task.ref, Policy=task.properties["Policy"])


def create_archive(task):
    """Creates the archive of a bus. Ref is the archive's name."""
    response = task.call("events", "create_archive", ArchiveName=task.name, EventSourceArn=task.properties["SourceArn"],
                         **task.pick("Description EventPattern RetentionDays"))
    task.mark_created(task.name, Arn=response["ArchiveArn"], ArchiveName=task.name)


def bus_of(properties):
    """The name or ARN of a rule's bus."""
    return properties.get("EventBusName", "default")


def bus_name(properties):
    """The name of a rule's bus: the property may be its ARN."""
    name = bus_of(properties)
    return name.partition(":event-bus/")[2] if name.startswith("arn:") else name


def create_rule(task):
    """Creates a rule with its targets. Ref is the rule's name, after "BUS|" unless the bus is the default bus.

    If the bus does not exist, it is another app's, which has its own local cloud: an empty bus is created in its
    place, where AWS would reject the rule.
    """
    name, client = bus_name(task.properties), state.client("events", task.region)
    if name not in [bus["Name"] for bus in client.list_event_buses()["EventBuses"]]:
        log.warning("%s: no bus %s, so an empty one stands for it", task.name, name)
        client.create_event_bus(Name=name)
    response = write_rule(task, task.name)
    bus = bus_name(task.properties)
    task.mark_created(task.name if bus == "default" else f"{bus}|{task.name}", Arn=response["RuleArn"])
    write_targets(task, [])


def update_rule(task):
    """Changes everything of a rule and its targets, except its name and bus."""
    write_rule(task, rule_name(task))
    task.retag("events", ResourceARN=task.attributes["Arn"])
    write_targets(task, [target["Id"] for target in task.before.get("Targets", [])])


def rule_name(task):
    """The name of a rule without its bus: "BUS|RULE" -> "RULE"."""
    return task.ref.rpartition("|")[2]


def write_rule(task, name):
    """Puts the rule without its targets; EventBridge rejects one with neither pattern nor schedule."""
    tags = task.pick("Tags") if not task.before else {}
    return task.call("events", "put_rule", Name=name, EventBusName=bus_of(task.properties), **tags,
                     **task.pick("Description EventPattern RoleArn ScheduleExpression State"))


def write_targets(task, before):
    """Puts the targets, and removes those that are no longer among them. before: ids."""
    rule = {"Rule": rule_name(task), "EventBusName": bus_of(task.properties)}
    targets = task.properties.get("Targets", [])
    obsolete = sorted(set(before) - {target["Id"] for target in targets})
    if obsolete:
        task.call("events", "remove_targets", Ids=obsolete, **rule)
    if targets:
        response = task.call("events", "put_targets", Targets=targets, **rule)
        failed = response.get("FailedEntries")
        if failed:
            raise ApiError(f"{failed[0]['ErrorCode']}: {failed[0].get('ErrorMessage', '')}")


def delete_rule(task):
    """Deletes a rule, after its targets: EventBridge rejects the deletion of a rule with targets."""
    rule = {"Rule": rule_name(task), "EventBusName": bus_of(task.properties)}
    ids = [target["Id"] for target in task.call("events", "list_targets_by_rule", **rule)["Targets"]]
    if ids:
        task.call("events", "remove_targets", Ids=ids, **rule)
    task.call("events", "delete_rule", Name=rule["Rule"], EventBusName=rule["EventBusName"])


def create_bus_policy(task):
    """Puts one statement into the bus's policy: its Statement, or Action, Principal and Condition."""
    statement = task.properties.get("Statement")
    parameters = task.pick("Action Principal Condition EventBusName StatementId")
    if statement:
        identified = {**statement, "Sid": task.properties["StatementId"]}
        parameters = {**task.pick("EventBusName"), "Policy": {"Version": "2012-10-17", "Statement": [identified]}}
    task.call("events", "put_permission", **parameters)
    task.mark_created(task.name)


TYPES = {
    "AWS::Events::Archive": Kind(
        create_archive, one_call("events", "update_archive", "ArchiveName", "Description EventPattern RetentionDays"),
        one_call("events", "delete_archive", "ArchiveName"), name="ArchiveName", longest=48,
        properties="ArchiveName Description EventPattern RetentionDays SourceArn", attributes="Arn ArchiveName",
        replacing="ArchiveName SourceArn"),
    "AWS::Events::EventBus": Kind(
        create_bus, update_bus, one_call("events", "delete_event_bus", "Name"), name="Name",
        properties="DeadLetterConfig Description EventSourceName KmsKeyIdentifier Name Policy Tags",
        attributes="Arn Name",
        replacing="DeadLetterConfig Description EventSourceName KmsKeyIdentifier Name"),
    "AWS::Events::Rule": Kind(
        create_rule, update_rule, delete_rule, name="Name",
        properties="Description EventBusName EventPattern Name RoleArn ScheduleExpression State Tags Targets",
        attributes="Arn", replacing="EventBusName Name"),
    "AWS::Events::EventBusPolicy": Kind(
        create_bus_policy, create_bus_policy,
        one_call("events", "remove_permission", properties="EventBusName StatementId"),
        properties="Action Condition EventBusName Principal Statement StatementId",
        replacing="EventBusName StatementId"),
}
