"""Roles of functions and objects that code gets which is not followed."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '''"""
infra: {}
"""
import functools
import logging
import os
import pkgutil
import runpy
import socketserver
import sys
import threading

import boto3
import shop_layer

from lambdas.shared import jobs
from lambdas.shared.jobs import File, Made, load, loader, opened


class Lines(logging.StreamHandler):
    pass


class Work(shop_layer.Worker):
    def build(self):
        return Made()


'''
JOBS = '''"""Jobs."""
import os

import boto3


def load(key):
    boto3.client("s3").get_object(Bucket=os.environ["DEMO_BUCKET"], Key=key)


def loader(folder):
    def inside(key):
        boto3.client("s3").get_object(Bucket=os.environ["DEMO_BUCKET"], Key=f"{folder}/{key}")
    return inside


class File:
    def __init__(self, folder):
        self.folder = folder

    def read(self, key):
        boto3.client("s3").get_object(Bucket=os.environ["DEMO_BUCKET"], Key=f"{self.folder}/{key}")


class Made:
    def format(self, record):
        boto3.client("s3").get_object(Bucket=os.environ["DEMO_BUCKET"], Key="made")


def opened(folder):
    return File(folder)


if __name__ == "__main__":
    load("script")
'''
# Each call of from_row() by code outside the app makes another object.
ROOM = "class Room:\n    def __init__(self, name):\n        self.name = name\n\n    @classmethod\n" \
    "    def from_row(cls, row):\n        return cls(row['sk'])\n\n\n"


def keys(lambda_calls, body):
    """([key of the objects that a handler with this body may read], the reasons of the doubts)"""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    calls, doubts = lambda_calls({"lambdas/a/index.py": f"{START}def handler(event, context):\n{lines}\n", "lambdas/shared/jobs.py": JOBS})
    return sorted({call["on"]["key"] for call in calls}), doubts


@cases("body, expected", [
    ("load('a')", ["a"]),
    ("load('a')\nshop_layer.run(load)", ["*", "a"]),
    ("shop_layer.run(load)\nload('a')", ["*", "a"]),
    ("load('a')\nprint([*map(load, ['b'])])", ["a", "b"]),
    ("shop_layer.run(loader('a'))\nshop_layer.run([loader('b')])", ["a/*", "b/*"]),
    ("shop_layer.run(File('a').read)\nshop_layer.run(File('b').read)", ["a/*", "b/*"]),
    ("shop_layer.run(functools.partial(opened, 'a'))", ["a/*"]),
    ("opened('a').read('b')\nshop_layer.run(opened('a'))", ["*", "a/b"]),
    ("File('a').read('b')\nshop_layer.run(File)", ["*", "a/b"]),
    ("shop_layer.run(lambda: {'a': loader('a')})", ["a/*"]),
    ("(shop_layer.steps() | Made()).run()", ["made"]), ("steps = shop_layer.steps()\nsteps += Made()", ["made"]),
    ("'%s' % Made()", []), (ROOM + "shop_layer.run(Room.from_row(shop_layer.row()))\nload('a')", ["a"]),
])
def test_code_outside_the_app_may_call_what_it_gets_with_any_arguments(lambda_calls, body, expected):
    assert keys(lambda_calls, body) == (expected, [])


@cases("body, expected", [
    ("lines = Lines()\nlines.formatter = Made()", ["made"]), ("lines = Lines()\nlines.store = Made()", []),
    ("Lines(Made())", ["made"]), ("Work(Made())", ["made"]), ("Work().start()", ["made"]),
    ("class Server(socketserver.TCPServer):\n    RequestHandlerClass = Made\nServer().handle_request()", ["made"]),
    ("class Failure(Exception):\n    pass\nraise Failure(Made())", []),
    ("class Other(threading.Thread):\n    store = Made()\nOther().start()", []),
])
def test_a_class_outside_the_app_reads_attributes_of_its_objects(lambda_calls, body, expected):
    assert keys(lambda_calls, body) == (expected, [])


@cases("body, expected", [
    ("shop_layer.scan(jobs)", ["*", "made"]), ("shop_layer.scan('lambdas.shared.jobs')", ["*", "made"]),
    ("shop_layer.scan(sys.modules['lambdas.shared.jobs'])", ["*", "made"]),
    ("shop_layer.scan('lambdas.shared.jobs:load')", ["*"]), ("shop_layer.scan('lambdas.shared.jobs.Made')", ["made"]),
    ("pkgutil.resolve_name('lambdas.shared.jobs:load')('a')", ["a"]),
    ("logging.getLogger('lambdas.shared.jobs').info('a')", []),
    ("runpy.run_module('lambdas.shared.jobs')", []),
    ("runpy.run_module('lambdas.shared.jobs', run_name='__main__')", ["script"]),
    ("runpy.run_module('lambdas.shared.jobs')['load']('a')", ["a"]),
])
def test_code_outside_the_app_may_call_each_function_of_a_module_that_it_gets(lambda_calls, body, expected):
    assert keys(lambda_calls, body) == (expected, [])


def test_what_only_unused_functions_define_is_no_doubt(app_folder):
    app_folder({"lambdas/a/index.py": '"""\ninfra: {}\n"""\nfrom lambdas.shared import jobs\n\n\ndef handler(event, context):\n'
                                      "    return str(jobs.Made())\n", "lambdas/shared/jobs.py": JOBS})
    assert (scanned()["lambdas"]["a"]["calls"], scanned()["lambdas"]["a"]["doubts"]) == ([], [])


OBJECTS_START = '''"""
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


def role(lambda_calls, method, use, base=""):
    """(["GetObject demo a/b"] of the actions, the reasons of the doubts)"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": OBJECTS_START.format(method=method, use=use, base=base)})
    return sorted(" ".join((call["action"].partition(":")[2], call["on"]["name"], call["on"]["key"]))
                  for call in calls), doubts


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
def test_code_outside_the_app_calls_any_method_of_an_object_that_it_gets(lambda_calls, method, use):
    assert role(lambda_calls, method, use) == (READ, [])


@cases("base", ["(Base)", "(ABC)", "(object)"])
def test_bases_of_the_app_and_abstract_ones_change_nothing(lambda_calls, base):
    assert role(lambda_calls, "read", "json.load(File())", base) == (READ, [])


@cases("use", [
    "return isinstance(event, File) or [File()]",
    "logging.info('%s', File())",
    "return copy({'file': File()})\n\n\ndef copy(value):\n    return value",
    "files = {}\n    files['a'] = File()\n    files.update(b=File())\n    return sorted(files)",
    "return str(File()), len([File()]), type(File())",
])
def test_methods_of_objects_that_stay_in_the_app_run_only_where_it_calls_them(lambda_calls, use):
    assert role(lambda_calls, "load", use) == ([], [])


def test_only_the_objects_that_leave_the_app_run_all_methods(lambda_calls):
    use = "shop_layer.run(Other())\n    return File()\n\n\nclass Other:\n    def load(self):\n        return 1"
    assert role(lambda_calls, "read", use) == ([], [])
