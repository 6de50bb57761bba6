"""Parameters, keys and values that DynamoDB refuses in a call, and names of attributes that are no text."""
import itertools

from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

ADD = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='"
WRITE = "TABLE = os.environ['DEMO_TABLE']\n" \
    "boto3.client('dynamodb').transact_write_items(TransactItems=[{'Update': {'TableName': TABLE, 'Key': " \
    "{'pk': {'S': "

test_a_parameter_belongs_to_the_call = finds([
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

test_add_takes_numbers_and_sets = finds([
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': '1'})", ["P346"]),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': 1})", []),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': {'a'}})", []),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': ['a']})", ["P346"]),
    (ADD + "SET a = :n', ExpressionAttributeValues={':n': ['a']})", []),
    (ADD + "ADD seats :n', ExpressionAttributeValues={':n': event['n']})", []),
    (ADD + "SET a = if_not_exists(a, :n) ADD seats :n', ExpressionAttributeValues={':n': [1]})", ["P346"]),
])

test_operands_have_the_types_of_their_part = finds((ADD + update, expected) for update, expected in [
    ("DELETE tags :t', ExpressionAttributeValues={':t': 'a'})", ["P346"]),
    ("DELETE tags :t', ExpressionAttributeValues={':t': ['a']})", ["P346"]),
    ("DELETE tags :t', ExpressionAttributeValues={':t': {'a'}})", []),
    ("SET seats = seats + :n', ExpressionAttributeValues={':n': '1'})", ["P346"]),
    ("SET seats = seats - :n', ExpressionAttributeValues={':n': str(event['n'])})", ["P346"]),
    ("SET seats = if_not_exists(seats, :z) + :n', ExpressionAttributeValues={':n': 1, ':z': '0'})", ["P346"]),
    ("SET seats = if_not_exists(seats, :z) + :n', ExpressionAttributeValues={':n': 1, ':z': 0})", []),
    ("SET seats = :n, name = :m', ExpressionAttributeValues={':n': '1', ':m': 'a'})", ["P310"]),
    ("SET notes = list_append(notes, :n)', ExpressionAttributeValues={':n': 'a'})", ["P346"]),
    ("SET notes = list_append(:n, notes)', ExpressionAttributeValues={':n': {'text': 'a'}})", ["P346"]),
    ("SET notes = list_append(if_not_exists(notes, :none), :n)', ExpressionAttributeValues={':n': ['a'], ':none': []})", []),
    ("SET notes = list_append(notes, :n)', ExpressionAttributeValues={':n': event['notes']})", []),
])

test_a_number_in_an_expression_is_a_placeholder = finds((ADD + update, expected) for update, expected in [
    ("SET seats = seats + 1')", ["P314"]),
    ("SET seats = 0')", ["P314"]),
    ("SET seats = if_not_exists(seats, 0) + :n', ExpressionAttributeValues={':n': 1})", ["P314"]),
    ("SET seats = :n', ConditionExpression='seats > 5', ExpressionAttributeValues={':n': 1})", ["P314"]),
    ("SET seats = :n', ConditionExpression='attribute_exists(:n)', ExpressionAttributeValues={':n': 1})", ["P314"]),
    ("SET list1[0] = :n', ExpressionAttributeValues={':n': 1})", []),
])

test_a_transaction_has_an_item_once = finds([
    ("TABLE = os.environ['DEMO_TABLE']\nboto3.client('dynamodb').transact_write_items(TransactItems=["
     "{'Put': {'TableName': TABLE, 'Item': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}, 'n': {'N': '1'}}}},\n"
     "{'ConditionCheck': {'TableName': TABLE, 'Key': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}}, "
     "'ConditionExpression': 'attribute_not_exists(pk)'}}])", ["P347"]),
    ("TABLE = os.environ['DEMO_TABLE']\nboto3.client('dynamodb').transact_write_items(TransactItems=["
     "{'Put': {'TableName': TABLE, 'Item': {'pk': {'S': 'a'}, 'sk': {'S': event['b']}}}},\n"
     "{'Put': {'TableName': TABLE, 'Item': {'pk': {'S': 'a'}, 'sk': {'S': 'c'}}}}])", []),
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

TYPED = "boto3.client('dynamodb').update_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': 'a'}, 'sk': " \
    "{'S': 'b'}}, UpdateExpression='ADD seats :n', ExpressionAttributeValues={':n': %s})"

test_add_takes_the_types_of_the_client = finds((TYPED % value, expected) for value, expected in [("{'N': '1'}", []), ("{'N': str(event['n'])}", []), ("{'S': 'one'}", ["P346"]), ("{'NS': ['1']}", [])])

TABLES = "{demo: {key: {who: string, at: number}, indexes: {day: {key: {day: string, place: string}}}}}"
QUERY = '''"""A.

infra:
  timer: {rate: 1 day}
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def handler(event, context):
    table.query(ExpressionAttributeNames={"#w": "who"}, ExpressionAttributeValues={":a": "x", ":b": 2, ":c": 3}, %s)
'''


@cases("condition, is_valid", [
    ("'who = :a'", True), ("'(#w = :a) AND (at >= :b)'", True), ("'who=:a and at between :b and :c'", True),
    ("'who = :a AND at<:b'", True), ("'day = :a AND begins_with ( place, :a )'", True),
    ("'begins_with(who, :a)'", False), ("'#w > :a'", False), ("'who = :a AND at <> :b'", False),
    ("'who IN (:a)'", False), ("'who = :a or who = :b'", False), ("'who = :a AND contains(at, :b)'", False), ("'who = :a AND begins_with(at, :a)'", False),
    ("Key('who').eq('a') & Key('at').begins_with('1')", False), ("'day = :a AND begins_with(place, :a)'", True),
    ("'begins_with(day, :a) AND place = :a'", False)])
def test_the_operators_of_a_key_condition(finding_ids, condition, is_valid):
    index = "IndexName='day', " * ("day" in condition)
    found = finding_ids({"lambdas/a/index.py": QUERY % f"{index}KeyConditionExpression={condition}"}, tables=TABLES)
    assert ("P305" in found) is not is_valid, found


NUMBERED_TABLES = "{demo: {key: {who: string, at: number}, indexes: {day: {key: {day: string, place: number}}}}}"
CODE = '''"""A.

infra:
  endpoint: {api: public, method: GET, path: "/{id}"}
"""
import os

import boto3
from boto3.dynamodb.conditions import Attr, Key

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])
low, name = boto3.client("dynamodb"), os.environ["DEMO_TABLE"]


def handler(event, context):
    of_path = event["pathParameters"]["id"]
    %s
    return {"statusCode": 200}
'''
TEXT = "table.query(KeyConditionExpression='%s', ExpressionAttributeNames={'#a': 'at'}, " \
    "ExpressionAttributeValues={':a': 'a', ':n': 1})"
LOW = "low.query(TableName=name, KeyConditionExpression='%s', " \
    "ExpressionAttributeValues={':a': {'S': 'a'}, ':n': {'N': '1'}})"
UPDATE = "table.update_item(Key={'who': 'a', 'at': 1}, UpdateExpression='%s', " \
    "ExpressionAttributeNames={'#m': 'meta'}, ExpressionAttributeValues={':a': 'a', ':n': 1})"
BATCH = "boto3.%s('dynamodb').batch_get_item(RequestItems={name: {%s}})"
WRITES = "low.batch_write_item(RequestItems={name: [{%s}]})"
PART = "low.transact_write_items(TransactItems=[{%s}])"


@cases("code, expected", [
    ("table.query(KeyConditionExpression=Key('who').eq('a') & Key('at').gt(1))", []),
    ("table.query(KeyConditionExpression=Key('who').eq(of_path) & Key('at').between(1, int(of_path)))", []),
    ("table.query(KeyConditionExpression=Key('who').eq(1))", ["P304"]),
    ("table.query(KeyConditionExpression=Key('who').eq(b'a'))", ["P304"]),
    ("table.query(KeyConditionExpression=Key('who').eq(None))", ["P304"]),
    ("table.query(KeyConditionExpression=Key('who').eq('a') & Key('at').eq(of_path))", ["P304"]),
    ("table.query(KeyConditionExpression=Key('who').eq('a') & Key('at').gte('1'))", ["P304"]),
    ("table.query(KeyConditionExpression=Key('who').eq('a') & Key('at').between(1, '2'))", ["P304"]),
    ("table.query(KeyConditionExpression=Key('who').eq('a'), FilterExpression=Attr('size').gt('1'))", []),
    ("table.query(IndexName='day', KeyConditionExpression=Key('day').eq('a') & Key('place').lt(1))", []),
    ("table.query(IndexName='day', KeyConditionExpression=Key('day').eq('a') & Key('place').lt('1'))", ["P308"]),
    ("table.query(IndexName='day', KeyConditionExpression=Key('day').eq(1))", ["P308"]),
    (TEXT % "who = :a AND #a > :n", []), (TEXT % "who = :a AND #a BETWEEN :n AND :n", []),
    (TEXT % "who = :n", ["P304"]), (TEXT % "who = :a AND #a >= :a", ["P304"]),
    (TEXT % "who = :a and #a between :n and :a", ["P304"]),
    (LOW % "who = :a AND at < :n", []), (LOW % "who = :n", ["P304"]), (LOW % "who = :a AND at < :a", ["P304"]),
    ("low.get_item(TableName=name, Key={'who': {'S': 'a'}, 'at': {'N': '1'}})", []),
    ("low.get_item(TableName=name, Key={'who': {'S': 'a'}, 'at': {'S': '1'}})", ["P304"]),
    ("low.put_item(TableName=name, Item={'who': {'N': '1'}, 'at': {'N': '1'}})", ["P304"]),
    (PART % "'Put': {'TableName': name, 'Item': {'who': {'N': '1'}, 'at': {'N': '1'}}}", ["P304"]),
    (PART % "'Put': {'TableName': name, 'Item': {'who': {'S': 'a'}, 'at': {'N': '1'}, 'place': {'S': 'b'}}}", ["P308"]),
    (PART % "'Delete': {'TableName': name, 'Key': {'who': {'S': 'a'}, 'at': {'S': '1'}}}", ["P304"]),
    (PART % "'ConditionCheck': {'TableName': name, 'ConditionExpression': 'attribute_exists(who)', "
     "'Key': {'who': {'S': 'a'}, 'at': {'N': '1'}}}", []),
    ("low.transact_get_items(TransactItems=[{'Get': {'TableName': name, 'Key': {'who': {'N': '1'}, 'at': {'N': '1'}}}}])", ["P304"]),
    ("low.put_item(TableName=name, Item={'who': {'S': 'a'}, 'at': {'N': '1'}, 'place': {'S': '1'}})", ["P308"]),
    (UPDATE % "SET place = :a", ["P308"]), (UPDATE % "SET meta.place = :a, place = :n", []),
    (UPDATE % "SET #m.place = :a, place = :n", []),
    (BATCH % ("resource", "'Keys': [{'who': 'a', 'at': 1}]"), []),
    (BATCH % ("resource", "'Keys': [{'who': 'a', 'at': 1}, {'who': 'a', 'at': '1'}]"), ["P304"]),
    (BATCH % ("client", "'Keys': [{'who': {'S': 'a'}, 'at': {'S': '1'}}]"), ["P304"]),
    (BATCH % ("client", "'Keys': [{'who': {'S': 'a'}, 'at': {'N': n}} for n in of_path]"), []),
    (WRITES % "'DeleteRequest': {'Key': {'who': {'S': 'a'}, 'at': {'N': '1'}}}", []),
    (WRITES % "'DeleteRequest': {'Key': {'who': {'S': 'a'}, 'at': {'S': '1'}}}", ["P304"]),
    (WRITES % "'PutRequest': {'Item': {'who': {'S': 'a'}, 'at': {'N': '1'}, 'place': {'S': 'b'}}}", ["P308"]),
    ("low.put_item(TableName=name, Item={'who': {'S': of_path}, 'at': {'N': of_path}, 'place': {'N': of_path}})", []),
])
def test_a_value_has_the_type_of_its_key(finding_ids, code, expected):
    found = finding_ids({"lambdas/a/index.py": CODE % code}, tables=NUMBERED_TABLES)
    assert [id_ for id_ in found if id_ in ("P304", "P308")] == expected


READ = "items = %s.query(%sIndexName='day', KeyConditionExpression='#d = :a', ExpressionAttributeNames={'#d': 'day'}, " \
    "ExpressionAttributeValues={':a': %s})['Items']\n    "
OF_CLIENT, OF_TABLE = READ % ("low", "TableName=name, ", "{'S': 'a'}"), READ % ("table", "", "'a'")


@cases("code, expected", [
    (OF_CLIENT + "print([item['total']['N'] for item in items])", ["P341"]), (OF_CLIENT + "print(items[0]['total'])", ["P341"]),
    (OF_CLIENT + "print([item['who']['S'] for item in items])", []), (OF_CLIENT + "print(items[0].get('total'))", []),
    (OF_CLIENT + "print(items[0]['day']['S'], 'total' in items[0] and items[0]['total'])", []),
    (OF_TABLE + "print(items[0]['day'], 'total' in items[0] and items[0]['total'])", []),
    (OF_TABLE + "print([item['total'] for item in items])", ["P341"]), (OF_TABLE + "print(items[0]['place'])", []),
    ("print(low.get_item(TableName=name, Key={'who': {'S': 'a'}, 'at': {'N': '1'}})['Item']['total']['N'])", []),
])
def test_an_attribute_that_the_index_lacks(finding_ids, code, expected):
    found = finding_ids({"lambdas/a/index.py": CODE % code}, tables=NUMBERED_TABLES.replace("number}}}", "number}, projection: keys}}"))
    assert [id_ for id_ in found if id_ == "P341"] == expected


NAMES = ["{}", "[]", "{'a': 1}", "None", "3", "event", "event['x']", "os.environ['HOME']", "'owner' if event else []", "b'owner'"]
CALLS = ["table.query(IndexName='owner-index', KeyConditionExpression='#o = :o', %s, ExpressionAttributeValues={':o': 1})",
         "table.query(KeyConditionExpression='pk = :o', FilterExpression='#o = :o', %s, ExpressionAttributeValues={':o': 1})",
         "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #o = :o', %s, ExpressionAttributeValues={':o': 1})",
         "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='ADD #o :o', ConditionExpression='#o > :o', %s, "
         "ExpressionAttributeValues={':o': 1})",
         "table.get_item(Key={'pk': 'a', 'sk': 'b'}, ProjectionExpression='#o', %s)"]
INDEXED = "infra:\n  indexes: [{name: owner, type: S, table: demo}]\n---\n" \
    "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n\n\ndef handler(event, context):\n    return %s\n"


@cases("call", CALLS)
def test_no_check_ends_in_a_traceback(finding_ids, call):
    for name, form in itertools.product(NAMES, ["{'#o': %s}", "%s", "{**event, '#o': %s}", "{'#o': {'x': %s}}"]):
        names = f"ExpressionAttributeNames={form % name}"
        assert not set(finding_ids(INDEXED % call.replace("%s", names))) & {"P323", "P330"}, names


SEATS = "infra:\n  endpoint:\n    method: POST\n    path: /orders\n    api: public\n    schema: {type: object, " \
    "required: [seats], properties: {seats: {type: array, %s, items: {type: string}}}}\n---\n" \
    "client = boto3.client('dynamodb')\n\n\ndef handler(event, context):\n    seats = %s\n    %s\n    takes = [{'Update': {" \
    "'TableName': os.environ['DEMO_TABLE'], 'Key': {'pk': {'S': 'a'}, 'sk': {'S': seat}}, 'UpdateExpression': " \
    "'SET taken = :o', 'ExpressionAttributeValues': {':o': {'S': 'x'}}}} for seat in seats]\n" \
    "    client.transact_write_items(TransactItems=[*takes, {'Delete': {'TableName': os.environ['DEMO_TABLE'], " \
    "'Key': {'pk': {'S': 'b'}, 'sk': {'S': 'c'}}}}])\n    return {'statusCode': 200}"
BODY = "json.loads(event['body'])['seats']"
REFUSE = "if len(seats) > 50:\n        return {'statusCode': 400}"

test_a_transaction_takes_the_elements_of_a_request = finds(
    (SEATS % (limit, seats, before), ids) for limit, seats, before, ids in [
    ("maxItems: 8", BODY, "print(1)", ["P347"]), ("maxItems: 8, uniqueItems: true", BODY, "print(1)", []),
    ("maxItems: 8", f"sorted(set({BODY}))", "print(1)", []),
    ("maxItems: 100", f"sorted(set({BODY}))", "print(1)", ["P210"]),
    ("maxItems: 99", f"sorted(set({BODY}))", "print(1)", []),
    ("maxItems: 100", f"sorted(set({BODY}))", REFUSE, [])])
