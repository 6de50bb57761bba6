"""Schedules of rules and of EventBridge Scheduler, and the role of a schedule."""
import calendar
import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.fake_functions import ACCOUNT, REGION, arn, eventually, policy


def moment(event):
    """The time of a scheduled event, in epoch seconds."""
    return calendar.timegm(time.strptime(event["time"], "%Y-%m-%dT%H:%M:%SZ"))


def test_a_rate_fires_again_and_again_as_eventbridge_sends_it_and_stops_when_disabled(cloud):
    events = cloud.client("events")
    rule = events.put_rule(Name="each-minute", ScheduleExpression="rate(1 minute)")["RuleArn"]
    cloud.function("rate-target", permits=[("events", rule)])
    events.put_targets(Rule="each-minute", Targets=[{"Id": "1", "Arn": arn("lambda", "function:rate-target")}])
    fired = eventually(lambda: cloud.calls("rate-target"), lambda calls: len(calls) >= 3)
    moments = sorted(map(moment, fired))  # deliveries run at once, in any order
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:])]
    assert all(gap >= 60 and gap % 60 == 0 for gap in gaps), gaps  # a busy machine may miss a minute
    event = dict(fired[0])
    assert event.pop("id") and event.pop("time").endswith("Z")
    assert event == {"version": "0", "detail-type": "Scheduled Event", "source": "aws.events", "account": ACCOUNT,
                     "region": REGION, "resources": [rule], "detail": {}}
    events.disable_rule(Name="each-minute")
    other = events.put_rule(Name="goes-on", ScheduleExpression="rate(1 minute)")["RuleArn"]
    cloud.function("goes-on-target", permits=[("events", other)])
    events.put_targets(Rule="goes-on", Targets=[{"Id": "1", "Arn": arn("lambda", "function:goes-on-target")}])
    eventually(lambda: len(cloud.calls("goes-on-target")) >= 2)
    disabled = min(map(moment, cloud.calls("goes-on-target")))
    eventually(lambda: len(cloud.calls("goes-on-target")) >= 5)
    assert max(map(moment, cloud.calls("rate-target"))) <= disabled
    events.disable_rule(Name="goes-on")


def test_a_scheduled_rule_sends_its_input_and_matches_no_events(cloud):
    events = cloud.client("events")
    rule = events.put_rule(Name="by-cron", ScheduleExpression="cron(* * * * ? *)")["RuleArn"]
    cloud.function("cron-target", permits=[("events", rule)])
    events.put_events(Entries=[{"Source": "anything", "DetailType": "made", "Detail": "{}"}])
    events.put_targets(Rule="by-cron", Targets=[
        {"Id": "1", "Arn": arn("lambda", "function:cron-target"), "Input": '{"body": 1}'}])
    assert eventually(lambda: cloud.calls("cron-target"))[0] == {"body": 1}
    events.remove_targets(Rule="by-cron", Ids=["1"])
    events.delete_rule(Name="by-cron")


def test_a_schedule_of_the_scheduler_fires_by_its_role_and_fills_in_its_variables(cloud):
    target = cloud.function("scheduler-target")
    scheduler = cloud.client("scheduler")
    schedule_arn = scheduler.create_schedule(
        Name="words", ScheduleExpression="rate(1 minute)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": target, "RoleArn": cloud.role, "Input":
                '{"of": "<aws.scheduler.schedule-arn>", "try": <aws.scheduler.attempt-number>}'})["ScheduleArn"]
    assert eventually(lambda: cloud.calls("scheduler-target"))[0] == {"of": schedule_arn, "try": 1}
    scheduler.delete_schedule(Name="words")


def test_a_time_that_has_passed_is_in_the_log(cloud, caplog):
    cloud.client("scheduler").create_schedule(
        Name="late", ScheduleExpression="at(2020-01-01T00:00:00)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": cloud.function("late-target"), "RoleArn": cloud.role})
    assert eventually(lambda: "never fires: the time of at(2020-01-01T00:00:00) has passed" in caplog.text)
    cloud.client("scheduler").delete_schedule(Name="late")


def test_a_schedule_without_input_sends_an_event_whose_detail_is_a_text_and_deletes_itself(cloud, monkeypatch):
    from localcloud import events

    target = cloud.function("once-target")
    clock, watched = events._running["world"].clock, events._running["world"].schedules
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)  # it stands still until the schedule is known
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now + 90))
    scheduler = cloud.client("scheduler")
    schedule_arn = scheduler.create_schedule(
        Name="once", ScheduleExpression=f"at({at})", FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE", Target={"Arn": target, "RoleArn": cloud.role})["ScheduleArn"]
    assert eventually(lambda: watched.due.get(schedule_arn))
    monkeypatch.undo()
    event = eventually(lambda: cloud.calls("once-target"))[0]
    assert (event["source"], event["detail-type"], event["detail"]) == ("aws.scheduler", "Scheduled Event", "{}")
    assert (event["resources"], event["time"]) == ([schedule_arn], at + "Z")
    assert eventually(lambda: scheduler.list_schedules(NamePrefix="once")["Schedules"],
                      lambda schedules: not schedules) == []
    assert len(cloud.calls("once-target")) == 1


TRUST = policy("sts:AssumeRole", Principal={"Service": "scheduler.amazonaws.com"})


def role_of(cloud, name, trust, *documents):
    iam = cloud.client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    for document in documents:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(document))
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def create(cloud, name, role, **target):
    return cloud.client("scheduler").create_schedule(
        Name=name, ScheduleExpression="rate(1 minute)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"RoleArn": role, "Input": "{}", **target})


@pytest.mark.parametrize("trust", [None, policy("sts:AssumeRole", Principal={"Service": "lambda.amazonaws.com"})])
def test_a_schedule_needs_a_role_that_trusts_the_scheduler(cloud, trust):
    role = role_of(cloud, "of-lambda", trust) if trust else f"arn:aws:iam::{ACCOUNT}:role/none"
    with pytest.raises(ClientError, match="must allow AWS EventBridge Scheduler to assume the role"):
        create(cloud, "untrusted", role, Arn=arn("lambda", "function:any"))


def test_an_event_that_the_role_may_not_deliver_goes_to_the_dead_letter_queue(cloud):
    function = cloud.function("denied-target")
    queue = cloud.client("sqs").create_queue(QueueName="denied")["QueueUrl"]
    role = role_of(cloud, "no-lambda", TRUST, policy("sqs:SendMessage", Resource="*"))
    create(cloud, "denied", role, Arn=function, DeadLetterConfig={"Arn": arn("sqs", "denied")})
    message = eventually(lambda: cloud.client("sqs").receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"]).get("Messages"))[0]
    assert message["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert cloud.calls("denied-target") == []
    cloud.client("scheduler").delete_schedule(Name="denied")


def test_a_role_that_allows_the_function_delivers(cloud):
    function = cloud.function("allowed-target")
    create(cloud, "allowed", role_of(cloud, "one-lambda", TRUST, policy("lambda:InvokeFunction", Resource=function)),
           Arn=function)
    assert eventually(lambda: cloud.calls("allowed-target"))
    cloud.client("scheduler").delete_schedule(Name="allowed")
