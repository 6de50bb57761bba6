"""Roles of code that no run reaches, and of what Python itself calls or makes: accessors of properties, auto()."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '"""\ninfra: {}\n"""\nimport enum\nimport inspect\nimport os\nfrom enum import auto\n\nimport boto3\n\n\n'
HANDLER = "\n\ndef handler(event, context):\n"
PUBLISH = "boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:1:a', Message='a')"
PROPERTY = f'''class Settings:
    @property
    def mode(self):
        return boto3.client("ssm").get_parameter(Name="/a")

    @mode.setter
    def mode(self, value):
        boto3.client("ssm").put_parameter(Name="/a", Value=value)

    @mode.deleter
    def mode(self):
        boto3.client("ssm").delete_parameter(Name="/a")


def own(): return Settings()
{HANDLER}    settings = own()
'''
INJECT = '''SERVICES = {"queue": "sqs", "mail": "ses"}


def inject(function):
    names = %s

    def wrapper(*args, **kwargs):
        return function(*args, **{name: boto3.client(SERVICES[name]) for name in names}, **kwargs)
    return wrapper


@inject
def handler(event, context, queue):
    queue.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/a", MessageBody="a")
'''


def actions(app_folder, code):
    """({action}, the number of doubts) of the lambda's role"""
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": START + code + "\n"})
    fn = scanned()["lambdas"]["a"]
    return {call["action"] for call in fn["calls"]}, len(fn["doubts"])


@cases("code, expected", [
    (f"{HANDLER}    for name in ():\n        {PUBLISH}", set()), (f"{HANDLER}    for name in []:\n        {PUBLISH}", set()),
    (f"{HANDLER}    for name in {{}}:\n        {PUBLISH}", set()), (f"{HANDLER}    if []:\n        {PUBLISH}", set()),
    (f"NAMES = (){HANDLER}    for name in NAMES:\n        {PUBLISH}", set()),
    (f"{HANDLER}    return [{PUBLISH} for name in ()]", set()), (f"{HANDLER}    return {{1: {PUBLISH} for name in []}}", set()),
    (f"def send(): {PUBLISH}\n{HANDLER}    for name in ():\n        send()", set()),
    (f"{HANDLER}    while False:\n        {PUBLISH}", set()),
    (f"NAMES = []{HANDLER}    NAMES.append(event)\n    for name in NAMES:\n        {PUBLISH}", {"sns:Publish"}),
    (f"{HANDLER}    names = []\n    names += [event]\n    for name in names:\n        {PUBLISH}", {"sns:Publish"}),
    (f"NAMES = ()\nNAMES = (*NAMES, 'a'){HANDLER}    for name in NAMES:\n        {PUBLISH}", {"sns:Publish"}),
    (f"NAMES = ()\n\ndef add(name):\n    global NAMES\n    NAMES = (*NAMES, name)\n{HANDLER}    global NAMES\n    add(event)\n"
     f"    for name in NAMES:\n        {PUBLISH}", {"sns:Publish"}),
    (f"{HANDLER}    for name in ():\n        pass\n    else:\n        {PUBLISH}", {"sns:Publish"}),
    (f"{HANDLER}    for name in ('a',):\n        {PUBLISH}", {"sns:Publish"}),
])
def test_a_loop_over_nothing_does_not_run(app_folder, code, expected):
    assert actions(app_folder, code) == (expected, 0)


@cases("code, expected", [
    ("    settings.mode = 'a'", {"PutParameter"}), ("    del settings.mode", {"DeleteParameter"}),
    ("    return settings.mode", {"GetParameter"}), ("    settings.mode += 'a'", {"GetParameter", "PutParameter"}),
    ("    setattr(settings, 'mode', 'a')", {"PutParameter"}),
    ("    settings.mode = settings.mode", {"GetParameter", "PutParameter"}),
    ("    event['a'].mode = 'a'", {"PutParameter"}),
])
def test_each_accessor_of_a_property_runs_where_code_uses_it(app_folder, code, expected):
    found, _doubts = actions(app_folder, PROPERTY + code)
    assert {action.removeprefix("ssm:") for action in found} == expected


@cases("code, expected", [
    (f"class Service(enum.StrEnum):\n    SNS = auto()\n{HANDLER}    boto3.client(Service.SNS).list_topics()", {"sns:ListTopics"}),
    (f"class Service(enum.StrEnum):\n    SNS = enum.auto()\n    S3 = 's3'\n{HANDLER}"
     "    for name in Service:\n        boto3.client(name).can_paginate('a')\n    boto3.client(Service.S3).list_buckets()",
     {"s3:ListAllMyBuckets"}),
    ("class Level(enum.Enum):\n    LOW = auto()\n    HIGH = auto()\n\n\nNAMES = {1: 'sns', 2: 's3'}\n"
     f"{HANDLER}    boto3.client(NAMES[Level.HIGH.value]).list_buckets()", {"s3:ListAllMyBuckets"}),
    ("class Service(str, enum.Enum):\n    def _generate_next_value_(name, start, count, last_values):\n        return name.lower()\n\n"
     f"    SNS = auto()\n{HANDLER}    boto3.client(Service.SNS.value).list_topics()", {"sns:ListTopics"}),
])
def test_auto_gives_a_member_of_an_enum_its_value(app_folder, code, expected):
    assert actions(app_folder, code) == (expected, 0)


@cases("code", [
    "[name for name in inspect.signature(function).parameters if name in SERVICES]",
    "list(inspect.signature(function).parameters)[2:]",
])
def test_the_names_of_parameters_choose_services_of_a_mapping(app_folder, code):
    assert actions(app_folder, INJECT % code) == ({"sqs:SendMessage"}, 0)


@cases("change, expected", [
    ("", set()), ("SERVICES['a'] = event", {"sns:Publish"}), ("SERVICES.update(a=event)", {"sns:Publish"}),
    ("settings = SERVICES\n    SERVICES.setdefault('a', event)", {"sns:Publish"}),
])
def test_a_mapping_has_the_names_that_code_adds(app_folder, change, expected):
    code = f"SERVICES = {{'b': 1}}\n\n\ndef add(event):\n    {change or 'pass'}\n{HANDLER}    add(event)\n"
    assert actions(app_folder, f"{code}    if 'a' in SERVICES:\n        {PUBLISH}") == (expected, 0)


@cases("code, expected", [
    ("S().mode = 'a'", {"Put"}), ("S().mode", {"Get"}), ("getattr(S(), event['a'])", {"Get"}),
    ("setattr(S(), event['a'], 1)", {"Put"}), ("S().mode += 'a'", {"Get", "Put"}),
    ("print(D())", {"Get", "Put"}),
])
def test_a_method_of_a_descriptor_runs_where_code_uses_its_attribute(app_folder, code, expected):
    class_ = """class D:
    def __get__(self, instance, owner=None):
        return boto3.client("ssm").get_parameter(Name="/a")

    def __set__(self, instance, value):
        boto3.client("ssm").put_parameter(Name="/a", Value=value)


class S:
    mode = D()
"""
    found, _doubts = actions(app_folder, f"{class_}{HANDLER}    {code}")
    assert {action.removeprefix("ssm:").removesuffix("Parameter") for action in found} == expected


@cases("more, expected", [
    ("", ({"sns:Publish"}, 0)), ("class Other(Sender):\n    def send(self):\n        pass\n", ({"sns:Publish"}, 0)),
    ("def other():\n    class Local(Sender):\n        pass\n    return Local\n", (set(), 1)),
])
def test_the_classes_that_inherit_from_one_are_those_of_the_modules(app_folder, more, expected):
    code = f"""class Sender:
    def __init__(self, topic):
        self.topic = topic

    @classmethod
    def named(cls, name):
        return {{part.__name__: part for part in cls.__subclasses__()}}[name](os.environ["NEWS_TOPIC"])


class News(Sender):
    def send(self):
        boto3.client("sns").publish(TopicArn=self.topic, Message="a")


{more}{HANDLER}    Sender.named(event["a"]).send()"""
    assert actions(app_folder, code) == expected
