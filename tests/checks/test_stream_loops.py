"""P810: loops through the records of a table's stream."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
STREAM = "infra:\n  stream: {table: demo%s}\n---\nfor record in event['Records']:\n    "
SUM = "table.put_item(Item={'pk': 'sum', 'sk': record['eventID'], 'n': 5})"
COUNT = "table.update_item(Key={'pk': 'count', 'sk': 'all'}, UpdateExpression='ADD n :n', " \
    "ExpressionAttributeValues={':n': 1})"
INSERT, MODIFY = (f", filter: {{eventName: [{name}]}}" for name in ("INSERT", "MODIFY"))


@cases("text, ids", [
    (STREAM % "" + SUM, ["P810"]), (STREAM % INSERT + SUM, ["P810"]), (STREAM % MODIFY + SUM, []),
    (STREAM % "" + COUNT, ["P810"]), (STREAM % MODIFY + COUNT, ["P810"]), (STREAM % INSERT + COUNT, []),
    (STREAM % ", filter: {dynamodb: {Keys: {pk: {S: [order]}}}}" + SUM, []),
    (STREAM % "" + SUM.replace("table.put", "boto3.resource('dynamodb').Table(os.environ['DEMO_SUM_TABLE']).put"), []),
    (STREAM % "" + "if 'paid' in record['dynamodb']['NewImage']:\n        " + SUM, []),
])
def test_a_lambda_that_writes_to_the_table_whose_stream_it_reads(flow_ids, text, ids):
    assert [id_ for id_ in flow_ids({"a": text}) if id_ == "P810"] == ids
