"""P323: Decimals that reach json.dumps through operators, sums and pages, and the conversions that are right."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'price': 5})\n"
ROW = PUT + "row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n"
ROWS = PUT + "rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n"
PAGES = "def pages(**query):\n    rows = []\n    while True:\n        page = table.query(**query)\n        %s\n" \
    "        if 'LastEvaluatedKey' not in page:\n            return rows\n" \
    "        query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n\n\ndef handler(event, context):\n    " + PUT \
    + "    return json.dumps(sum(row['price'] for row in pages(KeyConditionExpression=Key('pk').eq('a'))))"
CLEAN = "def clean(value):\n    return int(value) if isinstance(value, Decimal) else value\n\n\n" \
    "def handler(event, context):\n    " + ROW.replace("\n", "\n    ")


@cases("code, ids", [
    ("return json.dumps({'a': Decimal('1.5')})", ["P323"]),
    (ROW + "return json.dumps({'a': row['price'] * 2})", ["P323"]),
    (ROWS + "return json.dumps({'a': sum(row['price'] for row in rows)})", ["P323"]),
    (ROWS + "return json.dumps([{'a': row['price']} for row in rows])", ["P323"]),
    (PAGES % "rows += page['Items']", ["P323"]),
    (PAGES % "rows.extend(page['Items'])", ["P323"]),
    (ROWS + "return json.dumps([int(sum(row['price'] for row in rows)), float(rows[0]['price']), len(rows),\n"
     "    str(rows[0]['price']), f\"{rows[0]['price']}\", rows[0]['price'] > 5, sum(int(row['price']) for row in rows)])",
     []),
    (ROW + "row['price'] = int(row['price'])\nreturn json.dumps(row)", []),
    (ROW + "price = row['price']\nif isinstance(price, Decimal):\n    price = float(price)\n"
     "return json.dumps({'a': price})", []),
    (ROW.replace("5", "'5'") + "return json.dumps([row['price'] * 2, row['price'] + row['sk']])", []),
    (PUT + PUT.replace("5", "'5'") + "row = table.get_item(Key={'pk': event['a'], 'sk': event['b']})['Item']\n"
     "return json.dumps({'a': row['price']})", []),
    (ROW[len(PUT):] + "return json.dumps({'a': row['price'] * 2})", []),
    (CLEAN + "return json.dumps({'a': clean(row['price'])})", []),
    ("json.JSONEncoder.default = lambda self, value: str(value)\n\n\ndef handler(event, context):\n"
     "    return json.dumps({'a': Decimal(1)})", []),
    ("return json.dumps({'a': Decimal(1)}, default=str)", [])])
def test_json_gets_no_decimal(finding_ids, code, ids):
    assert finding_ids(code) == ids


TABLES = "{demo: {key: {id: string}, indexes: {by_owner: {key: {owner: string}}}}}"
WRITER = "def handler(event, context):\n    table.put_item(Item={'id': event['id'], 'owner': event['owner']})\n" \
    "    table.update_item(Key={'id': event['id']}, UpdateExpression='SET fee = :fee',\n" \
    "                      ExpressionAttributeValues={':fee': Decimal('1.5')})"


@cases("condition, ids", [
    ("Key('owner').eq(event['owner'])", ["P323"]),
    ("Key('owner').eq('nobody')", []),
    ("Key('owner').eq(event['owner']), FilterExpression=Attr('fee').not_exists()", []),
    ("Key('owner').eq(event['owner']), ProjectionExpression='id'", [])])
def test_a_number_of_an_update_is_one_of_whole_items(finding_ids, condition, ids):
    code = f"return json.dumps(table.query(IndexName='by_owner', KeyConditionExpression={condition})['Items'])"
    assert [id_ for id_ in finding_ids({"a": code, "b": WRITER}, tables=TABLES) if id_ == "P323"] == ids
