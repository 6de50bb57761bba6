"""P116: a time that a request sends, beside a time with a zone."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
POST = "infra:\n  endpoint: {method: POST, path: /a, api: public, schema: {type: object, required: [at], " \
    "properties: {at: {type: string%s}}}}\n---\nfrom datetime import datetime, timedelta, timezone\n\n" \
    "body = json.loads(event['body'])\nat = %s\n%s\nreturn {'statusCode': 200}"
EARLY = "if at < datetime.now(timezone.utc) + timedelta(hours=2):\n    return {'statusCode': 400}"
PARSED = "datetime.fromisoformat(body['at'])"


@cases("schema, at, use, ids", [
    ("", PARSED, EARLY, ["P116"]), ("", PARSED, "print((at - datetime.now(tz=timezone.utc)).days)", ["P116"]),
    ("", "datetime.fromisoformat(body.get('at', '').replace('Z', '+00:00'))", EARLY, ["P116"]),
    ("", f"{PARSED}.astimezone(timezone.utc)", EARLY, []),
    ("", f"{PARSED}\nif at.tzinfo is None:\n    at = at.replace(tzinfo=timezone.utc)", EARLY, []),
    (", pattern: '^.*Z$'", PARSED, EARLY, []),
    ("", PARSED, "if at < datetime.now():\n    return {'statusCode': 400}", []),
    ("", "datetime.fromisoformat(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['at'])", EARLY, [])])
def test_a_time_of_a_request_may_have_no_zone(finding_ids, schema, at, use, ids):
    assert finding_ids(POST % (schema, at, use)) == ids
