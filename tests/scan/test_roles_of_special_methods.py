"""Roles of classes whose special methods get an operand, a format or a function; and of texts that a time formats."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import datetime
import functools
import inspect
import os
import time
from datetime import date

import boto3


'''
ROOT = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/shop/"


def calls_of(lambda_calls, code):
    """([(action, resource or key)], the reasons of the doubts) of a lambda with this code"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    return [(call["action"], call["on"] if isinstance(call["on"], str) else call["on"].get("key")) for call in calls], doubts


def class_with(method, expression):
    """The code of a lambda with an object `rows` whose method reads the parameter /shop/<operand>."""
    return f"class Rows:\n    def {method}(self, name):\n        return boto3.client('ssm').get_parameter(Name='/shop/' + name)\n" \
        f"\n\nrows = Rows()\n\n\ndef handler(event, context):\n    global rows\n    {expression}\n"


@cases("method, expression", [
    ("__contains__", "return 'a' in rows"), ("__contains__", "return 'a' not in rows"),
    ("__contains__", "if not 'a' in rows: return 1"), ("__contains__", "return 'a' in (rows if event else Rows())"),
    ("__eq__", "return rows == 'a'"), ("__eq__", "return 'a' == rows"), ("__eq__", "return rows != 'a'"),
    ("__ne__", "return rows != 'a'"), ("__eq__", "return 'a' in [rows]"), ("__lt__", "return rows < 'a'"),
    ("__lt__", "return 'a' > rows"), ("__ge__", "return rows >= 'a'"), ("__ge__", "return 'a' <= rows"),
    ("__add__", "return rows + 'a'"), ("__radd__", "return 'a' + rows"), ("__or__", "return rows | 'a'"),
    ("__ror__", "return 'a' | rows"), ("__rshift__", "return rows >> 'a'"), ("__rmod__", "return 'a' % rows"),
    ("__iadd__", "rows += 'a'"), ("__ior__", "rows |= 'a'"), ("__xor__", "return rows ^ 'a'"), ("__pow__", "return rows ** 'a'"),
    ("__floordiv__", "return rows // 'a'"), ("__format__", "return f'{rows:a}'"), ("__getitem__", "return rows['a']"),
])
def test_a_special_method_gets_the_other_operand(lambda_calls, method, expression):
    assert calls_of(lambda_calls, class_with(method, expression)) == ([("ssm:GetParameter", f"{ROOT}a")], [])


def test_an_operand_that_refuses_leaves_the_operator_to_the_other_one(lambda_calls):
    code = "class Other:\n    def __add__(self, name):\n        return NotImplemented\n\n\n" + class_with(
        "__radd__", "return Other() + rows").replace("'/shop/' + name", "'/shop/a'")
    assert calls_of(lambda_calls, code) == ([("ssm:GetParameter", f"{ROOT}a")], [])


@cases("key", [
    "time.strftime('a/%Y/%m.json')", "time.strftime('a/%Y', time.gmtime())", "date.today().strftime('a/%Y')", "f'{date.today():a/%Y}'",
    "'{:a/%Y-%m}'.format(date.today())", "f'a/{date.today():%Y}/b'", "(date.today() - datetime.timedelta(days=1)).strftime('a/%-d')",
    "datetime.datetime.now(datetime.timezone.utc).astimezone().strftime('a/%d')", "event['at'].strftime('a/%d')",
    "f'{datetime.datetime.utcnow():{FORMAT}}'", "date.today().strftime(FORMAT)", "'a/%s' % time.strftime('%Y')"])
def test_a_time_that_is_formatted_has_the_beginning_of_its_format(lambda_calls, key):
    code = f"FORMAT = 'a/%Y'\n\n\ndef handler(event, context):\n" \
        f"    boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key={key})\n"
    assert calls_of(lambda_calls, code) == ([("s3:PutObject", "a/*")], [])


PROXY = """class Timed:
    def __init__(self, client):
        self.client = client

    def __getattr__(self, name):
        method = getattr(self.client, name)
        {0}

        @functools.wraps(method)
        def timed(*args, **kwargs):
            try:
                return method(*args, **kwargs)
            finally:
                print(name, method)
        return timed


glue = Timed(boto3.client("glue"))


def handler(event, context):
    return glue.start_job_run(JobName="compact")
"""


@cases("line", ["if not callable(method):\n            return method", "print(method, repr(method), id(method))",
                "if inspect.iscoroutinefunction(method):\n            return method", "assert hasattr(method, '__call__')"])
def test_a_function_that_only_reads_what_a_method_is_does_not_call_it(lambda_calls, line):
    arn = "arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:job/compact"
    assert calls_of(lambda_calls, PROXY.format(line)) == ([("glue:StartJobRun", arn)], [])
