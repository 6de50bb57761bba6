"""P162, P167, P168: the types of the event's parts, of AWS's responses and of tables' items, which ty gets."""
import ast

from checks import closed_classes, example, type_casts
from interpreter.sources import nodes_of
from tests.fixtures.cases import cases
from tests.fixtures.checks import OF_TYPES, problems_there

QUEUE, EVENTS = "infra:\n  queue: {}\n---\n", "infra:\n  events:\n  - {name: paid, topic: OrderPaid}\n---\n"
ENDPOINT = "infra:\n  endpoint: {method: POST, path: /a%d, api: public}\n---\n"
ROW = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n"
HEAD = "head = boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')\n"
LIST = "answer = boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'])\n"
BODY = "body = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body']\n"
EC2 = "answer = boto3.client('ec2').describe_instances()\n" \
    "for instance in [each for group in answer['Reservations'] for each in group['Instances']]:\n    print(%s)"
ITEM = "answer = boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': 'a'}, " \
    "'sk': {'S': 'b'}})\nreturn %s"
HELPER = EVENTS + "def total(%s):\n    return %s\n\n\ndef handler(event, context):\n    %s"
POWERTOOLS = """from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

processor = BatchProcessor(event_type=EventType.SQS)


def store(record):
    return len(record.message_id)


def handler(event, context):
    return process_partial_response(event=event, record_handler=store, processor=processor, context=context)"""

OF_RESPONSES = [
    ("return len(table.scan()['Count'])", ["P168"]), ("return len(table.scan()['Items'])", []),
    ("return [row for row in table.scan()['Count']]", ["P168"]), ("return int(table.scan()['Items'])", ["P168"]),
    ("rows = table.scan()['Items']\nrows += [1]\nreturn rows", []), ("rows = table.scan()['Items']\nrows += 1", ["P168"]),
    ("import asyncio\n\n\nasync def rows():\n    return table.scan()['Items']\n\n\nasync def main():\n"
     "    return await asyncio.create_task(rows())\n\n\ndef handler(event, context):\n    return asyncio.run(main())", []),
    ("return table.scan()['Items'] + 1", ["P168"]), ("return table.scan()['Items'] + []", []),
    ("seen = set()\nfor row in table.scan()['Items']:\n    seen.add(row)\nreturn len(seen)", ["P168"]),
    ("seen = set()\nfor row in table.scan()['Items']:\n    seen.add(row['pk'])\nreturn len(seen)", []),
    ("return len(set(table.scan()['Items']))", ["P168"]), ("return len({table.scan()['Count']})", []),
    (ROW + "return len({row})", ["P168"]), (ROW + "return row + {'a': 1}", ["P168"]), (ROW + "return row | {'a': 1}", []),
    (ROW + "return row.keys()[0]", ["P168"]), (ROW + "return [*row.keys()][0]", []),
    (ROW + "return row.items[0]", ["P168"]), (ROW + "return row[0]", ["P168"]), (ROW + "return row['total'] + 1", []),
    (ROW + "for key, value in row:\n    print(key, value)", ["P168"]),
    (ROW + "for key, value in row.items():\n    print(key, value)", []),
    (ROW + "return {key: value for key, value in row}", ["P168"]),
    (HEAD + "return len(head['ContentLength'])", ["P168"]), (HEAD + "return 'size ' + str(head['ContentLength'])", []),
    (HEAD + "return head['LastModified'] > '2026-01-01'", ["P168"]),
    (HEAD + "return head['LastModified'].isoformat() > '2026-01-01'", []),
    (LIST + "return 'a.txt' in answer['Contents']", ["P168"]),
    (LIST + "return 'a.txt' in [entry['Key'] for entry in answer['Contents']]", []),
    (LIST + "return {'Key': 'a.txt'} in answer['Contents']", []),
    (EC2 % "instance['State'] == 'running'", ["P168"]),
    ("answer = boto3.client('ec2').describe_instances()\nfor group in answer['Reservations']:\n"
     "    for instance in group['Instances']:\n        print(instance['State'] == 'running')", ["P168"]),
    ("answer = boto3.client('ec2').describe_instances()\nfor group in answer['Reservations']:\n"
     "    for instance in group['Instances']:\n        print(instance['State']['Name'] == 'running')", []),
    (BODY + "return body.read().split(',')", ["P167"]), (BODY + "return body.read().split(b',')", []),
    (BODY + "return [line.split(',') for line in body.iter_lines()]", ["P167"]),
    (BODY + "return [line.split(b',') for line in body.iter_lines()]", []),
    ("import re\n" + BODY + "return re.findall('a', body.read().decode())", []),
    ("payload = boto3.client('lambda').invoke(FunctionName=event['a'])['Payload'].read()\nreturn payload.split(',')",
     ["P167"]),
    ("for part in boto3.client('bedrock-runtime').converse_stream(modelId='a')['stream']:\n    print(part.get('a'))",
     []),
    (ITEM % "answer['Item']['total']['N'] + 1", ["P168"]), (ITEM % "int(answer['Item']['total']['N']) + 1", []),
    (ITEM % "'x' + answer['Item']['name']", ["P168"]), (ITEM % "'x' + answer['Item']['name']['S']", []),
]

OF_EVENTS = [
    (EVENTS + "return event['detail'] + 1", ["P168"]), (EVENTS + "return 'order ' + event['detail']", ["P168"]),
    (EVENTS + "return event['id'] * event['id']", ["P168"]), (EVENTS + "return event['id'] * 2", []),
    (EVENTS + "return event.get['detail']", ["P168"]), (EVENTS + "return event.get('detail')", []),
    (QUEUE + "os.environ['COUNT'] = len(event['Records'])", ["P168"]),
    (QUEUE + "os.environ['COUNT'] = str(len(event['Records']))", []),
    (EVENTS + "return event['detail']['order'] + 1", []), (EVENTS + "return event[0]", ["P168"]),
    (EVENTS + "return event['detail'][0]", ["P168"]), (EVENTS + "return event['detail']['orders'][0]", []),
    (EVENTS + "for key, value in event['detail']:\n    print(key, value)", ["P168"]),
    (QUEUE + "for at in range(event['Records']):\n    print(at)", ["P168"]),
    (QUEUE + "for at in range(len(event['Records'])):\n    print(at)", []),
    (QUEUE + "for at, record in event['Records']:\n    print(at, record)", ["P168"]),
    (QUEUE + "for at, record in enumerate(event['Records']):\n    print(at, record['body'])", []),
    (QUEUE + "for record, at in enumerate(event['Records']):\n    print(record['body'])", ["P168"]),
    (QUEUE + "for record in event:\n    print(record['body'])", ["P168"]),
    (QUEUE + "for key in event:\n    print(event[key])", []),
    (ENDPOINT % 1 + "return {'statusCode': 200, 'body': str(int(event['headers']))}", ["P168"]),
    (ENDPOINT % 2 + "if isinstance(event['body'], str):\n    body = json.loads(event['body'])\nelse:\n    "
     "body = event['body'].items()\nreturn {'statusCode': 200, 'body': json.dumps(body)}", []),
    ("if isinstance(event, str):\n    event = json.loads(event)\nreturn event['a']", []),
    (QUEUE + "event = event['Records'][0]['body']\nreturn event.split(',')", []),
    (QUEUE + POWERTOOLS, []),
]

KINESIS = "infra:\n  kinesis: {stream: demo}\n---\nimport base64\n" \
    "for record in event['Records']:\n    data = base64.b64decode(record['kinesis']['data'])%s\n    print(%s)"
OF_BYTES = [
    (KINESIS % ("", "data.split(',')"), ["P167"]), (KINESIS % ("", "data.decode().split(',')"), []),
    (KINESIS % (".decode()", "data.split(',')"), []), (KINESIS % (".decode()", "data.decode()"), ["P167"]),
    (KINESIS % ("", "json.loads(data)['a']"), []),
]
OF_PARAMETERS = [
    (HELPER % ("record", "record + 1", "return total(event)"), ["P168"]),
    (HELPER % ("record", "len(record)", "return total(event)"), []),
    (HELPER % ("record", "record + 1", "return [total(event), total(3)]"), []),
    (HELPER % ("record=None", "record or 1", "return total()"), []),
    (HELPER % ("record: int", "record + 1", "return total(event)"), []),
]

WRITER = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'n': 5, 't': 'x', 'l': ['x'], 'm': {'a': 1}, 's': {'x'}, 'ok': True})\n" \
    "row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\nreturn str(%s)"
OF_ROWS = [(WRITER % code, expected) for code, expected in [
    ("datetime.timedelta(days=row['n'])", ["P168"]), ("datetime.timedelta(days=int(row['n']))", []),
    ("datetime.datetime.fromtimestamp(row['n'])", ["P168"]), ("datetime.datetime.fromtimestamp(float(row['n']))", []),
    ("[*range(row['n'])]", ["P168"]), ("[*range(int(row['n']))]", []), ("'-' * row['n']", ["P168"]),
    ("'abc'[:row['n']]", ["P168"]), ("row['n'] * 2 + row['n']", []), ("round(row['n'], 2)", []),
    ("sum([row['n'], 1]) + max(row['n'], 5)", []), ("f\"{row['n']:.2f}\"", []), ("row['n'] == '5'", ["P168"]),
    ("row['n'] == 5", []), ("row['n'].quantize(row['n'])", []), ("len(row['n'])", ["P168"]),
    ("row['n'].split(',')", ["P168"]), ("row['t'] + 1", ["P168"]), ("row['t'] + 'a'", []), ("row['t']['a']", ["P168"]), ("row['t'].split(',')", []),
    ("row['l'].split(',')", ["P168"]), ("row['l'] + ['y']", []), ("','.join(row['l'])", []), ("row['l']['a']", ["P168"]),
    ("json.dumps(row['s'])", ["P168"]), ("json.dumps(sorted(row['s']))", []), ("row['s'][0]", ["P168"]),
    ("row['s'] | {'y'}", []), ("row['m']['a']", []), ("json.loads(row['m'])", ["P168"]), ("row['ok'] == 'true'", ["P168"]),
    ("row['ok'] is True", []), ("row['other'] + 1", []), ("row.get('t', 5) + 1", []),
    ("row['pk'] + 1", ["P168"]), ("row['sk'].split('#')", [])]]
CHANGED = [
    (WRITER % "None" + "\nrow['n'] = str(row['n'])\nreturn row['n'].split(',')", []),
    ("for row in table.scan()['Items']:\n    print(row['n'].split(','))", ["P168"]),
]


def test_ty_gets_the_types_of_attributes(folder):
    """Each type is that of all writes of the app: one app has all cases, which write the same types."""
    rows = OF_ROWS + CHANGED
    texts = {f"lambdas/c{at}/index.py": example.index("import datetime\n" + code) for at, (code, _ids) in enumerate(rows)}
    actual = {path: [] for path in texts}
    for problem in problems_there(folder, texts, OF_TYPES):
        actual[problem.path].append(problem.message[1:5])
    assert [(code, ids) for (code, expected), ids in zip(rows, actual.values()) if ids != expected] == []


def test_an_attribute_with_several_types_or_an_unknown_writer_has_none(folder):
    two = {"lambdas/a/index.py": example.index(WRITER % "row['n'].split(',')"),
           "lambdas/b/index.py": example.index("table.put_item(Item={'pk': 'a', 'sk': 'c', 'n': 'five'})")}
    unknown = {**two, "lambdas/b/index.py": example.index("table.put_item(Item=event)")}
    for texts in (two, unknown):
        assert problems_there(folder, texts, OF_TYPES) == []


def test_ty_gets_the_types_of_data(folder):
    """One app has all cases, as ty is a process for each app."""
    rows = OF_RESPONSES + OF_EVENTS + OF_BYTES + OF_PARAMETERS
    texts = {f"lambdas/c{at}/index.py": example.index(code) for at, (code, _ids) in enumerate(rows)}
    actual = {path: [] for path in texts}
    for problem in problems_there(folder, texts, OF_TYPES):
        actual[problem.path].append(problem.message[1:5])
    assert [(code, ids) for (code, expected), ids in zip(rows, actual.values()) if ids != expected] == []


@cases("text, expected", [
    ("def f(x):\n    return x[0]\n", 'def f(x):\n    return pareto_types.cast("str", x[0])\n\nimport pareto_types\n'),
    ("#!/bin/python\n@g\ndef f(x):\n    return x[0]\n",
     'import pareto_types; #!/bin/python\n@g\ndef f(x):\n    return pareto_types.cast("str", x[0])\n'),
    ('y = "\u00e9" + x["\u00e9"][0]\n',
     'import pareto_types; y = "\u00e9" + pareto_types.cast("str", pareto_types.cast("str", x["\u00e9"])[0])\n'),
    ("y = (x[\n    0])\n", 'import pareto_types; y = (pareto_types.cast("str", x[\n    0]))\n'),
    ("y = f'{x[0]}'\n", "y = f'{x[0]}'\n"), ("y = isinstance(x[0], str) or x[0]\n", "y = isinstance(x[0], str) or x[0]\n"),
    ("y = x" + "[0]" * 250 + "\n", "y = x" + "[0]" * 250 + "\n"), ("x[0] = 1\n", "x[0] = 1\n"),
])
def test_types_change_no_line(text, expected):
    tree = ast.parse(text)
    types = {type_casts.span(node): "str" for node in nodes_of(tree, ast.Subscript)}
    assert type_casts.with_types(text, tree, types, closed_classes.own_names([]))[0] == expected
