"""Attributes that an update, a projection, a rule or a condition needs, and keys twice in a condition."""
from tests.fixtures.checks import finds

WRITER = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'seats': 2, 'stage': 'x'})"
K = "return str(table.query(KeyConditionExpression="
S = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET "
R = "infra:\n  events:\n  - name: moved\n    source: {type: table, name: demo}\n    topic: MODIFY\n" \
    "    pattern: {diffKeys: ["
ONCE = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'seats': 2}, ConditionExpression='attribute_not_exists("

test_a_key_has_one_condition = finds([
    (K + "Key('pk').eq('a') & Key('sk').gte('b') & Key('sk').lt('c'))['Items'])", ["P305"]),
    (K + "Key('pk').eq('a') & Key('sk').between('b', 'c'))['Items'])", []),
    (K + "'pk = :a AND sk >= :b AND sk < :c', ExpressionAttributeValues={':a': 'a', ':b': 'b', ':c':"
     " 'c'})['Items'])", ["P305"]),
    (K + "'pk = :a AND sk BETWEEN :b AND :c', ExpressionAttributeValues={':a': 'a', ':b': 'b', ':c':"
     " 'c'})['Items'])", []),
])

test_a_form_and_a_transfer_have_their_parameters = finds([
    ("boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a.mp3', Conditions="
     "[['content-length-range', 5000]])", ["P225"]),
    ("boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a.mp3', Conditions="
     "[['content-length-range', 1, 5000]])", []),
    ("boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a.mp3', Conditions="
     "[['content-length-range', '1', '5000']])", ["P225"]),
    ("boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a.mp3', Conditions="
     "[['starts-with', '$key']])", ["P225"]),
    ("boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a.mp3', Conditions="
     "[['starts-with', '$key', 'raw/']])", []),
    ("boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a.mp3', Conditions="
     "[['content-length-range', 1, int(event['most'])]])", []),
    ("s3 = boto3.client('s3')\n"
     "s3.upload_file('/tmp/a', os.environ['DEMO_BUCKET'], 'a', ContentType='text/csv')", ["P226"]),
    ("s3 = boto3.client('s3')\n"
     "s3.upload_file('/tmp/a', os.environ['DEMO_BUCKET'], 'a', ExtraArgs={'ContentType': 'text/csv'})", []),
    ("s3 = boto3.client('s3')\n"
     "s3.upload_file(Filename='/tmp/a', Bucket=os.environ['DEMO_BUCKET'], Key='a', Config=None)", []),
    ("s3 = boto3.client('s3')\ns3.download_file(Bucket=os.environ['DEMO_BUCKET'], Key='a', Path='/tmp/a')", ["P226"]),
])

test_a_call_returns_what_it_names = finds([
    ({"b": WRITER,
      "a": "row = table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET stage = :s',"
      " ExpressionAttributeValues={':s': 'x'}, ReturnValues='UPDATED_NEW')['Attributes']\nreturn row['seats']"},
     ["P823"]),
    ({"b": WRITER,
      "a": "row = table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET stage = :s',"
      " ExpressionAttributeValues={':s': 'x'}, ReturnValues='UPDATED_NEW')['Attributes']\nreturn row['stage']"}, []),
    ({"b": WRITER,
      "a": "row = table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET stage = :s',"
      " ExpressionAttributeValues={':s': 'x'}, ReturnValues='ALL_NEW')['Attributes']\nreturn row['seats']"}, []),
    ({"b": WRITER,
      "a": "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}, ProjectionExpression='pk, stage')['Item']\n"
      "return row['seats']"}, ["P823"]),
    ({"b": WRITER,
      "a": "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}, ProjectionExpression='pk, stage')['Item']\n"
      "return row['stage']"}, []),
    ({"b": WRITER,
      "a": "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}, ProjectionExpression='pk, seats')['Item']\n"
      "return row['seats']"}, []),
    ({"b": WRITER, "c": S + "stage = :s REMOVE spare', ExpressionAttributeValues={':s': 'x'})",
      "a": "return table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['spare']"}, ["P823", "P832"]),
    ({"b": WRITER, "c": S + "spare = :s', ExpressionAttributeValues={':s': 'x'})",
      "a": "return table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['spare']"}, []),
])

test_a_sum_begins_with_a_number = finds([
    ({"b": WRITER,
      "a": S + "odometer = odometer + :n', ExpressionAttributeValues={':n': 1})"}, ["P837"]),
    ({"b": WRITER,
      "a": S + "odometer = if_not_exists(odometer, :z) + :n', ExpressionAttributeValues={':n': 1, ':z': 0})"}, []),
    ({"b": WRITER,
      "a": S + "seats = seats + :n', ExpressionAttributeValues={':n': 1})"}, []),
    ({"a": S + "odometer = odometer + :n', ExpressionAttributeValues={':n': 1})"}, []),
])

test_a_rule_is_on_a_column_that_is_written = finds([
    ({"b": WRITER,
      "a": R + "seats]}\n---\nprint(event['detail']['records'])"}, []),
    ({"b": WRITER,
      "a": R + "Seats]}\n---\nprint(event['detail']['records'])"}, ["P836"]),
])

OF_STREAM = "infra:\n  stream: {table: demo, filter: {dynamodb: {NewImage: {state: {S: [%s]}}}}}\n---\nprint(event)"
OF_RULE = "infra:\n  events:\n  - name: moved\n    source: {type: table, name: demo}\n" \
    "    pattern: {records: {newImage: {state: [%s]}}}\n---\nprint(event['detail'])"
STATES = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'state': 'new'})\ntable.update_item(Key={'pk': 'a', 'sk': 'b'}, " \
    "UpdateExpression='SET #s = :s', ExpressionAttributeNames={'#s': 'state'}, ExpressionAttributeValues={':s': %s})"

test_a_filter_is_for_a_text_that_is_written = finds(
    ({"a": reader % states, "b": STATES % written}, expected) for reader, states, written, expected in [
    (reader, *row) for reader in (OF_STREAM, OF_RULE) for row in (
        ("read", "'read'", []), ("read", "'parsed'", ["P836"]), ("read, parsed", "'parsed'", []),
        ("read", "event['state']", []), ("{prefix: re}", "'parsed'", []))])

test_a_put_tests_the_key = finds([
    ({"a": ONCE + "id)')",
      "b": "print(1)"}, ["P832"]),
    ({"a": ONCE + "pk)')",
      "b": "print(1)"}, []),
    ({"a": ONCE + "deleted)')",
      "b": "print(1)"}, []),
])
