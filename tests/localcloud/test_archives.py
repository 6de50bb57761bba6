"""Archives of a bus, and their replay, by the archive's name and the events' times."""
import json

from tests.fixtures.fake_functions import ACCOUNT, arn, eventually
from tests.fixtures.stacks import REGION, changed, resource, service


def put(events, clock, number):
    """Puts one event on the bus. -> its time, in the cloud's seconds"""
    now = int(clock.now())
    events.put_events(Entries=[{"EventBusName": "kept", "Source": "a", "DetailType": "Made", "Time": now,
                                "Detail": json.dumps({"number": number})}])
    return now


def test_a_replay_has_the_events_between_its_times(cloud):
    from localcloud import events as machinery

    events, clock = cloud.client("events"), machinery._running["world"].clock
    bus = events.create_event_bus(Name="kept")["EventBusArn"]
    rule = events.put_rule(Name="made", EventBusName="kept", EventPattern='{"source": ["a"]}')["RuleArn"]
    cloud.function("replayed", permits=[("events", rule)])
    events.put_targets(Rule="made", EventBusName="kept", Targets=[{"Id": "1", "Arn": arn("lambda", "function:replayed")}])
    archive = events.create_archive(ArchiveName="kept", EventSourceArn=bus)["ArchiveArn"]
    first = put(events, clock, 1)
    second = eventually(lambda: int(clock.now()) > first + 5 and put(events, clock, 2))
    assert eventually(lambda: len(cloud.calls("replayed")) == 2)
    events.start_replay(ReplayName="again", EventSourceArn=archive, Destination={"Arn": bus},
                        EventStartTime=second - 2, EventEndTime=second + 2)
    calls = eventually(lambda: cloud.calls("replayed"), lambda calls_: len(calls_) == 3)
    assert (calls[2]["detail"], calls[2]["replay-name"]) == ({"number": 2}, "again")
    assert calls[2]["id"] not in [call["id"] for call in calls[:2]]


def test_an_archive_of_a_stack(deploy_resources):
    archive = resource("AWS::Events::Archive", SourceArn={"Fn::GetAtt": ["Bus", "Arn"]}, RetentionDays=30)
    base = {"Bus": resource("AWS::Events::EventBus", Name="stored")}
    stored = deploy_resources({**base, "Archive": archive}).resources["Archive"]
    assert stored.attributes["Arn"] == f"arn:aws:events:{REGION}:{ACCOUNT}:archive/{stored.ref}" and len(stored.ref) <= 48
    deploy_resources({**base, "Archive": changed(archive, RetentionDays=7)})
    assert service("events").describe_archive(ArchiveName=stored.ref)["RetentionDays"] == 7
    deploy_resources(base)
    assert service("events").list_archives()["Archives"] == []
