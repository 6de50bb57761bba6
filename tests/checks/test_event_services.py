"""The service that is meant by a source of events that no service has."""
from aws.iam import actions
from checks import event_services
from tests.fixtures.cases import cases


@cases("name, meant", [
    ("ec3", ["ec2", "ecr", "ecs"]),
    ("guarduty", ["guardduty"]),
    ("stepfunctions", ["states"]),
    ("eventbridge", ["events"]),
    ("shop", []),
    ("docdb", []),
])
def test_a_hint_lists_services_with_a_similar_name(name, meant):
    assert event_services.meant_services(name, {*actions.iam_actions()}) == meant
