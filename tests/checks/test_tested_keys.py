"""Keys that a request need not have, whose value code uses as an argument or as an operand."""
from tests.fixtures.checks import finds

QUERY = "infra:\n  endpoint: {method: GET, path: /x, api: public}\n---\nimport base64\nimport re\nfrom datetime import datetime\n\n\n" \
    "def handler(event, context):\n    query = event['queryStringParameters'] or {}\n%s" \
    "    return {'statusCode': 200, 'body': str(x)}"
HEADERS = "infra:\n  endpoint: {method: POST, path: /x, api: public}\n---\nimport hmac\n\n\n" \
    "def handler(event, context):\n    headers = {name.lower(): value for name, value in %s.items()}\n%s" \
    "    return {'statusCode': 200 if hmac.compare_digest('a', %s) else 401}"
SIGNATURE = "headers.get('x-signature')"
REFUSED = ":\n        return {'statusCode': 401}\n"

test_an_argument_may_be_none = finds([(QUERY % f"    {code}\n".replace("\n", "\n    ")[:-4], ids) for code, ids in [
    ("x = int(query.get('limit'))", ["P402"]), ("limit = query.get('limit')\nx = int(limit)", ["P402"]),
    ("x = int(query.get('limit', '5'))", []), ("x = int(query.get('limit') or 5)", []),
    ("x = datetime.fromisoformat(query.get('day'))", ["P402"]), ("x = base64.b64decode(query.get('next'))", ["P402"]),
    ("x = json.loads(query.get('next'))", ["P402"]), ("x = re.match('a', query.get('next'))", ["P402"]),
    ("x = 'a#' + query.get('next')", ["P402"]), ("x = 'a#' + (query.get('next') or '')", []),
    ("x = f\"a#{query.get('next')}\"", []), ("x = query.get('next') == 'a'", []),
    ("x = int(query.get('limit')) if query.get('limit') else 5", []),
    ("x = 5\nif limit := query.get('limit'):\n    x = int(limit)", []),
    ("limit = query.get('limit')\nx = int(limit) if limit is not None else 5", []),
    ("try:\n    x = int(query.get('limit'))\nexcept (TypeError, ValueError):\n    x = 5", []),
    ("try:\n    x = int(query.get('limit'))\nexcept ValueError:\n    x = 5", ["P402"]),
    ("if any(name not in query for name in ('limit', 'day')):\n    return {'statusCode': 400}\nx = int(query.get('limit'))", []),
    ("missing = [name for name in ('limit',) if not query.get(name)]\nif missing:\n    return {'statusCode': 400}\n"
     "x = int(query.get('limit'))", []),
]] + [(("infra:\n  endpoint: {method: GET, path: /x, api: public, parameters: [limit]}\n---\n"
        "x = int(event['queryStringParameters'].get('limit'))\nreturn {'statusCode': 200, 'body': str(x)}"), [])])

test_a_header_of_lowered_names_may_be_none = finds([(HEADERS % parts, ids) for parts, ids in [
    (("event['headers']", "", SIGNATURE), ["P402"]), (("(event['headers'] or {})", "", SIGNATURE), ["P402"]),
    (("event['headers']", "", "headers.get('x-signature', '')"), []),
    (("event['headers']", f"    if not {SIGNATURE}{REFUSED}", SIGNATURE), []),
    (("event['headers']", f"    if 'x-signature' not in headers{REFUSED}", SIGNATURE), []),
    (("event['headers']", f"    signature = {SIGNATURE}\n", "signature"), ["P402"]),
    (("event['headers']", f"    signature = {SIGNATURE}\n    if not signature{REFUSED}", "signature"), []),
    (("event['headers']", f"    signature = {SIGNATURE} or ''\n", "signature"), []),
]])
