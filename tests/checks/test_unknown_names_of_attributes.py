"""Names of attributes that are no text, or not known: no check ends in a traceback, and none guesses."""
import itertools

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
NAMES = ["{}", "[]", "{'a': 1}", "None", "3", "event", "event['x']", "os.environ['HOME']", "'owner' if event else []", "b'owner'"]
CALLS = ["table.query(IndexName='owner-index', KeyConditionExpression='#o = :o', %s, ExpressionAttributeValues={':o': 1})",
         "table.query(KeyConditionExpression='pk = :o', FilterExpression='#o = :o', %s, ExpressionAttributeValues={':o': 1})",
         "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #o = :o', %s, ExpressionAttributeValues={':o': 1})",
         "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='ADD #o :o', ConditionExpression='#o > :o', %s, "
         "ExpressionAttributeValues={':o': 1})",
         "table.get_item(Key={'pk': 'a', 'sk': 'b'}, ProjectionExpression='#o', %s)"]
CODE = "infra:\n  indexes: [{name: owner, type: S, table: demo}]\n---\n" \
    "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n\n\ndef handler(event, context):\n    return %s\n"


@cases("call", CALLS)
def test_no_check_ends_in_a_traceback(finding_ids, call):
    for name, form in itertools.product(NAMES, ["{'#o': %s}", "%s", "{**event, '#o': %s}", "{'#o': {'x': %s}}"]):
        names = f"ExpressionAttributeNames={form % name}"
        assert not set(finding_ids(CODE % call.replace("%s", names))) & {"P323", "P330"}, names
