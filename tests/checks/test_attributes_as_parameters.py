"""P840: attributes of items as parameters of calls, by the types that the app writes."""
from tests.fixtures.checks import finds

WRITE = "infra:\n  permissions: ['sqs:ChangeMessageVisibility']\n---\nfrom boto3.dynamodb.conditions import Key\n\n\n" \
    "def handler(event, context):\n    table.put_item(Item={'pk': 'a', 'sk': 'b', 'n': 5, 't': 'x', 'l': ['x'], 'm': {'a': 1}})\n" \
    "    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n    s3 = boto3.client('s3')\n    %s"
VISIBLE = "boto3.client('sqs').change_message_visibility(QueueUrl=os.environ['JOBS_URL'], ReceiptHandle='a', VisibilityTimeout=%s)"
PUT = "s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key=%s, Body=%s)"

test_an_attribute_has_the_type_of_its_parameter = finds(({"a": WRITE % code, "b": "return 1"}, expected) for code, expected in [
    (VISIBLE % "row['n']", ["P840"]), (VISIBLE % "int(row['n'])", []),
    ("table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=row['n'])", ["P840"]),
    ("table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=int(row['n']))", []),
    (PUT % ("row['t']", "row['t']"), []), (PUT % ("row['n']", "'a'"), ["P840"]), (PUT % ("f\"{row['n']}\"", "'a'"), []),
    (PUT % ("'a'", "row['m']"), ["P840"]), (PUT % ("'a'", "json.dumps(row['l'])"), []), (PUT % ("'a'", "row['other']"), ["P823"]),
    ("table.put_item(Item={'pk': row['t'], 'sk': 'c', 'n': row['n'], 't': row['t'], 'l': row['l'], 'm': row['m']})", []),
])
