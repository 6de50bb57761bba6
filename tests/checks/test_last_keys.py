"""The LastEvaluatedKey of a page: it has the keys of the table and of the index alone."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
PAGE = "page = table.query(KeyConditionExpression=Key('pk').eq('a')%s)\nkey = %s\nreturn json.dumps(key)"
OWN = PAGE % ("", "page['LastEvaluatedKey']")
OF_INDEX = PAGE % (", IndexName='by-price'", "page['LastEvaluatedKey']")
WRITER = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'price': 5})"
NUMBER = "{demo: {key: {pk: string, sk: number}}}"
INDEX = "{demo: {indexes: {by-price: {key: {pk: string, price: number}}}}}"
CASES = [(OWN, "{demo: {}}", []), (PAGE % ("", "page.get('LastEvaluatedKey')"), "{demo: {}}", []),
         (PAGE % ("", "page['LastEvaluatedKey']['sk']"), "{demo: {}}", []),
         (PAGE % ("", "page['Items']"), "{demo: {}}", ["P323"]), (OWN, NUMBER, ["P323"]), (OF_INDEX, INDEX, ["P323"]),
         (OWN, INDEX, [])]


@cases("code, tables, expected", CASES)
def test_a_last_key_has_the_types_of_its_keys(finding_ids, code, tables, expected):
    assert [id_ for id_ in finding_ids({"a": code, "b": WRITER}, tables=tables) if id_ == "P323"] == expected
