"""Faults between the parts of an app: subjects of SNS, failed entries, filters of a topic with subscribers, items from a
filtered mapping, and pages that request a route."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

ALARM = "infra:\n  topic: {}\n---\nreturn None"
POST = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n%s---\nrow = json.loads(event['body'])\n" \
    "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', Subject=%s)\n" \
    "return {'statusCode': 200}"
SCHEMA = "    schema: {type: object, required: [title], properties: {title: {type: string, maxLength: %s}}}\n"


@cases("schema, value, expected", [
    ("", "f\"New: {row['title']}\"", ["P209"]), ("", "row['title']", ["P209"]), ("", "f\"New: {row['id']}\"", []),
    ("", "f\"New: {row['title'][:50]}\"", []), (SCHEMA % 40, "f\"New: {row['title']}\"", []),
    (SCHEMA % 98, "f\"New: {row['title']}\"", ["P209"]),
    (SCHEMA % "40}}, more: {title: {maxLength: long", "f\"New: {row['title']}\"", []),
    (SCHEMA % "40}}, items: {properties: {title: {maxLength: 98}", "f\"New: {row['title']}\"", ["P209"])])
def test_a_subject_has_no_text_without_a_limit(schema, value, expected, finding_ids):
    assert finding_ids({"alarm": ALARM, "a": POST % (schema, value)}) == expected


PUT = "response = boto3.client('events').put_events(Entries=[{'Source': 'a', 'DetailType': 'B', 'Detail': '{}', " \
    "'EventBusName': os.environ['DEMO_BUS']}])\n"
LISTENER = "infra:\n  events:\n  - {name: b, topic: B}\n---\nreturn None"


@cases("code, expected", [
    ("print(response['Entries'])", ["P808"]), ("print(f\"{response['FailedEntryCount']} failed\")", ["P808"]),
    ("print(response.get('FailedEntryCount'))", ["P808"]), ("return response['FailedEntryCount']", []),
    ("if response['FailedEntryCount']:\n    raise RuntimeError(response['Entries'])", []),
    ("print(response['Entries'])\nassert not response['FailedEntryCount']", [])])
def test_a_log_of_failed_entries_sends_them_nowhere(code, expected, flow_ids):
    assert flow_ids({"a": PUT + code, "b": LISTENER}) == expected


TOPIC = "infra:\n  topic: {filter: {attributes: {severity: [high]}}, subscribers: [ann@example.com]}\n---\nreturn None"
PUBLISH = "for severity in %s:\n    boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', " \
    "MessageAttributes={'severity': {'DataType': 'String', 'StringValue': severity}})"


@cases("sent, expected", [("['urgent']", ["P828"]), ("['high']", []), ("['high', 'low']", []), ("event['all']", [])])
def test_a_filter_of_a_topic_with_subscribers_matches_some_message(sent, expected, flow_ids):
    assert flow_ids({"alarm": TOPIC, "a": PUBLISH % sent}) == expected


WRITER = "from dataclasses import asdict, dataclass\n\n\n@dataclass\nclass Ticket:\n    name: str\n" \
    "    agent: str | None = None\n\n\ndef handler(event, context):\n    ticket = Ticket(event['name'])\n" \
    "    item = {name: value for name, value in asdict(ticket).items() if value is not None}\n" \
    "    table.put_item(Item={'pk': f\"ticket#{event['id']}\", 'sk': 'ticket', **item})"
READ = "row = table.get_item(Key={'pk': f\"ticket#{event['id']}\", 'sk': 'ticket'}).get('Item') or {}\nprint(row['%s'])"


@cases("name, expected", [("name", []), ("nam", ["P823"])])
def test_the_attributes_of_an_object_without_its_nones(name, expected, flow_ids):
    assert flow_ids({"a": WRITER, "b": READ % name}) == expected


PAGE = "infra:\n  endpoint: {api: public, method: GET, path: /page}\n---\nreturn {'statusCode': 200, " \
    "'headers': {'content-type': 'text/html'}, 'body': \"<script>%s</script>\"}"
STARS = "infra:\n  endpoint: {api: public, routes: [POST /stars, 'GET /stars/{id}']}\n---\nreturn {'statusCode': 204}"


@cases("script, expected", [
    ("fetch('/stars', {method: 'PUT'})", ["P524"]), ("fetch('/stars')", ["P524"]), ("fetch('/stars/5')", []),
    ("fetch('/stars', {method: 'POST', body: '{}'})", []), ("fetch('/stars', {...options})", []),
    ("fetch('/stars', {method: verb})", []), ("fetch('/other')", []), ("fetch('/page')", [])])
def test_a_page_requests_a_route_of_the_api(script, expected, finding_ids):
    assert finding_ids({"a": PAGE % script, "stars": STARS}) == expected
