"""Excepts of cancelled transactions that go on without reading the reasons, beside those that know them."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
HEAD = "infra:\n  permissions: ['dynamodb:PutItem']\n  %s\n---\nclient = boto3.client('dynamodb')\n" \
    "Cancelled = client.exceptions.TransactionCanceledException\n\n\n"
SAVE = HEAD + "def save(items):\n    try:\n        client.transact_write_items(TransactItems=items)\n    except %s%s\n" \
    "    return True\n\n\ndef handler(event, context):\n    failures = []\n    for record in event['Records']:\n" \
    "        items = json.loads(record['body'])['items']\n        %s\n    return {'batchItemFailures': failures}"
QUEUE, ENDPOINT = "queue: {batch: 10}", "endpoint: {method: GET, path: /a, api: public}"
GOES_ON = "save(items)\n        print('done')"
TESTED = "if not save(items):\n            %s"
REPORT = "failures.append({'itemIdentifier': record['messageId']})\n            continue"
PLAIN, ERROR = "client.exceptions.TransactionCanceledException", "Cancelled as error"
CASES = [
    (QUEUE, PLAIN, ":\n        print('seen')", GOES_ON, ["P222"]), (QUEUE, "Cancelled", ":\n        pass", GOES_ON, ["P222"]),
    (QUEUE, "Cancelled", ":\n        return None", GOES_ON, ["P222"]), (QUEUE, "Cancelled", ":\n        raise", GOES_ON, []),
    (QUEUE, "Cancelled", ":\n        return False", TESTED % "continue", []),
    (QUEUE, "Cancelled", ":\n        return False", TESTED % "raise ValueError(items)", []),
    (QUEUE, "Cancelled", ":\n        return False", TESTED % REPORT, []),
    (QUEUE, ERROR, ":\n        if error.response['CancellationReasons'][0]['Code'] != 'ConditionalCheckFailed':\n"
     "            raise", GOES_ON, []),
    (QUEUE, ERROR, ":\n        handle(error)", "def handle(error):\n            raise error\n        save(items)", []),
    (ENDPOINT, "Cancelled", ":\n        pass", GOES_ON, [])]


@cases("trigger, caught, body, use, expected", CASES)
def test_a_cancelled_transaction_is_not_always_a_failed_condition(finding_ids, trigger, caught, body, use, expected):
    code = SAVE % (trigger, caught, body, use)
    assert [id_ for id_ in finding_ids(code) if id_ == "P222"] == expected


ITEMS = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('dynamodb').transact_write_items(TransactItems=[{'Put': {'TableName': os.environ['DEMO_TABLE'], " \
    "'Item': event['a'], 'ConditionExpression': 'attribute_not_exists(pk)'}}, {'Put': {'TableName': " \
    "os.environ['DEMO_TABLE'], 'Item': event['b']}}])\n    except ClientError as error:\n" \
    "        if error.response['CancellationReasons'][%s]['Code'] != 'ConditionalCheckFailed':\n            raise"


@cases("place, expected", [("0", []), ("1", ["P216"]), ("event['place']", [])])
def test_an_item_without_a_condition_never_fails_one(finding_ids, place, expected):
    assert [id_ for id_ in finding_ids(ITEMS % place) if id_ == "P216"] == expected
