"""The owner of items: the caller, or whoever the request names."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CODE = "infra:\n  endpoint: {method: POST, path: /orders, api: private%s}\n---\nbody = json.loads(event['body'] or '{}')\n" \
    "params = event['queryStringParameters'] or {}\nme = event['requestContext']['authorizer']%s['sub']\n%s\n" \
    "return {'statusCode': 200, 'body': 'done'}"
CLAIMS = "['claims']"
GET, QUERY = "table.get_item(Key={'pk': %s, 'sk': 'order'})", "table.query(KeyConditionExpression=Key('pk').eq(%s))"
PUT = "table.put_item(Item={'pk': 'order', 'sk': event['requestContext']['requestId'], 'owner': %s})"
CASES = [
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
    assert [id_ for id_ in finding_ids(CODE % (groups, claims, code), users="{groups: [staff]}") if id_ == "P415"] == expected
