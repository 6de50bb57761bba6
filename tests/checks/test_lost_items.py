"""Messages, items and pages that code loses: filters, FIFO batches, pages with a filter, transactions, fields of bodies."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

BODY = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema:\n      type: object\n" \
    "      required: [kind]\n      properties: {kind: {type: string}, phone: {type: string}, note: {type: string}}\n---\n" \
    "body = json.loads(event['body'])\n%s\nprint(body['phone'])\nreturn {'statusCode': 200}"
BODIES = [
    (BODY % "", ["P408"]), (BODY % "if event['path'] == 'x':\n    return {'statusCode': 400}", ["P408"]),
    (BODY % "if body.get('note'):\n    print(body['note'])\nif event['path'] == 'x':\n    return {'statusCode': 400}", ["P408"]),
    (BODY % "if body['kind'] != 'text':\n    return {'statusCode': 400}", []),
    (BODY % "if 'phone' not in body:\n    return {'statusCode': 400}", []),
    (BODY % "if not body.get('phone'):\n    return {'statusCode': 400}", []),
    (BODY % "kind = body['kind']\nif event['path'] == 'x' or kind != 'text':\n    return {'statusCode': 400}", []),
]
SAVED = BODY.replace("body = json", "def save(item%s):\n    try:\n        table.put_item(Item=item, ConditionExpression="
    "'attribute_not_exists(pk)')\n%s    except %s:\n        return False\n    return True\n\n\ndef handler(event, context):\n"
    "    body = json").replace("\n%s\nprint(body['phone'])\nreturn", "\n    item = {'pk': body['kind'], 'sk': 'a'}\n    item['n'] = "
                            "body.get('note', '')\n    %s\n        print(body['phone'])\n    return")
EXISTS = "table.meta.client.exceptions.ConditionalCheckFailedException"
AFTER_WRITES = [
    (SAVED % ("", "", EXISTS, "if save(item):"), ["P408"]), (SAVED % ("", "", EXISTS, "new = save(item)\n    if not new:"), ["P408"]),
    (SAVED % ("", "", EXISTS, "new = [save(item) for _ in range(2)]\n    if any(new):"), ["P408"]),
    (SAVED % ("", "", EXISTS, "if save(item) and body['kind'] == 'call':"), []), (SAVED % ("", "", "ValueError", "if save(item):"), []),
    (SAVED % ("", "        if item['n']:\n            return False\n", EXISTS, "if save(item):"), []),
    (SAVED % ("", "", EXISTS, "if save(item) and 'phone' in body:"), []), (SAVED % ("", "", EXISTS, "if body['kind']:"), []),
]
FIFO = "infra:\n  queue: {fifo: true, batch: %s}\n---\nfailed = []\nfor record in event['Records']:\n    try:\n" \
    "        print(int(record['body']))\n    except ValueError:\n        %s\nreturn {'batchItemFailures': failed}"
FAILED = "failed.append({'itemIdentifier': record['messageId']})"
ORDERS = [
    (FIFO % (10, FAILED), ["P514"]), (FIFO % (1, FAILED), []), (FIFO.replace("    try:", "    if failed:\n        " + FAILED
     + "\n        continue\n    try:") % (10, FAILED), []), (FIFO.replace("    try:", "    if not failed:\n     try:")
     .replace("\n        print", "\n      print").replace("\n    except", "\n     except").replace("\n        %s", "\n      %s")
     % (10, FAILED), []), (FIFO % (10, FAILED + "\n        break"), ["P517"]),
    (FIFO.replace("fifo: true", "fifo: false") % (10, FAILED), []), (FIFO.replace("failed = []", "failed, groups = [], set()")
     .replace("    try:", "    if record['attributes']['MessageGroupId'] in groups:\n        " + FAILED
              + "\n        continue\n    try:") % (10, FAILED + "\n        groups.add(record['attributes']['MessageGroupId'])"),
     []),
]
PAGES = "query, rows = {'KeyConditionExpression': Key('pk').eq('a')%s}, []\nwhile True:\n    page = table.query(**query)\n" \
    "    rows += page['Items']\n    if %s:\n        return rows\n    query['ExclusiveStartKey'] = page['LastEvaluatedKey']"
FILTER = ", 'FilterExpression': Attr('open').eq(True)"
ONE = "page = table.query(KeyConditionExpression=Key('pk').eq('a'), FilterExpression=Attr('open').eq(True), Limit=5)\n" \
    "rows = [row['sk'] for row in page['Items']]\nreturn {'rows': rows, 'next': page['LastEvaluatedKey'] if %s else None}"
ENDS = [
    (PAGES % (FILTER, "not page['Items']"), ["P338"]), (PAGES % (FILTER, "'LastEvaluatedKey' not in page"), []),
    (PAGES % ("", "not page['Items']"), []), (PAGES % (FILTER, "not page.get('Items')"), ["P338"]),
    (PAGES % (FILTER, "not page['Items'] and 'LastEvaluatedKey' not in page"), []),
    (PAGES % (FILTER, "not page['Items'] or 'LastEvaluatedKey' not in page"), ["P338"]),
    (ONE % "len(rows) == 5", ["P338"]), (ONE % "len(page['Items']) >= 5", ["P338"]),
    (ONE % "len(rows) == 5 and (key := page.get('LastEvaluatedKey'))", ["P338"]),
    (ONE % "'LastEvaluatedKey' in page", []), (ONE % "len(rows) == 5 and 'LastEvaluatedKey' in page", ["P338"]),
    (ONE % "'LastEvaluatedKey' in page and page['Count'] == 5", ["P338"]),
    (ONE.replace("return", "rows += event['rows']\nreturn") % "len(rows) == 5 and 'LastEvaluatedKey' in page", []),
]
TRANSACTION = "infra:\n  permissions: ['dynamodb:PutItem']\n  %s\n---\nfrom botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('dynamodb').transact_write_items(TransactItems=event['items'])\n    except ClientError as error:\n" \
    "        %s"
TIMER, INVOKED = "timer: {rate: 1 day}", "timeout: 5"
CODE = "error.response['Error']['Code']"
CANCELLED = [
    (TRANSACTION % (TIMER, f"if {CODE} != 'TransactionCanceledException':\n            raise\n        print(error)"), ["P222"]),
    (TRANSACTION % (TIMER, f"if {CODE} == 'TransactionCanceledException':\n            return\n        raise"), ["P222"]),
    (TRANSACTION % (INVOKED, f"if {CODE} != 'TransactionCanceledException':\n            raise\n        print(error)"), []),
    (TRANSACTION % (TIMER, f"if {CODE} == 'TransactionCanceledException':\n            raise ValueError\n        raise"), []),
    (TRANSACTION % (TIMER, f"if {CODE} != 'TransactionCanceledException':\n            raise\n"
                    "        print(error.response['CancellationReasons'])"), []),
]


OF_INDEX = "infra:\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\nrows = table.query(IndexName='owner-index', " \
    "KeyConditionExpression=Key('owner').eq('a'))['Items']\ntable.put_item(Item={'pk': 'b', 'sk': 'c', 'text': 'x'})\n" \
    "table.put_item(Item={'pk': 'a', 'sk': 'b', 'owner': event['x'], 'minutes': 20, 'text': 'x'})\n"
JSON = [
    (OF_INDEX + "return json.dumps([{'minutes': int(row.get('minutes', 20))} for row in rows])", []),
    (OF_INDEX + "return json.dumps([{'text': row.get('text', '')} for row in rows])", []),
    ("rows = event['rows']\nreturn {'a': 1} if rows else {'a': {row['b'] for row in rows}}", ["P503"]),
    ("rows = event['rows']\nreturn {'a': 1} if rows else {'a': sorted({row['b'] for row in rows})}", []),
]


@cases("code, expected", [*BODIES, *AFTER_WRITES, *ORDERS, *ENDS, *CANCELLED, *JSON])
def test_what_is_lost_is_found_and_right_code_passes(code, expected, finding_ids):
    found = [id_ for id_ in finding_ids(code) if id_ not in ("P401",)]
    assert found == expected


QUEUE = {"b": "infra:\n  queue: {filter: %s}\n---\nreturn None"}
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps(%s))"
READ = "return table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').begins_with('2'), FilterExpression=Attr('state').eq('%s'))['Items']"
PUT = "table.put_item(Item={'pk': 'a', 'sk': event['id'], 'state': %s})"
UPDATE = "table.update_item(Key={'pk': 'a', 'sk': event['id']}, UpdateExpression='SET #state = :state', " \
    "ExpressionAttributeNames={'#state': 'state'}, ExpressionAttributeValues={':state': event['state']})"
APPS = [
    (SEND % "{'id': f\"booked-{event['id']}\"}", QUEUE["b"] % "{id: [{prefix: reminder-}]}", ["P828"]),
    (SEND % "{'id': f\"reminder-{event['id']}\"}", QUEUE["b"] % "{id: [{prefix: reminder-}]}", []),
    (SEND % "{'id': event['id']}", QUEUE["b"] % "{id: [{prefix: reminder-}]}", []),
    (SEND % "{'id': 'a', 'kind': 'new'}", QUEUE["b"] % "[{kind: [old]}, {kind: [newer]}]", ["P828"]),
    (SEND % "{'id': 'a', 'kind': 'new'}", QUEUE["b"] % "[{kind: [old]}, {kind: [new]}]", []),
    (PUT % "'OPEN'", READ % "open", ["P830"]), (PUT % "'open'", READ % "open", []), (PUT % "'closed'", READ % "open", []),
    (PUT % "event['state']", READ % "open", []), (PUT % "'OPEN'" + "\n" + UPDATE, READ % "open", []),
    (PUT % "'OPEN' if event['x'] else 'open'", READ % "open", []),
]

test_texts_that_two_lambdas_write_differently_are_found = finds(({"a": first, "b": second}, expected) for first, second, expected in APPS)

GET = "request, rows, client = {os.environ['DEMO_TABLE']: {'Keys': event['keys']}}, [], boto3.resource('dynamodb')\n"
ASK = "    answer = client.batch_get_item(RequestItems=request)\n    rows += answer['Responses'][os.environ['DEMO_TABLE']]\n"
AGAIN = "answer = client.batch_get_item(RequestItems=request)\nif answer['UnprocessedKeys']:\n" \
    "    answer = client.batch_get_item(RequestItems=answer['UnprocessedKeys'])\n    rows += answer['Responses']['a']\n"
test_the_rest_of_a_batch_is_requested_until_there_is_none = finds(((GET + code + "return rows", ids) for code, ids in [
    ("if request:\n" + ASK + "    request = answer['UnprocessedKeys']\n", ["P243"]),
    ("if request:\n" + ASK + "    request = answer.get('UnprocessedKeys')\n", ["P243"]),
    ("while request:\n" + ASK + "    request = answer['UnprocessedKeys']\n", []),
    ("for number in range(5):\n    if not request:\n        break\n" + ASK + "    request = answer['UnprocessedKeys']\n", []),
    ("if request:\n" + ASK + "    request = answer['UnprocessedKeys']\n    if request:\n        raise RuntimeError(request)\n", []),
    (AGAIN, ["P243"]), (AGAIN + "if answer['UnprocessedKeys']:\n    raise RuntimeError('busy')\n", []),
]), only=["P243"])
