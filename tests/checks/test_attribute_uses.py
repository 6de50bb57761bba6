"""Attributes that no write to a table sets, in expressions and as a time to live, beside those that one may set."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
PUT = "table.put_item(Item={'pk': 'a', 'sk': event['id'], 'stage': 'open', 'ends': 5})"
SCAN = "return table.scan(FilterExpression=%s)['Count']"
TEXT = SCAN % "'%s = :o', ExpressionAttributeValues={':o': 'open'}"
UPDATE = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='%s', ExpressionAttributeValues={':o': 'open'}%s)"
SET = UPDATE % ("SET #s = :o", ", ExpressionAttributeNames={'#s': 'stage'}")
HELPER = "def change(id_, **values):\n    table.update_item(Key={'pk': 'a', 'sk': id_}, UpdateExpression='SET ' + ', '.join(" \
    "f'#{name} = :{name}' for name in values), ExpressionAttributeNames={f'#{name}': name for name in values}, " \
    "ExpressionAttributeValues={f':{name}': value for name, value in values.items()})\n\n\n" \
    "def handler(event, context):\n    change(event['id'], %s='open')"
CASES = [
    (TEXT % "stage", PUT, []), (TEXT % "phase", PUT, ["P832"]), (SCAN % "Attr('phase').eq('open')", PUT, ["P832"]),
    (SCAN % "Attr('stage').eq('open')", PUT, []), (TEXT % "phase", PUT.replace("'ends': 5", "**event['more']"), []),
    (TEXT % "phase", SET + "\n" + PUT, ["P832"]), (TEXT % "stage", SET.replace("stage", "phase") + "\n" + PUT, []),
    (TEXT % "phase", SET.replace("stage", "phase") + "\n" + PUT, []), (TEXT % "phase", HELPER % "stage", ["P832"]),
    (TEXT % "phase", HELPER % "phase", []),
    (UPDATE % ("SET stage = :o REMOVE phase", ""), PUT, ["P832"]), (UPDATE % ("SET stage = :o REMOVE ends", ""), PUT, []),
    (UPDATE % ("SET phase = :o", ""), PUT, []), (UPDATE % ("SET phase = if_not_exists(phase, :o)", ""), PUT, []),
    (UPDATE % ("SET stage = :o", ", ConditionExpression='attribute_not_exists(phase)'"), PUT, []),
    (UPDATE % ("SET stage = :o", ", ConditionExpression='attribute_not_exists(stages)'"), PUT, ["P832"]),
    (SCAN % "Attr('phase').not_exists()", PUT, []),
    (UPDATE % ("SET stage = :o", ", ConditionExpression='attribute_exists(pk)'"), PUT, [])]
CHANGE = UPDATE.replace("{':o': 'open'}", "{':o': 5, ':b': '%%s'}") % ("SET ends = :o", ", ConditionExpression='stage = :b'")
VALUES = [
    (CHANGE % "begun", PUT, ["P834"]), (CHANGE % "open", PUT, []), (TEXT.replace("'open'", "'begun'") % "stage", PUT, []),
    (TEXT % "stage", PUT, []), (TEXT.replace("'open'", "'opened'") % "stage", PUT, ["P834"]),
    (TEXT.replace("'open'", "'opened'") % "stage", SET.replace("'open'", "'opened'") + "\n" + PUT, []),
    (TEXT.replace("'open'", "'opened'") % "stage", SET.replace("'open'", "event['a']") + "\n" + PUT, []),
    (TEXT.replace("'open'", "event['a']") % "stage", PUT, []), (SCAN % "Attr('stage').eq('opened')", PUT, ["P834"]),
    (SCAN % "~Attr('stage').eq('opened')", PUT, []), (TEXT.replace("%s =", "%s <>") % "stage", PUT, []),
    (HELPER.replace("='open'", "='opened'") % "stage" + "\n    " + TEXT.replace("'open'", "'opened'") % "stage", PUT, [])]
TIMES = [("ends", PUT, []), ("expires", PUT, ["P833"]), ("expires", SET + "\n" + PUT, ["P833"]),
         ("stage", SET + "\n" + PUT, []), ("expires", PUT.replace("'ends': 5", "**event['more']"), []),
         ("expires", "return table.scan()['Count']", [])]


@cases("code, writer, expected", CASES)
def test_an_attribute_that_no_lambda_writes(finding_ids, code, writer, expected):
    assert [id_ for id_ in finding_ids({"a": code, "b": writer}) if id_ == "P832"] == expected


@cases("code, writer, expected", VALUES)
def test_a_value_that_no_lambda_writes(finding_ids, code, writer, expected):
    assert [id_ for id_ in finding_ids({"a": code, "b": writer}) if id_ == "P834"] == expected


@cases("attribute, writer, expected", TIMES)
def test_a_time_to_live_that_no_lambda_writes(finding_ids, attribute, writer, expected):
    ids = finding_ids({"a": "return table.scan()['Count']", "b": writer}, tables=f"{{demo: {{ttl: {attribute}}}}}")
    assert [id_ for id_ in ids if id_ == "P833"] == expected
