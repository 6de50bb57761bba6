"""S3's own notification of an event: what code/object_notifications.py makes of each event of EventBridge."""
import json

from checks import source_events
from recipes import event, template
from recipes.code import object_notifications
from recipes.event import problems
from tests.fixtures.cases import cases, results
from tests.fixtures.recipe_apps import app_of, lambda_, statements

OBJECT = {"key": "in/may day+1 é.csv", "size": 5, "etag": "abc", "version-id": "v1", "sequencer": "00617f08"}
SOURCE = {"type": "bucket", "name": "demo", "form": "notification"}


def event_of(topic="Object Created", object_=OBJECT, **detail):
    """An event of EventBridge about an object."""
    return {"version": "0", "id": "1", "detail-type": topic, "source": "aws.s3", "account": "111122223333",
            "time": "2026-05-01T12:00:00Z", "region": "eu-west-1", "resources": ["arn:aws:s3:::b"],
            "detail": {"version": "0", "bucket": {"name": "b"}, "object": object_, "request-id": "R", "requester": "1111",
                       "source-ip-address": "1.2.3.4", **detail}}


def test_a_notification_is_that_of_s3():
    assert object_notifications.notification(event_of(reason="PutObject"), "uploaded") == {"Records": [{
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-west-1", "eventTime": "2026-05-01T12:00:00.000Z",
        "eventName": "ObjectCreated:Put", "userIdentity": {"principalId": "1111"},
        "requestParameters": {"sourceIPAddress": "1.2.3.4"}, "responseElements": {"x-amz-request-id": "R", "x-amz-id-2": ""},
        "s3": {"s3SchemaVersion": "1.0", "configurationId": "uploaded",
               "bucket": {"name": "b", "ownerIdentity": {"principalId": "111122223333"}, "arn": "arn:aws:s3:::b"},
               "object": {"key": "in/may+day%2B1+%C3%A9.csv", "size": 5, "eTag": "abc", "versionId": "v1",
                          "sequencer": "00617F08"}}}]}


@cases("topic, detail, name", [
    ("Object Created", {"reason": "POST Object"}, "ObjectCreated:Post"),
    ("Object Created", {"reason": "CopyObject"}, "ObjectCreated:Copy"),
    ("Object Created", {"reason": "CompleteMultipartUpload"}, "ObjectCreated:CompleteMultipartUpload"),
    ("Object Deleted", {"reason": "DeleteObject", "deletion-type": "Permanently Deleted"}, "ObjectRemoved:Delete"),
    ("Object Deleted", {"reason": "DeleteObject", "deletion-type": "Delete Marker Created"},
     "ObjectRemoved:DeleteMarkerCreated"),
    ("Object Deleted", {"reason": "Lifecycle Expiration", "deletion-type": "Permanently Deleted"},
     "LifecycleExpiration:Delete"),
    ("Object Restore Initiated", {}, "ObjectRestore:Post"),
    ("Object Restore Completed", {"restore-expiry-time": "2026-05-02T00:00:00Z", "source-storage-class": "GLACIER"},
     "ObjectRestore:Completed"),
    ("Object Storage Class Changed", {"destination-storage-class": "GLACIER"}, "LifecycleTransition"),
    ("Object Access Tier Changed", {"destination-access-tier": "ARCHIVE_ACCESS"}, "IntelligentTiering"),
    ("Object Tags Added", {}, "ObjectTagging:Put"),
])
def test_each_event_has_the_name_that_s3_gives_it(topic, detail, name):
    record, = object_notifications.notification(event_of(topic, {"key": "a"}, **detail), "r")["Records"]
    assert record["eventName"] == name and record["s3"]["object"] == {"key": "a"}
    assert record["eventVersion"] == ("2.1" if name.startswith(("ObjectCreated", "ObjectRemoved")) else "2.3")
    further = record.keys() & {"glacierEventData", "lifecycleEventData", "intelligentTieringEventData"}
    assert bool(further) == bool(detail.keys() - {"reason", "deletion-type"})


def test_every_topic_of_s3_has_a_name():
    reasons = {"Object Created": {"reason": "PutObject"},
               "Object Deleted": {"reason": "DeleteObject", "deletion-type": "Permanently Deleted"}}
    names = {object_notifications.event_name(event_of(topic, **reasons.get(topic, {})))
             for topic in source_events.OBJECT_TOPICS}
    assert len(names) == len(source_events.OBJECT_TOPICS)


def test_the_function_is_invoked_without_waiting(monkeypatch):
    calls = []

    class Client:
        """Lambda's client."""

        def invoke(self, **arguments):
            calls.append(arguments)
    monkeypatch.setattr(object_notifications.boto3, "client", lambda _service: Client())
    object_notifications.handler({"function": "f", "rule": "r", "event": event_of(reason="PutObject")}, None)
    assert [(call["FunctionName"], call["InvocationType"]) for call in calls] == [("f", "Event")]
    assert json.loads(calls[0]["Payload"])["Records"][0]["s3"]["configurationId"] == "r"


test_only_objects_have_a_form = results(lambda source: problems([{"name": "a", "source": source}]), [
    (SOURCE, []), ({**SOURCE, "type": "website"}, []), ({**SOURCE, "form": "event"}, []),
    ({**SOURCE, "type": "table"}, [("0.source.form", "form is for the events of objects, and the source is a table",
                                    "remove form")]),
    ({**SOURCE, "type": "aws", "name": "aws.ec2"},
     [("0.source.form", "form is for the events of objects, and the source is an AWS service", "remove form")]),
])


def test_the_rule_invokes_the_shared_function_which_may_invoke_the_lambda_only():
    fn = lambda_("resize", events=[{"name": "up", "source": SOURCE}, {"name": "plain", "source": {**SOURCE, "form": "event"}}])
    resources = template.template(app_of(fn, lambda_("other", events=[{"name": "x", "topic": "X"}])))["Resources"]
    target, = resources["ResizeEventUpRule"]["Properties"]["Targets"]
    assert target["Arn"] == {"Fn::GetAtt": ["SharedNotificationsFunction", "Arn"]}
    assert "ResizeEventUpPermission" not in resources and "ResizeEventPlainPermission" in resources
    invoke, = [statement for statement in resources["SharedNotificationsRole"]["Properties"]["Policies"][0]["PolicyDocument"][
        "Statement"] if "lambda:InvokeFunction" in statement["Action"]]
    assert [arn["Fn::Sub"].partition(":function:")[2] for arn in invoke["Resource"]] == ["${AWS::StackName}-resize"]


def test_many_rules_of_both_forms_have_the_permission_of_the_default_bus():
    rules = [{"name": f"r{at}", "source": {**SOURCE, "form": "notification" if at else "event"}} for at in range(21)]
    app = app_of(lambda_("resize", events=rules))
    resources = event.resources(app, app["lambdas"]["resize"])
    assert sorted(id_ for id_ in resources if id_.endswith("Permission")) == ["ResizeEventsDefaultBusPermission"]
    for rule in rules:
        rule["source"]["form"] = "notification"
    app = app_of(lambda_("resize", events=rules))
    assert [id_ for id_ in event.resources(app, app["lambdas"]["resize"]) if id_.endswith("Permission")] == []


def test_the_lambda_may_read_the_bucket_that_the_notification_names():
    app = app_of(lambda_("resize", events=[{"name": "up", "source": SOURCE}]))
    assert statements(app, "Resize") == {"DemoBucket.Arn": ["s3:ListBucket"], "${DemoBucket.Arn}/*": [
        "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]}
    assert statements(app_of(lambda_("resize", events=[{"name": "up", "source": {**SOURCE, "form": "event"}}])), "Resize") == {}
