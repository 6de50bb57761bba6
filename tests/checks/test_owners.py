"""The owner of items: the caller, or whoever the request names."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

CODE = "infra:\n  endpoint: {method: POST, path: /orders, api: private%s}\n---\nbody = json.loads(event['body'] or '{}')\n" \
    "params = event['queryStringParameters'] or {}\nme = event['requestContext']['authorizer']%s['sub']\n%s\n" \
    "return {'statusCode': 200, 'body': 'done'}"
CLAIMS = "['claims']"
GET, QUERY = "table.get_item(Key={'pk': %s, 'sk': 'order'})", "table.query(KeyConditionExpression=Key('pk').eq(%s))"
PUT = "table.put_item(Item={'pk': 'order', 'sk': event['requestContext']['requestId'], 'owner': %s})"
OBJECT = "boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key=f'reports/{%s}.csv')"
URL = "boto3.client('s3').generate_presigned_url('get_object', Params={'Bucket': os.environ['DEMO_BUCKET'], 'Key': %s})"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps({'owner': %s}))"
CASES = [
    ("", CLAIMS, OBJECT % "params.get(\"user\", me)", ["P415"]), ("", CLAIMS, OBJECT % "me", []),
    ("", CLAIMS, URL % "params.get('user', me)", ["P415"]), ("", CLAIMS, SEND % "body.get('owner') or me", ["P415"]),
    ("", CLAIMS, SEND % "me", []),
    ("", CLAIMS, "who = params.get('user') or me\nif len(list(who)) > 5:\n    raise ValueError(who)\n" + GET % "who", ["P415"]),
    ("", CLAIMS, "who = params.get('user') or me\nif not who:\n    raise ValueError(who)\n" + GET % "who", ["P415"]),
    ("", CLAIMS, "def may(user):\n    return user.startswith('a')\n\n\nwho = params.get('user') or me\nif not may(who):\n"
     "    raise ValueError(who)\n" + GET % "who", []),
    ("", CLAIMS, GET % "params.get('user') or me", ["P415"]), ("", CLAIMS, GET % "params.get('user', me)", ["P415"]),
    ("", CLAIMS, GET % "params['user'] if 'user' in params else me", ["P415"]), ("", CLAIMS, GET % "me", []),
    ("", CLAIMS, QUERY % "'user#' + (body.get('user') or me)", ["P415"]), ("", CLAIMS, PUT % "body.get('owner') or me", ["P415"]),
    ("", CLAIMS, "who = params.get('user') or me\n" + GET % "f'user#{who}'", ["P415"]),
    ("", CLAIMS, "who = params.get('user') or me\nif who != me:\n    return {'statusCode': 403}\n" + GET % "f'user#{who}'", []),
    ("", CLAIMS, "who = params.get('user') or me\nprint(who)\n" + GET % "me", []),
    ("", CLAIMS, GET % "params.get('order') or 'first'", []), ("", CLAIMS, GET % "params.get('user') or 'me'", []),
    (", groups: [staff]", "", GET % "params.get('user') or me", []),
    ("", CLAIMS, "mail = body.get('email') or event['requestContext']['authorizer']['claims']['email']\n" + PUT % "me", []),
]


@cases("groups, claims, code, expected", CASES)
def test_items_belong_to_the_caller(finding_ids, groups, claims, code, expected):
    queue = {"b": "infra:\n  queue: {}\n---\nprint(event['Records'])"}
    ids = finding_ids({"a": CODE % (groups, claims, code), **queue}, users="{groups: [staff]}")
    assert [id_ for id_ in ids if id_ == "P415"] == expected


PUSH = "infra:\n  endpoint:\n    method: POST\n    path: /devices/{device}\n    api: public\n    schema:\n      type: object\n" \
    "      properties: {celsius: {type: number}%s}\n      additionalProperties: %s\n---\nid_ = event['pathParameters']['device']\n" \
    "body = json.loads(event['body'])\n%s\nboto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], " \
    "MessageBody=json.dumps(row))\nreturn {'statusCode': 202}"
FIRST, LAST = "row = {'device': id_, **body}", "row = {**body, 'device': id_}"
KEYS = [("", "true", FIRST, ["P419"]), ("", "false", FIRST, []), (", device: {type: string}", "false", FIRST, ["P419"]),
        ("", "true", LAST, []), ("", "true", "row = {'device': id_, **body, 'device': id_}", []),
        ("", "true", "row = {'device': id_}\nrow.update(body)", ["P419"]),
        ("", "true", "row = {'device': 'none', **body}", []),
        ("", "true", "body.pop('device', None)\n" + FIRST, [])]


@cases("field, others, code, expected", KEYS)
def test_a_body_does_not_replace_whose_it_is(finding_ids, field, others, code, expected):
    queue = {"b": "infra:\n  queue: {}\n---\nprint(event['Records'])"}
    assert [id_ for id_ in finding_ids({"a": PUSH % (field, others, code), **queue}) if id_ == "P419"] == expected


BADGE = "infra:\n  authorizer: {}\n---\nreturn {'isAuthorized': True, 'context': {'employee': '1'}}"
PUNCH = "infra:\n  endpoint: {method: POST, path: /punch, api: custom, authorizer: badge}\n---\n" \
    "body = json.loads(event['body'])\nme = "

test_the_user_that_an_authorizer_names_is_not_replaced = finds([
    ({"badge": BADGE,
      "a": PUNCH + "event['requestContext']['authorizer']['lambda']['employee']\n"
      "table.put_item(Item={'pk': f'user#{me}', 'sk': 'b'})\nreturn {'statusCode': 204}"}, []),
    ({"badge": BADGE,
      "a": PUNCH + "body.get('employee') or event['requestContext']['authorizer']['lambda']['employee']\n"
      "table.put_item(Item={'pk': f'user#{me}', 'sk': 'b'})\nreturn {'statusCode': 204}"}, ["P415"]),
    ({"badge": BADGE,
      "a": PUNCH + "body.get('employee', event['requestContext']['authorizer']['lambda']['employee'])\n"
      "table.put_item(Item={'pk': f'user#{me}', 'sk': 'b'})\nreturn {'statusCode': 204}"}, ["P415"]),
    ({"badge": BADGE,
      "a": PUNCH + "body.get('note') or event['requestContext']['authorizer']['lambda']['employee']\n"
      "table.put_item(Item={'pk': f'user#{me}', 'sk': 'b'})\nreturn {'statusCode': 204}"}, []),
], api="{type: http}")
