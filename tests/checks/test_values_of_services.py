"""What services send and take: conditions, claims, attributes of messages, permissions, characters, codes, times."""
from tests.fixtures.checks import finds

QUERY = "return table.query(KeyConditionExpression=Key('pk').eq('a'), FilterExpression=%s)"
CONDITIONS = [
    (QUERY % "Attr('a').exists() or Attr('b').exists()", ["P335"]), (QUERY % "Attr('a').exists() | Attr('b').exists()", []),
    (QUERY % "Attr('a').exists() and Attr('b').gt(1)", ["P335"]), (QUERY % "not Attr('a').exists()", ["P335"]),
    (QUERY % "~Attr('a').exists()", []), (QUERY % "Attr('a') == 'x'", ["P335"]), (QUERY % "Attr('a') > 5", ["P335"]),
    ("first = Attr('a').exists()\nsecond = Attr('b').exists()\n" + QUERY % "first or second", ["P335"]),
    ("more = None\nif event['x']:\n    more = Attr('a').exists()\n" + QUERY % "more or Attr('b').exists()", []),
    ("more = None\nfor name in event['names']:\n    part = Attr(name).exists()\n    more = more & part if more else part\n"
     + QUERY % "more", []),
    ("def is_open():\n    return Attr('a').exists()\n\n\ndef handler(event, context):\n    "
     + QUERY % "is_open() or Attr('b').exists()", ["P335"]),
]
CLAIM = "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n" \
    "claims = event['requestContext']['authorizer']['claims']\nreturn {'statusCode': 200 if %s else 403}"
CLAIMS = [
    (CLAIM % "claims['custom:level'] > 3", ["P409"]), (CLAIM % "int(claims['custom:level']) > 3", []),
    (CLAIM % "claims.get('custom:level', 0) >= 3", ["P409"]), (CLAIM % "claims['custom:level'] == 3", ["P409"]),
    (CLAIM % "claims['custom:level'] == '3'", []), (CLAIM % "claims['custom:level'] + 1", ["P409"]),
    (CLAIM % "int(claims.get('custom:level', 0)) > 3", []), (CLAIM % "'admin' in claims.get('cognito:groups', '')", []),
]
TOPIC = "infra:\n  topic: {}\n---\nfor record in event['Records']:\n    print(record['Sns']['MessageAttributes']%s)"
QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    print(record['messageAttributes']%s)"
ATTRIBUTES = [
    (TOPIC % "['kind']['Value']", []), (TOPIC % "['kind']['StringValue']", ["P401"]),
    (TOPIC % ".get('kind', {}).get('StringValue', 'x')", ["P401"]), (TOPIC % ".get('kind', {}).get('Value', 'x')", []),
    (TOPIC % "['kind'].get('stringValue')", ["P401"]), (QUEUE % "['kind']['stringValue']", []),
    (QUEUE % "['kind']['StringValue']", ["P401"]), (QUEUE % ".get('kind', {}).get('Value')", ["P401"]),
    (QUEUE % ".get('kind', {}).get('Value') or record['messageAttributes']['kind']['stringValue']", []),
]
PUBLISH = "boto3.client('sns').publish(%s, Message='m')"
ON_PHONES = "infra:\n  permissions:\n  - {action: sns:Publish, resource: '%s'}\n---\n" + PUBLISH % "PhoneNumber='+49170'"
PERMISSIONS = [
    (ON_PHONES % "*", []), (ON_PHONES % "arn:aws:sns:*:*:texts", ["P701"]), (PUBLISH % "PhoneNumber='+49170'", []),
    ("return table.item_count", []), ("return table.name", []), ("return table.table_name", []),
    ("infra:\n  permissions: ['dynamodb:DescribeTable']\n---\nreturn table.item_count", []),
    ("return boto3.resource('s3').Object(os.environ['DEMO_BUCKET'], 'k').content_length", []),
    ("infra:\n  permissions: ['s3:ListBucket']\n---\n"
     "return [o.key for o in boto3.resource('s3').Bucket(os.environ['DEMO_BUCKET']).objects.all() if o.size]", []),
]
UTC = "infra:\n  timer: {cron: '0 %s * * ? *'}\n---\nfrom datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    print(timezone)\n    %s:\n        %s\n    print('work')"
CLOCK = [
    (UTC % ("15", "if datetime.now().hour < 16", "return"), ["P128"]),
    (UTC % ("15", "if datetime.now().hour < 15", "return"), []),
    (UTC % ("9,17", "if datetime.now(timezone.utc).hour < 12", "return"), []),
    (UTC % ("8-10", "if not 17 <= datetime.utcnow().hour < 20", "return"), ["P128"]),
    (UTC % ("15", "if datetime.now().hour == 9", "print('morning')"), ["P128"]), (UTC % (
        "*", "if datetime.now().hour == 9", "print('morning')"), []),
    (UTC % ("15", "hour = datetime.now().hour\n    if hour in (16, 17)", "print('evening')"), ["P128"]),
    (UTC % ("15", "if len(event) < 16", "return"), []),
]
CANCELLED = "infra:\n  permissions: ['dynamodb:PutItem']\n---\nfrom botocore.exceptions import ClientError\n\n\n%sdef handler(event, context):\n    try:\n" \
    "        boto3.client('dynamodb').transact_write_items(TransactItems=event['items'])\n    except ClientError as error:\n" \
    "        %s"
CODES = [
    (CANCELLED % ("", "codes = [reason['Code'] for reason in error.response['CancellationReasons']]\n"
                  f"        if codes[0] != '{code}':\n            raise"), expected)
    for code, expected in (("ConditionalCheckFailedException", ["P216"]), ("ConditionalCheckFailed", []), ("None", []),
                           ("TransactionConflictException", ["P216"]), ("ValidationException", ["P216"]))] + [
    (CANCELLED % ("def is_taken(reason):\n    return reason['Code'] == 'ConditionalCheckFailedException'\n\n\n",
                  "return is_taken(error.response['CancellationReasons'][0])"), ["P216"]),
    (CANCELLED % ("", "return error.response['Error']['Code'] == 'ConditionalCheckFailedException'"), ["P231"]),
]

test_values_that_a_service_does_not_send_or_take_are_found = finds([*CONDITIONS, *CLAIMS, *ATTRIBUTES, *PERMISSIONS, *CLOCK, *CODES])

FIFO = {"b": "infra:\n  queue: {fifo: true}\n---\nreturn None"}
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody='m', MessageGroupId=%s, " \
    "MessageDeduplicationId=%s)"
WRITE = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    table.put_item(Item={'pk': 'a', 'sk': f\"b#{event['id']}\", 'at': datetime.now(%s).isoformat()})"
READ = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    row = table.get_item(Key={'pk': 'a', 'sk': f\"b#{event['id']}\"}).get('Item') or {'at': ''}\n" \
    "    return str(datetime.%s - datetime.fromisoformat(row['at'])) + str(timezone)"
ASKED = "infra: {}\n---\nresponse = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION']%s)\n%s"
RETURNS = {"b": "return {'a': 1}"}
RECEIVE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    message = json.loads(record['body'])\n" \
    "    table.put_item(Item={'pk': 'a', 'sk': record['messageId'], 'amount': %s})"
PRICE = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps({'amount': %s}))"

test_what_two_lambdas_disagree_about_is_found = finds([
    ({"a": SEND % ("f\"order {event['id']}\"", "'x'"), **FIFO}, ["P218"]),
    ({"a": SEND % ("event['id']", "f\"größe-{event['id']}\""), **FIFO}, ["P218"]),
    ({"a": SEND % ("f\"order-{event['id']}\"", "event['id']"), **FIFO}, []),
    ({"a": WRITE % "timezone.utc", "b": READ % "utcnow()"}, ["P116"]),
    ({"a": WRITE % "timezone.utc", "b": READ % "now(timezone.utc)"}, []), ({"a": WRITE % "", "b": READ % "utcnow()"}, []),
    ({"a": WRITE % "", "b": READ % "now(timezone.utc)"}, ["P116"]),
    ({"a": WRITE % "timezone.utc", "c": WRITE % "", "b": READ % "utcnow()"}, []),
    ({"a": ASKED % ("", "if response['StatusCode'] != 200:\n    raise OSError"), **RETURNS}, ["P217"]),
    ({"a": ASKED % ("", "if response.get('FunctionError') or response['StatusCode'] != 200:\n    raise OSError"), **RETURNS},
     []),
    ({"a": ASKED % (", InvocationType='Event'", "if response['StatusCode'] != 202:\n    raise OSError"), **RETURNS}, []),
    ({"a": ASKED % (", InvocationType='Event'", "return json.loads(response['Payload'].read())"), **RETURNS}, ["P221"]),
    ({"a": PRICE % "float(event['price'])", "b": RECEIVE % "Decimal(message['amount'])"}, ["P829"]),
    ({"a": PRICE % "str(event['price'])", "b": RECEIVE % "Decimal(message['amount'])"}, []),
    ({"a": PRICE % "float(event['price'])", "b": RECEIVE % "Decimal(str(message['amount']))"}, []),
    ({"a": PRICE % "0.5", "b": RECEIVE % "Decimal(message['amount'])"}, []),
    ({"a": PRICE % "9.7", "b": RECEIVE % "-Decimal(message['amount'])"}, ["P829"]),
])

LOOP = "rows, query = [], {'KeyConditionExpression': Key('pk').eq('a')}\nwhile True:\n    page = table.query(**query)\n" \
    "    rows += page['Items']\n    if %s:\n        break\n    query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n" \
    "return len(rows)"
HELPER = "def rows(request, **query):\n    page = request(**query)\n    yield from page['Items']\n    while %s:\n" \
    "        page = request(**query, ExclusiveStartKey=page['LastEvaluatedKey'])\n        yield from page['Items']\n\n\n" \
    "def handler(event, context):\n    return len(list(rows(table.query, KeyConditionExpression=Key('pk').eq('a'))))"
LIST = "page = boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'])\nreturn [entry['Key'] for entry in " \
    "page.get('Contents', []) if '%s' in entry], '%s' in page"
test_a_field_that_no_response_has = finds([
    (LOOP % "'LastEvaluatedKey' not in page", []), (LOOP % "'LastEvaluationKey' not in page", ["P206"]),
    (LOOP % "not page.get('LastEvaluatedkey')", ["P206"]), (LOOP % "page.pop('NextKey', None) is None", ["P206"]),
    (LOOP % "page.pop('LastEvaluatedKey', None) is None", []), (LOOP % "'ResponseMetadata' not in page", []),
    (HELPER % "'LastEvaluatedKey' in page", []), (HELPER % "'NextToken' in page", ["P206"]),
    (LIST % ("ETag", "NextContinuationToken"), []), (LIST % ("ETag", "NextToken"), ["P206"]),
    (LIST % ("Etag", "NextContinuationToken"), ["P206"]),
    ("return 'name' in table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item', {})", [])], only=["P206"])

UPDATE = "def change(**more):\n    return table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET a = :a',\n" \
    "        ExpressionAttributeValues={':a': 'x'}, **more)\n\n\ndef handler(event, context):\n    return %s"

test_a_write_returns_attributes_only_on_request = finds((UPDATE % result, ids) for result, ids in [
    ("change()['Attributes']", ["P206"]), ("change(ReturnValues='NONE')['Attributes']", ["P206"]),
    ("change(ReturnValues='ALL_NEW')['Attributes']", []), ("change(**event['more'])['Attributes']", []),
    ("change().get('Attributes')", [])])

STORED = "infra:\n  events:\n  - {name: a, source: {type: bucket, name: demo}, topic: Object Created}\n---\n" \
    "s3, part = boto3.client('s3'), event['detail']['object']\n" \
    "head = s3.head_object(Bucket=os.environ['DEMO_BUCKET'], Key=part['key'])\nprint(%s)"
COUNTED = "infra:\n  queue: {}\n---\nqueue = boto3.client('sqs').get_queue_attributes(QueueUrl=os.environ['DEMO_A_QUEUE'], " \
    "AttributeNames=['All'])['Attributes']\nprint(%s)"

test_a_number_of_an_event_or_a_response_is_no_text = finds([
    (STORED % "part['key'] + ' has ' + part['size']", ["P409"]), (STORED % "part['key'] + part['size']", ["P409"]),
    (STORED % "part['size'] > '5'", ["P409"]), (STORED % "part['size'] == '0'", ["P409"]),
    (STORED % "part['key'] + str(part['size']), f\"{part['size']}\", 'x' * part['size'], '%d' % part['size']", []),
    (STORED % "part['size'] == 0, part['size'] + 5 > 9, part['key'] == '5', part['sequencer'] + 'a'", []),
    (STORED % "'has ' + head['ContentLength']", ["P409"]), (STORED % "head['Metadata']['pages'] > 5", ["P409"]),
    (STORED % "head['ContentLength'] + 1, head['ContentLength'] > 5, 'of %s' % head['ContentLength']", []),
    (STORED % "head['ContentType'] + 'x', head['Metadata']['pages'] == '5', 2.5 * head['ContentLength']", []),
    (COUNTED % "queue['ApproximateNumberOfMessages'] > 5", ["P409"]),
    (COUNTED % "int(queue['ApproximateNumberOfMessages']) > 5", [])])
