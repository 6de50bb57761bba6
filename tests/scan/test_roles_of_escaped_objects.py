"""Roles of objects of the app's classes that code outside the app gets: it may call any of their methods."""
import pytest

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.scans"]
START = '''"""
infra: {{}}
"""
import contextlib
import csv
import hashlib
import json
import logging
import os
import pickle
import shutil
import sys
import tomllib

import boto3
import shop_layer
from abc import ABC


class Base(ABC):
    pass


class File{base}:
    def {method}(self, *args):
        boto3.client("s3").get_object(Bucket=os.environ["DEMO_BUCKET"], Key="a/b")
        return b""


def handler(event, context):
    {use}
'''
READ = ["GetObject demo a/b"]


@pytest.fixture
def role(lambda_calls):
    """role(method, use, base) -> (["GetObject demo a/b"] of the actions, the reasons of the doubts)"""
    def of(method, use, base=""):
        calls, doubts = lambda_calls({"lambdas/a/index.py": START.format(method=method, use=use, base=base)})
        return sorted(" ".join((call["action"].partition(":")[2], call["on"]["name"], call["on"]["key"]))
                      for call in calls), doubts
    return of


@cases("method, use", [
    ("read", "json.load(File())"),
    ("write", "json.dump(event, File())"),
    ("write", "print('a', file=File())"),
    ("write", "csv.writer(File()).writerow([1])"),
    ("write", "csv.DictWriter(File(), ['a']).writeheader()"),
    ("write", "pickle.dump(event, File())"),
    ("read", "shutil.copyfileobj(File(), open('/tmp/a', 'wb'))"),
    ("write", "sys.stdout = File()"),
    ("write", "with contextlib.redirect_stdout(File()):\n        print('a')"),
    ("write", "logging.getLogger().addHandler(logging.StreamHandler(File()))"),
    ("filter", "logging.getLogger().addFilter(File())"),
    ("keys", "{}.update(File())"),
    ("keys", "dict(File())"),
    ("keys", "dict(**File())"),
    ("keys", "{**File()}"),
    ("read", "tomllib.load(File())"),
    ("readinto", "hashlib.file_digest(File(), 'sha256')"),
    ("load", "shop_layer.run(File())"),
    ("load", "shop_layer.run(files=[File()])"),
    ("load", "shop_layer.run({'file': File()})"),
    ("load", "shop_layer.run(File)"),
    ("load", "shop_layer.run(lambda: File())"),
    ("load", "shop_layer.file = File()"),
    ("load", "shop_layer.files['a'] = File()"),
    ("load", "shop_layer.Runner().add(File())"),
    ("load", "files = [File() for _ in event]\n    shop_layer.run(*files)"),
    ("load", "with contextlib.ExitStack() as stack:\n        shop_layer.run(stack.enter_context(File()))"),
])
def test_code_outside_the_app_calls_any_method_of_an_object_that_it_gets(role, method, use):
    assert role(method, use) == (READ, [])


@cases("base", ["(Base)", "(ABC)", "(object)"])
def test_bases_of_the_app_and_abstract_ones_change_nothing(role, base):
    assert role("read", "json.load(File())", base) == (READ, [])


@cases("use", [
    "return isinstance(event, File) or [File()]",
    "logging.info('%s', File())",
    "return copy({'file': File()})\n\n\ndef copy(value):\n    return value",
    "files = {}\n    files['a'] = File()\n    files.update(b=File())\n    return sorted(files)",
    "return str(File()), len([File()]), type(File())",
])
def test_methods_of_objects_that_stay_in_the_app_run_only_where_it_calls_them(role, use):
    assert role("load", use) == ([], [])


def test_only_the_objects_that_leave_the_app_run_all_methods(role):
    use = "shop_layer.run(Other())\n    return File()\n\n\nclass Other:\n    def load(self):\n        return 1"
    assert role("read", use) == ([], [])
