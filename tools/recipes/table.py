"""A table, by default with keys pk and sk, whose every change becomes an event on the app's bus."""
from aws import cfn, tables
from aws.app import AppModel, Table
from kit import names
from recipes import bucket, bus, capacity, code, failures_queue, function, option, permission

STREAM_NAME = "shared-table-events"
FUNCTION_ID = names.logical_id(STREAM_NAME, "function")
SECONDS = 60
# EventBridge accepts 1 MB since 2026, but not yet in every region; all regions accept 256 KB.
ENTRY_LIMIT = 256 * 1024
# A batch that fails is halved and tried again, then sent to the queue of failures.
BATCH, TRIES = 100, 10
MOST_STREAMS = 50  # streams in the role: IAM takes 10,240 characters
ON_TABLE = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
            "dynamodb:UpdateItem"]
OF_STREAM = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
ON_INDEX = ["dynamodb:Query", "dynamodb:Scan"]


def table_id(name: str) -> str:
    """"DemoTable" of the table "demo"."""
    return names.logical_id(name, "table")


def resources(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoTable": ..., "DemoTableMapping": its stream to the shared function, if its changes become events}"""
    id_, table = table_id(name), app["state"]["table"][name]
    ttl = tables.time_to_live(table)
    resource = cfn.resource("AWS::DynamoDB::Table", {
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": type_}
                                 for key, type_ in tables.attribute_types(table).items()],
        "BillingMode": "PROVISIONED" if capacity.of_table(table) else "PAY_PER_REQUEST",
        "KeySchema": key_schema(tables.keys(table)),
        **capacity.throughput(table),
        **secondary_indexes(table),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
        **({"StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"}} if has_stream(app, name) else {}),
        **({"TimeToLiveSpecification": {"AttributeName": ttl, "Enabled": True}} if ttl else {})}, **bucket.RETAIN)
    return {id_: resource, **({f"{id_}Mapping": mapping(id_, table)} if tables.streams(table) else {}),
            **capacity.resources(name, table)}


def has_stream(app: AppModel, name: str) -> bool:
    """Whether a table's changes become events, or a lambda with the trigger `stream` reads them."""
    return tables.streams(app["state"]["table"][name]) or any(
        fn["infra"]["stream"]["table"] == name for fn in app["lambdas"].values() if "stream" in fn["infra"])


def mapping(id_: str, table: Table) -> dict:
    """The mapping of a table's stream to the one function. id_: the table's logical id"""
    settings: dict = {**table.get("settings", {})}
    window = settings.get("window")
    return cfn.resource("AWS::Lambda::EventSourceMapping", {
        "FunctionName": cfn.ref(FUNCTION_ID),
        "EventSourceArn": cfn.attribute(id_, "StreamArn"),
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": settings.get("batch", BATCH), "Enabled": True,
        **({"MaximumBatchingWindowInSeconds": window} if window else {}),
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": TRIES,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "DestinationConfig": {"OnFailure": {"Destination": cfn.arn(failures_queue.ID)}}})


def key_schema(keys: dict[str, str], partition: int = 1) -> list[dict]:
    """The KeySchema of {"pk": "S", "sk": "S"}. partition: how many of the first attributes are the partition key"""
    return [{"AttributeName": name, "KeyType": "HASH" if at < partition else "RANGE"} for at, name in enumerate(keys)]


def secondary_indexes(table: Table) -> dict[str, list]:
    """{"GlobalSecondaryIndexes": [...], "LocalSecondaryIndexes": [...]} of a table, those that it has."""
    result: dict[str, list] = {}
    for name, index in tables.indexes(table).items():
        kind = "LocalSecondaryIndexes" if index.local else "GlobalSecondaryIndexes"
        own = {*index.keys, *tables.keys(table)}
        result.setdefault(kind, []).append({"IndexName": name, "KeySchema": key_schema(index.keys, index.partition),
                                            "Projection": projection(index.projection, own),
                                            **({} if index.local else capacity.throughput(table))})
    return result


def projection(attributes: str | list[str], keys: set[str]) -> dict:
    """The Projection of "all", "keys" or a list of attributes. The keys are in every index, and must not be named."""
    others = [name for name in attributes if name not in keys] if isinstance(attributes, list) else []
    if others:
        return {"NonKeyAttributes": others, "ProjectionType": "INCLUDE"}
    return {"ProjectionType": "ALL" if attributes == "all" else "KEYS_ONLY"}


def outputs(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoTableName": ...}"""
    return {f"{table_id(name)}Name": {"Value": cfn.ref(table_id(name))}}


def shared(app: AppModel) -> dict[str, dict]:
    """{logical id: resource}: the function that sends the changes of all tables to the bus, with its role."""
    streams: list | dict = [cfn.attribute(table_id(name), "StreamArn")
                            for name, table in sorted(app["state"]["table"].items()) if tables.streams(table)]
    if not streams:
        return {}
    if len(streams) > MOST_STREAMS:
        streams = cfn.sub("arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:"
                          "table/${AWS::StackName}-*/stream/*")
    statements = [
        *bus.access_statements(app, names.own_prefix(app)),
        permission.allow(OF_STREAM, streams),
        # Lambda requires it for a stream, and AWS has no narrower form of it.
        permission.allow(["dynamodb:ListStreams"], "*"),
        failures_queue.statement(),
    ]
    variables = {"BUS": bus.value(app, names.own_prefix(app)), "ENTRY_LIMIT": str(ENTRY_LIMIT)}
    source = "traced_table_events" if option.traces(app) else "table_events"
    return function.parts(STREAM_NAME, app["settings"], code.function(source, SECONDS), statements,
                          variables, asynchronous=None)


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_TABLE: the table's name."""
    return cfn.ref(table_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """The statements of a role that may read and write items, and query the indexes if there are any."""
    on_table = permission.allow(ON_TABLE, cfn.arn(table_id(name)))
    if not tables.indexes(app["state"]["table"][name]):
        return [on_table]
    return [on_table, permission.allow(ON_INDEX, cfn.sub(f"${{{table_id(name)}.Arn}}/index/*"))]
