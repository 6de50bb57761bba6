"""P332, P333: counts and queries that read one page, also in files whose other functions read them all."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
TABLES = "{demo: {indexes: {by_state: {key: {state: string, due: string}}}}}"
WRITE = "table.put_item(Item={'pk': 'a', 'sk': event['id'], 'state': 'out', 'due': event['due']})"
PAGES = "n, query = 0, {'KeyConditionExpression': Key('pk').eq(event['pk']), 'Select': 'COUNT'}\nwhile True:\n" \
    "    page = table.query(**query)\n    n += page['Count']\n    if 'LastEvaluatedKey' not in page:\n" \
    "        return n\n    query['ExclusiveStartKey'] = page['LastEvaluatedKey']"
OF_STATE = "page = table.query(IndexName='by_state', KeyConditionExpression=Key('state').eq(%s))\nreturn page['Items']%s"
OTHER = "def read():\n    %s\n\n\ndef keys():\n    return table.scan()['LastEvaluatedKey']\n\n\n" \
    "def handler(event, context):\n    print(keys())\n    return read()%s"
FILTERED = "table.query(KeyConditionExpression=Key('pk').eq('x'), FilterExpression=Attr('state').eq('out'), Limit=1)"


@cases("code, ids", [
    (OF_STATE % ("'out'", ""), ["P333"]), (OF_STATE % ("'out'", "[0]"), []), (OF_STATE % ("event['state']", ""), []),
    ((OF_STATE % ("'out'", "")).replace("))", ") & Key('due').lt(event['due']))"), ["P333"]),
    ((OF_STATE % ("'out'", "")).replace("))", ") & Key('due').eq(event['due']))"), []),
    ((OF_STATE % ("'out'", "")).replace("Index", "Limit=5, Index"), []),
    ("return table.query(KeyConditionExpression=Key('pk').eq(event['pk']), Select='COUNT')['Count']", ["P333"]),
    (PAGES, []),
    (OTHER % (f"page = {FILTERED}\n    return page['Items'][0] if page['Items'] else None", ""), ["P332"]),
    (OTHER % (f"return {FILTERED}", "['LastEvaluatedKey']"), [])])
def test_code_that_reads_one_page(finding_ids, code, ids):
    assert finding_ids({"a": code, "b": WRITE}, tables=TABLES) == ids


def test_a_key_condition_of_two_forms_is_compared_with_the_index(finding_ids):
    code = "due = int(event['due'])\ncondition = Key('state').eq(event['state'])\nif due:\n" \
        "    condition = condition & Key('due').lt(due)\nreturn table.query(IndexName='by_state', " \
        "KeyConditionExpression=condition)"
    assert finding_ids({"a": code, "b": WRITE}, tables=TABLES) == ["P308"]
    assert finding_ids({"a": code.replace("int(", "str("), "b": WRITE}, tables=TABLES) == []
