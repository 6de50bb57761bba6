"""Roles of code with mappings that make their values: objects of the app's classes, with the names of boto3's methods."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

CODE = '''"""
infra: {}
"""
import collections

import boto3


class Topic:
    def publish(self, Message):
        return Message


class Sns:
    def publish(self, Message):
        boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:a", Message=Message)


topics = %s


def handler(event, context):
    %s.publish(Message="a")
'''


@cases("topics, receiver", [
    ("collections.defaultdict(%s)", "topics[event['k']]"),
    ("collections.defaultdict(lambda: %s())", "topics[event['k']]"),
    ("dict.fromkeys(('a', 'b'), %s())", "topics[event['k']]"),
    ("collections.OrderedDict()", "topics.setdefault(event['k'], %s())"),
    ("{}", "topics.setdefault(event['k'], %s())"),
    ("collections.deque([%s()])", "topics[0]"),
])
def test_an_object_that_a_mapping_makes_is_of_its_class(app_folder, topics, receiver):
    for class_, expected in (("Topic", []), ("Sns", ["sns:Publish"])):
        parts = [part % class_ if "%s" in part else part for part in (topics, receiver)]
        app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": CODE % tuple(parts)})
        fn = scanned()["lambdas"]["a"]
        assert ([call["action"] for call in fn["calls"]], fn["doubts"]) == (expected, [])


STORE = '''"""
infra: {}
"""
import boto3

polly = boto3.client("polly")


class Store:
    methods = %s

    def voices(self):
        return polly.describe_voices()

    def speech(self):
        return polly.list_speech_synthesis_tasks()

    def drop(self):
        return polly.delete_lexicon(Name="a")

    def run(self, name):
        if name not in self.methods:
            raise ValueError(name)
        return getattr(self, name)()


def handler(event, context):
    return Store().run(event["name"])
'''


@cases("methods, count", [("('voices', 'speech')", 2), ("['voices', 'speech']", 3)])
def test_a_tuple_of_the_class_limits_the_methods_that_a_name_chooses(app_folder, methods, count):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": STORE % methods})
    assert len(scanned()["lambdas"]["a"]["calls"]) == count


EC2 = "arn:${AWS::Partition}:ec2:${AWS::Region}:"


@cases("code, expected", [
    ("ec2').create_snapshots(InstanceSpecification={'InstanceId': 'i-1'})",
     [f"{EC2}${{AWS::AccountId}}:instance/i-1", f"{EC2}${{AWS::AccountId}}:volume/*", f"{EC2}:snapshot/*"]),
    ("ec2').create_snapshots(InstanceSpecification={'InstanceId': event['id']})",
     [f"{EC2}${{AWS::AccountId}}:instance/*", f"{EC2}${{AWS::AccountId}}:volume/*", f"{EC2}:snapshot/*"]),
    ("securityhub').batch_import_findings(Findings=[{'ProductArn': f\"arn:aws:securityhub:{event['a']}:1:product/1/b\"}])",
     ["arn:aws:securityhub:*:1:product/1/b"]),
    ("workspaces').stop_workspaces(StopWorkspaceRequests=[{'WorkspaceId': 'ws-1'}])",
     ["arn:${AWS::Partition}:workspaces:${AWS::Region}:${AWS::AccountId}:workspace/ws-1"]),
])
def test_a_field_inside_a_parameter_names_the_resource_by_its_id_or_arn(app_folder, code, expected):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": '"""\ninfra: {}\n"""\nimport boto3\n\n\n'
                f"def handler(event, context):\n    boto3.client('{code}\n"})
    fn = scanned()["lambdas"]["a"]
    assert (sorted(call["on"] for call in fn["calls"]), fn["doubts"]) == (sorted(expected), [])


COPY = '''"""
infra: {}
"""
import boto3

here, there = boto3.client("rds", region_name="eu-west-1"), boto3.client("rds", region_name="eu-central-1")


def handler(event, context):
    ready = [each for each in here.describe_db_snapshots()["DBSnapshots"] if each["Status"] == "available"]
    newest = max(ready, key=lambda each: each["SnapshotCreateTime"]) if ready else None
    there.copy_db_snapshot(SourceDBSnapshotIdentifier=%s, TargetDBSnapshotIdentifier="a")
'''


@cases("source, doubts", [("newest['DBSnapshotArn']", 0), ("event['arn']", 1)])
def test_the_source_of_a_copy_that_only_a_run_knows_may_be_in_any_region(app_folder, source, doubts):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": COPY % source})
    fn = scanned()["lambdas"]["a"]
    assert (sorted(call["on"] for call in fn["calls"] if "Copy" in call["action"]), len(fn["doubts"])) == ([
        "arn:${AWS::Partition}:rds:*:*:snapshot:*",
        "arn:${AWS::Partition}:rds:eu-central-1:${AWS::AccountId}:snapshot:a"], doubts)
