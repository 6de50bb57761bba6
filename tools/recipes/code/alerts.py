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
import html
import json
import os
import re
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

from recipes.code.build_failures import failure_of_build
from recipes.code.failure_lines import START, alarm_message, log_link, parsed

WINDOW, GRACE, LATE, KEEP = 600, 120, 900, 86400  # seconds: between messages; a claim beyond; late events; an item
LONGEST_COUNT = 40  # seconds of counting, of the function's 60: on AWS about half a million batches of log events
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

    It reads the claim first: of many invocations at once, not each should count what all others wrote.
    """
    claim = table().get_item(Key={"pk": key, "sk": "claim"}, ConsistentRead=True).get("Item")
    if claim and claim["until"] > now() and claim["owner"] != owner:
        return
    moment, (least, minutes) = now(), LIMITS.get(key, (1, WINDOW // 60))
    total, recent, newest, least_word = counts(
        key, moment - max(minutes * 60, LATE) * 1000, moment, moment - minutes * 60000)
    if total >= least and claimed(key, owner, owner):
        follow_up(key, owner, moment, recent)
        publish(*message(failure_at(key, newest), total, minutes, least_word))


def on_follow_up(order, owner):
    """Sends how often it failed since the last message, and continues the chain; if never, ends the chain."""
    key, moment = order["key"], now()
    if not claimed(key, owner, order["owner"]):
        return
    total, recent, newest, least_word = counts(key, order["first"], moment)
    total -= order["told"]
    if total > 0:
        publish(*message(failure_at(key, newest), total, max(1, round((moment - order["moment"]) / 60000)),
                         least_word, "more "))
        follow_up(key, owner, moment, recent)
    else:
        table().delete_item(Key={"pk": key, "sk": "claim"})
        if counts(key, order["first"], moment)[0] > order["told"]:
            start(key, owner)


def follow_up(key, owner, moment, recent):
    """Sends itself a message for the end of the window. recent: the number that the next count subtracts"""
    order = {"key": key, "owner": owner, "moment": moment, "first": moment - LATE * 1000, "told": recent}
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


def counts(key, first, moment, after=0):
    """(number of the failures since `first` whose items were written after the time `after`; number since LATE before
    `moment`, which the next follow-up subtracts; sort key of the newest; "at least " if not all were counted).

    A follow-up subtracts numbers, and compares no times: a batch may be written after a later batch was counted. What
    was not counted in time is new in the next count. Pages are added one by one: all items would fill the memory.
    """
    late, total, recent, last, began = f"{moment - LATE * 1000:015d}", 0, 0, None, time.monotonic()
    query = {"KeyConditionExpression": "pk = :key AND sk BETWEEN :first AND :last", "ConsistentRead": True,
             "ProjectionExpression": "sk, #at, #number", "ExpressionAttributeNames": {"#at": "at", "#number": "number"},
             "ExpressionAttributeValues": {":key": key, ":first": f"{first:015d}", ":last": "9" * 15 + "$"}}
    page = {"LastEvaluatedKey": None}
    while "LastEvaluatedKey" in page and time.monotonic() - began < LONGEST_COUNT:
        page = table().query(**query)
        for last in page["Items"]:
            total += int(last["number"]) if last["at"] > after else 0
            recent += int(last["number"]) if last["sk"] >= late else 0
        query["ExclusiveStartKey"] = page.get("LastEvaluatedKey")
    return total, recent, last and last["sk"], "at least " if "LastEvaluatedKey" in page else ""


def failure_at(key, place):
    """The failure of an item."""
    return json.loads(table().get_item(Key={"pk": key, "sk": place}, ConsistentRead=True)["Item"]["failure"])


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
    ids = [match[1] for event in events if (match := START.match(event["message"]))]
    return ids[-1] if ids else ""


def message(failure, total, minutes, least="", more=""):
    """(subject, text, fields) of a failure that was counted `total` times in the last minutes. failure: the newest;
    least, more: words around the number"""
    is_build, stage, request = failure["kind"] == "build", os.environ["STAGE"], request_of(failure)
    name = f"build of {failure['project']}" if is_build else failure["lambda"]
    of_stage = "" if stage == "local" else f"stage={stage} "
    reason = ": ".join(filter(None, [failure["exception"], failure["text"]]))
    subject = f"{os.environ['APP']} {stage}: {name} {WHAT[failure['kind']]}"
    period = f"{minutes} minute{'s' if minutes > 1 else ''}"
    times = f"{least}{total} {more}time{'s' if total > 1 else ''} in the last {period}"
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


def publish(subject, text, fields):
    """Sends a message to the topic, and before to Slack, whose failure keeps no other recipient from it."""
    problem = slack_problem(text)
    if problem:
        print(f"Slack: {problem}")
        text = f"{text}\n\nSlack did not take this message: {problem}"
    fields = json.dumps({"app": os.environ["APP"], "stage": os.environ["STAGE"], **fields})
    client("sns").publish(TopicArn=os.environ["TOPIC_ARN"], MessageStructure="json",
                          Subject=re.sub(r"[^ -~]", "?", subject)[:99],
                          Message=json.dumps({"default": text, "http": fields, "https": fields}))


def slack_problem(text):
    """Posts the text to Slack, without mentions as <!channel>, if there is a webhook. -> why it failed, or nothing."""
    if "SLACK_SECRET" not in os.environ:
        return ""
    try:
        secret = client("secretsmanager").get_secret_value(SecretId=os.environ["SLACK_SECRET"])["SecretString"]
        body = json.dumps({"text": html.escape(text, quote=False), "mrkdwn": False}).encode()
        request = urllib.request.Request(secret.strip(), body, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=10).close()
    except (ClientError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:  # the topic has other recipients; the text of such an error has the address
        return f"{type(error).__name__}: is its secret the address of a webhook?"
    return ""
