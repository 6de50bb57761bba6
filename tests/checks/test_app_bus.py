"""An event that a rule of the app's bus expects is put on the app's bus, whatever `permissions` allows."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

ALLOWED = "infra:\n  permissions: ['events:PutEvents']\n---\n"
RAISE = "\nif response['FailedEntryCount']:\n    raise RuntimeError(response['Entries'])"
BUS = "'EventBusName': os.environ['DEMO_BUS'], "
RULE = "infra:\n  events:\n  - name: paid\n    topic: Paid\n    pattern: {total: [{exists: true}]}\n---\nprint(event['detail'])"
TABLE_RULE = "infra:\n  events:\n  - name: paid\n    topic: Paid\n    source: {type: table, name: demo}\n---\n" \
    "print(event['detail'])"


def emit(bus="", topic="'Paid'", detail="{'total': 5}", source="'demo.a'"):
    """Code that puts an event on a bus."""
    return f"response = boto3.client('events').put_events(Entries=[{{{bus}'Source': {source}, 'DetailType': {topic}, " \
           f"'Detail': json.dumps({detail})}}])" + RAISE


@cases("lambdas, expected", [
    ({"a": emit(), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit(), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit("'EventBusName': 'default', "), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit("'EventBusName': 'orders', "), "b": RULE}, ["P807"]),
    ({"a": ALLOWED.replace("events:PutEvents", "events:*") + emit(), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit(topic="'Paid' if event['x'] else 'Due'"), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + "entry = {'Source': 'demo.a', 'DetailType': 'Paid', 'Detail': json.dumps({'total': 1})}\n"
      "response = boto3.client('events').put_events(Entries=[entry])" + RAISE, "b": RULE}, ["P807"]),
    # The other bus is meant: no rule of the app expects such an event.
    ({"a": ALLOWED + emit(topic="'Due'"), "b": RULE}, []),
    ({"a": ALLOWED + emit(detail="{'id': 5}"), "b": RULE}, []),
    ({"a": ALLOWED + emit(topic="event['topic']"), "b": RULE}, []),
    ({"a": ALLOWED + emit(), "b": TABLE_RULE}, ["P803"]),
    ({"a": ALLOWED + emit("'EventBusName': os.environ['OTHER_BUS_ARN'], "), "b": RULE}, []),
    # It goes to both.
    ({"a": ALLOWED + emit(BUS) + "\n" + emit("'EventBusName': 'default', "), "b": RULE}, []),
    ({"a": ALLOWED + emit(BUS) + "\n" + emit(), "b": RULE}, []),
    ({"a": emit(BUS), "c": ALLOWED + emit("'EventBusName': 'default', "), "b": RULE}, []),
    ({"a": emit(BUS), "c": ALLOWED + emit(), "b": RULE}, ["P807"]),
    ({"a": emit(BUS), "b": RULE}, []),
    # One problem is reported once: the rule has an event, on the wrong bus.
    ({"a": emit(BUS), "c": emit(topic="'Due'"), "b": RULE,
      "d": "infra:\n  events:\n  - {name: due, topic: Due}\n---\nprint(event['detail'])"}, ["P807"]),
    # A lambda may emit an event with the table as its source.
    ({"a": emit(BUS, source="os.environ['DEMO_TABLE']"), "b": TABLE_RULE}, []),
    ({"a": ALLOWED + emit(source="os.environ['DEMO_TABLE']"), "b": TABLE_RULE}, ["P807"]),
])
def test_an_event_goes_to_the_bus_of_the_rule_that_expects_it(lambdas, expected, finding_ids):
    env = "{OTHER_BUS_ARN: 'arn:aws:events:eu-west-1:111122223333:event-bus/x'}" if "OTHER_BUS_ARN" in lambdas["a"] else "{}"
    assert finding_ids(lambdas, env=env) == expected
