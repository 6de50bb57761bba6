"""Sends a message about each failure to the alerts topic and to Slack: of equal failures one, then their count.

    {"awslogs": {"data": ...}}         log events of one function; the subscription filter has the lambda's name
    {"alarmData": {...}}               an alarm of CloudWatch changed its state
    {"detail-type": ..., "detail": ...}  a build of CodeBuild failed
    {"Records": [{"body": "{...}"}]}   from the queue, ten minutes after a message: how often did it fail since?

The table has an item for each batch of log events, with a key by which a repeated invocation counts once; and for each
failure a claim of the one chain of invocations that sends its messages. Count first, then claim; release first, then
count: so no failure falls between two chains (docs/decisions.md).
"""
import base64
import functools
import gzip
import json
import os
import re
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

from recipes.code.build_failures import failure_of_build
from recipes.code.failure_lines import REQUEST, console_link, log_link, parsed

WINDOW, GRACE, LATE = 600, 120, 900  # seconds: between messages; of a claim beyond it; log events that come late
KEEP = 86400
LIMITS = {}  # {lambda: [errors, minutes]} of `alarm: {errors: 5 in 10 minutes}`; the recipe appends them
ANSWERED = set()  # lambdas whose caller gets the error, so that no message can be sent again; the recipe adds them
WHAT = {"error": "failed", "timeout": "timed out", "exit": "ended without a response", "init": "did not start in time",
        "slow": "came near its timeout", "build": "failed"}


def handler(event, context):
    """Handles one of the four events; raises if something must be tried again."""
    if "alarmData" in event:
        return publish(*alarm_message(event["alarmData"]))
    if "awslogs" in event:
        return on_logs(json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"]))))
    if "detail" in event:
        return on_build(failure_of_build(event), event["id"])
    for record in event["Records"]:
        on_follow_up(json.loads(record["body"]), record["messageId"])


def on_logs(data):
    """Counts the failures of a batch of log events, and sends a message of those that no other chain has claimed."""
    if data["messageType"] != "DATA_MESSAGE":  # CloudWatch Logs tests a new subscription
        return
    name, by_key = data["subscriptionFilters"][0], {}
    for log_event in data["logEvents"]:
        failure = parsed(log_event["message"])
        if failure:
            entry = {**failure, "lambda": name, "group": data["logGroup"], "stream": data["logStream"],
                     "time": log_event["timestamp"]}
            by_key.setdefault(key_of(entry), []).append((log_event["id"], entry))
    for key, entries in by_key.items():
        count(key, entries[0][0], entries[-1][1], len(entries))
        start(key, entries[0][0])


def on_build(failure, event_id):
    """Counts a failed build, and sends a message unless another chain has claimed its kind."""
    key = key_of(failure)
    count(key, event_id, failure, 1)
    start(key, event_id)


def key_of(failure):
    """The text that equal failures share; of a lambda with a limit all errors are equal."""
    if failure["lambda"] in LIMITS and failure["kind"] != "slow":
        return failure["lambda"]
    return " ".join([failure["lambda"] or failure["project"], failure["kind"], failure["exception"], failure["at"]])


def start(key, owner):
    """Begins a chain: sends the first message, unless another chain has the claim or too few failed.

    It reads the claim first: in a flood, not each invocation should count what all others wrote.
    """
    claim = table().get_item(Key={"pk": key, "sk": "claim"}, ConsistentRead=True).get("Item")
    if claim and claim["until"] > now() and claim["owner"] != owner:
        return
    moment, (least, minutes) = now(), LIMITS.get(key, (1, WINDOW // 60))
    items = items_since(key, moment - max(minutes * 60, LATE) * 1000)
    total = number_of(item for item in items if item["at"] > moment - minutes * 60000)
    if total >= least and claimed(key, owner, owner):
        follow_up(key, owner, moment, items)
        publish(*message(items[-1], total, minutes))


def on_follow_up(order, owner):
    """Sends how often it failed since the last message, and goes on; if never, ends the chain."""
    key, moment = order["key"], now()
    if not claimed(key, owner, order["owner"]):
        return
    items = items_since(key, order["first"])
    total = number_of(items) - order["told"]
    if total > 0:
        publish(*message(items[-1], total, max(1, round((moment - order["moment"]) / 60000)), "more "))
        follow_up(key, owner, moment, items)
    else:
        table().delete_item(Key={"pk": key, "sk": "claim"})
        if number_of(items_since(key, order["first"])) > order["told"]:
            start(key, owner)


def follow_up(key, owner, moment, items):
    """Asks to be invoked after the window, to count what is not among the items. Their number tells what is new, not
    their time: a batch may be written after a later one was counted."""
    first = moment - LATE * 1000
    order = {"key": key, "owner": owner, "moment": moment, "first": first,
             "told": number_of(item for item in items if item["sk"] >= f"{first:015d}")}
    client("sqs").send_message(QueueUrl=os.environ["QUEUE_URL"], DelaySeconds=WINDOW, MessageBody=json.dumps(order))


@functools.cache
def client(service):
    """The client of a service: to make one takes longer than most calls."""
    return boto3.client(service)


@functools.cache
def table():
    """The table of counts and claims."""
    return boto3.resource("dynamodb").Table(os.environ["TABLE"])


def now():
    """Unix milliseconds."""
    return int(time.time() * 1000)


def count(key, event_id, failure, number):
    """Writes how many failures a batch of log events has; once, however often Lambda repeats the invocation."""
    put({"pk": key, "sk": f"{failure['time']:015d}#{event_id}", "at": now(), "number": number,
         "failure": json.dumps(failure)}, ConditionExpression="attribute_not_exists(pk)")


def items_since(key, first):
    """[item] of the batches whose first log event was written since then, oldest first."""
    parameters = {"KeyConditionExpression": "pk = :key AND sk BETWEEN :first AND :last", "ConsistentRead": True,
                  "ExpressionAttributeValues": {":key": key, ":first": f"{first:015d}", ":last": "9" * 15 + "$"}}
    items, page = [], {"LastEvaluatedKey": None}
    while "LastEvaluatedKey" in page:
        page = table().query(**parameters)
        items += page["Items"]
        parameters["ExclusiveStartKey"] = page.get("LastEvaluatedKey")
    return items


def number_of(items):
    """The number of failures in these items."""
    return int(sum(item["number"] for item in items))


def claimed(key, owner, before):
    """Whether this invocation, or a killed one that it repeats, has the claim: it is free, or comes from `before`."""
    return put({"pk": key, "sk": "claim", "owner": owner, "until": now() + (WINDOW + GRACE) * 1000},
               ConditionExpression="attribute_not_exists(pk) OR #until < :now OR #owner IN (:owner, :before)",
               ExpressionAttributeNames={"#until": "until", "#owner": "owner"},
               ExpressionAttributeValues={":now": now(), ":owner": owner, ":before": before})


def put(item, **condition):
    """Writes an item, which expires after a day. -> False if the condition forbids it."""
    try:
        table().put_item(Item={**item, "expires": now() // 1000 + KEEP}, **condition)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def request_of(failure):
    """The id of the failed request. The text format has none in a traceback: it is in the line START before it."""
    if failure["request"] or failure["kind"] in ("init", "build"):
        return failure["request"]
    try:
        events = client("logs").get_log_events(
            logGroupName=failure["group"], logStreamName=failure["stream"], endTime=failure["time"] + 1,
            limit=1000)["events"]
    except ClientError as error:
        print(f"no request id: {error}")
        return ""
    ids = [match[1] for event in events if event["message"].startswith("START ")
           for match in [REQUEST.search(event["message"])] if match]
    return ids[-1] if ids else ""


def message(item, total, minutes, more=""):
    """(subject, text, fields) of a failure that was counted `total` times in the last minutes. item: the newest"""
    failure = json.loads(item["failure"])
    is_build, stage, request = failure["kind"] == "build", os.environ["STAGE"], request_of(failure)
    name = f"build of {failure['project']}" if is_build else failure["lambda"]
    of_stage = "" if stage == "local" else f"stage={stage} "
    reason = ": ".join(filter(None, [failure["exception"], failure["text"]]))
    subject = f"{os.environ['APP']} {stage}: {name} {WHAT[failure['kind']]}"
    times = f"{total} {more}time{'s' if total > 1 else ''} in the last {minutes} minutes"
    id_ = failure["build"] if is_build else request
    commands = [] if failure["kind"] == "slow" else [f"make errors {of_stage}{f'id={id_}' if id_ else f'name={name}'}"]
    if failure["kind"] not in ("slow", "build") and name not in ANSWERED:
        commands += [f"make replay {of_stage}name={name}"]
    commands += [] if is_build else [f"make logs {of_stage}name={name}"]
    link = failure["logs"] if is_build else "" if stage == "local" else log_link(failure)
    id_line = f"build {failure['build']}" if is_build else f"request {request}" if request else ""
    lines = [subject, reason, failure["at"], times, id_line, link, "", *commands]
    text = "\n".join(line for at, line in enumerate(lines) if line or at == 6).rstrip()
    return subject, text, {**failure, "request": request, "count": total, "minutes": minutes, "logs": link}


def alarm_message(alarm):
    """(subject, text, fields) of an alarm; its description says in words what it is about, then has commands."""
    name, reason, stage = alarm["alarmName"], alarm["state"]["reason"], os.environ["STAGE"]
    what, *commands = (alarm["configuration"].get("description") or name).splitlines()
    subject = f"{os.environ['APP']} {stage}: {what}"
    link = "" if stage == "local" else console_link(f"alarmsV2:alarm/{name}")
    lines = [*filter(None, [subject, reason, f"alarm {name}", link]), *([""] if commands else []), *(
        command if stage == "local" else f"{command} stage={stage}" for command in commands)]
    return subject, "\n".join(lines), {"kind": "alarm", "alarm": name, "text": what, "reason": reason}


def publish(subject, text, fields):
    """Sends a message to the topic, and before to Slack, whose failure keeps no other recipient from it."""
    problem = slack_problem(text)
    if problem:
        print(f"Slack: {problem}")
        text = f"{text}\n\nSlack did not take this message: {problem}"
    fields = json.dumps({"app": os.environ["APP"], "stage": os.environ["STAGE"], **fields})
    short = re.sub(r"[^ -~]", "?", subject)[:99]
    client("sns").publish(TopicArn=os.environ["TOPIC_ARN"], Subject=short, MessageStructure="json",
                          Message=json.dumps({"default": text, "http": fields, "https": fields}))


def slack_problem(text):
    """Posts the text to Slack, if the app has a webhook there. -> why it failed, or nothing."""
    if "SLACK_SECRET" not in os.environ:
        return ""
    try:
        secret = client("secretsmanager").get_secret_value(SecretId=os.environ["SLACK_SECRET"])["SecretString"]
        request = urllib.request.Request(secret.strip(), json.dumps({"text": text}).encode(),
                                         {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=10).close()
    except (ClientError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:  # the topic has other recipients; the text of such an error has the address
        return f"{type(error).__name__}: is its secret the address of a webhook?"
    return ""
