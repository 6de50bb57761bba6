"""Items that the code takes for granted, and keys that no lambda writes."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

GET = "infra:\n  endpoint: {method: GET, path: '/stars/{id}', api: public}\n---\n"
OK = "return {'statusCode': 200, 'body': json.dumps(%s, default=str)}"
NONE = ":\n    return {'statusCode': 404}\n"
ITEM = "table.get_item(Key={'pk': f\"star#{event['pathParameters']['id']}\", 'sk': 'x'})"
ROWS = "rows = table.query(KeyConditionExpression=Key('pk').eq(event['pathParameters']['id']))['Items']\n"
HELPER = "def item(id_):\n    table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n" \
    "    response = table.get_item(Key={'pk': id_, 'sk': 'x'})\n    return response['Item']\n\n\n" \
    "def handler(event, context):\n    "
GRANTED = [
    (f"item = {ITEM}['Item']\n" + OK % "item", ["P325"]),
    (OK % f"{ITEM}['Item']['name']", ["P325"]),
    (f"item = {ITEM}.get('Item')\n" + OK % "item['name']", ["P325"]),
    (f"item = {ITEM}.get('Item')\nif not item" + NONE + OK % "item['name']", []),
    (f"item = {ITEM}.get('Item')\nif item is None" + NONE + OK % "item['name']", []),
    (f"if (item := {ITEM}.get('Item')) is None" + NONE + OK % "item['name']", []),
    (f"item = {ITEM}.get('Item', {{}})\n" + OK % "item.get('name')", []),
    (f"item = {ITEM}.get('Item') or {{'name': ''}}\n" + OK % "item['name']", []),
    (f"response = {ITEM}\nif 'Item' not in response" + NONE + OK % "response['Item']", []),
    (f"response = {ITEM}\nassert 'Item' in response\n" + OK % "response['Item']", []),
    (f"try:\n    item = {ITEM}['Item']\nexcept KeyError" + NONE + OK % "item", []),
    (HELPER + OK % "item(event['pathParameters']['id'])", ["P325"]),
    (HELPER + "try:\n        star = item(event['pathParameters']['id'])\n    except KeyError:\n"
     "        return {'statusCode': 404}\n    " + OK % "star", []),
    (ROWS + OK % "rows[0]", ["P325"]),
    (ROWS + "if not rows" + NONE + OK % "rows[0]", []),
    (ROWS + "if len(rows) != 1" + NONE + OK % "rows[0]", []),
    (ROWS + OK % "rows[0] if rows else None", []),
    (ROWS + "try:\n    row = rows[0]\nexcept IndexError" + NONE + OK % "row", []),
    (ROWS.replace("rows =", "response =").replace("['Items']", "") + "if response['Count'] == 0" + NONE
     + OK % "response['Items'][0]", []),
    ("item = boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': "
     "event['pathParameters']['id']}, 'sk': {'S': 'x'}})['Item']\n" + OK % "item", ["P325"]),
    # The item exists for all that the code tells: the app's own, or one that it has just written.
    ("item = table.get_item(Key={'pk': 'config', 'sk': 'x'})['Item']\n" + OK % "item", []),
    ("key = event['pathParameters']['id']\ntable.put_item(Item={'pk': key, 'sk': 'x'})\n"
     "item = table.get_item(Key={'pk': key, 'sk': 'x'})['Item']\n" + OK % "item", []),
]
PUT = "table.put_item(Item={'pk': f\"user#{event['id']}\", 'sk': 'profile', 'n': 1})"
ORDER = PUT + "\ntable.put_item(Item={'pk': f\"user#{event['id']}\", 'sk': f\"order#{event['o']}\", 'n': 1})"
READ = "return table.get_item(Key={'pk': f\"%s{event['id']}\", 'sk': '%s'}).get('Item')"
QUERY = "return table.query(KeyConditionExpression=Key('pk').eq(f\"user#{event['id']}\") & " \
    "Key('sk').begins_with('%s'))['Items']"
UPDATE = "\ntable.update_item(Key={'pk': f\"user#{event['id']}\", 'sk': 'settings'}, UpdateExpression='SET a = :a', " \
    "ExpressionAttributeValues={':a': 1})"
UNWRITTEN = [
    (READ % ("user#", "profile"), PUT, []), (READ % ("users#", "profile"), PUT, ["P825"]),
    (READ % ("USER#", "profile"), PUT, ["P825"]), (READ % ("user-", "profile"), PUT, ["P825"]),
    (READ % ("user#", "profil"), PUT, ["P825"]), (READ % ("user#", "settings"), PUT, ["P825"]),
    (READ % ("room#", "profile"), PUT, []), (READ % ("user#", "settings"), PUT + UPDATE, []),
    ("return table.get_item(Key={'pk': 'config', 'sk': 'app'}).get('Item')", PUT, []),
    ("return table.get_item(Key={'pk': event['pk'], 'sk': event['sk']}).get('Item')", PUT, []),
    ("return table.get_item(Key={'pk': 'profile', 'sk': f\"user#{event['id']}\"}).get('Item')", PUT, ["P825"]),
    (READ % ("users#", "profile"), PUT + "\ntable.put_item(Item=event['row'])", []),
    (READ % ("user#", "settings"), PUT + "\ntable.put_item(Item={'pk': 'user#1', 'sk': event['sk']})", []),
    (READ % ("user#", "settings"), "print(os.environ['DEMO_TABLE'])", []),
    (QUERY % "order#", ORDER, []), (QUERY % "orders#", ORDER, ["P825"]), (QUERY % "invoice#", ORDER, ["P825"]),
    (QUERY % "pro", ORDER, []),
    ("return table.query(KeyConditionExpression=Key('pk').eq(f\"User#{event['id']}\"))['Items']", PUT, ["P825"]),
    ("return boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': "
     "f\"users#{event['id']}\"}, 'sk': {'S': 'profile'}}).get('Item')", PUT, ["P825"]),
    (READ % ("user#", "profile"), "with table.batch_writer() as batch:\n    batch.put_item("
     "Item={'pk': f\"user#{event['id']}\", 'sk': 'profile'})", []),
]


@cases("code, expected", GRANTED)
def test_an_item_that_a_request_names_may_be_missing(code, expected, finding_ids):
    assert finding_ids(GET + code) == expected


@cases("read, write, expected", UNWRITTEN)
def test_a_key_that_is_read_is_one_that_is_written(read, write, expected, finding_ids):
    assert finding_ids({"a": read, "b": write}) == expected
