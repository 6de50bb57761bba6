"""Roles of calls whose resource a pattern of a match captures, an option of several rounds names, or a mapping spreads."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import collections
import dataclasses
import os
import typing

import boto3

NEWS = os.environ["DEMO_NEWS_TOPIC"]


@dataclasses.dataclass(frozen=True)
class Report:
    topic: str = NEWS
    text: str = ""


class Note(typing.NamedTuple):
    topic: str


class Own(Report):
    __match_args__ = ("text", "topic")


'''
SEND = "boto3.client('sns').publish(TopicArn=topic, Message='a')"


def results(lambda_calls, code):
    """([(action, resource)], the reasons of the doubts) of a lambda with this code"""
    block = '"""\ninfra:\n  topic: {}\n"""\n\n\ndef handler(event, context):\n    pass\n'
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code, "lambdas/news/index.py": block})
    return [(call["action"], call["on"]) for call in calls], doubts


@cases("subject, pattern", [
    ("Report()", "Report(topic=topic)"), ("Report(NEWS, 'a')", "Report(topic, text)"), ("Report()", "Report(topic=str(topic))"),
    ("Own(NEWS)", "Own(text, topic)"), ("Own()", "Report(topic)"), ("Note(NEWS)", "Note(topic)"), ("Note(NEWS)", "[topic]"),
    ("Note(NEWS)", "(topic,)"), ("Report() if event else Note(1)", "Report(topic=topic)"),
    ("{'topic': NEWS}", "{'topic': topic}"), ("{'do': 'a', 'topic': NEWS}", "{'do': 'a' | 'b', 'topic': topic}"),
    ("{'do': 'a', 'more': {'topic': NEWS}}", "{'more': {'topic': topic}, **rest}"),
    ("{'reports': [Report()]}", "{'reports': [Report(topic=topic), *_]}"), ("('a', NEWS)", "('a', topic)"),
    ("[1, 2, NEWS]", "[*_, topic]"), ("event, NEWS", "{'a': 1} | [], topic"), ("NEWS", "str() as topic"), ("NEWS", "topic"),
    ("('a', 1) if event else ('b', NEWS)", "('b', topic)"), ("Report() if event else {'a': NEWS}", "Report(topic) | {'a': topic}"),
])
def test_a_pattern_captures_what_the_subject_has(lambda_calls, subject, pattern):
    code = f"def handler(event, context):\n    match {subject}:\n        case {pattern}:\n            {SEND}\n"
    assert results(lambda_calls, code) == ([("sns:Publish", {"kind": "topic", "name": "news"})], [])


@cases("subject, pattern", [("event", "{'topic': topic}"), ("event['a']", "[topic, *_]"), ("eval(event['a'])", "Report(topic)")])
def test_what_a_pattern_captures_of_an_unknown_subject_is_not_known(lambda_calls, subject, pattern):
    code = f"def handler(event, context):\n    match {subject}:\n        case {pattern}:\n            {SEND}\n"
    assert results(lambda_calls, code)[1] == ["the resource of publish() is not known"]


@cases("body", [
    "token = None\n    while True:\n        if token:\n            page = client.list_shards(NextToken=token)\n        else:\n"
    "            page = client.list_shards(StreamName='clicks')\n        token = page.get('NextToken')\n        if not token:\n"
    "            return page",
    "page = client.list_shards(StreamName='clicks')\n    while page.get('NextToken'):\n"
    "        page = client.list_shards(NextToken=page['NextToken'])",
])
def test_the_first_round_of_a_loop_has_no_token_of_its_own(lambda_calls, body):
    code = f"client = boto3.client('kinesis')\n\n\ndef handler(event, context):\n    {body}\n"
    arn = "arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/clicks"
    assert results(lambda_calls, code) == ([("kinesis:ListShards", arn)], [])


def test_a_chain_of_mappings_that_names_the_arguments_of_a_call_is_read(lambda_calls):
    code = "CHAIN = collections.ChainMap({'TopicArn': NEWS}, {'TopicArn': 'x', 'Message': 'a'})\n\n\n" \
        "def handler(event, context):\n    boto3.client('sns').publish(**CHAIN)\n"
    assert results(lambda_calls, code) == ([("sns:Publish", {"kind": "topic", "name": "news"})], [])
