"""Responses in pages: the key of the next page, limits before filters, and scans of one page."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

LOOP = "rows, query = [], {'KeyConditionExpression': Key('pk').eq('a')}\nwhile True:\n    page = table.query(**query)\n" \
    "    rows += page['Items']\n    if 'LastEvaluatedKey' not in page:\n        break\n    %s\nreturn len(rows)"
TOKENS = [
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
]


@cases("code, expected", TOKENS)
def test_the_next_request_takes_the_key_of_the_next_page_by_its_name(code, expected, finding_ids):
    assert finding_ids(code) == expected


QUERY = "page = table.query(KeyConditionExpression=Key('pk').eq('a')%s)\nrows = page['Items']\n%sreturn len(rows)"
FILTER = ", FilterExpression=Attr('volts').exists()"
MORE = "while 'LastEvaluatedKey' in page:\n    page = table.query(KeyConditionExpression=Key('pk').eq('a'), " \
    "ExclusiveStartKey=page['LastEvaluatedKey'])\n    rows += page['Items']\n"
SCAN = "page = table.scan(%s)\nreturn [row['pk'] for row in page['Items']]"
ONE_PAGE = [
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
]


@cases("code, expected", ONE_PAGE)
def test_a_filter_needs_all_pages(code, expected, finding_ids):
    assert finding_ids(code) == expected
