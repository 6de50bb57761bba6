"""An event on a bus other than the app's, though a rule of the app waits for it on the app's bus."""
import pytest

from tests.fixtures.tested_lambdas import complaint

pytest_plugins = ["tests.fixtures.tested_lambdas"]
PUT = 'def handler(event, context):\n    boto3.client("events").put_events(Entries=[event])\n'
ECHO = "def handler(event, context):\n    return event\n"
ANY_BUS = "permissions: [{action: events:PutEvents, resource: '*'}]"
RULE = "events: [{name: closed, topic: DayClosed, pattern: {day: [1]}}]"


def entry(topic="DayClosed", detail='{"day": 1}'):
    return {"Source": "shop", "DetailType": topic, "Detail": detail}


def test_it_fails_whatever_the_permissions_say(written):
    world = written(hello=(ANY_BUS, PUT), hears=(RULE, ECHO))
    assert complaint(world.this.call, entry()) == [
        "handlers/hello/index.py:11: the event 'DayClosed' goes to the bus default, and rule closed of hears is on the "
        "app's bus", '  hint: EventBusName=os.environ["..._BUS"]; if it is for another app: emitted.allow_unheard()']
    assert world.effects.emitted == []
    world.effects.emitted.allow_unheard()
    world.this.call(entry())


@pytest.mark.parametrize("event", [entry("Other"), entry(detail='{"day": 2}')])
def test_an_event_that_no_rule_of_the_app_matches_is_for_another_app(written, event):
    world = written(hello=(ANY_BUS, PUT), hears=(RULE, ECHO))
    world.this.call(event)
