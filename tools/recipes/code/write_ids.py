"""Ids of writes that AWS passes on without a trace, for `make logs request=...`: a lambda that writes logs the id, and
so does the invocation that the write causes. tools/incidents/links.py matches them.

    object:<request id of S3>       S3's event has it
    record:<digest>                 of a stream's name, a shard's, and the record's sequence number, unique in the shard
    row:<digest>                    of a table's name and the row's keys; of the call also :<milliseconds that it took>,
                                    in the table's stream :<second>:<sequence number>
    unknown:<operation>             a write whose rows only a parser of PartiQL would find
    schedule:<digest>               of a function's name and its event; in the line of its creation :<minutes of its
                                    window>:<zone>:<at(...)> too
"""
import hashlib
import json

S3_WRITES = ("PutObject", "CopyObject", "CompleteMultipartUpload", "DeleteObject", "DeleteObjects", "RestoreObject",
             "PutObjectAcl", "PutObjectTagging", "DeleteObjectTagging")
PARTIQL = {"ExecuteStatement": "", "BatchExecuteStatement": "Statements", "ExecuteTransaction": "TransactStatements"}
TABLE_WRITES = "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"


def digest(value):
    """20 hexadecimal digits of a value of JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:20]


def row_id(table, keys):
    """The id of a row. table: its name or ARN; keys: {"pk": {"S": "a"}}, whose numbers may be written as 1 or 1.0"""
    numbers = {name: float(value["N"]) if "N" in value else value for name, value in keys.items()}
    return f"row:{digest([table.rpartition('/')[2], numbers])}"


def record_ids(record):
    """[id] of a record of a table's stream, of Kinesis, or of a notification of S3."""
    if "dynamodb" in record:
        change = record["dynamodb"]
        row = row_id(record["eventSourceARN"].split("/")[1], change["Keys"])
        return [f"{row}:{int(change['ApproximateCreationDateTime'])}:{change['SequenceNumber']}"]
    if "kinesis" in record:
        shard, _colon, number = record["eventID"].partition(":")
        return [f"record:{digest([record['eventSourceARN'].rpartition('/')[2], shard, number])}"]
    return [f"object:{record['responseElements']['x-amz-request-id']}"] if "s3" in record else []


def event_ids(event):
    """[id] of the writes that caused an event."""
    if event.get("source") == "aws.s3":
        return [f"object:{event['detail']['request-id']}"]
    return [id_ for record in event.get("Records", []) for id_ in record_ids(record)]


def call_ids(service, operation, body, response, keys, milliseconds):
    """[id] of what a call of AWS wrote.

    body  of the request, bytes; response: as boto3 returns it; keys: [[attribute]] of the keys of the app's tables
    """
    if service == "s3" and operation in S3_WRITES:
        return [f"object:{response['ResponseMetadata']['HTTPHeaders']['x-amz-request-id']}"]
    if service == "kinesis" and operation in ("PutRecord", "PutRecords"):
        request = json.loads(body)
        stream = (request.get("StreamName") or request["StreamARN"]).rpartition("/")[2]
        return [f"record:{digest([stream, record['ShardId'], record['SequenceNumber']])}"
                for record in response.get("Records", [response]) if "SequenceNumber" in record]
    if service == "scheduler" and operation in ("CreateSchedule", "UpdateSchedule"):
        return schedule_ids(json.loads(body))
    if service == "dynamodb" and operation in TABLE_WRITES:
        return [f"{row_id(table, row)}:{milliseconds}" for table, row in rows(operation, json.loads(body), keys)]
    if service == "dynamodb" and operation in PARTIQL:
        request = json.loads(body)
        statements = [item["Statement"].lstrip().upper() for item in request.get(PARTIQL[operation], [request])]
        return [] if all(text.startswith(("SELECT", "EXISTS")) for text in statements) else [f"unknown:{operation}"]
    return []


def schedule_ids(request):
    """[id] of a schedule that invokes a function once; [] of any other. request: of CreateSchedule, as JSON"""
    expression, target = request["ScheduleExpression"], request["Target"]
    if not expression.startswith("at(") or ":function:" not in target["Arn"]:
        return []
    event = digest([target["Arn"].split(":")[6], json.loads(target["Input"])])
    window = request["FlexibleTimeWindow"].get("MaximumWindowInMinutes", 0)
    return [f"schedule:{event}:{window}:{request.get('ScheduleExpressionTimezone', 'UTC')}:{expression}"]


def rows(operation, request, keys):
    """Yields (table, {attribute: typed value} of the keys) of the rows that a request of DynamoDB writes."""
    if operation == "TransactWriteItems":
        writes = [write for item in request["TransactItems"] for key, write in item.items() if key != "ConditionCheck"]
    elif operation == "BatchWriteItem":
        writes = [{"TableName": table, **write} for table, items in request["RequestItems"].items()
                  for item in items for write in item.values()]
    else:
        writes = [request]
    for write in writes:
        for names in keys if "Item" in write else [write["Key"]]:
            row = write.get("Item", write.get("Key"))
            if all(name in row for name in names):
                yield write["TableName"], {name: row[name] for name in names}
