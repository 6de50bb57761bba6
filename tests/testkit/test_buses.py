"""An event that a rule of the app's bus expects fails the test if it goes to another bus."""
import pytest

from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
PUT = 'def handler(event, context):\n    return boto3.client("events").put_events(Entries=[event])["FailedEntryCount"]\n'
RULE = ("events:\n- name: paid\n  topic: Paid\n  pattern: {total: [{exists: true}]}", "def handler(event, context):\n    pass\n")
ALLOWED = "permissions: ['events:PutEvents']"


def entry(**changes):
    """An entry without the name of a bus."""
    return {"Source": "demo.a", "DetailType": "Paid", "Detail": '{"total": 5}', **changes}


@pytest.mark.parametrize("changes, bus", [({}, "default"), ({"EventBusName": "default"}, "default")])
def test_an_event_on_another_bus_that_a_rule_of_the_app_expects(written, changes, bus):
    world = written(hello=(ALLOWED, PUT), hears=RULE)
    assert problem_lines(world.this.call, entry(**changes)) == [
        f"handlers/hello/index.py:11: the event 'Paid' goes to the bus '{bus}', and the rule paid of hears is on the "
        "app's bus", '  hint: EventBusName=os.environ["..._BUS"]; if it is for another app: emitted.allow_unheard()']
    world.effects.emitted.allow_unheard()
    assert world.this.call(entry(**changes)) == 0


@pytest.mark.parametrize("changes", [{"DetailType": "Due"}, {"Detail": '{"id": 1}'}])
def test_an_event_on_another_bus_that_no_rule_expects(written, changes):
    assert written(hello=(ALLOWED, PUT), hears=RULE).this.call(entry(**changes)) == 0
