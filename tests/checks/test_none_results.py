"""Results that are None: of methods that change their object, and of patterns that do not match."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

DAY = "infra:\n  endpoint: {method: GET, path: '/days/{day}', api: public}\n---\nimport re\n" \
    "DAY = re.compile(r'(\\d+)-(\\d+)')\n\n\ndef handler(event, context):\n" \
    "    day = event['pathParameters']['day']\n    "


@cases("code, expected", [
    ("rows = list(event['rows'])\nreturn {'rows': rows.reverse()}", ["P141"]),
    ("rows = sorted(event['rows'])\nrows = rows.reverse()\nreturn {'rows': rows}", ["P141"]),
    ("rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items'].sort(key=lambda row: row['sk'])\n"
     "return {'rows': rows}", ["P141"]),
    ("rows = [1, 2]\nfor row in rows.sort():\n    print(row)", ["P141"]),
    ("rows = []\nfor row in event['rows']:\n    rows = rows.append(row)\nreturn rows", ["P141"]),
    ("rows = []\nfor row in event['rows']:\n    rows.append(row)\nreturn rows", []),
    ("rows = {}\nrows = rows.update(event['rows'])\nreturn rows", ["P141"]),
    ("rows = set().add(1)\nreturn rows", ["P141"]),
    ("rows = []\nlist(map(lambda row: rows.append(row), event['rows']))\nreturn rows", []),
    ("seen = set()\nreturn [row for row in event['rows'] if not (row in seen or seen.add(row))]", []),
    ("import random\n\n\ndef handler(event, context):\n    rows = list(event['rows'])\n"
     "    rows = random.shuffle(rows)\n    return rows", ["P141"]),
    ("import random\n\n\ndef handler(event, context):\n    rows = list(event['rows'])\n"
     "    random.shuffle(rows)\n    return rows", []),
    ("rows = []\nif event['a']:\n    return rows.append(1)\nreturn None", []),
    ("class Log:\n    def append(self, row):\n        return row\n\n\ndef handler(event, context):\n"
     "    log = Log()\n    return {'a': log.append(1)}", []),
    ("rows = []\nrows = event['frame']\nreturn {'a': rows.append(1)}", []),
    ("def add(rows):\n    return {'a': rows.append(1)}\n\n\ndef handler(event, context):\n"
     "    return add(event['a'])", []),
    ("names = {1}\nnames = names.update(event['a'])\nreturn list(names)", ["P141"]),
    ("rows = [1, 2]\nreturn json.dumps(rows.reverse())", ["P141"]),
    ("rows = [1, 2]\nreturn rows.sort()[0]", ["P141"]),
    ("def handler(event, context):\n    def add():\n        rows = []\n        rows = rows.append(1)\n"
     "        return rows\n    return add()", ["P141"]),
])
def test_a_method_that_changes_its_list_returns_none(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (DAY + "value = re.match(r'(\\d+)', day).group(1)\n    return {'statusCode': 200, 'body': value}", ["P142"]),
    (DAY + "value = re.match(r'(\\d+)', day)[1]\n    return {'statusCode': 200, 'body': value}", ["P142"]),
    (DAY + "value = DAY.fullmatch(day).group(1)\n    return {'statusCode': 200, 'body': value}", ["P142"]),
    (DAY + "match = DAY.search(day)\n    value = match.group(1)\n    return {'statusCode': 200, 'body': value}",
     ["P142"]),
    (DAY + "match = DAY.search(day)\n    value = match.group(1) if match else ''\n"
     "    return {'statusCode': 200, 'body': value}", []),
    (DAY + "match = DAY.search(day)\n    if not match:\n        return {'statusCode': 400}\n"
     "    value = match.group(1)\n    return {'statusCode': 200, 'body': value}", []),
    (DAY + "match = DAY.search(day)\n    if match is None:\n        return {'statusCode': 400}\n"
     "    value = match.group(1)\n    return {'statusCode': 200, 'body': value}", []),
    (DAY + "value = ''\n    if (match := DAY.search(day)):\n        value = match.group(1)\n"
     "    return {'statusCode': 200, 'body': value}", []),
    (DAY + "if not DAY.match(day):\n        return {'statusCode': 400}\n    value = DAY.match(day).group(1)\n"
     "    return {'statusCode': 200, 'body': value}", []),
    (DAY + "value = re.match(r'(\\d*)', day).group(1)\n    return {'statusCode': 200, 'body': value}", []),
    (DAY + "value = re.search('(.*)$', day).group(1)\n    return {'statusCode': 200, 'body': value}", []),
    (DAY + "try:\n        value = DAY.match(day).group(1)\n    except AttributeError:\n"
     "        return {'statusCode': 400}\n    return {'statusCode': 200, 'body': value}", []),
    (DAY + "if day not in ('1-2', '1-3'):\n        return {'statusCode': 400}\n"
     "    value = DAY.match(day).group(1)\n    return {'statusCode': 200, 'body': value}", []),
    (DAY + "value = re.search(r'function:(.*)', context.invoked_function_arn).group(1)\n"
     "    return {'statusCode': 200, 'body': value}", []),
    (DAY + "value = re.sub(r'(\\d+)', '', day)\n    return {'statusCode': 200, 'body': value}", []),
    (DAY + "value = DAY.sub('', day) + ''.join(DAY.findall(day)[0])\n"
     "    return {'statusCode': 200, 'body': value}", []),
    ("infra:\n  endpoint: {method: POST, path: '/days/{day}', api: public}\n---\nimport re\n"
     "DAY = re.compile(r'(\\d+)-(\\d+)')\n\n\ndef handler(event, context):\n"
     "    day = event['pathParameters']['day']\n"
     "    value = DAY.match(json.loads(event['body'])['day']).group(1) + day\n"
     "    return {'statusCode': 200, 'body': value}", ["P142"]),
    (DAY + "value = DAY.match((event.get('queryStringParameters') or {}).get('day', '')).group(1) + day\n"
     "    return {'statusCode': 200, 'body': value}", ["P142"]),
    ("import re\n\n\ndef handler(event, context):\n    return re.match('a(b)', event['text']).group(1)", []),
    ("import re\n\n\ndef handler(event, context):\n    found = re.match('a(b)', event['text'])\n"
     "    return found.group(1) if found else ''", []),
    ("import re\n\n\ndef handler(event, context):\n    found = re.match('a(b)', event['text'])\n"
     "    return found.group(1)", []),
])
def test_a_request_need_not_match(code, expected, finding_ids):
    assert finding_ids(code) == expected
