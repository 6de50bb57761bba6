"""The expressions of DynamoDB, as it parses them, and items that a call gets as a key."""
from checks.expression_grammar import fault
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

RIGHT = {
    "update": ["SET a = :a, b = b + :b REMOVE c, d[0].e ADD f :f DELETE g :g", "set #a.b = if_not_exists(#a.b, :z) - :o",
               "SET a = list_append(if_not_exists(a, :e), :v)", "REMOVE a\n SET b = :b", "SET a = (b + :c), d=:d",
               "ADD n :one SET at = :at", "SET a=a-:v", "SET a = b + :c + :d", "SET a = size"],
    "condition": ["attribute_not_exists(pk)", "a = :a AND (b < :b OR NOT contains(c, :c))", "a BETWEEN :a AND :b AND c = :c",
                  "a IN (:a, :b) OR size(a) > :n", "((a = :a))", "(a) = :a", "(size(a)) > :n and a <> :b",
                  "begins_with(sk, :p) and pk=:k", "NOT attribute_exists(a.b[3])", ":a > b", "attribute_type(a, :t)"],
    "projection": ["a", "a, #b, c[1].d"]}
WRONG = {
    "update": ["SET a = :x, REMOVE b", "SET a = :x,", "SET a = , b = :b", "SET a == :x", "SET a = :x AND b = :y", "SET a :x",
               "ADD a = :x", "ADD a", "REMOVE a b", "DELETE a b", "SET a = :x; b = :y", "SET a = if_not_exists(a)",
               "SET a = :x REMOVE", "SET a += :x", "SET a = plus(a, :x)", "SET a = 'x'", "SET a-b = :x", "SET = :x",
               "SET a = IF_NOT_EXISTS(a, :x)", "SET a = :x b = :y", "SET :a = :x", "REMOVE a = :x",
               "SET a = :x SET b = :y", "REMOVE a SET b = :y REMOVE c"],
    "condition": ["a == :a", "a != :a", "a = :a, b = :b", "a = :a AND", "a", "a = :a b = :b", "attribute_not_exists(pk",
                  "a BETWEEN :a, :b", "a IN :a", "begins_with(a)", "not_exists(a)", "a && b", "a = :a)", "a LIKE :a",
                  "NOT EXISTS a", "attribute_not_exists pk", "contains(a, :b) = :c"],
    "projection": ["a,", "a b", "a,,b", ""]}


@cases("kind, text, is_right", [(kind, text, texts is RIGHT) for texts in (RIGHT, WRONG) for kind in texts
                                for text in texts[kind]])
def test_a_text_follows_the_grammar(kind, text, is_right):
    assert (fault(text, kind) == "") is is_right


UPDATE = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression=%s, ExpressionAttributeValues={':v': 5})"
test_an_expression_that_dynamodb_cannot_read = finds([
    (UPDATE % "'SET price = :v, REMOVE gone'", ["P314"]), (UPDATE % "'SET price = :v REMOVE gone'", []),
    (UPDATE % "'SET price = :v' + (', REMOVE gone' if event['a'] else '')", ["P314"]),
    (UPDATE % "'SET price = :v, ' + ', '.join(event['more'])", []),
    (UPDATE % "f\"SET {event['name']} = :v\"", []), (UPDATE % "'SET price == :v'", ["P314"]),
    ("table.scan(FilterExpression='price == :v', ExpressionAttributeValues={':v': 5})", ["P314"]),
    ("table.get_item(Key={'pk': 'a', 'sk': 'b'}, ProjectionExpression='price,')", ["P314"]),
    ("FIELDS = ['price', 'old']\n\n\ndef handler(event, context):\n    table.get_item(Key={'pk': 'a', 'sk': 'b'}, "
     "ProjectionExpression=', '.join(FIELDS))", [])], only=["P314"])

WRITE = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'size': 1})\n"
ROWS = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'size': 1})\n" \
    "rows = table.query(KeyConditionExpression=Key('pk').eq('a')"

test_a_key_has_no_other_attributes = finds([
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

test_items_with_other_sort_keys_are_other_items = finds([
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
