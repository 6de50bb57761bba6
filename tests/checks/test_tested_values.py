"""Texts for which code tests a part of the event, and that this part never is."""
from tests.fixtures.checks import finds

BLOCKS = {
    "any": "endpoint: {method: ANY, path: /orders, api: public}",
    "get": "endpoint: {method: GET, path: /a, api: public}",
    "stream": "stream: {table: demo}", "queue": "queue: {}",
    "table": "events:\n  - {name: kept, source: {type: table, name: demo}}",
    "bucket": "events:\n  - {name: ups, source: {type: bucket, name: demo, form: notification}}",
    "schema": "endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema: {type: object, required: [kind], "
              "properties: {kind: {enum: [big, small]}}}",
}
CODE = "def handler(event, context):\n    %s\n    return {'statusCode': 200}"
RECORD = "for record in event['Records']:\n        %s"


def blocks(rows):
    """[({path: text}, [id])] of rows (key of BLOCKS, code, ids)."""
    return [(f"infra:\n  {BLOCKS[block]}\n---\n{CODE % code}", expected) for block, code, expected in rows]


test_a_text_that_the_event_never_has = finds(blocks([
    ("any", "print(event['httpMethod'] == 'post')", ["P434"]),
    ("any", "print('get' != event['httpMethod'])", ["P434"]),
    ("any", "print(event['httpMethod'] in ('post', 'put'))", ["P434"]),
    ("any", "print(event['httpMethod'] == 'OPTIONS')", []),
    ("get", "print(event['httpMethod'] == 'POST')", []),
    ("any", "print(event['httpMethod'].lower() == 'post')", []),
    ("any", "print(event['requestContext']['httpMethod'] == 'Post')", ["P434"]),
    ("any", "match event['httpMethod']:\n        case 'post' | 'PUT':\n            print(1)", ["P434"]),
    ("any", "match event['httpMethod']:\n        case 'POST':\n            print(1)", []),
    ("stream", RECORD % "print(record['eventName'] == 'DELETE')", ["P434"]),
    ("stream", RECORD % "print(record['eventName'] in ('INSERT', 'UPDATE'))", ["P434"]),
    ("stream", RECORD % "print(record['eventName'] == 'REMOVE')", []),
    ("table", "print(event['detail']['eventName'] == 'insert')", ["P434"]),
    ("bucket", RECORD % "print(record['eventName'] == 's3:ObjectCreated:Put')", ["P434"]),
    ("bucket", RECORD % "print(record['eventName'] == 'ObjectCreated:Put')", []),
    ("queue", RECORD % "print(record['eventSource'] == 'sqs')", ["P434"]),
    ("queue", RECORD % "print(record['eventSource'] == 'aws:sqs')", []),
    ("schema", "print(json.loads(event['body'])['kind'] == 'Big')", ["P434"]),
    ("schema", "print(json.loads(event['body'])['kind'] == 'big')", []),
]))

test_a_key_of_the_callers_identity = finds(blocks([
    ("any", "print(event['requestContext']['identity']['sourceIP'])", ["P401"]),
    ("any", "print(event['requestContext']['identity']['sourceIp'])", []),
    ("any", "print(event['requestContext']['identity'].get('apiKey'))", []),
]))

OWN = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\nfrom lambdas.a.b import %s\n\n\n" \
    "def handler(event, context):\n    print(%s(event))\n    return {'statusCode': 200}"


test_a_shared_module_may_test_for_other_lambdas = finds([
    ({"a": OWN % ("is_order", "is_order"),
      "lambdas/a/b.py": "def is_order(event):\n    return event['resource'] == '/orders'\n"}, []),
    ({"a": OWN % ("is_post", "is_post"),
      "lambdas/a/b.py": "def is_post(event):\n    return event['httpMethod'] == 'post'\n"}, ["P434"]),
])
