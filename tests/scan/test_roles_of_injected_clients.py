"""Roles of functions to which a decorator passes clients by the names or the types of their parameters."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '''"""
infra: {}
"""
import functools
import inspect
import typing

import boto3

CLIENTS = {"cloudfront": boto3.client("cloudfront"), "athena": boto3.client("athena"), "kms": boto3.client("kms")}


class Athena:
    def __init__(self):
        self.client = boto3.client("athena")

    def stop_query_execution(self, **query):
        self.client.stop_query_execution(**query)


class Polly:
    def __init__(self):
        self.client = boto3.client("polly")

    def describe_voices(self):
        self.client.describe_voices()


def inject(function):
%s

@inject
def stop(query, athena: Athena):
    athena.stop_query_execution(QueryExecutionId=query)


@inject
def speak(text, polly: Polly):
    polly.describe_voices()


def handler(event, context):
    stop(event["query"])
'''
WRAPPER = '''    def wrapper(*args, **kwargs):
%s
        return function(*args, **kwargs)
    return wrapper
'''


def result(app_folder, body):
    """([action], [line of a doubt]) of the handler that calls stop()"""
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": START % body})
    fn = scanned()["lambdas"]["a"]
    return sorted({call["action"] for call in fn["calls"]}), [doubt["line"] for doubt in fn["doubts"]]


@cases("body", [
    '''    names = [name for name in inspect.signature(function).parameters if name in ("athena", "polly")]

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        for name in names:
            kwargs.setdefault(name, boto3.client(name))
        return function(*args, **kwargs)
    return wrapper
''',
    '''    parameters = inspect.signature(function).parameters
''' + WRAPPER % '''        for name, client in CLIENTS.items():
            if name in parameters:
                kwargs[name] = client''',
    WRAPPER % '''        kwargs.update({name: CLIENTS[name] for name in inspect.signature(function).parameters if name in CLIENTS})''',
    WRAPPER % '''        for name in inspect.getfullargspec(function).args[len(args):]:
            kwargs[name] = boto3.client(name)''',
    '''    names = function.__code__.co_varnames[:function.__code__.co_argcount]
''' + WRAPPER % '''        for name in names:
            if name in ("athena", "polly"):
                kwargs[name] = boto3.client(name)''',
    '''    return functools.partial(function, **{
        name: CLIENTS[name] for name in inspect.signature(function).parameters if name in CLIENTS})
''',
    WRAPPER % '''        if "athena" in inspect.signature(function).parameters:
            kwargs["athena"] = boto3.client("athena")
        if "polly" in inspect.signature(function).parameters:
            kwargs["polly"] = boto3.client("polly")''',
    WRAPPER % '''        kwargs.update({each.name: boto3.client(each.name) for each in inspect.signature(function).parameters.values()
                       if each.name in ("athena", "polly")})''',
    WRAPPER % '''        for name, type_ in function.__annotations__.items():
            kwargs[name] = type_()''',
    WRAPPER % '''        for name, type_ in typing.get_type_hints(function).items():
            kwargs[name] = type_()''',
    WRAPPER % '''        for name, parameter in inspect.signature(function).parameters.items():
            if parameter.annotation is not inspect.Parameter.empty:
                kwargs[name] = parameter.annotation()''',
])
def test_a_decorator_that_reads_the_parameters_of_a_known_function_passes_these_clients(app_folder, body):
    assert result(app_folder, body) == (["athena:StopQueryExecution"], [])


def test_names_that_only_a_run_knows_stay_a_doubt(app_folder):
    actions, doubts = result(app_folder, WRAPPER % "        kwargs = {name: boto3.client(name) for name in args[0]}")
    assert doubts


def test_a_mapping_that_code_may_fill_has_any_key(app_folder):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": '''"""
infra: {}
"""
import boto3

CACHE = {"s3": boto3.client("s3")}


class Store:
    def __init__(self):
        self.cache = CACHE

    def fill(self):
        self.cache["kms"] = boto3.client("kms")


def handler(event, context):
    if "kms" in CACHE:
        boto3.client("polly").describe_voices()
    Store().fill()
'''})
    assert [call["action"] for call in scanned()["lambdas"]["a"]["calls"]] == ["polly:DescribeVoices"]


SERVICES = '''"""
infra: {}
"""
import inspect
import typing

import boto3


class Service:
    def __init__(self, name):
        self.name = name


def inject(function):
    def wrapper(*args, **kwargs):
%s
        return function(*args, **kwargs)
    return wrapper


@inject
def stop(query, other: str, athena: %s, polly: %s):
    athena.stop_query_execution(QueryExecutionId=query)
    polly.describe_voices()


def handler(event, context):
    stop(event["query"], "")
'''
OBJECTS, TYPES = ("Service('athena')", "Service('polly')"), (
    "typing.Annotated[object, 'athena']", "typing.Annotated[object, 'polly']")


@cases("body, annotations", [
    ('''        for name, parameter in inspect.signature(function).parameters.items():
            if isinstance(parameter.annotation, Service) and name not in kwargs:
                kwargs[name] = boto3.client(parameter.annotation.name)''', OBJECTS),
    ('''        kwargs.update({name: boto3.client(parameter.annotation.name) for name, parameter in inspect.signature(
            function).parameters.items() if isinstance(parameter.annotation, Service)})''', OBJECTS),
    ('''        for name, type_ in typing.get_type_hints(function, include_extras=True).items():
            if name in ("athena", "polly"):
                kwargs[name] = boto3.client(type_.__metadata__[0])''', TYPES),
    ('''        for name, type_ in inspect.get_annotations(function).items():
            if name not in ("query", "other"):
                kwargs[name] = boto3.client(type_.__metadata__[0])''', TYPES),
])
def test_an_annotation_names_the_service_of_a_client(app_folder, body, annotations):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": SERVICES % (body, *annotations)})
    fn = scanned()["lambdas"]["a"]
    assert (sorted({call["action"] for call in fn["calls"]}), fn["doubts"]) == (
        ["athena:StopQueryExecution", "polly:DescribeVoices"], [])
