"""Items of a table that a call gets as a key."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

WRITE = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'size': 1})\n"
ROWS = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'size': 1})\n" \
    "rows = table.query(KeyConditionExpression=Key('pk').eq('a')"


@cases("code, expected", [
    (ROWS + ")['Items']\nfor row in rows:\n    table.delete_item(Key=row)", ["P342"]),
    (ROWS + ")['Items']\nwith table.batch_writer() as batch:\n    for row in rows:\n"
     "        batch.delete_item(Key=row)", ["P342"]),
    (ROWS + ", ProjectionExpression='pk, sk')['Items']\nfor row in rows:\n    table.delete_item(Key=row)", []),
    (ROWS + ", ProjectionExpression='pk, sk, size')['Items']\nfor row in rows:\n    table.delete_item(Key=row)",
     ["P310", "P342"]),
    (ROWS + ")['Items']\nreturn [table.get_item(Key=row).get('Item') for row in rows]", ["P342"]),
    (ROWS + ")['Items']\nfor row in rows:\n"
     "    table.update_item(Key=row, UpdateExpression='SET a = :a', ExpressionAttributeValues={':a': 1})", ["P342"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b'})\n"
     "rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\nfor row in rows:\n"
     "    table.delete_item(Key=row)", []),
    ("rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\nfor row in rows:\n"
     "    table.delete_item(Key=row)", []),
    (ROWS + ")['Items']\nfor row in rows:\n    table.put_item(Item=row)", []),
    (WRITE + "page = table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=3)\n"
     "if 'LastEvaluatedKey' in page:\n    table.delete_item(Key=page['LastEvaluatedKey'])", []),
    (ROWS + ")['Items']\nfor row in rows:\n"
     "    table.delete_item(Key={name: row[name] for name in ('pk', 'sk')})", []),
    (ROWS + ")['Items']\n"
     "boto3.resource('dynamodb').meta.client.transact_write_items(TransactItems=[{'Delete': {'TableName':"
     " os.environ['DEMO_TABLE'], 'Key': row}} for row in rows[:10]])", ["P342"]),
])
def test_a_key_has_no_other_attributes(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    ("with table.batch_writer(overwrite_by_pkeys=['pk']) as batch:\n    for number, name in event['names']:\n"
     "        batch.put_item(Item={'pk': name, 'sk': f'line#{number}'})", ["P344"]),
    ("with table.batch_writer(overwrite_by_pkeys=['pk', 'sk']) as batch:\n"
     "    for number, name in event['names']:\n        batch.put_item(Item={'pk': name, 'sk': f'line#{number}'})", []),
    ("with table.batch_writer(overwrite_by_pkeys=['pk']) as batch:\n    for number, name in event['names']:\n"
     "        batch.put_item(Item={'pk': name, 'sk': 'profile'})", []),
    ("with table.batch_writer(overwrite_by_pkeys=['sk']) as batch:\n    for number, name in event['names']:\n"
     "        batch.put_item(Item={'pk': name, 'sk': f'line#{number}'})", ["P344"]),
    ("with table.batch_writer(overwrite_by_pkeys=event['keys']) as batch:\n"
     "    for number, name in event['names']:\n        batch.put_item(Item={'pk': name, 'sk': f'line#{number}'})", []),
])
def test_items_with_other_sort_keys_are_other_items(code, expected, finding_ids):
    assert finding_ids(code) == expected
