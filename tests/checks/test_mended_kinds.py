"""Kinds of bugs that checks found in one form alone: through a helper, with a default, of a slice."""
from tests.fixtures.checks import finds

HOOK = "infra:\n  endpoint: {method: POST, path: /x, api: public}\n---\nimport hashlib\nimport hmac\n\n\n" \
    "def sign(body):\n    return hmac.new(os.environ['SIGN_KEY'].encode(), body, hashlib.sha256).hexdigest()\n\n\n" \
    "def handler(event, context):\n    data = (event['body'] or '').encode()\n" \
    "    headers = {name.lower(): value for name, value in event['headers'].items()}\n" \
    "    if not hmac.compare_digest(sign(%s), headers.get('x-sum', '')):\n        return {'statusCode': 401}\n" \
    "    return {'statusCode': 200}"
ROW = "row = table.get_item(Key={'pk': event['id'], 'sk': 'b'}).get('Item', {})\nreturn %s"

test_other_forms_of_known_bugs = finds([
    (HOOK % "json.dumps(json.loads(data)).encode()", ["P428"]), (HOOK % "data", []), (HOOK % "bytes(data)", []),
    ("rows = []\nfor value in event['values']:\n    rows = rows.extend(value)\nreturn rows", ["P141"]),
    ("rows = []\nfor value in event['values']:\n    rows.extend(value)\nreturn rows", []),
    (ROW % "100.0 * row.get('total', 0)", ["P322"]), (ROW % "100.0 * float(row.get('total', 0))", []),
    (ROW % "100 * row.get('total', 0)", []), (ROW % "row['day'][:4] == len(event)", ["P409"]),
    (ROW % "row['day'][:4] == str(len(event)) or int(row['day'][:4]) == 5", []), (ROW % "row['days'][:4][0] == 5", []),
], only=["P141", "P322", "P409", "P428"])
