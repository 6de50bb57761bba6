"""A table with keys pk and sk, whose every change becomes an event on the app's bus."""
from aws import cfn
from kit import names
from recipes import bucket, bus, code, failures, function, permission

STREAM_NAME = "shared-table-events"
FUNCTION_ID = names.logical_id(STREAM_NAME, "function")
SECONDS = 60
# EventBridge takes 1 MB since 2026, but not everywhere at once; 256 KB is right in every region.
ENTRY_LIMIT = 256 * 1024
# A batch that fails is halved and tried again, then told to the queue of failures.
BATCH, TRIES = 100, 10
ON_TABLE = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
            "dynamodb:UpdateItem"]
OF_STREAM = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
ON_INDEX = ["dynamodb:Query", "dynamodb:Scan"]


def table_id(name):
    """"DemoTable" """
    return names.logical_id(name, "table")


def resources(app, name):
    """{"DemoTable": ..., "DemoTableMapping": of its stream to the one function}"""
    id_, indexes = table_id(name), app["state"]["table"][name].get("indexes", [])
    keyed = {"pk": "S", "sk": "S", **{one["name"]: one["type"] for one in indexes}}
    return {
        id_: cfn.resource("AWS::DynamoDB::Table", {
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": type_}
                                     for key, type_ in keyed.items()],
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}],
            **({"GlobalSecondaryIndexes": [secondary_index(one) for one in indexes]} if indexes else {}),
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True},
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"}}, **bucket.RETAIN),
        f"{id_}Mapping": cfn.resource("AWS::Lambda::EventSourceMapping", {
            "FunctionName": cfn.ref(FUNCTION_ID),
            "EventSourceArn": cfn.attribute(id_, "StreamArn"),
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": BATCH,
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": TRIES,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "DestinationConfig": {"OnFailure": {"Destination": cfn.arn(failures.ID)}}}),
    }


def secondary_index(one):
    """{"name": "owner"} is index `owner-index` on the attribute `owner`, as pareto 0.7 made it."""
    return {"IndexName": f"{one['name']}-index",
            "KeySchema": [{"AttributeName": one["name"], "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}


def outputs(app, name):
    """{"DemoTableName": ...}"""
    return {f"{table_id(name)}Name": {"Value": cfn.ref(table_id(name))}}


def shared(app):
    """The one function that sends every table's changes to the bus."""
    streams = [cfn.attribute(table_id(name), "StreamArn") for name in sorted(app["state"]["table"])]
    statements = [
        *bus.grants(app, app["name"]),
        permission.allow(OF_STREAM, streams),
        # Lambda asks for it of whoever reads a stream, and AWS has no narrower form of it.
        permission.allow(["dynamodb:ListStreams"], "*"),
        failures.statement(),
    ]
    variables = {"BUS": bus.value(app, app["name"]), "ENTRY_LIMIT": str(ENTRY_LIMIT)}
    return function.parts(STREAM_NAME, app["settings"], code.function("table_events", SECONDS), statements,
                          variables, asynchronous=False)


def value(app, name):
    """What a variable APP_TABLE holds: the table's name."""
    return cfn.ref(table_id(name))


def grants(app, name):
    """The statements of a role that may read and write items, and query the indexes if there are any."""
    on_table = permission.allow(ON_TABLE, cfn.arn(table_id(name)))
    if not app["state"]["table"][name].get("indexes"):
        return [on_table]
    return [on_table, permission.allow(ON_INDEX, cfn.sub(f"${{{table_id(name)}.Arn}}/index/*"))]
