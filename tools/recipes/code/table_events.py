"""Turns a table's stream into events on the app's bus: docs/events.md shows their form.

Each record is delivered at least once: an event that the bus refuses is tried again here, then by the stream, and at
last goes to the failures queue.
"""
import json
import os
import re
import time

import boto3

TRIES, FIRST_PAUSE = 3, 0.1
MOST_ENTRIES = 10
SETS = ("SS", "NS", "BS")
JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")


def handler(event, context):
    """Sends the records of a batch. -> the sequence numbers of the records that the stream must deliver again."""
    return reply(entries_of(event["Records"]))


def entries_of(records):
    """[entry] of a batch's records."""
    bus, limit = os.environ["BUS"], int(os.environ["ENTRY_LIMIT"])
    return [entry for group in groups(records) for entry in split(group, bus, limit)]


def reply(entries):
    """Sends entries. -> the function's answer to Lambda's poller."""
    refused = send(entries, boto3.client("events"), int(os.environ["ENTRY_LIMIT"]))
    return {"batchItemFailures": [{"itemIdentifier": number} for number in refused]}


def groups(records):
    """[{"table", "topic", "head", "records"}]: records with an equal table and head share an event.

    The head is the JSON of the keys, eventName and diffKeys, and of ttl if DynamoDB deleted an item that expired.
    The groups have the order of their first records.
    """
    groups_by_head = {}
    for record in records:
        images, keys = record["dynamodb"], record["dynamodb"]["Keys"]
        new, old = images.get("NewImage"), images.get("OldImage")
        fields = {"eventName": record["eventName"], "diffKeys": diff_keys(new or {}, old or {})}
        if has_expired(record):
            fields["ttl"] = True
        head = ", ".join([*key_texts(head_keys(keys)), dumps(fields)[1:-1]])
        table = record["eventSourceARN"].split("/")[1]
        group = groups_by_head.setdefault((table, head), {"table": table, "topic": record["eventName"], "head": head,
                                                          "records": []})
        group["records"].append({
            "number": images["SequenceNumber"],
            "keys": key_texts(keys),
            "images": [f'"newImage":{image_text(new)}', f'"oldImage":{image_text(old)}']})
    return list(groups_by_head.values())


def head_keys(keys):
    """The keys as the event has them: of a table with texts pk and sk, sk is only the part before "#"."""
    if {name: next(iter(value)) for name, value in keys.items()} != {"pk": "S", "sk": "S"}:
        return keys
    return {**keys, "sk": {"S": keys["sk"]["S"].split("#")[0]}}


def key_texts(keys):
    """['"pk": "a"', '"sk": "b"'] of typed keys, sorted by name."""
    return [f"{dumps(name)}: {text(keys[name])}" for name in sorted(keys)]


def has_expired(record):
    """Whether DynamoDB deleted the item because its time to live was over.

    docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
    """
    return (record.get("userIdentity") or {}).get("principalId") == "dynamodb.amazonaws.com"


def diff_keys(new, old):
    """The sorted names of attributes that were added, removed or changed; a set has no order."""
    return sorted(name for name in new.keys() | old.keys()
                  if name not in new or name not in old or ordered(new[name]) != ordered(old[name]))


def ordered(value):
    """A typed value of DynamoDB with its sets sorted, so that equal values compare equal: {"SS": ["b", "a"]}."""
    (kind, content), = value.items()
    if kind == "M":
        return {kind: {name: ordered(item) for name, item in content.items()}}
    if kind == "L":
        return {kind: list(map(ordered, content))}
    return {kind: sorted(content)} if kind in SETS else value


def image_text(image):
    """An image as JSON: {"price": {"N": "1.10"}} -> {"price":1.10}; null for none."""
    return "null" if image is None else text({"M": image})


def text(value):
    """A typed value of DynamoDB as plain JSON, its numbers digit by digit, its sets as sorted lists.

    Python's json would round a number of 38 digits to a float's 17.
    """
    (kind, content), = value.items()
    if kind == "M":
        return "{" + ",".join(f"{dumps(name)}:{text(content[name])}" for name in sorted(content)) + "}"
    if kind == "L":
        return "[" + ",".join(map(text, content)) + "]"
    if kind in SETS:
        return "[" + ",".join(text({kind[0]: item}) for item in sorted(content)) + "]"
    if kind == "N" and JSON_NUMBER.fullmatch(content):
        return content
    return "null" if kind == "NULL" else dumps(content)


def dumps(value):
    """A value as JSON. Its letters are not escaped, as EventBridge's limit counts bytes."""
    return json.dumps(value, ensure_ascii=False)


def split(group, bus, limit):
    """[entry] of a group, as few as its records fit into; a record too large for an entry is sent without images."""
    entries, chunk = [], []
    for record in group["records"]:
        if size(entry(group, chunk + [record], bus)) > limit and chunk:
            entries.append(entry(group, chunk, bus))
            chunk = []
        if size(entry(group, [record], bus)) > limit:
            record = {**record, "images": ['"truncated":true']}
        chunk = chunk + [record]
    return entries + [entry(group, chunk, bus)]


def entry(group, records, bus):
    """{"put": an entry of PutEvents, "numbers": the sequence numbers of the records in the entry}."""
    records_text = ",".join("{" + ",".join(record["keys"] + record["images"]) + "}" for record in records)
    detail = f'{{{group["head"]}, "records": [{records_text}]}}'
    return {"numbers": [record["number"] for record in records],
            "put": {"EventBusName": bus, "Source": group["table"], "DetailType": group["topic"], "Detail": detail}}


def size(entry_):
    """The bytes of an entry, as EventBridge counts them.

    docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
    """
    return sum(len(entry_["put"][field].encode()) for field in ("Source", "DetailType", "Detail"))


def requests(entries, limit):
    """[[entry]]: a list for each request, with at most ten entries, whose bytes together are at most `limit`."""
    lists, total = [], 0
    for entry_ in entries:
        if not lists or len(lists[-1]) == MOST_ENTRIES or total + size(entry_) > limit:
            lists.append([])
            total = 0
        lists[-1].append(entry_)
        total += size(entry_)
    return lists


def send(entries, client, limit):
    """Puts the entries, and again those that the bus refuses. -> the sequence numbers of the records not sent."""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(FIRST_PAUSE * 2 ** (attempt - 1))
        entries = [entry_ for request in requests(entries, limit) for entry_ in refused(request, client)]
        if not entries:
            return []
    return sorted({number for entry_ in entries for number in entry_["numbers"]}, key=int)


def refused(request, client):
    """[entry] of a request that the bus did not accept; all entries if the call itself failed."""
    try:
        results = client.put_events(Entries=[entry_["put"] for entry_ in request])["Entries"]
    except Exception as error:  # whatever failed, the stream must deliver the records again
        print(f"not sent: {len(request)} events: {error}")
        return request
    for result in results:
        if "ErrorCode" in result:
            print(f"not sent: {result['ErrorCode']}: {result.get('ErrorMessage')}")
    return [entry_ for entry_, result in zip(request, results) if "ErrorCode" in result]
