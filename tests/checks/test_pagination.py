"""Responses in pages: keys of the next page, requests of the first page alone, and the keys at which a query begins."""
from tests.fixtures.checks import finds

LOOP = "rows, query = [], {'KeyConditionExpression': Key('pk').eq('a')}\nwhile True:\n    page = table.query(**query)\n" \
    "    rows += page['Items']\n    if 'LastEvaluatedKey' not in page:\n        break\n    %s\nreturn len(rows)"

ROWS = "def rows(%s**query):\n    \"\"\"%s\"\"\"\n    yield from %s(**query)['Items']\n\n\ndef handler(event, context):\n" \
    "    return list(rows(%sKeyConditionExpression=Key('pk').eq(event['pk'])))"
test_a_helper_for_all_pages_reads_them = finds([
    (ROWS % ("", "The rows of all pages of a query.", "table.query", ""), ["P340"]),
    (ROWS % ("source=table, ", "Rows from every page, in their order.", "source.query", ""), ["P340"]),
    (ROWS % ("ask, ", "The rows of all the pages of ask, a table's query or scan.", "ask", "table.query, "), ["P340"]),
    (ROWS % ("", "The rows of a query.", "table.query", ""), []),
    (ROWS % ("ask, ", "The rows of ask.", "ask", "table.query, "), []),
    (ROWS % ("", "The rows of one page; those of all pages are the caller's.", "table.query", ""), []),
    (ROWS % ("", "A page of all pages of a query.", "table.query", ""), []),
])
test_the_next_request_takes_the_key_of_the_next_page_by_its_name = finds([
    (LOOP % "query['ExclusiveStartKey'] = page['LastEvaluatedKey']", []),
    (LOOP % "query['StartKey'] = page['LastEvaluatedKey']", ["P331"]),
    (LOOP % "query['LastEvaluatedKey'] = page['LastEvaluatedKey']", ["P331"]),
    (LOOP % "query['ExclusiveStartKey'] = page.get('LastEvaluatedKey')", []),
    (LOOP % "query['exclusiveStartKey'] = page.get('LastEvaluatedKey')", ["P331"]),
    (LOOP % "query = {**query, 'StartKey': page['LastEvaluatedKey']}", ["P331"]),
    (LOOP % "query = {**query, 'ExclusiveStartKey': page['LastEvaluatedKey']}", []),
    (LOOP % "query |= {'StartKey': page['LastEvaluatedKey']}", ["P331"]),
    (LOOP % "query.update(StartKey=page['LastEvaluatedKey'])", ["P331"]),
    (LOOP % "query.update(ExclusiveStartKey=page['LastEvaluatedKey'])", []),
    (LOOP % "last = page['LastEvaluatedKey']\n    query['Start'] = last", ["P331"]),
    (LOOP % "last = page['LastEvaluatedKey']\n    query['ExclusiveStartKey'] = last", []),
    # the key of the next page in a mapping that is no request
    (LOOP % "query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n    seen = {}\n    seen['at'] = "
     "page['LastEvaluatedKey']", []),
    ("page = table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=5)\n"
     "return {'items': page['Items'], 'next': page.get('LastEvaluatedKey')}", []),
    ("s3, query, keys = boto3.client('s3'), {'Bucket': os.environ['DEMO_BUCKET']}, []\nwhile True:\n"
     "    page = s3.list_objects_v2(**query)\n    keys += page.get('Contents', [])\n    if not page['IsTruncated']:\n"
     "        break\n    query['StartAfter'] = page['NextContinuationToken']\nreturn len(keys)", ["P331"]),
    # each round requests the first page
    ("rows = []\nwhile True:\n    page = table.query(KeyConditionExpression=Key('pk').eq('a'))\n    rows += page['Items']\n"
     "    if 'LastEvaluatedKey' not in page:\n        return len(rows)", ["P331"]),
    (LOOP.replace("    %s\n", ""), ["P331"]), (LOOP % "query = dict(query, ExclusiveStartKey=page['LastEvaluatedKey'])", []),
    (LOOP % "event['proceed'](query, page)", []), (LOOP % "print(page['LastEvaluatedKey'])", ["P331"]),
    ("infra:\n  permissions: ['logs:FilterLogEvents']\n---\nevents, logs = [], boto3.client('logs')\nwhile True:\n    page = logs.filter_log_events(logGroupName=event['g'])\n"
     "    events += page['events']\n    token = page.get('nextToken')\n    if not token:\n        return len(events)", ["P331"]),
    ("infra:\n  permissions: ['cognito-idp:ListUsers']\n---\nusers, token, idp = [], {}, boto3.client('cognito-idp')\nwhile True:\n    page = idp.list_users(UserPoolId=event['p'], "
     "**token)\n    users += page['Users']\n    if 'PaginationToken' not in page:\n        return len(users)\n"
     "    token['PaginationToken'] = page['PaginationToken']", []),
    ("s3, keys = boto3.client('s3'), []\nwhile (page := s3.list_objects_v2(Bucket=os.environ['DEMO_BUCKET'])):\n"
     "    keys += page.get('Contents', [])\n    if not page['IsTruncated']:\n        return len(keys)", ["P331"]),
    ("page = table.query(KeyConditionExpression=Key('pk').eq('a'))\nrows = page['Items']\nwhile 'LastEvaluatedKey' in page:\n"
     "    page = table.query(KeyConditionExpression=Key('pk').eq('a'))\n    rows += page['Items']\nreturn rows", ["P331"]),
    ("queue = list(event['ids'])\nwhile queue:\n    id_ = queue.pop()\n    page = table.query(KeyConditionExpression="
     "Key('pk').eq(id_))\n    if 'LastEvaluatedKey' in page:\n        raise RuntimeError(id_)\n    print(page['Items'])", []),
    ("rows, start = [], {}\nwhile True:\n    page = table.query(KeyConditionExpression=Key('pk').eq('a'), **start)\n"
     "    rows += page['Items']\n    if 'LastEvaluatedKey' not in page:\n        return len(rows)\n"
     "    start = {'ExclusiveStartKey': page['LastEvaluatedKey']}", []),
])

ONE = "def rows(read, **query):\n    rows = []\n%s\n        rows += page['Items']\n%s\n\n\n" \
    "def handler(event, context):\n    return len(rows(table.query, KeyConditionExpression=Key('pk').eq('a')))"
NEXT = "        start = page.get('LastEvaluatedKey')\n        if not start:\n            return rows\n" \
    "        query['ExclusiveStartKey'] = start"
test_each_round_requests_the_next_page = finds((ONE % pair, ids) for *pair, ids in [
    ("    while True:\n        page = read(**query)", NEXT, []), ("    page = read(**query)\n    while True:", NEXT, ["P331"]),
    ("    while True:\n        page = read(**query)", NEXT.rpartition("\n")[0], ["P331"]),
    ("    page = read(**query)\n    while True:", NEXT + "\n        page = read(**query)", []),
    ("    page = read(**query)\n    while 'LastEvaluatedKey' in page:", NEXT, ["P331"]),
    ("    page = read(**query)\n    while 'LastEvaluatedKey' in page:", NEXT + "\n        page.update(read(**query))", []),
    ("    page = read(**query)\n    while True:", NEXT + "\n        break", []),
] for pair in [tuple(pair)])

QUERY = "page = table.query(KeyConditionExpression=Key('pk').eq('a')%s)\nrows = page['Items']\n%sreturn len(rows)"
FILTER = ", FilterExpression=Attr('volts').exists()"
MORE = "while 'LastEvaluatedKey' in page:\n    page = table.query(KeyConditionExpression=Key('pk').eq('a'), " \
    "ExclusiveStartKey=page['LastEvaluatedKey'])\n    rows += page['Items']\n"
SCAN = "page = table.scan(%s)\nreturn [row['pk'] for row in page['Items']]"

test_a_filter_needs_all_pages = finds([
    (QUERY % (FILTER + ", Limit=1", ""), ["P332"]), (QUERY % (FILTER + ", Limit=event['count']", ""), ["P332"]),
    (QUERY % (FILTER, ""), []), (QUERY % (", Limit=1", ""), []), (QUERY % (FILTER + ", Limit=50", MORE), []),
    (QUERY % (", Limit=10, ScanIndexForward=False", ""), []),
    (SCAN % "Limit=5, FilterExpression=Attr('open').eq(True)", ["P332"]),
    (SCAN % "FilterExpression=Attr('open').eq(True)", ["P333"]),
    ("rows = table.scan(FilterExpression=Attr('sk').eq('stock'))['Items']\nreturn len(rows)", ["P333"]),
    (SCAN % "", []),
    ("pages = boto3.client('dynamodb').get_paginator('scan').paginate(TableName=os.environ['DEMO_TABLE'], "
     "FilterExpression='price > :p', ExpressionAttributeValues={':p': {'N': '5'}})\n"
     "return [row['pk']['S'] for page in pages for row in page['Items']]", []),
    ("page = table.scan(FilterExpression=Attr('open').eq(True))\nrows = page['Items']\n"
     "while last := page.get('LastEvaluatedKey'):\n"
     "    page = table.scan(FilterExpression=Attr('open').eq(True), ExclusiveStartKey=last)\n"
     "    rows += page['Items']\nreturn len(rows)", []),
])

TABLES = "{demo: {indexes: {by_state: {key: {state: string, due: string}}}}}"
WRITE = "table.put_item(Item={'pk': 'a', 'sk': event['id'], 'state': 'out', 'due': event['due']})"
PAGES = "n, query = 0, {'KeyConditionExpression': Key('pk').eq(event['pk']), 'Select': 'COUNT'}\nwhile True:\n" \
    "    page = table.query(**query)\n    n += page['Count']\n    if 'LastEvaluatedKey' not in page:\n" \
    "        return n\n    query['ExclusiveStartKey'] = page['LastEvaluatedKey']"
OF_STATE = "page = table.query(IndexName='by_state', KeyConditionExpression=Key('state').eq(%s))\nreturn page['Items']%s"
OTHER = "def read():\n    %s\n\n\ndef keys():\n    return table.scan()['LastEvaluatedKey']\n\n\n" \
    "def handler(event, context):\n    print(keys())\n    return read()%s"
FILTERED = "table.query(KeyConditionExpression=Key('pk').eq('x'), FilterExpression=Attr('state').eq('out'), Limit=1)"

OF_PARTITION = "return table.query(KeyConditionExpression=Key('pk').eq('a')%s)['Items']"

test_code_that_reads_one_page = finds([
    (OF_PARTITION % "", ["P333"]), (OF_PARTITION % " & Key('sk').begins_with('x')", []), (OF_PARTITION % ", Limit=9", []),
    (OF_PARTITION.replace("'a'", "'b'") % "", []), (OF_PARTITION.replace("'a'", "event['a']") % "", []),
    ("def rows():\n    yield from table.scan()['Items']\n\n\ndef handler(event, context):\n    return list(rows())", ["P333"]),
    ("return table.scan(Select='COUNT')['Count']", ["P333"]), ("return table.scan(Limit=5)['Items']", []),
    (OF_STATE % ("'out'", ""), ["P333"]), (OF_STATE % ("'out'", "[0]"), []), (OF_STATE % ("event['state']", ""), []),
    ((OF_STATE % ("'out'", "")).replace("))", ") & Key('due').lt(event['due']))"), ["P333"]),
    ((OF_STATE % ("'out'", "")).replace("))", ") & Key('due').eq(event['due']))"), []),
    ((OF_STATE % ("'out'", "")).replace("Index", "Limit=5, Index"), []),
    ("return table.query(KeyConditionExpression=Key('pk').eq(event['pk']), Select='COUNT')['Count']", ["P333"]),
    (PAGES, []),
    (OTHER % (f"page = {FILTERED}\n    return page['Items'][0] if page['Items'] else None", ""), ["P332"]),
    (OTHER % (f"return {FILTERED}", "['LastEvaluatedKey']"), [])], app=lambda code: {"a": code, "b": WRITE}, tables=TABLES)


def test_a_key_condition_of_two_forms_is_compared_with_the_index(finding_ids):
    code = "due = int(event['due'])\ncondition = Key('state').eq(event['state'])\nif due:\n" \
        "    condition = condition & Key('due').lt(due)\nreturn table.query(IndexName='by_state', " \
        "KeyConditionExpression=condition)"
    assert finding_ids({"a": code, "b": WRITE}, tables=TABLES) == ["P308"]
    assert finding_ids({"a": code.replace("int(", "str("), "b": WRITE}, tables=TABLES) == []


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

test_a_last_key_has_the_types_of_its_keys = finds(CASES,
    app=lambda code, tables: ({"a": code, "b": WRITER}, {"tables": tables}), only=["P323"])

CODE = '"""x.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\ntable = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n' \
    'OTHERS = [boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])]\n\n\n%s\n\n\ndef handler(event, context):\n    return len(rows())\n'
REST = '    rest = rows(page["LastEvaluatedKey"]) if "LastEvaluatedKey" in page else []\n    return page["Items"] + rest'

test_the_role_is_as_narrow_as_the_code = finds([
    (f"def rows(last=None):\n    page = table.scan(ExclusiveStartKey=last) if last else table.scan()\n{REST}", []),
    (f"def rows(last=None):\n    if last:\n        page = table.scan(ExclusiveStartKey=last)\n    else:\n        page = table.scan()\n{REST}", []),
    (f"def rows(last=None, table=None):\n    page = table.scan(ExclusiveStartKey=last) if last else OTHERS[0].scan()\n{REST}", ["P706"]),
    (f"def rows(last=None):\n    for table in OTHERS * bool(last):\n        page = table.scan(ExclusiveStartKey=last) if last else 1\n    page = OTHERS[0].scan()\n{REST}", ["P706"])],
    app=lambda body: CODE % body, only=["P706"])

test_keys_of_a_query_are_those_of_its_index = finds([
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

START = "query, rows = {'KeyConditionExpression': Key('pk').eq('a')}, []\nwhile True:\n    page = table.query(**query)\n    rows += page['Items']\n" \
    "    if 'LastEvaluatedKey' not in page:\n        return rows\n    %s"

test_a_page_begins_after_the_last_evaluated_key = finds([
    (START % "query['ExclusiveStartKey'] = page['Items'][-1]", ["P331"]), (START % "query |= {'ExclusiveStartKey': page.get('Items')[-1]}", ["P331"]),
    (START % "query['ExclusiveStartKey'] = page['LastEvaluatedKey']", []), (START % "last = page['Items'][-1]\n    query['ExclusiveStartKey'] = last", ["P331"]),
    (START % "last = page['Items'][-1]\n    query['ExclusiveStartKey'] = {'pk': last['pk'], 'sk': last['sk']}", []),
])

TABLE = "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n"
WARM_QUERY = "WARM_QUERY = {'KeyConditionExpression': Key('pk').eq('a')}\n" + TABLE + "\n\ndef handler(event, context):\n    %s"
WARM_LOOP = "page = table.query(**query)\n    while 'LastEvaluatedKey' in page:\n" \
    "        query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n        page = table.query(**query)"

test_the_key_of_a_page_is_in_parameters_of_one_invocation = finds([
    (WARM_QUERY % ("query = WARM_QUERY\n    " + WARM_LOOP), ["P336"]), (WARM_QUERY % ("query = dict(WARM_QUERY)\n    " + WARM_LOOP), []),
    (WARM_QUERY % ("query = {**WARM_QUERY}\n    " + WARM_LOOP), []), (WARM_QUERY % WARM_LOOP.replace("query[", "WARM_QUERY[").replace("**query", "**WARM_QUERY"),
                                                       ["P336"]),
    (WARM_QUERY % ("query = WARM_QUERY\n    query.pop('ExclusiveStartKey', None)\n    " + WARM_LOOP), []),
    (TABLE + "\n\ndef rows(query={'KeyConditionExpression': Key('pk').eq('a')}):\n    " + WARM_LOOP + "\n\n\n"
     "def handler(event, context):\n    return rows()", ["P336"]),
])

ROWS_OF_PAGES = "def rows():\n    pages = []\n    page = table.query(KeyConditionExpression=Key('pk').eq('a'))\n    pages.%s(page['Items'])\n" \
    "    return %s\n\n\ndef handler(event, context):\n    return [row['size'] for row in rows()]"

test_pages_and_rows_are_not_mixed_up = finds((ROWS_OF_PAGES % (method, result), ids) for method, result, ids in [
    ("extend", "pages", []), ("append", "pages", ["P404"]), ("append", "[row for page in pages for row in page]", []),
    ("extend", "[row for page in pages for row in page]", ["P404"])])

test_a_table_of_constant_keys_does_not_grow = finds([
    ({"a": OF_PARTITION % "", "b": "table.put_item(Item={'pk': 'a', 'sk': 'rates', 'state': event['x']})"}, []),
    ({"a": "return table.scan()['Items']", "b": "table.put_item(Item={'pk': 'a', 'sk': 'rates', 'state': event['x']})"}, []),
    ({"a": "return table.scan()['Items']", "b": "table.delete_item(Key={'pk': 'a', 'sk': event['x']})"}, [])])
