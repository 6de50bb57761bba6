"""Schedules that code makes, in the test kit: recorded by lambda, with the permissions of the role."""
import pytest
from botocore.exceptions import ClientError

CREATE = """
scheduler = boto3.client("scheduler")
SCHEDULE = json.loads(os.environ["DEMO_REMIND_SCHEDULE"])

def handler(event, context):
    group = event.get("group", SCHEDULE["GroupName"])
    if "delete" in event:
        return scheduler.delete_schedule(Name=event["delete"], GroupName=group) and None
    scheduler.create_schedule(
        Name=event["name"], GroupName=group, ScheduleExpression=event.get("at", "at(2027-01-31T09:00:00)"),
        FlexibleTimeWindow={"Mode": "OFF"}, ActionAfterCompletion="DELETE",
        Target={**SCHEDULE["Target"], "Input": json.dumps({"order": event["name"]})})
"""
REMIND = ("permissions: []", "def handler(event, context):\n    return event['order']\n")
BLOCK = "permissions: []"


def test_schedules_are_recorded_by_the_lambda_that_they_invoke(written):
    world = written(order=(BLOCK, CREATE), remind=REMIND)
    world.this.call({"name": "a"})
    world.this.call({"name": "b"})
    expected = {"expression": "at(2027-01-31T09:00:00)", "zone": "UTC"}
    assert world.effects.scheduled["remind"] == [{"name": "a", **expected, "body": {"order": "a"}},
                                                 {"name": "b", **expected, "body": {"order": "b"}}]
    world.this.call({"delete": "a"})
    assert [schedule["name"] for schedule in world.effects.scheduled["remind"]] == ["b"]
    assert world["remind"].call(world.effects.scheduled["remind"][0]["body"]) == "b"


@pytest.mark.parametrize("event, error", [
    ({"name": "a", "at": "at(2027-01-31)"}, "ValidationException"), ({"name": "a#1"}, "ValidationException"),
    ({"name": "x" * 65}, "ValidationException"), ({"delete": "none"}, "ResourceNotFoundException")])
def test_what_aws_refuses_is_refused(written, event, error):
    with pytest.raises(ClientError, match=error):
        written(order=(BLOCK, CREATE), remind=REMIND).this.call(event)


def test_the_role_makes_schedules_in_its_group_only(written):
    world = written(order=(BLOCK, CREATE), remind=REMIND)
    with pytest.raises(pytest.fail.Exception, match="does not allow scheduler:CreateSchedule on .*schedule/default/a"):
        world.this.call({"name": "a", "group": "default"})


def test_the_role_passes_the_role_of_its_schedules_only(written):
    other = CREATE.replace('**SCHEDULE["Target"],', '**SCHEDULE["Target"], "RoleArn": "arn:aws:iam::123456789012:role/x",')
    with pytest.raises(pytest.fail.Exception, match="does not allow iam:PassRole on arn:aws:iam::123456789012:role/x"):
        written(order=(BLOCK, other), remind=REMIND).this.call({"name": "a"})
