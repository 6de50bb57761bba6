"""What must be written, sent or published so that a lambda gets an event like an example of its trigger."""
import base64
import json
import time
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from boto3.dynamodb.types import TypeSerializer

from aws import tables
from aws.app import AppModel
from kit import names
from kit.problems import problem
from recipes import bucket, bus, data_stream, queue, table, topic

GROUP = "ping"
STORED = ("bucket", "website")


class Call(NamedTuple):
    """A call of AWS."""

    service: str
    operation: str
    request: dict[str, Any]
    text: str  # "put the row ... into the table ..."
    expires: bool = False  # whether DynamoDB must delete the row that it writes, after its time


def calls(app: AppModel, name: str, event: dict, physical: dict[str, str], is_accepted: Callable) -> list[Call]:
    """The calls that cause an event of a lambda. Raises Problems if no such call can cause its event.

    event        an example of the lambda's event, with deployed names
    physical     {logical id: physical id} of the stack
    is_accepted  whether a rule of the lambda matches another event
    """
    infra = app["lambdas"][name]["infra"]
    if "events" in infra:
        source = infra["events"][0].get("source", {})
        event = of_notification(event) if source.get("type") in STORED and "Records" in event else event
        return of_event(app, infra["events"][0], event, physical, is_accepted)
    if "queue" in infra and infra["queue"].get("from", {}).get("source", {}).get("type", "topic") != "topic":
        return of_event(app, infra["queue"]["from"], json.loads(event["Records"][0]["body"]), physical, is_accepted)
    if "queue" in infra:
        return [of_queue(event["Records"][0], physical[queue.resource_id(name)], infra["queue"]["fifo"])]
    if "topic" in infra:
        return [of_topic(event["Records"][0], physical[topic.resource_id(name)], topic.is_fifo(infra["topic"]))]
    if "stream" in infra:
        return of_stream(app, infra["stream"], event["Records"][0], physical)
    if "kinesis" in infra:
        return [of_kinesis(event["Records"][0], physical[data_stream.stream_id(infra["kinesis"]["stream"])])]
    raise problem(app["lambdas"][name]["path"], 0, f"no row, object, message, record or event invokes {name}",
                  f"`make invoke name={name}` invokes it with an example of its event")


def of_eventbridge(app: AppModel, name: str) -> AppModel:
    """The app, in which a lambda gets EventBridge's own events of objects instead of S3's notifications."""
    fn = app["lambdas"][name]
    infra = {**fn["infra"], **({"events": [
        {**event, "source": {key: value for key, value in event["source"].items() if key != "form"}}
        if "source" in event else event for event in fn["infra"]["events"]]} if "events" in fn["infra"] else {})}
    return {**app, "lambdas": {**app["lambdas"], name: {**fn, "infra": infra}}}


def delay(app: AppModel, name: str) -> int:
    """The seconds for which AWS keeps an event of a lambda back: `delay` of its queue, and `window` of it or of a
    table whose events it gets."""
    blocks: list[dict] = [block for block in app["lambdas"][name]["infra"].values() if isinstance(block, dict)]
    rules = [*app["lambdas"][name]["infra"].get("events", []), *(block["from"] for block in blocks if "from" in block)]
    names = {rule["source"]["name"] for rule in rules if rule.get("source", {}).get("type") == "table"}
    windows = [app["state"]["table"][of].get("settings", {}).get("window", 0) for of in names]
    return sum(block.get("window", 0) + block.get("delay", 0) for block in blocks) + max(windows, default=0)


def of_queue(record: dict, url: str, fifo: bool) -> Call:
    """A message for a queue."""
    return Call("sqs", "send_message", {"QueueUrl": url, "MessageBody": record["body"], **more(record, fifo)},
                f"send the message {record['body']!r} to the queue {url.rpartition('/')[2]}")


def more(record: dict, fifo: bool) -> dict:
    """The attributes of a message in an event of SQS or SNS, as a request has them, and the ids that FIFO requires."""
    values = record.get("messageAttributes") or record.get("Sns", {}).get("MessageAttributes", {})
    attributes = {key: {"DataType": value.get("dataType") or value["Type"],
                        "StringValue": value.get("stringValue") or value.get("Value", "")}
                  for key, value in values.items()}
    group = {"MessageGroupId": GROUP, "MessageDeduplicationId": uuid.uuid4().hex} if fifo else {}
    return {"MessageAttributes": attributes, **group}


def of_kinesis(record: dict, stream: str) -> Call:
    """A record for a Kinesis stream."""
    data = base64.b64decode(record["kinesis"]["data"])
    return Call("kinesis", "put_record", {"StreamName": stream, "Data": data, "PartitionKey": GROUP},
                f"put the record {data.decode()!r} on the stream {stream}")


def of_topic(record: dict, arn: str, fifo: bool) -> Call:
    """A message for a topic; the lambda of a FIFO topic gets the message itself from a queue."""
    message = record["body"] if fifo else record["Sns"]["Message"]
    return Call("sns", "publish", {"TopicArn": arn, "Message": message, **more(record, fifo)},
                f"publish the message {message!r} to the topic {arn.rpartition(':')[2]}")


def of_event(app: AppModel, block: dict, event: dict, physical: dict[str, str], is_accepted: Callable) -> list[Call]:
    """A row, an object or an event for a rule."""
    source = block.get("source", {"type": "", "name": ""})
    if source["type"] == "table":
        change = event["detail"]["records"][0]
        old, new = typed(change.get("oldImage")), typed(change.get("newImage"))
        if event["detail"].get("ttl"):
            return [of_expired_row(app, block, source["name"], old, physical)]
        return of_rows(app, block, source["name"], old, new, physical)
    if source["type"] in STORED:
        if event["detail-type"] not in ("Object Created", "Object Deleted"):
            raise problem("", 0, f"writing an object causes no event {event['detail-type']!r}",
                          "`make invoke name=...` invokes the lambda with an example of it")
        return of_object(source, event, physical, is_accepted)
    if str(event["source"]).startswith("aws.") or source["type"]:
        raise problem("", 0, f"only {event['source']} itself sends the event {event['detail-type']!r}",
                      "`make invoke name=...` invokes the lambda with an example of it")
    bus_name = physical[bus.bus_id(names.own_prefix(app))]
    entry = {"Source": event["source"], "DetailType": event["detail-type"], "Detail": json.dumps(event["detail"]),
             "EventBusName": bus_name}
    return [Call("events", "put_events", {"Entries": [entry]},
                 f"put the event {event['detail-type']!r} of {event['source']!r} on the bus {bus_name}")]


def of_notification(event: dict) -> dict:
    """The event of EventBridge for an event of S3's own form."""
    record = event["Records"][0]
    return {"source": "aws.s3", "detail-type": f"Object {record['eventName'].partition(':')[0].removeprefix('Object')}"
            .replace("Removed", "Deleted"), "detail": {"bucket": {"name": record["s3"]["bucket"]["name"]},
                                                       "object": {"key": unquote_plus(record["s3"]["object"]["key"])}}}


def of_object(source: dict, event: dict, physical: dict[str, str], is_accepted: Callable) -> list[Call]:
    """An object under a new key: the example's, with a few hex digits before its ending if the rule accepts that."""
    name, key = physical[bucket.bucket_id(source["name"], source["type"])], event["detail"]["object"]["key"]
    stem, dot, ending = key.rpartition(".")
    digits = uuid.uuid4().hex[:8]
    other = f"{stem}-{digits}{dot}{ending}" if dot and "/" not in ending else f"{key}-{digits}"
    detail = {**event["detail"], "object": {**event["detail"]["object"], "key": other}}
    key = other if is_accepted({**event, "detail": detail}) else key
    put = Call("s3", "put_object", {"Bucket": name, "Key": key, "Body": b"ping", "IfNoneMatch": "*"},
               f"put the object {key} into the bucket {name}")
    if event["detail-type"] == "Object Created":
        return [put]
    return [put, Call("s3", "delete_object", {"Bucket": name, "Key": key}, f"delete the object {key}")]


def of_stream(app: AppModel, block: dict, record: dict, physical: dict[str, str]) -> list[Call]:
    """A row for a table whose records a lambda reads."""
    change = record["dynamodb"]
    if "userIdentity" in record:
        return [of_expired_row(app, block, block["table"], change["OldImage"], physical)]
    return of_rows(app, block, block["table"], change.get("OldImage"), change.get("NewImage"), physical)


def another_value(value: dict, digits: str) -> dict:
    """Another value of a key, in DynamoDB's JSON: {"S": "a"} -> {"S": "a-1f9c0d2e"}. digits: hexadecimal"""
    (type_, content), = value.items()
    texts = {"S": f"{content}-{digits}", "N": str(int(digits, 16))}
    return {type_: texts.get(type_) or content + bytes.fromhex(digits)}


def typed(row: dict | None) -> dict | None:
    """A row of plain JSON as DynamoDB's JSON, {"pk": {"S": "a"}}; None stays None."""
    plain = json.loads(json.dumps(row), parse_float=Decimal)
    return plain and {key: TypeSerializer().serialize(value) for key, value in plain.items()}


def of_expired_row(app: AppModel, block: dict, name: str, row: dict | None, physical: dict[str, str]) -> Call:
    """A row, in DynamoDB's JSON, whose time to live was over a minute ago. Raises Problems of a table without one."""
    attribute = tables.time_to_live(app["state"]["table"][name])
    if not attribute:
        raise problem("", 0, f"table {name!r} has no `ttl` in app.yaml, so DynamoDB itself deletes no row",
                      f"tables: {{{name}: {{ttl: expires}}}}, or another pattern")
    call = of_rows(app, block, name, None, row, physical)[0]
    call.request["Item"][attribute] = {"N": str(int(time.time()) - 60)}
    return call._replace(text=f"{call.text}, with a passed time in {attribute}: DynamoDB deletes it", expires=True)


def of_rows(app: AppModel, block: dict, name: str, old: dict | None, new: dict | None,
            physical: dict[str, str]) -> list[Call]:
    """A row that is added, changed or deleted, in DynamoDB's JSON. It never replaces a row that is there: it has a new
    value of its last key on which the pattern or filter of the block has no condition, if there is one."""
    physical_name, keys = physical[table.table_id(name)], tables.keys(app["state"]["table"][name])
    digits, conditions = uuid.uuid4().hex[:8], json.dumps([block.get("pattern"), block.get("filter")])
    has_head = "source" in block and tables.has_default_keys(app["state"]["table"][name])  # of sk what is before "#"
    free = [key for key in keys if f'"{key}"' not in conditions or has_head and key == "sk"][-1:]
    for row in filter(None, (old, new)):
        row.update({key: {"B": base64.b64decode(*row[key].values())} for key, type_ in keys.items() if type_ == "B"})
        row.update({key: another_value(row[key], digits) for key in free})
    first = old or new or {}
    key = {attribute: first[attribute] for attribute in keys}
    shown = ", ".join(f"{name} = {content}" for name, value in key.items() for content in value.values())
    result = [Call("dynamodb", "put_item", {
        "TableName": physical_name, "Item": first, "ConditionExpression": "attribute_not_exists(#key)",
        "ExpressionAttributeNames": {"#key": [*keys][-1]}}, f"put the row {shown} into the table {physical_name}")]
    if old and new:
        request = {"TableName": physical_name, "Item": new}
        result.append(Call("dynamodb", "put_item", request, f"change the row {shown}"))
    if old and not new:
        request = {"TableName": physical_name, "Key": key}
        result.append(Call("dynamodb", "delete_item", request, f"delete the row {shown}"))
    return result
