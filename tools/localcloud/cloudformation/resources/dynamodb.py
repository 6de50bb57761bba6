"""AWS::DynamoDB::Table."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.refusal import Refusal
from localcloud.cloudformation.task import tag_changes

STREAM_OFF = {"StreamEnabled": False}
TABLE = ("AttributeDefinitions BillingMode DeletionProtectionEnabled GlobalSecondaryIndexes KeySchema "
         "LocalSecondaryIndexes OnDemandThroughput ProvisionedThroughput TableClass Tags")


def create_table(task):
    """Ref is the table's name."""
    wanted = {name: value for name, value in task.pick(TABLE).items() if value != []}
    if "StreamSpecification" in task.properties:
        wanted["StreamSpecification"] = stream(task.properties)
    if "SSESpecification" in task.properties:
        wanted["SSESpecification"] = encryption(task.properties)
    made = task.call("dynamodb", "create_table", TableName=task.name, **wanted)["TableDescription"]
    task.started(task.name, Arn=made["TableArn"], TableId=made.get("TableId"),
                 StreamArn=made.get("LatestStreamArn"))
    write_recovery(task)
    write_time_to_live(task)


def stream(properties):
    """A template only says what is in the stream, not that there is one."""
    said = properties.get("StreamSpecification")
    return {"StreamEnabled": True, "StreamViewType": said["StreamViewType"]} if said else STREAM_OFF


def encryption(properties):
    """SSESpecification under DynamoDB's own names; without a word it is AWS's own key."""
    said = properties.get("SSESpecification", {"SSEEnabled": False})
    return {"Enabled": said["SSEEnabled"], **{name: said[name] for name in ("SSEType", "KMSMasterKeyId")
                                              if name in said}}


def write_recovery(task):
    """Point-in-time recovery, on or off."""
    if task.changed("PointInTimeRecoverySpecification"):
        said = task.properties.get("PointInTimeRecoverySpecification", {"PointInTimeRecoveryEnabled": False})
        task.call("dynamodb", "update_continuous_backups", TableName=task.ref,
                  PointInTimeRecoverySpecification=said)


def write_time_to_live(task):
    """The attribute that ends an item; DynamoDB wants the name to turn it off too."""
    if task.changed("TimeToLiveSpecification"):
        off = {**task.before.get("TimeToLiveSpecification", {}), "Enabled": False}
        task.call("dynamodb", "update_time_to_live", TableName=task.ref,
                  TimeToLiveSpecification=task.properties.get("TimeToLiveSpecification", off))


def update_table(task):
    """One index made or deleted at most, as AWS has it."""
    indexes = index_changes(task.before, task.properties)
    if indexes:
        task.call("dynamodb", "update_table", TableName=task.ref, GlobalSecondaryIndexUpdates=indexes,
                  **task.pick("AttributeDefinitions"))
    if task.changed("StreamSpecification"):
        write_stream(task)
    wanted = {name: task.properties[name]
              for name in ("BillingMode", "OnDemandThroughput", "ProvisionedThroughput", "TableClass")
              if task.changed(name) and name in task.properties}
    if task.changed("DeletionProtectionEnabled"):
        wanted["DeletionProtectionEnabled"] = task.properties.get("DeletionProtectionEnabled", False)
    if task.changed("SSESpecification"):
        wanted["SSESpecification"] = encryption(task.properties)
    if wanted:
        task.call("dynamodb", "update_table", TableName=task.ref, **wanted)
    write_recovery(task)
    write_time_to_live(task)
    retag(task)


def index_changes(before, after):
    """[{"Create": ...}] or [{"Delete": ...}] or []. Raises Refusal, in AWS's words, for more than one."""
    old, new = ({index["IndexName"]: index for index in properties.get("GlobalSecondaryIndexes", [])}
                for properties in (before, after))
    for name in old.keys() & new.keys():
        if any(old[name].get(part) != new[name].get(part) for part in ("KeySchema", "Projection")):
            raise Refusal("Cannot update GSI's properties other than Provisioned Throughput and Contributor "
                          "Insights Specification. You can create a new GSI with a different name.")
    changes = [{"Delete": {"IndexName": name}} for name in old if name not in new]
    changes += [{"Create": index} for name, index in new.items() if name not in old]
    if len(changes) > 1:
        raise Refusal("Cannot perform more than one GSI creation or deletion in a single update")
    for name in sorted(old.keys() & new.keys()):
        wanted = new[name].get("ProvisionedThroughput")
        if wanted and wanted != old[name].get("ProvisionedThroughput"):
            changes.append({"Update": {"IndexName": name, "ProvisionedThroughput": wanted}})
    return changes


def write_stream(task):
    """Turns the stream on or off; another view of the items is another stream."""
    if "StreamSpecification" in task.before:
        task.call("dynamodb", "update_table", TableName=task.ref, StreamSpecification=STREAM_OFF)
    arn = None
    if "StreamSpecification" in task.properties:
        made = task.call("dynamodb", "update_table", TableName=task.ref,
                         StreamSpecification=stream(task.properties))
        arn = made["TableDescription"].get("LatestStreamArn")
    task.attributes["StreamArn"] = arn


def retag(task):
    """Tags set and removed."""
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    if added:
        task.call("dynamodb", "tag_resource", ResourceArn=task.attributes["Arn"], Tags=added)
    if removed:
        task.call("dynamodb", "untag_resource", ResourceArn=task.attributes["Arn"], TagKeys=removed)


def delete_table(task):
    """A protected table cannot be deleted. From one that AWS would have kept the protection is lifted."""
    if task.retained and task.properties.get("DeletionProtectionEnabled"):
        task.call("dynamodb", "update_table", TableName=task.ref, DeletionProtectionEnabled=False)
    task.call("dynamodb", "delete_table", TableName=task.ref)


TYPES = {
    "AWS::DynamoDB::Table": Kind(
        create_table, update_table, delete_table, name="TableName", longest=255,
        properties=TABLE + " PointInTimeRecoverySpecification SSESpecification StreamSpecification TableName "
                           "TimeToLiveSpecification",
        attributes="Arn StreamArn TableId", replacing="KeySchema LocalSecondaryIndexes TableName",
        ignored="ContributorInsightsSpecification"),
}
