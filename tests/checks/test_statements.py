"""Statements without the effect that they seem to have: results that are None, dropped values, weak conditions, single rounds."""
from tests.fixtures.checks import finds

DAY = "infra:\n  endpoint: {method: GET, path: '/days/{day}', api: public}\n---\nimport re\n" \
    "DAY = re.compile(r'(\\d+)-(\\d+)')\n\n\ndef handler(event, context):\n" \
    "    day = event['pathParameters']['day']\n    "

test_a_method_that_changes_its_list_returns_none = finds([
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

test_a_request_need_not_match = finds([
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

HTTP = "import json\n\n\ndef reply(status, body):\n    response = {'statusCode': status, 'body': json.dumps(body)}\n" \
    "    return response\n\n\ndef missing():\n    return reply(404, {})\n\n\ndef abort(status):\n" \
    "    raise ValueError(status)\n\n\ndef store(table, row):\n    table.put_item(Item=row)\n" \
    "    return {'statusCode': 200}\n"
FILES = {"lambdas/common/__init__.py": "", "lambdas/common/http.py": HTTP}
BODY = "def handler(event, context):\n    name = str(event['name'])\n    %s\n    return name"

test_a_response_of_another_module_is_returned = finds(({"a": code, **FILES}, ids) for code, ids in [
    ("from lambdas.common import http\n\n\ndef handler(event, context):\n    if not event:\n        http.reply(404, {})\n"
     "    return http.reply(200, {})", ["P158"]),
    ("from lambdas.common.http import missing\n\n\ndef handler(event, context):\n    if not event:\n        missing()\n"
     "    return missing()", ["P158"]),
    ("from lambdas.common.http import missing\n\n\ndef handler(event, context):\n    if not event:\n"
     "        return missing()\n    return {'statusCode': 200}", []),
    ("from lambdas.common.http import abort, store\n\n\ndef handler(event, context):\n    if not event:\n"
     "        abort(404)\n    store(table, {'pk': 'a', 'sk': 'b'})\n    return {'statusCode': 200}", [])])

test_a_statement_has_an_effect = finds((BODY % statement, ids) for statement, ids in [
    ("{'statusCode': 404}", ["P158"]),
    ("ValueError('no name')", ["P158"]),
    ("name == 'b'", ["P158"]),
    ("name.strip()", ["P158"]), ("name + 'b'", ["P158"]), ("name += 'b'", []), ("event['a'] | event['b']", []),
    ("name.replace('a', 'b')", ["P158"]),
    ("sorted(event['names'])", ["P158"]),
    ("name = name.strip()", []),
    ("try:\n        event['name'].strip()\n    except AttributeError:\n        return None", []),
    ("try:\n        name == event['other']\n    except KeyError:\n        return None", []),
    ("try:\n        {'statusCode': 404}\n    except KeyError:\n        return None", ["P158"]),
    ("event['cache'].replace('a', 'b')", []),
    ("os.replace('/tmp/a', '/tmp/b')", []),
    ("print({'statusCode': 404})", []),
    ("int(name)", []),
    ("json.loads(name)", []),
    ("event['parts'].sort()", []),
    ("event.get('names', []).append(name)", [])])


def test_a_time_with_another_zone_is_kept(finding_ids):
    code = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n    now = datetime.utcnow()\n" \
        "    %snow.replace(tzinfo=timezone.utc)\n    return str(now)"
    assert [finding_ids(code % start) for start in ("", "now = ")] == [["P158"], []]


READ = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item')\n"
CLIENT = "s3 = boto3.client('s3')\n\n\ndef is_open(row):\n    return bool(row)\n\n\ndef handler(event, context%s):\n    "
USE = "%s\n    print(s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a'), is_open(event))"

test_a_condition_decides_something = finds([
    (READ + "if not table:\n    return None\nreturn row or {}", ["P154"]),
    (READ + "if table is None:\n    return None\nreturn row or {}", ["P154"]),
    (READ + "if not row:\n    return None\nreturn row['size']", []),
    (CLIENT % "" + USE % "if s3 and event:\n        print('open')", ["P154"]),
    (CLIENT % "" + USE % "size = 1 if is_open else 2\n    print(size)", ["P154"]),
    (CLIENT % "" + USE % "if is_open(event):\n        print('open')", []),
    (CLIENT % ", is_open=None" + (USE % "if is_open:\n        print('open')").replace("is_open(event)", "is_open"), []),
    ("client = None\n\n\ndef handler(event, context):\n    global client\n    if client is None:\n"
     "        client = boto3.client('s3')\n    print(client)", []),
    ("try:\n    from orjson import dumps\nexcept ImportError:\n    dumps = None\n\n\ndef handler(event, context):\n"
     "    return dumps(event) if dumps else None", [])])

test_the_code_after_a_log_reads_no_absent_value = finds([
    ("if row is None:\n    print('no row')\nreturn row['size']", ["P155"]),
    ("if not row:\n    print('no row')\nsize = 5\nreturn {'size': size, 'row': row['size']}", ["P155"]),
    ("if row is None:\n    print('no row')\nprint(f\"{row['size']}\")", ["P155"]),
    ("if row is None:\n    print('no row')\n    return None\nreturn row['size']", []),
    ("if row is None:\n    print('no row')\n    row = {'size': 1}\nreturn row['size']", []),
    ("if row is None:\n    print('no row')\nrow = row or {'size': 1}\nreturn row['size']", []),
    ("if row is None:\n    print('no row')\nelse:\n    print(row['size'])", []),
    ("if row is None:\n    print('no row')\nreturn row and row['size']", []),
    ("rows = event.get('rows')\nif not rows:\n    print('no rows')\nrows.append(1)\nreturn rows", []),
    ("if row is None:\n    print('no row')\ntry:\n    return row['size']\nexcept TypeError:\n    return 0", [])],
    app=lambda code: READ + code, only=["P155"])

TEXT_BODY = "def handler(event, context):\n    id, row = event['id'], event['row']\n    print(id, row)\n    "
FILL = "def fill(text, values):\n    return ''.join(values.get(part, part) for part in text.split())\n\n\n"

test_a_text_with_names_is_formatted = finds([
    (TEXT_BODY + "return '\\n'.join([\"{row['a']} to {row['b']}\", f'{row}'])", ["P159"]),
    (TEXT_BODY + "raise ValueError('no order {id}')", ["P159"]),
    (TEXT_BODY + "return {'to': row['mail'], 'id': id, 'lines': [\"Order {row['a']} {id}.\"]}", ["P159"]),
    (TEXT_BODY + "text = \"Order {row['a']}\"\n    table.put_item(Item={'pk': '{}'.format(id), 'sk': text})", ["P159"]),
    (TEXT_BODY + "return {'row': row, 'text': 'Order {row[a]}'}", []),
    (TEXT_BODY + "raise ValueError('no order %s', id)", ["P159"]),
    (TEXT_BODY + "return {'statusCode': 404, 'body': 'no order {id}'}", ["P159"]),
    (TEXT_BODY + "table.put_item(Item={'pk': 'order#{id}', 'sk': 'a'})", ["P159"]),
    (TEXT_BODY + "pk = 'order#{id}'\n    table.put_item(Item={'pk': pk, 'sk': 'a'})", ["P159"]),
    (TEXT_BODY + "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='a/{id}.txt', Body=b'')", ["P159"]),
    (TEXT_BODY + "raise ValueError(f'no order {id}')", []),
    (TEXT_BODY + "raise ValueError('no order %s' % id)", []),
    (TEXT_BODY + "return event['resource'] in ('/orders/{id}', 'orders {id}')", []),
    (TEXT_BODY + "return {'GET /orders/{id}': 1, 'orders {id}': 2}[event['route']]", []),
    (TEXT_BODY + "path = 'orders/{id}'\n    return path", []),
    (TEXT_BODY + "text = 'Order {id}'\n    return text.format(id=id)", []),
    (TEXT_BODY + "return 'Order {id}'.format_map({'id': id})", []),
    (FILL + TEXT_BODY + "values = {'{id}': id}\n    return fill('Order {id} is here', values)", []),
    (FILL + TEXT_BODY + "text = 'Order {id} is here'\n    return fill(text, {'{id}': id})", []),
    (TEXT_BODY + "return {'InputTemplate': 'order {id}', 'InputPathsMap': {'id': '$.id', 'b': id}}", []),
    (TEXT_BODY + "return 'query { order { id } }', 'mutation {order{id}}', 'a ${id}', 'a {{id}}', '{id}'", []),
    (TEXT_BODY + "return re.match(r'\\d{row}', id)".replace("re.", "__import__('re')."), []),
    (TEXT_BODY + "return 'Dear {name}'", [])])

test_a_loop_has_a_second_round = finds([
    ("for row in event['rows']:\n    if row['a']:\n        return row\n    return None", ["P160"]),
    ("for row in event['rows']:\n    name = row['a'].upper()\n    if name == 'A':\n        return name, 5\n"
     "    return None, None", ["P160"]),
    ("total = 0\nfor row in event['rows']:\n    total += row['a']\n    return total", ["P160"]),
    ("rows = []\nfor row in event['rows']:\n    rows.append(row)\n    return {'rows': rows}", ["P160"]),
    ("for row in event['rows']:\n    if row['a']:\n        return row\nreturn None", []),
    ("for row in event['rows']:\n    return row\nreturn None", []),
    ("for row in event['rows']:\n    if not row:\n        continue\n    if row['a']:\n        return row\n    return None",
     []),
    ("for row in event['rows']:\n    if row['a']:\n        return None\n    return row['b']", []),
    ("for row in event['rows']:\n    if row['a']:\n        break\n    if row['b']:\n        return row\n    return None",
     []),
    ("for attempt in range(3):\n    try:\n        return event['a']\n    except KeyError:\n        print(attempt)\n"
     "return None", []),
    ("for row in event['rows']:\n    for part in row:\n        if part:\n            return part\nreturn None", [])])
