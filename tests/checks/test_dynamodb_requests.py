"""Parameters and values that DynamoDB refuses in a call."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

ADD = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='"
WRITE = "TABLE = os.environ['DEMO_TABLE']\n" \
    "boto3.client('dynamodb').transact_write_items(TransactItems=[{'Update': {'TableName': TABLE, 'Key': " \
    "{'pk': {'S': "


@cases("code, expected", [
    ("with table.batch_writer() as batch:\n"
     "    batch.put_item(Item={'pk': event['a'], 'sk': 'b'}, ConditionExpression='attribute_not_exists(pk)')",
     ["P345"]),
    ("with table.batch_writer() as batch:\n    batch.put_item(Item={'pk': event['a'], 'sk': 'b'})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b'}, ReturnValues='UPDATED_NEW')", ["P345"]),
    ("table.delete_item(Key={'pk': 'a', 'sk': 'b'}, ReturnValues='ALL_OLD')", []),
    ("table.delete_item(Key={'pk': 'a', 'sk': 'b'}, ReturnValues='ALL_NEW')", ["P345"]),
    ("table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET a = :a', ExpressionAttribu"
     "teValues={':a': 1}, ReturnValues='ALL_NEW')", []),
])
def test_a_parameter_belongs_to_the_call(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': '1'})", ["P346"]),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': 1})", []),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': {'a'}})", []),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': ['a']})", ["P346"]),
    (ADD + "SET a = :n', ExpressionAttributeValues={':n': ['a']})", []),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': event['n']})", []),
    (ADD + "SET a = if_not_exists(a, :n) ADD seats :n', ExpressionAttributeValues={':n': [1]})", ["P346"]),
])
def test_add_takes_numbers_and_sets(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (WRITE + "'a'}, 'sk': {'S': 'b'}}, 'UpdateExpression': 'SET a = :a', 'ExpressionAttributeValues'"
     ": {':a': {'S': 'b'}}}}, {'Update': {'TableName': TABLE, 'Key': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}}"
     ", 'UpdateExpression': 'SET a = :a', 'ExpressionAttributeValues': {':a': {'S': 'b'}}}}])", ["P347"]),
    (WRITE + "'a'}, 'sk': {'S': 'b'}}, 'UpdateExpression': 'SET a = :a', 'ExpressionAttributeValues'"
     ": {':a': {'S': 'b'}}}}, {'Update': {'TableName': TABLE, 'Key': {'pk': {'S': 'a'}, 'sk': {'S': 'c'}}"
     ", 'UpdateExpression': 'SET a = :a', 'ExpressionAttributeValues': {':a': {'S': 'b'}}}}])", []),
    (WRITE + "event['a']}, 'sk': {'S': 'b'}}, 'UpdateExpression': 'SET a = :a', 'ExpressionAttribute"
     "Values': {':a': {'S': 'b'}}}}, {'Update': {'TableName': TABLE, 'Key': {'pk': {'S': event['a']}, 'sk"
     "': {'S': 'b'}}, 'UpdateExpression': 'SET a = :a', 'ExpressionAttributeValues': {':a': {'S': 'b'}}}}])", ["P347"]),
    (WRITE + "event['a']}, 'sk': {'S': 'b'}}, 'UpdateExpression': 'SET a = :a', 'ExpressionAttribute"
     "Values': {':a': {'S': 'b'}}}}, {'Update': {'TableName': TABLE, 'Key': {'pk': {'S': event['b']}, 'sk"
     "': {'S': 'b'}}, 'UpdateExpression': 'SET a = :a', 'ExpressionAttributeValues': {':a': {'S': 'b'}}}}])", []),
])
def test_a_transaction_has_an_item_once(code, expected, finding_ids):
    assert finding_ids(code) == expected


TYPED = "boto3.client('dynamodb').update_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': 'a'}, 'sk': " \
    "{'S': 'b'}}, UpdateExpression='ADD seats :n', ExpressionAttributeValues={':n': %s})"


@cases("value, expected", [("{'N': '1'}", []), ("{'N': str(event['n'])}", []), ("{'S': 'one'}", ["P346"]), ("{'NS': ['1']}", [])])
def test_add_takes_the_types_of_the_client(value, expected, finding_ids):
    assert finding_ids(TYPED % value) == expected
