"""A table's stream becomes events on the app's bus; DESIGN.md, section 4, says their shape.

At least once, and none lost in silence: what the bus refuses is tried again here, then by the stream,
and what is refused to the end is told to the queue of failures.
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
    """Sends the records of a batch; answers from which record on the stream must try again."""
    bus, limit = os.environ["BUS"], int(os.environ["ENTRY_LIMIT"])
    entries = [entry for group in groups(event["Records"]) for entry in split(group, bus, limit)]
    refused = send(entries, boto3.client("events"), limit)
    return {"batchItemFailures": [{"itemIdentifier": number} for number in refused]}


def groups(records):
    """Records that share an event, in the order of the first: equal table, pk, sk, eventName and diffKeys."""
    made = {}
    for record in records:
        images, keys = record["dynamodb"], record["dynamodb"]["Keys"]
        new, old = images.get("NewImage"), images.get("OldImage")
        head = {"pk": keys["pk"]["S"], "sk": keys["sk"]["S"].split("#")[0],
                "eventName": record["eventName"], "diffKeys": diff_keys(new or {}, old or {})}
        table = record["eventSourceARN"].split("/")[1]
        group = made.setdefault((table, json.dumps(head)), {"table": table, "head": head, "records": []})
        group["records"].append({
            "number": images["SequenceNumber"],
            "keys": [f'"pk":{text(keys["pk"])}', f'"sk":{text(keys["sk"])}'],
            "images": [f'"newImage":{image_text(new)}', f'"oldImage":{image_text(old)}']})
    return list(made.values())


def diff_keys(new, old):
    """The sorted names of attributes that were added, removed or changed; a set has no order."""
    return sorted(name for name in new.keys() | old.keys()
                  if name not in new or name not in old or ordered(new[name]) != ordered(old[name]))


def ordered(value):
    """A typed value with its sets sorted, so that equal ones look equal."""
    (kind, inner), = value.items()
    if kind == "M":
        return {kind: {name: ordered(one) for name, one in inner.items()}}
    if kind == "L":
        return {kind: list(map(ordered, inner))}
    return {kind: sorted(inner)} if kind in SETS else value


def image_text(image):
    """An image as JSON: {"price": {"N": "1.10"}} -> {"price":1.10}; null for none."""
    return "null" if image is None else text({"M": image})


def text(value):
    """A typed value of DynamoDB as plain JSON, its numbers digit by digit, its sets as sorted lists.

    Python's json would round a number of 38 digits to a float's 17.
    """
    (kind, inner), = value.items()
    if kind == "M":
        return "{" + ",".join(f"{dumps(name)}:{text(inner[name])}" for name in sorted(inner)) + "}"
    if kind == "L":
        return "[" + ",".join(map(text, inner)) + "]"
    if kind in SETS:
        return "[" + ",".join(text({kind[0]: one}) for one in sorted(inner)) + "]"
    if kind == "N" and JSON_NUMBER.fullmatch(inner):
        return inner
    return "null" if kind == "NULL" else dumps(inner)


def dumps(value):
    """A value as JSON, its letters as they are: each counts for EventBridge's limit."""
    return json.dumps(value, ensure_ascii=False)


def split(group, bus, limit):
    """The entries of a group: as few as fit; a record too large for one goes without its images."""
    made, kept = [], []
    for record in group["records"]:
        if size(entry(group, kept + [record], bus)) > limit and kept:
            made.append(entry(group, kept, bus))
            kept = []
        if size(entry(group, [record], bus)) > limit:
            record = {**record, "images": ['"truncated":true']}
        kept = kept + [record]
    return made + [entry(group, kept, bus)]


def entry(group, records, bus):
    """One entry of PutEvents, and the numbers of the stream's records that are in it."""
    shown = ",".join("{" + ",".join(record["keys"] + record["images"]) + "}" for record in records)
    detail = dumps(group["head"])[:-1] + f', "records": [{shown}]}}'
    return {"numbers": [record["number"] for record in records],
            "put": {"EventBusName": bus, "Source": group["table"],
                    "DetailType": group["head"]["eventName"], "Detail": detail}}


def size(one):
    """An entry's bytes as EventBridge counts them.

    docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
    """
    return sum(len(one["put"][field].encode()) for field in ("Source", "DetailType", "Detail"))


def requests(entries, limit):
    """The entries in lists that one request may hold: ten, and together no larger than one may be."""
    made, total = [], 0
    for one in entries:
        if not made or len(made[-1]) == MOST_ENTRIES or total + size(one) > limit:
            made.append([])
            total = 0
        made[-1].append(one)
        total += size(one)
    return made


def send(entries, client, limit):
    """Puts the entries, tries again those that are refused; the numbers of the records that stay refused."""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(FIRST_PAUSE * 2 ** (attempt - 1))
        entries = [one for request in requests(entries, limit) for one in refused(request, client)]
        if not entries:
            return []
    return sorted({number for one in entries for number in one["numbers"]}, key=int)


def refused(request, client):
    """Those entries of a request that the bus did not take; all of them if the call itself failed."""
    try:
        answers = client.put_events(Entries=[one["put"] for one in request])["Entries"]
    except Exception as error:  # whatever it was, the records must come back
        print(f"not sent: {len(request)} events: {error}")
        return request
    for answer in answers:
        if "ErrorCode" in answer:
            print(f"not sent: {answer['ErrorCode']}: {answer.get('ErrorMessage')}")
    return [one for one, answer in zip(request, answers) if "ErrorCode" in answer]
