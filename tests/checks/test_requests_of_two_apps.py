"""Requests that a second delivery repeats, lists of a request in a transaction, and texts that no lambda writes."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
PAY = "infra:\n  %s\n---\nimport urllib.request\nimport uuid\n\n\ndef handler(event, context):\n    print(uuid)\n" \
    "    request = urllib.request.Request('https://pay.example', b'a', {'Idempotency-Key': %s})\n" \
    "    urllib.request.urlopen(request, timeout=2)"
REMIND = "infra:\n  %s\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole', 'scheduler:DeleteSchedule']\n---\n" \
    "scheduler = boto3.client('scheduler')\n\n\ndef handler(event, context):\n    %s\n    scheduler.create_schedule(" \
    "Name=%s, GroupName='default', ScheduleExpression='at(2199-01-31T09:00:00)', " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': event['detail']['arn'], 'RoleArn': event['detail']['role']})"
EVENT = "events: [{name: paid, topic: OrderPaid}]"
ENDPOINT = "endpoint: {method: POST, path: /orders, api: public}"
SEATS = "infra:\n  endpoint:\n    method: POST\n    path: /orders\n    api: public\n    schema: {type: object, " \
    "required: [seats], properties: {seats: {type: array, %s, items: {type: string}}}}\n---\n" \
    "client = boto3.client('dynamodb')\n\n\ndef handler(event, context):\n    seats = %s\n    %s\n    takes = [{'Update': {" \
    "'TableName': os.environ['DEMO_TABLE'], 'Key': {'pk': {'S': 'a'}, 'sk': {'S': seat}}, 'UpdateExpression': " \
    "'SET taken = :o', 'ExpressionAttributeValues': {':o': {'S': 'x'}}}} for seat in seats]\n" \
    "    client.transact_write_items(TransactItems=[*takes, {'Delete': {'TableName': os.environ['DEMO_TABLE'], " \
    "'Key': {'pk': {'S': 'b'}, 'sk': {'S': 'c'}}}}])\n    return {'statusCode': 200}"
BODY = "json.loads(event['body'])['seats']"
REFUSE = "if len(seats) > 50:\n        return {'statusCode': 400}"


def of(ids, *wanted_ids):
    """The ids among some."""
    return [id_ for id_ in ids if id_ in wanted_ids]


@cases("trigger, key, ids", [
    ("queue: {}", "str(uuid.uuid4())", ["P431"]), ("topic: {}", "uuid.uuid4().hex", ["P431"]),
    ("queue: {}", "event['Records'][0]['messageId']", []), (ENDPOINT, "str(uuid.uuid4())", [])])
def test_a_key_is_the_same_for_each_try(finding_ids, trigger, key, ids):
    assert of(finding_ids(PAY % (trigger, key)), "P431") == ids


NAME = "f\"order-{event['detail']['order']}\""


@cases("trigger, before, name, ids", [
    (EVENT, "print(1)", NAME, ["P432"]), (ENDPOINT, "print(1)", "f\"order-{event['body']}\"", []),
    (EVENT, "print(1)", "f\"order-{event['id']}\"", []), (EVENT, "print(1)", "f'order-{context.aws_request_id}'", []),
    (EVENT, f"scheduler.delete_schedule(Name={NAME}, GroupName='default')", NAME, []),
    (EVENT, "table.put_item(Item={'pk': event['id'], 'sk': 'a'}, ConditionExpression='attribute_not_exists(pk)')", NAME,
     [])])
def test_a_schedule_is_created_once(finding_ids, trigger, before, name, ids):
    assert of(finding_ids(REMIND % (trigger, before, name)), "P432") == ids


@cases("limit, seats, before, ids", [
    ("maxItems: 8", BODY, "print(1)", ["P347"]), ("maxItems: 8, uniqueItems: true", BODY, "print(1)", []),
    ("maxItems: 8", f"sorted(set({BODY}))", "print(1)", []),
    ("maxItems: 100", f"sorted(set({BODY}))", "print(1)", ["P210"]),
    ("maxItems: 99", f"sorted(set({BODY}))", "print(1)", []),
    ("maxItems: 100", f"sorted(set({BODY}))", REFUSE, [])])
def test_a_transaction_takes_the_elements_of_a_request(finding_ids, limit, seats, before, ids):
    assert of(finding_ids(SEATS % (limit, seats, before)), "P347", "P210") == ids


@cases("written, read, ids", [
    ("payed", "paid", ["P834"]), ("paid", "paid", []), ("active", "inactive", []), ("held", "sold", []),
    ("ordered", "reordered", [])])
def test_a_comparison_is_with_a_text_that_some_lambda_writes(flow_ids, written, read, ids):
    assert of(flow_ids({"a": f"table.put_item(Item={{'pk': 'a', 'sk': 'b', 'state': '{written}'}})",
                        "b": f"return table.get_item(Key={{'pk': 'a', 'sk': 'b'}})['Item']['state'] == '{read}'"}),
              "P834") == ids


BATCH = "infra:\n  queue: {batch: %s}\n---\nimport urllib.request\n\n\ndef pay(record):\n" \
    "    urllib.request.urlopen('https://pay.example', record['body'].encode()%s)\n\n\ndef handler(event, context):\n" \
    "    failures = []\n    for record in event['Records']:\n        try:\n            pay(record)\n" \
    "        except OSError:\n            failures.append({'itemIdentifier': record['messageId']})\n" \
    "    return {'batchItemFailures': failures}"


@cases("size, timeout, ids", [(10, "", ["P608"]), (10, ", timeout=.1", [])])
def test_a_request_for_one_message_ends(finding_ids, size, timeout, ids):
    assert of(finding_ids(BATCH % (size, timeout)), "P608") == ids


TABLES = "{demo: {key: {id: string}}}"
STARTS = "from datetime import UTC, datetime, timedelta\n\n\ndef handler(event, context):\n    print(UTC, timedelta)\n" \
    "    starts = datetime.fromisoformat(table.get_item(Key={'id': event['id']})['Item']['starts'])\n    %s"
AT = "boto3.client('scheduler').create_schedule(Name=%s, GroupName='default', ScheduleExpression=%s, " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': event['arn'], 'RoleArn': event['role']})"
GOOD_AT = "f'at({starts:%Y-%m-%dT%H:%M:%S})'"


@cases("use, ids", [
    ("return starts <= datetime.now() + timedelta(minutes=5)", ["P116"]),
    ("return starts - timedelta(days=1) <= datetime.now(UTC)", []),
    (AT % ("'a'", "f'at({starts.isoformat()})'"), ["P229"]),
    (AT % ("f'order-{starts.isoformat()}'", GOOD_AT), ["P229"]),
    (AT % ("f'order-{starts:%Y%m%d}'", GOOD_AT), [])])
def test_a_time_of_a_table_with_keys_of_its_own_has_a_zone(finding_ids, use, ids):
    writer = "from datetime import UTC, datetime\n\n\ndef handler(event, context):\n" \
        "    table.put_item(Item={'id': event['id'], 'starts': datetime.now(UTC).isoformat(timespec='minutes')})"
    assert of(finding_ids({"a": STARTS % use, "b": writer}, tables=TABLES), "P116", "P229") == ids
