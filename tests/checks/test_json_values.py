"""Values that JSON, a table or a parameter does not take: Decimals, exceptions, and parts of responses."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'price': 5})\n"
ROW = PUT + "row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n"
ROWS = PUT + "rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n"
PAGES = "def pages(**query):\n    rows = []\n    while True:\n        page = table.query(**query)\n        %s\n" \
    "        if 'LastEvaluatedKey' not in page:\n            return rows\n" \
    "        query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n\n\ndef handler(event, context):\n    " + PUT \
    + "    return json.dumps(sum(row['price'] for row in pages(KeyConditionExpression=Key('pk').eq('a'))))"
CLEAN = "def clean(value):\n    return int(value) if isinstance(value, Decimal) else value\n\n\n" \
    "def handler(event, context):\n    " + ROW.replace("\n", "\n    ")

test_json_gets_no_decimal = finds([
    ("return json.dumps({'a': Decimal('1.5')})", ["P323"]),
    (ROW + "return json.dumps({'a': row['price'] * 2})", ["P323"]),
    (ROWS + "return json.dumps({'a': sum(row['price'] for row in rows)})", ["P323"]),
    (ROWS + "return json.dumps([{'a': row['price']} for row in rows])", ["P323"]),
    (PAGES % "rows += page['Items']", ["P323"]),
    (PAGES % "rows.extend(page['Items'])", ["P323"]),
    (ROWS + "return json.dumps([int(sum(row['price'] for row in rows)), float(rows[0]['price']), len(rows),\n"
     "    str(rows[0]['price']), f\"{rows[0]['price']}\", rows[0]['price'] > 5, sum(int(row['price']) for row in rows)])",
     []),
    (ROW + "row['price'] = int(row['price'])\nreturn json.dumps(row)", []),
    (ROW + "price = row['price']\nif isinstance(price, Decimal):\n    price = float(price)\n"
     "return json.dumps({'a': price})", []),
    (ROW.replace("5", "'5'") + "return json.dumps([row['price'] * 2, row['price'] + row['sk']])", []),
    (PUT + PUT.replace("5", "'5'") + "row = table.get_item(Key={'pk': event['a'], 'sk': event['b']})['Item']\n"
     "return json.dumps({'a': row['price']})", []),
    (ROW[len(PUT):] + "return json.dumps({'a': row['price'] * 2})", []),
    (CLEAN + "return json.dumps({'a': clean(row['price'])})", []),
    ("json.JSONEncoder.default = lambda self, value: str(value)\n\n\ndef handler(event, context):\n"
     "    return json.dumps({'a': Decimal(1)})", []),
    ("return json.dumps({'a': Decimal(1)}, default=str)", [])])

TABLES = "{demo: {key: {id: string}, indexes: {by_owner: {key: {owner: string}}}}}"
WRITER = "def handler(event, context):\n    table.put_item(Item={'id': event['id'], 'owner': event['owner']})\n" \
    "    table.update_item(Key={'id': event['id']}, UpdateExpression='SET fee = :fee',\n" \
    "                      ExpressionAttributeValues={':fee': Decimal('1.5')})"


@cases("condition, ids", [
    ("Key('owner').eq(event['owner'])", ["P323"]),
    ("Key('owner').eq('nobody')", []),
    ("Key('owner').eq(event['owner']), FilterExpression=Attr('fee').not_exists()", []),
    ("Key('owner').eq(event['owner']), ProjectionExpression='id'", [])])
def test_a_number_of_an_update_is_one_of_whole_items(finding_ids, condition, ids):
    code = f"return json.dumps(table.query(IndexName='by_owner', KeyConditionExpression={condition})['Items'])"
    assert [id_ for id_ in finding_ids({"a": code, "b": WRITER}, tables=TABLES) if id_ == "P323"] == ids


FAILING = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n---\ntry:\n    count = int(event['path'])\n" \
    "except %s:\n    %s\nreturn {'statusCode': 200, 'body': str(count)}"
RETURN = "return {'statusCode': 500, 'body': %s}"
TOPIC = "boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:a', Message=%s)\n    raise"

test_a_caught_exception_is_no_value = finds((FAILING % (exception, code), expected) for exception, code, expected in [
    ("Exception as error", RETURN % "json.dumps({'message': error})", ["P503"]),
    ("(ValueError, KeyError) as error", RETURN % "json.dumps(error)", ["P503"]),
    ("ValueError as e", "problem = {'error': e, 'at': 1}\n    " + RETURN % "json.dumps(problem)", ["P503"]),
    ("Exception as e", "return {'statusCode': 500, 'body': 'failed', 'headers': {'x-reason': e}}", ["P503"]),
    ("Exception as error", RETURN % "json.dumps({'message': str(error)})", []),
    ("Exception as error", RETURN % "json.dumps({'message': error}, default=str)", []),
    ("Exception as error", RETURN % "json.dumps({'message': error.args})", []),
    ("Exception as error", RETURN % "json.dumps({'message': f'{error}', 'kind': type(error).__name__})", []),
    ("Exception as error", RETURN % "json.dumps({'message': repr(error), 'of': error.__class__.__name__})", []),
    ("Exception as error", "error = str(error)\n    " + RETURN % "json.dumps({'message': error})", []),
    ("Exception as error", TOPIC % "error", ["P204"]), ("Exception as error", TOPIC % "str(error)", []),
    ("Exception as e", "table.put_item(Item={'pk': 'a', 'sk': 'b', 'error': e})\n    raise", ["P321"]),
    ("Exception as e", "table.put_item(Item={'pk': 'a', 'sk': 'b', 'error': str(e)})\n    raise", []),
    ("ValueError as e", "raise RuntimeError(e) from e", []), ("ValueError as e", "print(e)\n    raise e", []),
])

CLIENT_ERROR = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')\n    except ClientError as error:\n" \
    "        %s\n    return {}"

test_the_response_of_an_error_is_a_value = finds((CLIENT_ERROR % code, expected) for code, expected in [
    ("return {'code': error.response['Error']['Code']}", []), ("return json.dumps(error.response, default=str)", []),
    ("if error.response['Error']['Code'] != '404':\n            raise", []), ("return {'error': error}", ["P503"]),
])

GET = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n  permissions: ['comprehend:*', 'translate:*', 'sns:*', " \
    "'ec2:*', 'sqs:*']\n---\nimport datetime\nresponse = boto3.client('comprehend').detect_dominant_language(Text='a')\n" \
    "item = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item')\nif item is None:\n    return {'statusCode': 404}\n" \
    "rows = table.query(KeyConditionExpression='pk = :a', ExpressionAttributeValues={':a': 'a'})['Items']\n%s\n" \
    "return {'statusCode': 200, 'body': %s}"
TRANSLATE = "boto3.client('translate').translate_text(Text=%s, SourceLanguageCode=%s, TargetLanguageCode='de')"
PUBLISH_TEXT = "boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:a', Message=%s)"

test_a_part_of_a_response_has_a_type = finds([
    (TRANSLATE % ("'a'", "response"), "'a'", ["P204"]), (TRANSLATE % ("'a'", "response['Languages']"), "'a'", ["P204"]),
    (TRANSLATE % ("'a'", "response['Languages'][0]['LanguageCode']"), "'a'", []),
    (TRANSLATE % ("item", "'en'"), "'a'", ["P204"]), (TRANSLATE % ("item['text']", "'en'"), "'a'", []),
    (PUBLISH_TEXT % "rows", "'a'", ["P204"]), (PUBLISH_TEXT % "json.dumps(rows, default=str)", "'a'", []),
    (PUBLISH_TEXT % "str(item)", "'a'", []), ("table.put_item(Item={**item, 'n': 1})", "'a'", []),
    ("table.put_item(Item=item)", "'a'", []), ("table.put_item(Item=rows)", "'a'", ["P204"]),
    ("print(rows)", "item", ["P502"]), ("print(rows)", "rows", ["P502"]), ("print(rows)", "response['Languages']", ["P502"]),
    ("print(rows)", "json.dumps(item, default=str)", []), ("print(rows)", "item['text']", []),
    ("boto3.client('ec2').describe_instances(InstanceIds=[i['InstanceId'] for i in boto3.client('ec2').describe_instances()"
     "['Reservations'][0]['Instances']])", "'a'", []),
], app=lambda code, body: GET % (code, body), only=["P204", "P502"])

DUMPED = "import base64\nimport uuid\nfrom decimal import Decimal\n\n\ndef plain(value):\n    if isinstance(value, %s):\n        return str(value)\n    raise TypeError(value)\n\n\n" \
    "def handler(event, context):\n    return json.dumps({'next': %s}, default=%s)"
TOKEN = "base64.b64encode(b'a') if event else None"

test_a_default_of_dumps_takes_each_type_of_the_value = finds([
    (DUMPED % ("Decimal", TOKEN, "plain"), ["P503"]), (DUMPED % ("(Decimal, bytes)", TOKEN, "plain"), []), (DUMPED % ("Decimal", "1", "plain"), []),
    (DUMPED % ("Decimal", TOKEN, "str"), []), (DUMPED % ("uuid.UUID", "uuid.uuid4()", "plain"), []), (DUMPED % ("Decimal", "uuid.uuid4()", "plain"), ["P503"]),
    (DUMPED % ("(object, Decimal)", TOKEN, "plain"), []), (DUMPED % ("Decimal", "{'a', event}", "plain"), ["P503"]),
])

VARY = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\n" \
    "return {'statusCode': 200, 'multiValueHeaders': {'Vary': "

test_several_values_of_a_header_are_a_list = finds([(VARY + "'Origin'}}", ["P502"]), (VARY + "['Origin']}}", [])])

IMAGE = "infra:\n  endpoint: {method: GET, path: /stars, api: public%s}\n---\nimport base64\n\n\ndef handler(event, context):\n" \
    "    body = base64.b64encode(b'png').decode()\n    return {'statusCode': 200, 'body': %s, 'headers': {'Content-Type': '%s'}%s}"

test_a_binary_body_is_marked = finds((IMAGE % (binary, body, type_, mark), expected) for binary, body, type_, mark, expected in [
    (", binary: [image/png]", "body", "image/png", "", ["P509"]),
    (", binary: [image/png]", "body", "image/png", ", 'isBase64Encoded': True", []),
    ("", "body", "application/pdf", "", ["P509"]),
    ("", "'<svg></svg>'", "image/svg+xml", "", []),
    ("", "''", "image/png", "", []),
    ("", "'a,b'", "text/csv", "", []),
])

test_json_gets_no_bytes = finds([
    ("return json.dumps(b'a')", ["P503"]), ("return json.dumps('a'.encode())", ["P503"]),
    ("return json.dumps(b'a'.decode())", []), ("return json.dumps(b'a', default=bytes.hex)", []),
])
