"""What a deploy asks of AWS does not grow with the lambdas that did not change."""
from collections import Counter

import pytest

from push import zip_changes

pytest_plugins = ["tests.fixtures.small_apps", "tests.fixtures.api_calls"]
INDEX = '''"""Answers.

infra: {{timeout: {seconds}}}
"""


def handler(event, context):
    return {value}
'''
# How often a running stack is described depends on its speed.
POLLED = {"DescribeStacks", "DescribeStackEvents", "DescribeChangeSet", "GetFunctionConfiguration"}
LOOKS = {"GetCallerIdentity": 1, "HeadBucket": 1, "ListObjectsV2": 1, "GetTemplate": 1, "GetObject": 1,
         "ListFunctions": 1}  # 50 on a page


def text(value, seconds=5):
    return INDEX.format(value=value, seconds=seconds)


@pytest.fixture
def calls_of(deploy_app, api_calls):
    """calls_of(lambda=text) -> {operation: number} of a deploy with these changes, of an app of `count` lambdas."""
    def deploy(count, **changed):
        settings = f"name: calls{count}\n"
        if not changed:
            deploy_app(settings, {f"x{number}": text(number) for number in range(count)})
        api_calls.clear()
        deploy_app(settings, changed)
        return {name: number for name, number in Counter(api_calls).items() if name not in POLLED}
    return deploy


def test_a_machine_that_packs_other_zips_requests_their_digests_once(calls_of, monkeypatch):
    monkeypatch.setattr(zip_changes, "digests", lambda *_arguments: {})  # another zlib: none is that of the bucket
    assert calls_of(2)["HeadObject"] == 2 and "HeadObject" not in calls_of(2, x1=text(1))


@pytest.mark.parametrize("count", [3, 30])
def test_calls_are_for_what_changed(calls_of, count):
    assert calls_of(count) == LOOKS
    assert calls_of(count, x1=text("'new'")) == {
        **LOOKS, "PutObject": 3, "HeadObject": 1, "UpdateFunctionCode": 1}  # the zip, and the record twice
    assert calls_of(count, x2=text(2, 9)) == {
        **LOOKS, "PutObject": 4, "CreateChangeSet": 1, "ExecuteChangeSet": 1}
