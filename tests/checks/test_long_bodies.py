"""Lists of a request that its schema lets be longer than the call into which they go."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CODE = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema:\n      type: object\n" \
    "      required: [rows]\n      properties: {rows: {type: array, %s}}\n---\nrows = json.loads(event['body'])['rows']\n%s\n" \
    "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=%s)\n" \
    "return {'statusCode': 202 if not response.get('Failed') else 503}"
ALL = "[{'Id': str(at), 'MessageBody': row} for at, row in enumerate(rows%s)]"
EACH = "[{'Id': row, 'MessageBody': row} for row in rows]"
APPEND = "entries = []\nfor row in rows:\n    entries.append({'Id': row, 'MessageBody': row})"
CASES = [("maxItems: 10", "", EACH, []), ("maxItems: 20", "", EACH, ["P210"]), ("minItems: 1", "", EACH, []),
         ("maxItems: 20", "", ALL % "[:10]", []), ("maxItems: 20", APPEND, "entries", ["P210"]), ("maxItems: 10", APPEND, "entries", []),
         ("maxItems: 20", "if len(rows) > 10:\n    return {'statusCode': 400}", EACH, []),
         ("maxItems: 20", "", EACH.replace("]", " if row]"), [])]


@cases("limit, code, entries, expected", CASES)
def test_a_list_that_the_schema_lets_be_too_long(finding_ids, limit, code, entries, expected):
    queue = {"b": "infra:\n  queue: {}\n---\nprint(event['Records'])"}
    assert [id_ for id_ in finding_ids({"a": CODE % (limit, code, entries), **queue}) if id_ == "P210"] == expected
