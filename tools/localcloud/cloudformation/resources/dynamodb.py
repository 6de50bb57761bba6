"""AWS::DynamoDB::Table."""
from aws import tables
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind

STREAM_OFF = {"StreamEnabled": False}
TABLE = ("AttributeDefinitions BillingMode DeletionProtectionEnabled GlobalSecondaryIndexes KeySchema "
         "LocalSecondaryIndexes OnDemandThroughput ProvisionedThroughput TableClass Tags")


def create_table(task):
    """Creates a table. Ref is the table's name."""
    parameters = {name: value for name, value in task.pick(TABLE).items() if value != []}
    if "StreamSpecification" in task.properties:
        parameters["StreamSpecification"] = stream(task.properties)
    if "SSESpecification" in task.properties:
        parameters["SSESpecification"] = encryption(task.properties)
    table = task.call("dynamodb", "create_table", TableName=task.name, **parameters)["TableDescription"]
    task.mark_created(task.name, Arn=table["TableArn"], TableId=table.get("TableId"),
                      StreamArn=table.get("LatestStreamArn"))
    write_recovery(task)
    write_time_to_live(task)


def stream(properties):
    """StreamSpecification for the API, whose StreamEnabled a template does not have; without one the stream is off."""
    specification = properties.get("StreamSpecification")
    return {"StreamEnabled": True, "StreamViewType": specification["StreamViewType"]} if specification else STREAM_OFF


def encryption(properties):
    """SSESpecification with the API's names; by default the key is AWS's own."""
    specification = properties.get("SSESpecification", {"SSEEnabled": False})
    key = {name: specification[name] for name in ("SSEType", "KMSMasterKeyId") if name in specification}
    return {"Enabled": specification["SSEEnabled"], **key}


def write_recovery(task):
    """Enables or disables the point-in-time recovery of a table."""
    if task.changed("PointInTimeRecoverySpecification"):
        specification = task.properties.get("PointInTimeRecoverySpecification", {"PointInTimeRecoveryEnabled": False})
        task.call("dynamodb", "update_continuous_backups", TableName=task.ref,
                  PointInTimeRecoverySpecification=specification)


def write_time_to_live(task):
    """Enables or disables time to live; DynamoDB requires the attribute's name for both."""
    if task.changed("TimeToLiveSpecification"):
        old, new = (properties.get("TimeToLiveSpecification", {}) for properties in (task.before, task.properties))
        if old.get("Enabled") and new.get("Enabled") and old["AttributeName"] != new["AttributeName"]:
            raise ApiError("TimeToLive is active on a different AttributeName: current AttributeName is "
                           f"{old['AttributeName']}")
        off = {**task.before.get("TimeToLiveSpecification", {}), "Enabled": False}
        task.call("dynamodb", "update_time_to_live", TableName=task.ref,
                  TimeToLiveSpecification=task.properties.get("TimeToLiveSpecification", off))


def update_table(task):
    """Creates or deletes at most one index, as on AWS."""
    indexes = index_changes(task.before, task.properties)
    if indexes:
        task.call("dynamodb", "update_table", TableName=task.ref, GlobalSecondaryIndexUpdates=indexes,
                  **task.pick("AttributeDefinitions"))
    if task.changed("StreamSpecification"):
        write_stream(task)
    settings = {name: task.properties[name]
                for name in ("BillingMode", "OnDemandThroughput", "ProvisionedThroughput", "TableClass")
                if task.changed(name) and name in task.properties}
    if task.changed("DeletionProtectionEnabled"):
        settings["DeletionProtectionEnabled"] = task.properties.get("DeletionProtectionEnabled", False)
    if task.changed("SSESpecification"):
        settings["SSESpecification"] = encryption(task.properties)
    if settings:
        task.call("dynamodb", "update_table", TableName=task.ref, **settings)
    write_recovery(task)
    write_time_to_live(task)
    task.retag("dynamodb", ResourceArn=task.attributes["Arn"])


def index_changes(before, after):
    """[{"Create": ...}] or [{"Delete": ...}] or []. Raises ApiError, in AWS's words, for more than one."""
    old, new = ({index["IndexName"]: index for index in properties.get("GlobalSecondaryIndexes", [])}
                for properties in (before, after))
    for name in old.keys() & new.keys():
        if any(old[name].get(part) != new[name].get(part) for part in ("KeySchema", "Projection")):
            raise ApiError("Cannot update GSI's properties other than Provisioned Throughput and Contributor "
                           "Insights Specification. You can create a new GSI with a different name.")
    changes = [{"Delete": {"IndexName": name}} for name in old if name not in new]
    changes += [{"Create": index} for name, index in new.items() if name not in old]
    if len(changes) > 1:
        raise ApiError("Cannot perform more than one GSI creation or deletion in a single update")
    for name in sorted(old.keys() & new.keys()):
        throughput = new[name].get("ProvisionedThroughput")
        if throughput and throughput != old[name].get("ProvisionedThroughput"):
            changes.append({"Update": {"IndexName": name, "ProvisionedThroughput": throughput}})
    return changes


def write_stream(task):
    """Enables or disables the stream; another view type needs another stream."""
    if "StreamSpecification" in task.before:
        task.call("dynamodb", "update_table", TableName=task.ref, StreamSpecification=STREAM_OFF)
    arn = None
    if "StreamSpecification" in task.properties:
        response = task.call("dynamodb", "update_table", TableName=task.ref,
                             StreamSpecification=stream(task.properties))
        arn = response["TableDescription"].get("LatestStreamArn")
    task.attributes["StreamArn"] = arn


def delete_table(task):
    """A protected table cannot be deleted; one that AWS would retain loses its protection first."""
    if task.retained and task.properties.get("DeletionProtectionEnabled"):
        task.call("dynamodb", "update_table", TableName=task.ref, DeletionProtectionEnabled=False)
    task.call("dynamodb", "delete_table", TableName=task.ref)


TYPES = {
    "AWS::DynamoDB::Table": Kind(
        create_table, update_table, delete_table, name="TableName", longest=255,
        properties=TABLE + " PointInTimeRecoverySpecification SSESpecification StreamSpecification TableName "
                           "TimeToLiveSpecification",
        attributes="Arn StreamArn TableId", replacing="KeySchema TableName",
        replaced_if=tables.is_replaced,
        ignored="ContributorInsightsSpecification"),
}
