"""Generators, groups and streams that are read a second time."""
from tests.fixtures.checks import finds

ROWS = "def handler(event, context):\n    rows = "
GROUPS = "from itertools import groupby\n\n\ndef as_csv(rows):\n    return [row['"

test_a_generator_is_read_once = finds([
    (ROWS + "(row for row in event['rows'])\n    return len(rows)", ["P144"]),
    (ROWS + "(row for row in event['rows'])\n    total = sum(rows)\n    return [total, list(rows)]", ["P144"]),
    (ROWS + "(row for row in event['rows'])\n    for row in rows:\n        print(row)\n    for row in rows:\n"
     "        print(row)", ["P144"]),
    (ROWS + "(row for row in event['rows'])\n    return list(rows)", []),
    (ROWS + "[row for row in event['rows']]\n    return [sum(rows), len(rows)]", []),
    (ROWS + "map(int, event['rows'])\n    return [sum(rows), max(rows)]", ["P144"]),
    (ROWS + "list(map(int, event['rows']))\n    return [sum(rows), max(rows)]", []),
    (ROWS + "(row for row in event['rows'])\n    rows = list(rows)\n    return [sum(rows), len(rows)]", []),
    (ROWS + "(row for row in event['rows'])\n    if event['a']:\n        return sum(rows)\n"
     "    return max(rows)", []),
    (ROWS + "(row for row in event['rows'])\n    return sum(rows) if event['a'] else max(rows)", []),
    (ROWS + "(row for row in event['rows'])\n    for name in event['names']:\n        print(name, list(rows))",
     ["P144"]),
    (ROWS + "(row for row in event['rows'])\n    for name in event['names']:\n        if name == 'a':\n"
     "            print(name, list(rows))\n            break", []),
    (ROWS + "(row for row in event['rows'])\n    first = next(rows)\n    return [first, list(rows)]", []),
    (ROWS + "(row for row in event['rows'])\n    for row in rows:\n        if row:\n            break\n"
     "    return list(rows)", []),
])

test_a_group_and_a_stream_are_read_once = finds([
    ("from itertools import groupby\n\n\ndef handler(event, context):\n    found = []\n"
     "    for name, group in groupby(sorted(event['rows']), key=len):\n"
     "        found.append([name, len(list(group)), list(group)])\n    return found", ["P144"]),
    ("from itertools import groupby\n\n\ndef handler(event, context):\n    found = []\n"
     "    for name, group in groupby(sorted(event['rows']), key=len):\n        found.append([name, list(group)])\n"
     "    return found", []),
    ("from itertools import groupby\n\n\ndef handler(event, context):\n    found = []\n"
     "    for name, group in groupby(sorted(event['rows']), key=len):\n        group = list(group)\n"
     "        found.append([name, len(group), group])\n    return found", []),
    ("from itertools import groupby\n\n\ndef handler(event, context):\n    found = []\n"
     "    for name, group in groupby(sorted(event['rows']), key=len):\n        found.append(sum(group))\n"
     "        print(max(group))\n    return found", ["P144"]),
    ("def handler(event, context):\n"
     "    page = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body']\n"
     "    print(len(page.read()))\n    return page.read().decode()", ["P144"]),
    ("def handler(event, context):\n"
     "    page = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body']\n"
     "    return page.read().decode()", []),
    ("def handler(event, context):\n"
     "    page = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body']\n"
     "    page = page.read()\n    print(len(page))\n    return page.decode()", []),
    ("def handler(event, context):\n"
     "    page = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body']\n"
     "    return page.read(10) + page.read(10)", []),
    ("def handler(event, context):\n"
     "    page = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body']\n"
     "    data = page.read()\n    return [data.decode(), len(data)]", []),
])

test_a_group_is_read_once_by_functions_too = finds([
    (GROUPS + "seats'] for row in rows]\n\n\ndef pages():\n"
     "    yield from boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).query(IndexName='by_day',"
     " KeyConditionExpression=Key('day').eq('a'))['Items']\n\n\ndef handler(event, context):\n    found = []\n"
     "    rows = sorted(pages(), key=lambda row: row['sk'])\n"
     "    for name, group in groupby(rows, key=lambda row: row['sk']):\n"
     "        found.append([as_csv(group), sum(1 for row in group)])\n    return str(found)", ["P144"]),
    (GROUPS + "seats'] for row in rows]\n\n\ndef pages():\n"
     "    yield from boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).query(IndexName='by_day',"
     " KeyConditionExpression=Key('day').eq('a'))['Items']\n\n\ndef handler(event, context):\n    found = []\n"
     "    rows = sorted(pages(), key=lambda row: row['sk'])\n"
     "    for name, group in groupby(rows, key=lambda row: row['sk']):\n        group = list(group)\n"
     "        found.append([as_csv(group), len(group)])\n    return str(found)", []),
    (GROUPS + "seats'] for row in rows]\n\n\ndef pages():\n"
     "    yield from boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).query(IndexName='by_day',"
     " KeyConditionExpression=Key('day').eq('a'))['Items']\n\n\ndef handler(event, context):\n    found = []\n"
     "    rows = sorted(pages(), key=lambda row: row['sk'])\n"
     "    for name, group in groupby(rows, key=lambda row: row['sk']):\n        found.append(as_csv(group))\n"
     "    return str(found)", []),
    (GROUPS + "vehicle'] for row in rows]\n\n\ndef pages():\n"
     "    yield from boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).query(IndexName='by_day',"
     " KeyConditionExpression=Key('day').eq('a'))['Items']\n\n\ndef handler(event, context):\n    found = []\n"
     "    rows = sorted(pages(), key=lambda row: row['sk'])\n"
     "    for name, group in groupby(rows, key=lambda row: row['sk']):\n        found.append(as_csv(list(group)))\n"
     "    return str(found)", ["P341"]),
    (GROUPS + "seats'] for row in rows]\n\n\ndef pages():\n"
     "    yield from boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).query(IndexName='by_day',"
     " KeyConditionExpression=Key('day').eq('a'))['Items']\n\n\ndef handler(event, context):\n    found = []\n"
     "    rows = sorted(pages(), key=lambda row: row['sk'])\n"
     "    for name, group in groupby(rows, key=lambda row: row['sk']):\n        found.append(as_csv(list(group)))\n"
     "    return str(found)", []),
], tables="{demo: {indexes: {by_day: {key: {day: string}, projection: [seats]}}}}")

STORED = "def handler(event, context):\n" \
    "    page = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body']\n    p"

test_a_stream_is_read_once_also_under_its_name = finds([
    (STORED + "rint(len(page.read()))\n    page = page.read()\n    return page.decode()", ["P144"]),
    (STORED + "age = page.read()\n    return page.decode()", []),
])
