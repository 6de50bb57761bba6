"""Bugs between lambdas, and between code and settings, that apps written without sight of the checks had, beside similar right code."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

DECIDE = "infra:\n  endpoint:\n    method: PUT\n    path: /a\n    api: public\n    schema: {type: object, required: [decision], properties: {decision: " \
    "{enum: [approved, declined]}}}\n---\nresponse = boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['DEMO_BUS'], " \
    "'Source': 'demo.a', 'DetailType': 'Decided', 'Detail': json.dumps({'decision': json.loads(event['body'])['decision']})}])\n" \
    "if response['FailedEntryCount']:\n    raise RuntimeError(response['Entries'])\nreturn {'statusCode': 200}"
RULE = "infra:\n  events:\n  - name: decided\n    topic: Decided\n    pattern: {decision: [%s]}\n---\nprint(event['detail'])"
ENUMS = [
    ({"a": DECIDE, "b": RULE % "accepted"}, ["P801"]), ({"a": DECIDE, "b": RULE % "approved"}, []), ({"a": DECIDE, "b": RULE % "{anything-but: [declined]}"}, []),
    ({"a": DECIDE, "b": RULE % "{prefix: dec}"}, []), ({"a": DECIDE.replace("{enum: [approved, declined]}", "{type: string}"), "b": RULE % "accepted"}, []),
    ({"a": DECIDE, "b": RULE % "accepted", "c": RULE % "approved"}, ["P802"]),
]
SCHEDULE = "target = json.loads(os.environ['DEMO_B_SCHEDULE'])\nboto3.client('scheduler').create_schedule(Name='a', GroupName=target['GroupName'], " \
    "ScheduleExpression='at(2099-01-01T00:00:00)', FlexibleTimeWindow={'Mode': 'OFF'}, Target={**target['Target'], 'Input': json.dumps(%s)})"
INVOKE = "boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'], InvocationType='Event', Payload=json.dumps(%s))"
READ = "print(event['number'])"
SCHEDULES = [
    ({"a": SCHEDULE % "{'episode': 1}", "b": READ}, ["P820"]), ({"a": SCHEDULE % "{'number': 1}", "b": READ}, []), ({"a": SCHEDULE % "event", "b": READ}, []),
    ({"a": SCHEDULE % "{'episode': 1}", "b": "infra:\n  timer: {rate: 1 day}\n---\n" + READ}, []),
    ({"a": SCHEDULE % "{'number': 1}", "b": READ, "c": INVOKE % "{'episode': 1}"}, ["P820"]),
    ({"a": SCHEDULE % "{'number': 1}", "b": READ, "c": INVOKE % "{'number': 1}"}, []),
]
WRITE = "table.put_item(Item={'pk': event['id'], 'sk': 'a', 'state': 'draft'})\n" \
    "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #s = :s', ExpressionAttributeNames={'#s': 'state'}, ExpressionAttributeValues={':s': %s})"
QUERY = "infra:\n  indexes: [{name: state, type: S, table: demo}]\n---\nreturn table.query(IndexName='state-index', KeyConditionExpression=Key('state').eq(%s))['Count']"
STATES = [
    ({"a": QUERY % "'public'", "b": WRITE % "'published'"}, ["P834"]), ({"a": QUERY % "'published'", "b": WRITE % "'published'"}, []),
    ({"a": QUERY % "'archived'", "b": WRITE % "'published'"}, []), ({"a": QUERY % "'public'", "b": WRITE % "event['state']"}, []),
    ({"a": QUERY % "event['state']", "b": WRITE % "'published'"}, []),
]
UPLOADED = "infra:\n  events:\n  - {name: uploaded, source: {type: bucket, name: demo}, topic: Object Created, prefix: raw/}\n---\nprint(event['detail'])"
SIGNED = "return boto3.client('s3').generate_presigned_url('put_object', Params={'Bucket': os.environ['DEMO_BUCKET'], 'Key': f\"%s/{event['name']}\"})"
LISTED = "return boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'], Prefix='%s').get('Contents', [])"
UPLOADS = [
    ({"a": SIGNED % "uploads", "b": UPLOADED}, ["P835"]), ({"a": SIGNED % "raw", "b": UPLOADED}, []), ({"a": SIGNED % "uploads", "b": UPLOADED.replace(", prefix: raw/", "")}, []),
    ({"a": SIGNED % "uploads", "b": UPLOADED, "c": LISTED % "uploads/"}, []), ({"a": SIGNED % "uploads", "b": UPLOADED, "c": SIGNED % "raw"}, []),
    ({"a": SIGNED.replace("put_object", "get_object") % "uploads", "b": UPLOADED}, []),
]

test_flows = finds([*ENUMS, *SCHEDULES, *STATES, *UPLOADS], "flow_ids")

CACHE = "KEPT = {}\n\n\ndef handler(event, context):\n    name = event['name']\n    if name not in KEPT:\n" \
    "        rows = table.query(KeyConditionExpression=Key('pk').eq(name), Limit=1)['Items']\n        KEPT[name] = %s\n    return KEPT[name]"
RATES = {"b": "table.put_item(Item={'pk': event['id'], 'sk': 'a', 'rate': 5})"}
NEGATIVE = "rows[0]['rate'] if rows else None"
CACHES = [
    ({"a": CACHE % NEGATIVE, **RATES}, ["P130"]), ({"a": CACHE % NEGATIVE}, []), ({"a": CACHE % f"({NEGATIVE}, time.time())", **RATES}, []),
    ({"a": (CACHE % NEGATIVE).replace("    name =", "    KEPT.clear()\n    name ="), **RATES}, []),
    ({"a": CACHE.replace("KEPT = {}\n\n\n", "").replace("    name =", "    KEPT = {}\n    name =") % NEGATIVE, **RATES}, []),
]
NOTE = "infra:\n  endpoint: {method: GET, path: '/a/{id}', api: public}\n---\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass Note:\n    title: str\n\n\n" \
    "def load(id):\n    row = table.get_item(Key={'pk': id, 'sk': 'note'}).get('Item')\n    return Note(title=row['title']) if row else None\n\n\n" \
    "def handler(event, context):\n    id = event['pathParameters']['id']\n    %snote = load(id)\n%s    return {'statusCode': 200, 'body': note.title}"
UPDATE = "table.update_item(Key={'pk': id, 'sk': 'note'}, UpdateExpression='SET a = :a', ConditionExpression='attribute_exists(pk)', ExpressionAttributeValues={':a': 1})\n    "
WRITES = {"b": "table.put_item(Item={'pk': 'a', 'sk': 'note', 'title': 'b', 'a': 1})"}
OBJECTS = [
    ({"a": NOTE % ("", ""), **WRITES}, ["P325"]), ({"a": NOTE % ("", "    if note is None:\n        return {'statusCode': 404}\n"), **WRITES}, []),
    ({"a": NOTE % ("", "    if not note or note.title == 'x':\n        return {'statusCode': 404}\n"), **WRITES}, []), ({"a": NOTE % (UPDATE, ""), **WRITES}, []),
    ({"a": (NOTE % ("", "")).replace("return Note(title=row['title']) if row else None", "if not row:\n        raise KeyError(id)\n    return Note(title=row['title'])"), **WRITES}, []),
]
CHANGED = "infra:\n  events:\n  - {name: changed, source: {type: table, name: demo}, pattern: {diffKeys: [state]}%s}\n---\n" \
    "for record in event['detail']['records']:\n    print(record['newImage']['state'])"
IMAGES = [({"a": CHANGED % "", **RATES}, ["P402"]), ({"a": CHANGED % ", topic: MODIFY", **RATES}, []),
          ({"a": (CHANGED % "").replace("    print", "    if record['newImage']:\n        print"), **RATES}, [])]
AMOUNT = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema: {type: object, required: [amount], properties: {amount: {type: number}}}\n---\n" \
    "from dataclasses import asdict, dataclass\nfrom decimal import Decimal\n\n\n@dataclass\nclass Sum:\n    pk: str\n    sk: str\n    amount: Decimal\n\n\n" \
    "def handler(event, context):\n    body = json.loads(event['body']%s)\n    table.put_item(Item=asdict(Sum('a', 'b', Decimal(%s))))\n    return {'statusCode': 200}"
SUMS = [({"a": AMOUNT % ("", "body['amount']")}, ["P321"]), ({"a": AMOUNT % (", parse_float=Decimal", "body['amount']")}, []), ({"a": AMOUNT % ("", "str(body['amount'])")}, [])]
FILTERED = "query = {'KeyConditionExpression': Key('pk').eq('a'), 'FilterExpression': Attr('%s').eq('b')}\nif 'start' in event:\n    query['%s'] = event['start']\n" \
    "return table.query(**query)"
FILTERS = [({"a": FILTERED % ("sk", "ExclusiveStartKey")}, ["P306"]), ({"a": FILTERED % ("open", "ExclusiveStartKey")}, []), ({"a": FILTERED % ("sk", "IndexName")}, [])]


@cases("lambdas, expected", [*CACHES, *OBJECTS, *IMAGES, *SUMS, *FILTERS])
def test_lambdas(finding_ids, lambdas, expected):
    ids = [id_ for id_ in finding_ids(lambdas) if not id_.startswith("P8")]
    assert ids == expected


KEPT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='%s', Body=b'')"

test_prefixes_of_settings = finds([
    (KEPT % "raw/a", "/raw/", ["P614"]), (KEPT % "raw/a", "raw/", []), (KEPT % "/raw/a", "/raw/", []),
], app=lambda code, prefix: (code, {"buckets": f"{{demo: {{expire: {{after: 7 days, prefix: {prefix}}}}}}}"}))

ALARM = "infra:\n  topic: {}\n---\nreturn None"
POST = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n%s---\nrow = json.loads(event['body'])\n" \
    "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', Subject=%s)\n" \
    "return {'statusCode': 200}"
SCHEMA = "    schema: {type: object, required: [title], properties: {title: {type: string, maxLength: %s}}}\n"

test_a_subject_has_no_text_without_a_limit = finds(
    ({"alarm": ALARM, "a": POST % (schema, value)}, expected) for schema, value, expected in [
    ("", "f\"New: {row['title']}\"", ["P209"]), ("", "row['title']", ["P209"]), ("", "f\"New: {row['id']}\"", []),
    ("", "f\"New: {row['title'][:50]}\"", []), (SCHEMA % 40, "f\"New: {row['title']}\"", []),
    (SCHEMA % 98, "f\"New: {row['title']}\"", ["P209"]),
    (SCHEMA % "40}}, more: {title: {maxLength: long", "f\"New: {row['title']}\"", []),
    (SCHEMA % "40}}, items: {properties: {title: {maxLength: 98}", "f\"New: {row['title']}\"", ["P209"])])

PUT = "response = boto3.client('events').put_events(Entries=[{'Source': 'a', 'DetailType': 'B', 'Detail': '{}', " \
    "'EventBusName': os.environ['DEMO_BUS']}])\n"
LISTENER = "infra:\n  events:\n  - {name: b, topic: B}\n---\nreturn None"

test_a_log_of_failed_entries_sends_them_nowhere = finds(
    (({"a": PUT + code, "b": LISTENER}, expected) for code, expected in [
    ("print(response['Entries'])", ["P808"]), ("print(f\"{response['FailedEntryCount']} failed\")", ["P808"]),
    ("print(response.get('FailedEntryCount'))", ["P808"]), ("return response['FailedEntryCount']", []),
    ("if response['FailedEntryCount']:\n    raise RuntimeError(response['Entries'])", []),
    ("print(response['Entries'])\nassert not response['FailedEntryCount']", [])]), "flow_ids")

TOPIC = "infra:\n  topic: {filter: {attributes: {severity: [high]}}, subscribers: [ann@example.com]}\n---\nreturn None"
PUBLISH = "for severity in %s:\n    boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', " \
    "MessageAttributes={'severity': {'DataType': 'String', 'StringValue': severity}})"

test_a_filter_of_a_topic_with_subscribers_matches_some_message = finds((({"alarm": TOPIC, "a": PUBLISH % sent}, expected) for sent, expected in [("['urgent']", ["P828"]), ("['high']", []), ("['high', 'low']", []), ("event['all']", [])]), "flow_ids")

WRITER = "from dataclasses import asdict, dataclass\n\n\n@dataclass\nclass Ticket:\n    name: str\n" \
    "    agent: str | None = None\n\n\ndef handler(event, context):\n    ticket = Ticket(event['name'])\n" \
    "    item = {name: value for name, value in asdict(ticket).items() if value is not None}\n" \
    "    table.put_item(Item={'pk': f\"ticket#{event['id']}\", 'sk': 'ticket', **item})"
READ_TICKET = "row = table.get_item(Key={'pk': f\"ticket#{event['id']}\", 'sk': 'ticket'}).get('Item') or {}\nprint(row['%s'])"

test_the_attributes_of_an_object_without_its_nones = finds((({"a": WRITER, "b": READ_TICKET % name}, expected) for name, expected in [("name", []), ("nam", ["P823"])]), "flow_ids")

PAGE = "infra:\n  endpoint: {api: public, method: GET, path: /page}\n---\nreturn {'statusCode': 200, " \
    "'headers': {'content-type': 'text/html'}, 'body': \"<script>%s</script>\"}"
STARS = "infra:\n  endpoint: {api: public, routes: [POST /stars, 'GET /stars/{id}']}\n---\nreturn {'statusCode': 204}"

test_a_page_requests_a_route_of_the_api = finds(
    ({"a": PAGE % script, "stars": STARS}, expected) for script, expected in [
    ("fetch('/stars', {method: 'PUT'})", ["P524"]), ("fetch('/stars')", ["P524"]), ("fetch('/stars/5')", []),
    ("fetch('/stars', {method: 'POST', body: '{}'})", []), ("fetch('/stars', {...options})", []),
    ("fetch('/stars', {method: verb})", []), ("fetch('/other')", []), ("fetch('/page')", [])])
