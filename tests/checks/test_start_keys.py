"""The keys at which a query begins, and its conditions in the form before expressions."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]


@cases("code, expected", [
    ("return str(table.scan(ExclusiveStartKey={'id': 'a'})['Items'])", ["P302"]),
    ("return str(table.scan(ExclusiveStartKey={'pk': 'a', 'sk': 'b'})['Items'])", []),
    ("return str(table.query(KeyConditionExpression=Key('pk').eq('a'), ExclusiveStartKey={'sk': 'b'}"
     ")['Items'])", ["P302"]),
    ("return str(table.query(KeyConditionExpression=Key('pk').eq('a'), ExclusiveStartKey={'pk': 'a',"
     " 'sk': event['from']})['Items'])", []),
    ("return str(table.query(KeyConditionExpression=Key('pk').eq('a'), ExclusiveStartKey=json.loads("
     "event['from']))['Items'])", []),
    ("infra:\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\n"
     "return str(table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('a'), Exclus"
     "iveStartKey={'pk': 'a', 'sk': 'b', 'owner': 'a'})['Items'])", []),
    ("infra:\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\n"
     "return str(table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('a'), Exclus"
     "iveStartKey={'pk': 'a', 'sk': 'b'})['Items'])", ["P302"]),
    ("query = {'KeyConditionExpression': Key('pk').eq('a')}\nif event.get('from'):\n"
     "    query['ExclusiveStartKey'] = {'pk': 'a'}\nreturn str(table.query(**query)['Items'])", ["P302"]),
    ("query = {'KeyConditionExpression': Key('pk').eq('a')}\nif event.get('from'):\n"
     "    query['ExclusiveStartKey'] = {'pk': 'a', 'sk': event['from']}\nreturn str(table.query(**query)['Items'])",
     []),
    ("return str(table.query(KeyConditions={'id': {'AttributeValueList': ['a'], 'ComparisonOperator'"
     ": 'EQ'}})['Items'])", ["P305"]),
    ("return str(table.query(KeyConditions={'pk': {'AttributeValueList': ['a'], 'ComparisonOperator'"
     ": 'EQ'}})['Items'])", []),
    ("return str(table.query(KeyConditions={'pk': {'AttributeValueList': ['a'], 'ComparisonOperator'"
     ": 'EQ'}, 'sk': {'AttributeValueList': ['a'], 'ComparisonOperator': 'BEGINS_WITH'}})['Items'])", []),
    ("return str(table.query(KeyConditions={'pk': {'AttributeValueList': ['a'], 'ComparisonOperator'"
     ": 'EQ'}, 'sk': {'AttributeValueList': ['a'], 'ComparisonOperator': 'CONTAINS'}})['Items'])", ["P305"]),
    ("return str(table.query(KeyConditions={'sk': {'AttributeValueList': ['a'], 'ComparisonOperator'"
     ": 'EQ'}})['Items'])", ["P305"]),
    ("infra:\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\n"
     "return str(table.query(IndexName='owner-index', KeyConditions={'owner': {'AttributeValueList': ['a'"
     "], 'ComparisonOperator': 'EQ'}})['Items'])", []),
])
def test_keys_of_a_query_are_those_of_its_index(code, expected, finding_ids):
    assert finding_ids(code) == expected
