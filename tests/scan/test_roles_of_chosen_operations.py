"""Roles of code that chooses an operation by a name, and of loops that call what an earlier round has returned."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '''"""
infra: {}
"""
import collections
import functools
import operator
import os
import queue

import boto3

RDS = boto3.client("rds")
PAGES = {"a": "describe_db_instances", "b": "describe_db_clusters"}
WAITS = {"a": "db_instance_available", "b": "db_cluster_available"}


class Settings:
    pages = os.environ["DEMO_BUCKET"]


'''
INSTANCES, CLUSTERS = "DescribeDBInstances", "DescribeDBClusters"
COMPUTED = ["a method of boto3 has a name that the code computes, or a function that is not known gets it"]


def role(lambda_calls, body, more=""):
    """([action without its service], the reasons of the doubts)"""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    calls, doubts = lambda_calls({"lambdas/a/index.py": f"{START}{more}\n\ndef handler(event, context):\n{lines}\n"})
    return sorted({call["action"].partition(":")[2] for call in calls}), doubts


@cases("body", [
    "RDS.get_paginator(PAGES[event['a']]).paginate()", "RDS.get_waiter(WAITS[event['a']]).wait()",
    "for name in PAGES.values():\n    RDS.get_paginator(name).paginate()",
    "for kind, name in [('a', 'db_instance_available'), ('b', 'db_cluster_available')]:\n    RDS.get_waiter(name).wait()",
    "RDS.get_paginator(PAGES.get(event['a'], 'describe_db_clusters')).paginate()",
    "RDS.get_paginator(PAGES.get(event['a'])).paginate()",
    "RDS.get_paginator(operation_name=PAGES['a'] if event['a'] else PAGES['b']).paginate()",
    "RDS.get_waiter(waiter_name=WAITS['a'] if event['a'] else WAITS['b']).wait()",
    "pages = RDS.get_paginator(PAGES[event['a']])\nfor page in pages.paginate():\n    print(page)",
    "get = RDS.get_paginator\n[get(name).paginate() for name in ('describe_db_instances', 'describe_db_clusters')]",
    "RDS.generate_presigned_url(PAGES[event['a']])", "RDS.generate_presigned_url(ClientMethod=PAGES[event['a']])",
    "RDS._make_api_call({'a': 'DescribeDBInstances', 'b': 'DescribeDBClusters'}[event['a']], {})",
    "operator.methodcaller(PAGES[event['a']])(RDS)", "getattr(RDS, PAGES[event['a']])()",
])
def test_an_operation_may_have_each_name_that_the_code_has_for_it(lambda_calls, body):
    assert role(lambda_calls, body) == ([CLUSTERS, INSTANCES], [])


@cases("body, actions", [
    *((body, []) for body in (
        "RDS.get_paginator(event['a']).paginate()", "RDS.get_waiter(f\"db_{event['a']}\").wait()",
        "RDS.get_paginator(Settings.pages).paginate()", "RDS.generate_presigned_url(event['a'])",
        "RDS._make_api_call(event['a'], {})", "operator.methodcaller(event['a'])(RDS)", "getattr(RDS, event['a'])()",
        "operator.attrgetter(event['a'])(RDS)()")),
    ("RDS.get_paginator(PAGES.get(event['a'], event['b'])).paginate()", [CLUSTERS, INSTANCES]),
])
def test_an_operation_whose_name_only_the_event_has_is_a_doubt(lambda_calls, body, actions):
    assert role(lambda_calls, body) == (actions, COMPUTED)


STATES = '''def first(event=None):
    boto3.client("s3").get_object(Bucket="a", Key="b")
    return second


def second(event=None):
    return third


def third(event=None):
    boto3.client("s3").put_object(Bucket="a", Key="b")


def several(event=None):
    return [(first, event), (second, event)]


class First:
    def run(self):
        return Second()


class Second:
    def run(self):
        return first()()()


class Machine:
    step = staticmethod(first)

    def run(self, event):
        while self.step:
            self.step = self.step(event)
'''


@cases("body", [
    "step = first\nwhile step:\n    step = step(event)", "step = first\nwhile step := step(event):\n    pass",
    "step = first\nfor _ in range(9):\n    step = step and step(event)",
    "step = first\nwhile True:\n    following = step(event)\n    if not following:\n        break\n    step = following",
    "steps = [first]\nwhile steps:\n    result = steps.pop()(event)\n    if result:\n        steps.append(result)",
    "steps = [first]\nfor step in steps:\n    steps += filter(None, [step(event)])",
    "steps = collections.deque([several])\nwhile steps:\n    steps.extend(row[0] for row in steps.popleft()(event) or [])",
    "steps = [(several, event)]\nwhile steps:\n    step, row = steps.pop()\n    steps.extend(step(row) or [])",
    "steps = queue.Queue()\nsteps.put(first)\nwhile not steps.empty():\n    steps.put(steps.get()(event))",
    "state = {'step': first}\nwhile state['step']:\n    state['step'] = state['step'](event)",
    "state = First()\nwhile state:\n    state = state.run()", "Machine().run(event)",
    "step = functools.partial(first, event)\nwhile step:\n    step = functools.partial(step()) if event else None",
])
def test_a_function_that_a_loop_gets_from_an_earlier_round_runs(lambda_calls, body):
    assert role(lambda_calls, body, STATES) == (["GetObject", "PutObject"], [])


@cases("body", [
    "step = first\nstep(event)", "for step in [first]:\n    step(event)", "steps = [first]\nsteps.pop()(event)",
    "for row in event['rows']:\n    result = first(row)\n    print(result)",
])
def test_a_function_that_code_returns_and_no_loop_calls_does_not_run(lambda_calls, body):
    assert role(lambda_calls, body, STATES) == (["GetObject"], [])


SENDER = "client = boto3.client('sns') if event.get('a') else boto3.client('iot-data')\n"
NEWS, LAMP = "TopicArn='arn:aws:sns:eu-west-1:123456789012:news', Message=''", "topic='a/b', payload=''"


@cases("body, services", [
    (f"client.publish({NEWS})", ["sns"]), (f"client.publish({LAMP})", ["iot"]),
    (f"if event.get('a'):\n    client.publish({NEWS})\nelse:\n    client.publish({LAMP})", ["iot", "sns"]),
    ("client.publish(**event['a'])", ["iot"]),
    ("client.publish(qos=1, **event['a'])", ["iot"]),
    ("client.publish(Message='')", []),  # of SNS, on a topic that is not known
    # Neither takes these arguments
    ("client.publish(Other=1)", ["iot"]), ("client.publish('a')", ["iot"]), ("client.publish(payload='')", ["iot"]),
    (f"send = client.publish\nsend({NEWS})", ["sns"]),
    (f"query = dict({NEWS})\nif event.get('b'):\n    query = dict({LAMP})\nclient.publish(**query)", ["iot", "sns"]),
    (f"query = dict({NEWS})\nif event.get('b'):\n    query['qos'] = 1\nclient.publish(**query)", ["iot", "sns"]),
    ("client = [boto3.client('sqs', region_name=name) for name in ('eu-west-1', 'us-east-1')][event['a']]\n"
     "client.send_message(QueueUrl='https://sqs.eu-west-1.amazonaws.com/123456789012/a', MessageBody='')", ["sqs"]),
])
def test_a_call_means_the_client_that_takes_its_arguments(app_folder, body, services):
    lines = "\n".join(f"    {line}" for line in f"{SENDER}{body}".split("\n"))
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": f"{START}\n\ndef handler(event, context):\n{lines}\n"})
    calls = scanned()["lambdas"]["a"]["calls"]
    assert sorted({call["action"].partition(":")[0] for call in calls}) == services
