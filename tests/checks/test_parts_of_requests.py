"""Parts of a request that are null in format 1.0 and absent in format 2.0, and texts of it as numbers."""
from tests.fixtures.checks import finds

REST = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\n"
URL = "infra:\n  url: {api: public}\n---\n"
QUERY = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\n" \
    "from boto3.dynamodb.conditions import Key\n\n\ndef handler(event, context):\n" \
    "    asked = event['queryStringParameters'] or {}\n" \
    "    page = table.query(KeyConditionExpression=Key('pk').eq('a'), "

ENUM = "infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema:\n" \
    "      type: object\n      required: [size]\n" \
    "      properties: {size: {type: string, enum: [small, large, huge]}}\n---\nPRICES = {'small': 1, 'large': 2}\n" \
    "\n\ndef handler(event, context):\n    size = json.loads(event['body'])['size']\n    "

test_a_default_does_not_replace_null = finds([
    (REST + "value = event.get('queryStringParameters', {}).get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", ["P402"]),
    (REST + "asked = event.get('queryStringParameters', {})\nvalue = asked.get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", ["P402"]),
    (REST + "value = (event.get('queryStringParameters') or {}).get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
    (REST + "value = (event.get('queryStringParameters', {}) or {}).get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
    (REST + "asked = event.get('queryStringParameters')\nvalue = asked.get('a') if asked else None\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
    (REST + "asked = event.get('queryStringParameters')\nif asked is None:\n    asked = {}\n"
     "value = asked.get('a')\nreturn {'statusCode': 200, 'body': str(value)}", []),
    (REST + "value = 1\nif event.get('queryStringParameters'):\n"
     "    value = event['queryStringParameters'].get('a')\nreturn {'statusCode': 200, 'body': str(value)}", []),
    (REST + "value = event.get('pathParameters', {}).get('a')\nreturn {'statusCode': 200, 'body': str(value)}",
     ["P402"]),
    (REST + "value = event.get('multiValueQueryStringParameters', {}).get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", ["P402"]),
    (REST + "value = json.loads(event.get('body', '{}'))\nreturn {'statusCode': 200, 'body': str(value)}", ["P402"]),
    (REST + "value = json.loads(event.get('body') or '{}')\nreturn {'statusCode': 200, 'body': str(value)}", []),
    (REST + "asked = event.get('queryStringParameters', {})\nvalue = asked.get('state', 'a')\n"
     "if 'requester' in asked:\n    value = asked['requester']\nreturn {'statusCode': 200, 'body': str(value)}",
     ["P402"]),
    (REST + "asked = event.get('queryStringParameters', {})\nvalue = asked.get('state', 'a')\n"
     "if asked.get('next'):\n    value = asked['next']\nreturn {'statusCode': 200, 'body': str(value)}", ["P402"]),
    (REST + "asked = event.get('queryStringParameters', {})\nif 'requester' in asked:\n    return 1\n"
     "value = 1\nreturn {'statusCode': 200, 'body': str(value)}", ["P402", "P501"]),
])

test_format_2_leaves_out_what_is_empty = finds([
    (URL + "value = event.get('queryStringParameters', {}).get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
    (URL + "value = json.loads(event['body'] or '{}')\nreturn {'statusCode': 200, 'body': str(value)}", ["P421"]),
    (URL + "value = json.loads(event.get('body') or '{}')\nreturn {'statusCode': 200, 'body': str(value)}", []),
    (URL + "value = json.loads(event['body'])\nreturn {'statusCode': 200, 'body': str(value)}", []),
    (URL + "value = json.loads(event['body']) if event['body'] else {}\n"
     "return {'statusCode': 200, 'body': str(value)}", ["P421"]),
    (URL + "value = json.loads(event['body']) if 'body' in event else {}\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
    (URL + "value = json.loads(event['body']) if event.get('body') else {}\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
    (URL + "value = event['queryStringParameters'].get('a')\nreturn {'statusCode': 200, 'body': str(value)}", ["P421"]),
    (URL + "query = event.get('queryStringParameters') or {}\nreturn {'statusCode': 200, 'body': query['a']}", ["P403"]),
    (URL + "value = (event['queryStringParameters'] or {}).get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", ["P421"]),
    (URL + "value = (event.get('queryStringParameters') or {}).get('a')\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
    (URL + "value = event['cookies']\nreturn {'statusCode': 200, 'body': str(value)}", ["P421"]),
    (URL + "try:\n    value = event['cookies']\nexcept KeyError:\n    value = []\n"
     "return {'statusCode': 200, 'body': str(value)}", []),
])

test_a_text_of_a_request_is_no_number = finds([
    (QUERY + "Limit=asked.get('limit', 20))\n    return {'statusCode': 200, 'body': str(page['Items'])}", ["P204"]),
    (QUERY + "Limit=asked['limit'] if 'limit' in asked else 20)\n"
     "    return {'statusCode': 200, 'body': str(page['Items'])}", ["P204"]),
    (QUERY + "Limit=int(asked.get('limit', 20)))\n    return {'statusCode': 200, 'body': str(page['Items'])}", []),
    (QUERY + "Limit=asked.get('limit') or 20)\n    return {'statusCode': 200, 'body': str(page['Items'])}", ["P204"]),
    (QUERY + "Limit=event['headers'].get('content-length', 20))\n"
     "    return {'statusCode': 200, 'body': str(page['Items'])}", ["P204"]),
    ("infra:\n  endpoint: {method: POST, path: /a, api: public}\n  permissions: ['sqs:SendMessage']\n---\n"
     "asked = event['queryStringParameters'] or {}\n"
     "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS_URL'], MessageBody='a', DelaySeconds=ask"
     "ed.get('delay', 0))\nvalue = 1\nreturn {'statusCode': 200, 'body': str(value)}", ["P204"]),
])

test_a_mapping_has_each_value_of_an_enum = finds([
    (ENUM + "value = PRICES[size]\n    return {'statusCode': 200, 'body': str(value)}", ["P426"]),
    ("infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema:\n"
     "      type: object\n      required: [size]\n      properties: {size: {type: string, enum: [small, large]}}\n"
     "---\nPRICES = {'small': 1, 'large': 2}\n\n\ndef handler(event, context):\n"
     "    size = json.loads(event['body'])['size']\n    value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
    (ENUM + "value = PRICES.get(size)\n    return {'statusCode': 200, 'body': str(value)}", []),
    (ENUM + "value = PRICES[size] if size in PRICES else 0\n    return {'statusCode': 200, 'body': str(value)}", []),
    (ENUM + "if size not in PRICES:\n        return {'statusCode': 400}\n    value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
    (ENUM + "if size == 'huge':\n        return {'statusCode': 400}\n    value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
    (ENUM + "try:\n        value = PRICES[size]\n    except KeyError:\n        value = 0\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
    (ENUM + "value = 0\n    if size != 'huge':\n        value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
])

SIZES = "infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema:\n" \
    "      type: object\n      required: [size, name]\n" \
    "      properties: {size: {type: string, enum: [small, large, huge]}, name: {type: string}}\n---\n" \
    "PRICES = {'small': 1, 'large': 2}\n\n\ndef known(size):\n    return size in PRICES\n\n\ndef check(size):\n" \
    "    if not known(size):\n        raise ValueError(size)\n\n\ndef handler(event, context):\n" \
    "    body = json.loads(event['body'])\n    size = body['size']\n    "

test_a_condition_on_something_else_does_not_examine_a_value = finds([
    (SIZES + "if not os.environ.get('ABC'):\n        return {'statusCode': 404}\n    value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", ["P426"]),
    (SIZES + "row = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).get_item(Key={'pk': '"
     "a', 'sk': 'b'}).get('Item')\n    if row is None:\n        return {'statusCode': 404}\n"
     "    value = PRICES[body['size']] * row['count']\n    return {'statusCode': 200, 'body': str(value)}", ["P426"]),
    (SIZES + "value = 0\n    if context:\n        value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", ["P426"]),
    (SIZES + "if not known(size):\n        return {'statusCode': 400}\n    value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
    (SIZES + "if not known(body['size']):\n        return {'statusCode': 400}\n"
     "    value = PRICES[body['size']]\n    return {'statusCode': 200, 'body': str(value)}", []),
    (SIZES + "check(size)\n    value = PRICES[size]\n    return {'statusCode': 200, 'body': str(value)}", []),
    (SIZES + "check(body)\n    value = PRICES[body['size']]\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
    (SIZES + "match size:\n        case 'huge':\n            return {'statusCode': 400}\n"
     "    value = PRICES[size]\n    return {'statusCode': 200, 'body': str(value)}", []),
    (SIZES + "if body['name'] == 'a':\n        return {'statusCode': 400}\n    value = PRICES[size]\n"
     "    return {'statusCode': 200, 'body': str(value)}", ["P426"]),
    (SIZES + "value = PRICES[size] if size != 'huge' else 0\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
    (SIZES + "value = [PRICES[name] for name in [size] if name in PRICES]\n"
     "    return {'statusCode': 200, 'body': str(value)}", []),
])
