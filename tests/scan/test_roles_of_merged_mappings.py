"""Roles of functions in mappings that code merges and copies: no entry is lost, whatever its key is."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import collections
import copy
import enum
import os
import types
from functools import partial

import boto3

client = boto3.client("sqs")
JOBS, MAIL = os.environ["DEMO_JOBS_QUEUE"], os.environ["DEMO_MAIL_QUEUE"]
OTHERS = {"settings": "a"}


class Kind(enum.Enum):
    JOB = 1
    MAIL = 2


'''
KEYS = [("('job', 1)", "('mail', 1)", "event['a'], event['b']"), ("Kind.JOB", "Kind.MAIL", "Kind(event['a'])"),
        ("int", "str", "type(event['a'])"), ("None", "1.5", "event['a']"), ("os.sep", "os.pathsep", "event['a']"),
        ("'job'", "'mail'", "event['a']")]
MERGES = ["FIRST | SECOND", "{**FIRST, **SECOND}", "dict(FIRST) | dict(SECOND)", "dict([*FIRST.items(), *SECOND.items()])",
          "types.MappingProxyType({**FIRST, **SECOND})", "collections.ChainMap(FIRST, SECOND)", "FIRST.copy() | SECOND",
          "collections.ChainMap(FIRST).new_child(SECOND)", "{**OTHERS, **FIRST, **(SECOND if OTHERS else FIRST)}",
          "collections.defaultdict(lambda: print, FIRST | SECOND)", "collections.OrderedDict(FIRST) | SECOND",
          "collections.UserDict(FIRST | SECOND)", "copy.deepcopy(FIRST | SECOND)",
          "{**FIRST}\nALL.update(SECOND)", "{}\nALL.update(FIRST)\nALL.update(SECOND if JOBS else FIRST)",
          "{}\nALL |= FIRST\nALL |= SECOND", "collections.ChainMap({}, FIRST)\nALL.update(SECOND)",
          "FIRST\nfor key, step in SECOND.items():\n    ALL[key] = step", "{}\nALL.update([*FIRST.items(), *SECOND.items()])"]
SENDING = ["lambda body: client.send_message(QueueUrl={0}, MessageBody=body)", "partial(client.send_message, QueueUrl={0})"]


def results(lambda_calls, code):
    """(the calls, the reasons of the doubts) of a lambda with this code"""
    block = '"""\ninfra:\n  queue: {}\n"""\n\n\ndef handler(event, context):\n    pass\n'
    return lambda_calls({"lambdas/a/index.py": START + code,
                                   **{f"lambdas/{name}/index.py": block for name in ("jobs", "mail")}})


def queues(lambda_calls, code):
    """[name of a queue to which a lambda with this code may send], in order"""
    return sorted(call["on"]["name"] for call in results(lambda_calls, code)[0] if call["action"] == "sqs:SendMessage")


@cases("keys, merge, sending", [(keys, merge, SENDING[(at + number) % 2]) for at, merge in enumerate(MERGES)
                                for number, keys in enumerate((KEYS[0], KEYS[1 + at % 5]))])
def test_a_merged_mapping_has_all_functions_of_its_parts(lambda_calls, keys, merge, sending):
    first, second, key = keys
    code = f"FIRST = {{{first}: {sending.format('JOBS')}}}\nSECOND = {{{second}: {sending.format('MAIL')}}}\nALL = {merge}\n" \
        f"\n\ndef handler(event, context):\n    return ALL[{key}](MessageBody='a')\n"
    code = code if "lambda body" not in sending else code.replace("(MessageBody='a')", "('a')")
    assert queues(lambda_calls, code) == ["jobs", "mail"]


@cases("read", ["ALL.get(event['a'], print)('a')", "[step('a') for step in ALL.values()]",
                "[step('a') for _key, step in ALL.items()]", "ALL.pop(event['a'])('a')", "next(iter(ALL.values()))('a')"])
def test_each_read_of_a_merged_mapping_finds_its_functions(lambda_calls, read):
    first, second = (f"{{('a', {number}): {SENDING[0].format(name)}}}" for number, name in enumerate(("JOBS", "MAIL")))
    assert queues(lambda_calls, f"ALL = {first} | {second}\n\n\ndef handler(event, context):\n    return {read}\n") \
        == ["jobs", "mail"]


@cases("code, expected", [
    ("ALL = {'a': JOBS} | {('b', 1): MAIL}\nURL = ALL['a']", ["jobs"]),
    ("ALL = {**{('b', 1): MAIL}, 'a': JOBS}\nURL = ALL.get('a')", ["jobs"]),
    ("ALL = collections.ChainMap({'b': MAIL}, {'a': JOBS, 'b': JOBS})\nURL = ALL['b']", ["mail"]),
    ("ALL = collections.ChainMap({}, {'a': JOBS})\nALL['a'] = MAIL\nURL = ALL['a']", ["mail"]),
    ("ALL = types.MappingProxyType({'a': JOBS, 'b': MAIL})\nURL = ALL['a']", ["jobs"]),
])
def test_a_constant_key_of_a_merged_mapping_has_its_own_value(lambda_calls, code, expected):
    body = "client.send_message(QueueUrl=URL, MessageBody='a')"
    assert queues(lambda_calls, f"{code}\n\n\ndef handler(event, context):\n    return {body}\n") == expected


@cases("maker", ["lambda *, maker=boto3.client: maker('glue')", "lambda *names, maker=boto3.client: maker('glue')",
                 "lambda name='glue', *, maker=boto3.client: maker(name)", "lambda maker=boto3.client: maker('glue')"])
def test_a_lambda_has_the_defaults_of_all_its_parameters(lambda_calls, maker):
    code = f"make = {maker}\n\n\ndef handler(event, context):\n    return make().start_job_run(JobName='a')\n"
    calls, doubts = results(lambda_calls, code)
    assert ([call["action"] for call in calls], doubts) == (["glue:StartJobRun"], [])
