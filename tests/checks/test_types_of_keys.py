"""P304 and P308: values of another type than the key has, in conditions, keys and items, of both interfaces of boto3."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
TABLES = "{demo: {key: {who: string, at: number}, indexes: {day: {key: {day: string, place: number}}}}}"
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
    found = finding_ids({"lambdas/a/index.py": CODE % code}, tables=TABLES)
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
    found = finding_ids({"lambdas/a/index.py": CODE % code}, tables=TABLES.replace("number}}}", "number}, projection: keys}}"))
    assert [id_ for id_ in found if id_ == "P341"] == expected
