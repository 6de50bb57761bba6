"""Checks of tables with keys of their own: the calls of code, and the events of rules."""
import pytest

from tests.fixtures.cases import cases
from tests.fixtures.checks import problems

SETTINGS = """name: demo
tables:
  demo:
    key: {customer: string, placed: number}
    ttl: expires
    indexes:
      by_email: {key: {email: string, placed: number}, projection: keys}
      by_place: {key: {tenant: string, region: string}, sort: {round: string, score: number}}
      by_total: {key: {customer: string, total: number}, local: true}
"""
CODE = '"""A lambda.\n\ninfra:{}\n"""\nimport os\n\nimport boto3\nfrom boto3.dynamodb.conditions import Attr, Key\n\n' \
    'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n\ndef handler(event, context):\n    {}\n'
PLACE = "table.query(IndexName='by_place', KeyConditionExpression={})"
RULE = "\n  events:\n  - name: changed\n    source: {type: table, name: demo}\n    pattern: "


@pytest.fixture
def ids(folder, monkeypatch):
    """ids(code of a handler, infra block) -> ["P302"]"""
    def found(code, infra=" {}"):
        text = CODE.replace("infra:{}", f"infra:{infra}").replace("    {}\n", f"    {code}\n")
        return sorted({problem.message[1:5] for problem in
                       problems(folder, monkeypatch, {"app.yaml": SETTINGS, "lambdas/a/index.py": text})})
    return found


@cases("code, expected", [
    ("table.get_item(Key={'customer': 'a', 'placed': 1})", []),
    ("table.get_item(Key={'pk': 'a', 'sk': 'b'})", ["P302"]),
    ("table.delete_item(Key={'customer': 'a'})", ["P302"]),
    ("table.get_item(Key={'customer': 'a', 'placed': '1'})", ["P304"]),
    ("table.put_item(Item={'customer': 'a', 'placed': 1, 'email': 'x'})", []),
    ("table.put_item(Item={'customer': 'a', 'email': 'x'})", ["P303"]),
    ("table.put_item(Item={'customer': 1, 'placed': 1})", ["P304"]),
    ("table.put_item(Item={'customer': 'a', 'placed': 1, 'total': '5'})", ["P304"]),
    ("table.query(KeyConditionExpression=Key('customer').eq('a') & Key('placed').gt(3))", []),
    ("table.query(KeyConditionExpression=Key('placed').eq(3))", ["P305"]),
    ("table.query(KeyConditionExpression=Key('pk').eq('a'))", ["P305"]),
    ("table.query(IndexName='by_email', KeyConditionExpression=Key('email').eq('a') & Key('placed').gt(3))", []),
    ("table.query(IndexName='by_email', KeyConditionExpression=Key('placed').eq(3))", ["P305"]),
    (PLACE.format("Key('tenant').eq('t') & Key('region').eq('r')"), []),
    (PLACE.format("Key('tenant').eq('t') & Key('region').eq('r') & Key('round').eq('1') & Key('score').gt(3)"), []),
    (PLACE.format("Key('tenant').eq('t') & Key('region').eq('r') & Key('round').begins_with('1')"), []),
    (PLACE.format("'tenant = :t AND #r = :r AND score > :s', ExpressionAttributeNames={'#r': 'region'},"
                  " ExpressionAttributeValues={':t': 't', ':r': 'r', ':s': 1}"), ["P305"]),
    (PLACE.format("Key('tenant').eq('t')"), ["P305"]),
    (PLACE.format("Key('tenant').eq('t') & Key('region').begins_with('r')"), ["P305"]),
    (PLACE.format("Key('tenant').eq('t') & Key('region').eq('r') & Key('score').gt(3)"), ["P305"]),
    (PLACE.format("Key('tenant').eq('t') & Key('region').eq('r') & Key('round').gt('1') & Key('score').gt(3)"), ["P305"]),
    (PLACE.format("Key('tenant').eq('t') & Key('region').eq(5)"), ["P308"]),
    ("table.query(IndexName='by_mail', KeyConditionExpression=Key('email').eq('a'))", ["P301"]),
    ("table.query(IndexName='by_total', ConsistentRead=True, KeyConditionExpression=Key('customer').eq('a'))", []),
    ("table.query(IndexName='by_email', ConsistentRead=True, KeyConditionExpression=Key('email').eq('a'))", ["P307"]),
    ("table.query(KeyConditionExpression=Key('customer').eq('a'), FilterExpression=Attr('placed').gt(1))", ["P306"]),
    ("table.update_item(Key={'customer': 'a', 'placed': 1}, UpdateExpression='SET customer = :a',"
     " ExpressionAttributeValues={':a': 'b'})", ["P313"]),
])
def test_a_call_is_checked_against_the_keys_of_its_table(ids, code, expected):
    assert [id_ for id_ in ids(code) if id_.startswith("P3")] == expected


@pytest.mark.parametrize("pattern, code, expected", [
    ("{customer: [ann], ttl: [true]}", "return event['detail']['customer']", []),
    ("{placed: [{numeric: ['>', 5]}]}", "return event['detail']['records'][0]['placed'] + 1", []),
    ("{ttl: [{exists: false}]}", "return event['detail'].get('ttl')", []),
    ("{customer: ['a#b']}", "return event['detail']['diffKeys']", []),
    ("{sk: [order]}", "return event['detail']['customer']", ["P803"]),
    ("{placed: ['5']}", "return event['detail']['customer']", ["P803"]),
    ("{customer: [ann]}", "return event['detail']['pk']", ["P401"]),
    ("{customer: [ann]}", "return event['detail']['records'][0]['sk']", ["P401"]),
])
def test_a_rule_and_its_handler_are_checked_against_the_tables_event(ids, pattern, code, expected):
    assert ids(code, RULE + pattern) == expected


OF_EMAIL = "return table.query(IndexName='by_email', KeyConditionExpression=Key('email').eq('a'))['Items']"
WRITTEN = "table.put_item(Item={'customer': 'a', 'placed': 1%s})\n    "


@cases("write, expected", [
    (WRITTEN % "", ["P824"]), (WRITTEN % ", 'mail': 'a'", ["P824"]), (WRITTEN % ", 'email': 'a'", []),
    (WRITTEN % ", **json.loads(event['body'])", []), ("", []),
    (WRITTEN % "" + "table.update_item(Key={'customer': 'a', 'placed': 1}, UpdateExpression='SET email = :e', "
     "ExpressionAttributeValues={':e': 'a'})\n    ", []),
    ("table.update_item(Key={'customer': 'a', 'placed': 1}, UpdateExpression='SET mail = :e', "
     "ExpressionAttributeValues={':e': 'a'})\n    ", []),  # another program may put the items
])
def test_an_index_of_an_attribute_that_no_item_has(ids, write, expected):
    assert [id_ for id_ in ids("import json\n    " + write + OF_EMAIL) if id_ == "P824"] == expected


DEFAULT_KEYS = "name: demo\ntables:\n  demo: {ttl: expires, indexes: {by_age: {key: {age: number}}}}\n"
PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b#1', 'expires': 1790000000%s})"
QUERY = "return table.query(IndexName='by_age', KeyConditionExpression=Key('age').eq(5))['Items']"


@pytest.mark.parametrize("pattern, code, expected", [
    ("{ttl: [true]}", "return event['detail']['pk']", []),
    ("{ttl: [true], sk: [b]}", "return event['detail']['records'][0]['oldImage']['expires']", []),
    ("{ttl: [{exists: false}], sk: [b]}", "return event['detail']['eventName']", []),
    ("{sk: [c]}", "return event['detail']['eventName']", ["P803"]),
    ("{sk: [b]}", "print(event['detail'])\n    " + QUERY, ["P824"]),
])
def test_a_table_with_the_keys_pk_and_sk_is_checked_as_others_are(folder, monkeypatch, pattern, code, expected):
    texts = {"app.yaml": DEFAULT_KEYS}
    for name, infra, body in (("a", RULE + pattern, code), ("b", " {}", PUT % "")):
        texts[f"lambdas/{name}/index.py"] = CODE.replace("infra:{}", f"infra:{infra}").replace("    {}\n", f"    {body}\n")
    assert sorted({problem.message[1:5] for problem in problems(folder, monkeypatch, texts)}) == expected


OF_DEFAULT_KEYS = "name: demo\ntables:\n  demo: %s\n"


@cases("table, index, expected", [
    ("{indexes: {by_cost: {key: {cost: number}}}}", "by_price", "did you mean 'by_cost'?; there are: by_cost (app.yaml:3)"),
    ("{indexes: {by_cost: {key: {cost: number}}, mails: {key: {mail: string}}}}", "zebra", "there are: by_cost (app.yaml:3), mails (app.yaml:3)"),
    ("{ttl: expires}", "by_price", "indexes: {by_price: {key: ...}} in app.yaml:3"),
    ("{ttl: expires}", "price-index", "indexes: [{name: price, type: S, table: demo}] in the infra block")])
def test_the_hint_about_an_index_names_those_of_app_yaml(table, index, expected, folder, monkeypatch):
    code = CODE.replace("infra:{}", "infra: {}").replace(
        "    {}\n", f"    table.query(IndexName={index!r}, KeyConditionExpression=Key('a').eq('b'))\n")
    found = problems(folder, monkeypatch, {"app.yaml": OF_DEFAULT_KEYS % table, "lambdas/a/index.py": code})
    assert [problem.hint for problem in found if "[P301]" in problem.message] == [expected]
