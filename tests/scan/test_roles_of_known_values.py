"""Roles of code whose values the interpreter knows: named tuples, generic bases, paths, constants, unsigned clients."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import collections
import os
import posixpath
from typing import Any, Generic, NamedTuple, TypeVar

import boto3

db = boto3.resource("dynamodb")
table = db.Table(os.environ["DEMO_A_TABLE"])
s3 = boto3.client("s3")
BUCKET = os.environ["DEMO_BUCKET"]
T = TypeVar("T")
ZERO = 0

'''
HANDLER = "\n\ndef handler(event, context):\n    "
TABLES = "tables = Tables(users=table, teams=db.Table(os.environ['DEMO_B_TABLE']))\n"
TUPLE = "class Tables(NamedTuple):\n    users: Any\n    teams: Any\n\n\n" + TABLES
PUT = "s3.put_object(Bucket=BUCKET, Key=%s)\n"
GENERIC = """class Store(Generic[T]):
    variable = ""

    def __init__(self):
        self.table = db.Table(os.environ[self.variable])

    def save(self):
        self.table.put_item(Item={})

    def drop(self):
        self.table.delete_item(Key={})


class Books(Store[int]):
    variable = "DEMO_A_TABLE"
"""
RECORD = """MODELS = {}


class Record:
    def __init_subclass__(cls, /, table, **more):
        super().__init_subclass__(**more)
        cls.table = db.Table(os.environ[table])
        MODELS[cls.__name__] = cls

    def save(self):
        self.table.put_item(Item=self.__dict__)

    def drop(self):
        self.table.delete_item(Key={})


class User(Record, table="DEMO_A_TABLE"):
    pass
"""


def role(lambda_calls, code):
    """(["PutItem demo-a", "PutObject demo/a/*"], the reasons of the doubts)"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code,
                                  "lambdas/news/index.py": '"""\ninfra:\n  topic: {}\n"""' + HANDLER + "pass\n"})
    return sorted(f"{call['action'].partition(':')[2]} " + (
        call["on"].rpartition("}:")[2] if isinstance(call["on"], str) else "/".join(
            [call["on"]["name"], *filter(None, [call["on"].get("key")])])) for call in calls), doubts


@cases("code, expected", [
    (TUPLE + HANDLER + "for each in tables:\n        each.put_item(Item={})\n", ["PutItem demo-a", "PutItem demo-b"]),
    (TUPLE + HANDLER + "_users, teams = tables\n    teams.scan()\n", ["Scan demo-b"]),
    (TUPLE + HANDLER + "tables[1].scan()\n    tables[-2].get_item(Key={})\n", ["GetItem demo-a", "Scan demo-b"]),
    ("Tables = collections.namedtuple('Tables', 'users teams')\n" + TABLES + HANDLER
     + "users, _teams = tables\n    users.scan()\n    tables[1].get_item(Key={})\n", ["GetItem demo-b", "Scan demo-a"]),
    (GENERIC + HANDLER + "Books().save()\n", ["PutItem demo-a"]),
    (GENERIC + HANDLER + "Books[int]().save()\n", ["PutItem demo-a"]),
    (RECORD + HANDLER + "User().save()\n", ["PutItem demo-a"]),
    (HANDLER + PUT % "os.path.join('a', 'b.txt')", ["PutObject demo/a/b.txt"]),
    (HANDLER + PUT % "posixpath.join('a/', event['name'])", ["PutObject demo/a/*"]),
    (HANDLER + PUT % "os.path.join('a', f'b-{event}', 'c')", ["PutObject demo/a/b-*"]),
    (HANDLER + PUT % "os.path.join('a', '/b', 'c')", ["PutObject demo//b/c"]),
    (HANDLER + PUT % "os.path.join('', 'b', '')", ["PutObject demo/b/"]),
    (HANDLER + PUT % "os.path.join(event['name'], 'b')", ["PutObject demo/*"]),
    (HANDLER + PUT % "os.path.join(*event)", ["PutObject demo/*"]),
    (HANDLER + "while False:\n        table.scan()\n    table.put_item(Item={})\n", ["PutItem demo-a"]),
    (HANDLER + "while ZERO:\n        table.scan()\n    else:\n        table.put_item(Item={})\n", ["PutItem demo-a"]),
    (HANDLER + "while not ZERO:\n        table.scan()\n", ["Scan demo-a"]),
    (HANDLER + "False and table.scan()\n    True or table.query()\n", []),
    (HANDLER + "return table.scan() if False else table.query()\n", ["Query demo-a"]),
    ("import botocore\nfrom botocore.config import Config\n\nopen_data = boto3.client('s3', config=Config("
     "signature_version=botocore.UNSIGNED))\n" + HANDLER + "open_data.get_object(Bucket='open', Key='a')\n", []),
    ("from botocore.config import Config\n\nother = boto3.client('s3', config=Config(signature_version='s3v4'))\n"
     + HANDLER + "other.get_object(Bucket=BUCKET, Key='a')\n", ["GetObject demo/a"]),
    ("from botocore.signers import CloudFrontSigner\n" + HANDLER
     + "return CloudFrontSigner('a', bytes).generate_presigned_url(event['url'])\n", []),
    (HANDLER + "boto3.client('ecs').describe_tasks(cluster='main', tasks=[event['task']])\n",
     ["DescribeTasks task/main/*"]),
    (HANDLER + "boto3.client('ecs').describe_services(cluster='main', services=event['names'])\n",
     ["DescribeServices service/main/*"]),
    (HANDLER + "boto3.client('ecs').run_task(cluster='main', taskDefinition='a', overrides={'taskRoleArn': "
     "'arn:aws:iam::123456789012:role/a', 'executionRoleArn': 'arn:aws:iam::123456789012:role/b'})\n",
     ["PassRole arn:aws:iam::123456789012:role/a", "PassRole arn:aws:iam::123456789012:role/b",
      "RunTask task-definition/a:*"]),
    (HANDLER + "return [*boto3.resource('sns').Topic(os.environ['DEMO_NEWS_TOPIC']).subscriptions.all()]\n",
     ["ListSubscriptionsByTopic news"]),
    (HANDLER + "boto3.client('geo-places').geocode(QueryText='a')\n",
     ["Geocode :provider/default"]),
    (HANDLER + "boto3.client('securityhub').batch_update_findings(FindingIdentifiers=[])\n",
     ["BatchUpdateFindings hub/default"]),
])
def test_a_role_has_what_the_known_values_need(lambda_calls, code, expected):
    assert role(lambda_calls, code) == (expected, [])


@cases("code, doubt", [
    (HANDLER + "boto3.client('ecs').run_task(cluster='main', taskDefinition='a')\n",
     "the resource of run_task() is not known"),
    (HANDLER + "boto3.client('ecs').run_task(cluster='main', taskDefinition='a', overrides={'taskRoleArn': "
     "'arn:aws:iam::123456789012:role/a'})\n", "the resource of run_task() is not known"),
])
def test_roles_that_a_call_does_not_name_are_doubts(lambda_calls, code, doubt):
    assert role(lambda_calls, code)[1] == [doubt]
