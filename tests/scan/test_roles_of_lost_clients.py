"""Roles of code that gets a client by a way that hides it: __new__, sessions, map; and calls of objects not known."""
import pytest

from tests.fixtures.cases import cases

START = '"""\ninfra: {}\n"""\nimport collections\nimport functools\nimport itertools\nimport os\n\nimport boto3\n\n\n'
HANDLER = "\n\ndef handler(event, context):\n    return "
NEW = "class Clients:\n    def __new__(cls, *args):\n        {}\n        {}\n        return o\n"
BOTH = HANDLER + "ses.get_send_quota(), kms.list_keys()\n"
OF_MAPPING = HANDLER + "clients['ses'].get_send_quota(), clients['kms'].list_keys()\n"
OF_KMS = HANDLER + "Clients().kms.list_keys()\n"
OF_SES = ".client('ses').get_send_quota()\n"
KEYS, QUOTA = ["kms:ListKeys"], ["ses:GetSendQuota"]
TUPLE = "Clients = collections.namedtuple('Clients', 'ses kms')\n"
OF_TUPLE = HANDLER + "clients.ses.get_send_quota(), clients.kms.list_keys()\n"
SESSION = "class Session(boto3.Session):\n    {}\n" + HANDLER
CACHE = "ROWS = {{}}\n\n\ndef client(name):\n    try:\n        return ROWS[name]\n    except KeyError:\n        {}\n"
OF_CACHE = HANDLER + "client('ses').get_send_quota(), client('kms').list_keys()\n"
UNKNOWN_QUOTA = "the object whose get_send_quota() is called is not known"
PASSED = "an object of boto3 is passed to orders.made, which is no code of the app"
COMPUTED = "a method of boto3 has a name that the code computes, or a function that is not known gets it"


def role(lambda_calls, code):
    """([action], [why of a doubt]) of a lambda"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    return sorted({call["action"] for call in calls}), sorted({*doubts})


@cases("code, expected", [
    (NEW.format("o = super().__new__(cls)", "o.kms = boto3.client('kms')") + OF_KMS, KEYS),
    (NEW.format("o = object.__new__(cls)", "setattr(o, 'kms', boto3.client('kms'))") + OF_KMS, KEYS),
    (NEW.format("o = super(Clients, cls).__new__(cls)", "o.__dict__['kms'] = boto3.client('kms')") + OF_KMS, KEYS),
    (NEW.format("o = object.__new__(cls)", "vars(o).update(kms=boto3.client('kms'))") + OF_KMS, KEYS),
    (NEW.replace("Clients:", "Clients(str):").format("o = str.__new__(cls, 'a')", "o.kms = boto3.client('kms')") + OF_KMS, KEYS),
    ("class Clients:\n    one = None\n\n    def __new__(cls):\n        if cls.one is None:\n            cls.one = super().__new__(cls)\n"
     "            cls.one.kms = boto3.client('kms')\n        return cls.one\n" + OF_KMS, KEYS),
    ("class Clients:\n    @classmethod\n    def made(cls):\n        o = cls.__new__(cls)\n        o.kms = boto3.client('kms')\n"
     "        return o\n" + OF_KMS.replace("Clients()", "Clients.made()"), KEYS),
    ("class Clients:\n    def __new__(cls, name):\n        return boto3.client(name)\n" + HANDLER
     + "Clients('kms').list_keys()\n", KEYS),
    ("class Clients:\n    def __new__(cls, name):\n        o = object.__new__(cls)\n        o.client = boto3.client(name)\n        return o\n"
     + HANDLER + "Clients('kms').client.list_keys(), Clients('ses').client.get_send_quota()\n", KEYS + QUOTA),
    ("ses = None\nwhile ses is None:\n    ses = boto3.client('ses')\n" + HANDLER + "ses.get_send_quota()\n", QUOTA),
    (HANDLER + "boto3.DEFAULT_SESSION" + OF_SES, QUOTA),
    (HANDLER + "boto3._get_default_session()" + OF_SES, QUOTA),
    (HANDLER + "boto3.Session()._session.create_client('ses').get_send_quota()\n", QUOTA),
    ("import aiobotocore\n" + HANDLER + "aiobotocore.get_session().create_client('ses').get_send_quota()\n", QUOTA),
    ("import sys\n" + HANDLER + "sys.modules['boto3']" + OF_SES, QUOTA),
    (HANDLER + "vars(boto3)['client']('ses').get_send_quota()\n", QUOTA),
    ("from boto3 import *\n" + HANDLER + "client('ses').get_send_quota()\n", QUOTA),
    (SESSION.format("pass") + "Session()" + OF_SES, QUOTA),
    (SESSION.format("def client(self, name):\n        return super().client(name)") + "Session()" + OF_SES, QUOTA),
    (SESSION.format("def ses(self):\n        return self.client('ses')") + "Session().ses().get_send_quota()\n", QUOTA),
    (HANDLER + "boto3.client('ses')._make_api_call('GetSendQuota', {})\n", QUOTA),
    (CACHE.format("ROWS[name] = boto3.client(name)\n        return ROWS[name]") + OF_CACHE, KEYS + QUOTA),
    (CACHE.format("return ROWS.setdefault(name, boto3.client(name))") + OF_CACHE, KEYS + QUOTA),
    ("import operator\n" + HANDLER + "operator.call(boto3.client, 'ses').get_send_quota()\n", QUOTA),
    ("clients = dict(zip(('ses', 'kms'), map(boto3.client, ('ses', 'kms'))))\n" + OF_MAPPING, KEYS + QUOTA),
    ("clients = dict((name, boto3.client(name)) for name in ('ses', 'kms'))\n" + OF_MAPPING, KEYS + QUOTA),
    ("ses, kms = map(boto3.client, ('ses', 'kms'))\n" + BOTH, KEYS + QUOTA),
    ("ses, *others = map(lambda name: boto3.client(name), ('ses', 'kms'))\nkms, = others\n" + BOTH, KEYS + QUOTA),
    ("ses, kms = map(boto3.client, ('ses', 'kms'), ('eu-west-1', 'us-east-1'))\n" + BOTH, KEYS + QUOTA),
    ("kms, ses = reversed([boto3.client('ses'), boto3.client('kms')])\n" + BOTH, KEYS + QUOTA),
    ("ses, kms = sorted(map(boto3.client, ('kms', 'ses')), key=str)\n" + BOTH, KEYS + QUOTA),
    ("ses, kms = itertools.starmap(boto3.client, [('ses', 'eu-west-1'), ('kms', 'eu-west-1')])\n" + BOTH, KEYS + QUOTA),
    ("ses, kms = filter(None, [boto3.client('ses'), boto3.client('kms')])\n" + BOTH, KEYS + QUOTA),
    ("ses, kms = itertools.chain.from_iterable([[boto3.client('ses')], [boto3.client('kms')]])\n" + BOTH, KEYS + QUOTA),
    ("from concurrent.futures import ThreadPoolExecutor\nses, kms = ThreadPoolExecutor().map(boto3.client, ('ses', 'kms'))\n" + BOTH,
     KEYS + QUOTA),
    ("clients = collections.defaultdict(functools.partial(boto3.client, 'ses'))\n" + HANDLER
     + "clients['a'].get_send_quota()\n", QUOTA),
    ("class Clients(dict):\n    def __missing__(self, name):\n        self[name] = boto3.client(name)\n        return self[name]\n\n\n"
     "clients = Clients()\n" + OF_MAPPING, KEYS + QUOTA),
    ("def clients(*names):\n    def decorate(function):\n        @functools.wraps(function)\n        def wrapper(*args, **named):\n"
     "            for name in names:\n                named.setdefault(name, boto3.client(name))\n"
     "            return function(*args, **named)\n        return wrapper\n    return decorate\n\n\n@clients('ses', 'kms')\n"
     "def run(ses, kms):\n    return ses.get_send_quota(), kms.list_keys()\n" + HANDLER + "run()\n", KEYS + QUOTA),
    ("clients = {}\nfor name in ('ses', 'kms'):\n    clients[name] = boto3.client(name)\n" + OF_MAPPING, KEYS + QUOTA),
    (TUPLE + "clients = Clients(*map(boto3.client, Clients._fields))\n" + OF_TUPLE, KEYS + QUOTA),
    (TUPLE + "clients = Clients._make(map(boto3.client, Clients._fields))\n" + OF_TUPLE, KEYS + QUOTA),
    (TUPLE + "clients = Clients(None, boto3.client('kms'))._replace(ses=boto3.client('ses'))\n" + OF_TUPLE, KEYS + QUOTA),
])
def test_a_client_is_known_whatever_the_way_to_its_name(lambda_calls, code, expected):
    assert role(lambda_calls, code) == (expected, [])


@cases("code, doubt", [
    ("def later():\n    return state().get_send_quota()\n\n\ndef state():\n    return orders.value\n\n\nimport orders\n" + HANDLER
     + "later()\n\n\nboto3.client('ses')\n", UNKNOWN_QUOTA),
    ("import orders\n" + HANDLER + "orders.state().get_send_quota(), first()\n\n\ndef first():\n    return boto3.client('ses')\n",
     UNKNOWN_QUOTA),
    ("import orders\nboto3.client('ses')\n" + HANDLER + "orders.run(orders.state().get_send_quota)\n", UNKNOWN_QUOTA),
    ("import orders\n" + HANDLER + "orders.made(boto3.client, 'ses').get_send_quota()\n", PASSED),
    ("import orders\n" + HANDLER + "orders.made(boto3, 'ses').get_send_quota()\n", PASSED),
    ("import orders\n" + HANDLER + "orders.made(boto3.Session)" + OF_SES, PASSED),
    (HANDLER + "getattr(boto3, event['a'])('ses').get_send_quota()\n", "the object whose boto3_client() is called is not known"),
    (HANDLER + "boto3.Session.client(boto3.Session(), 'ses').get_send_quota()\n",
     "the object whose boto3_client() is called is not known"),
    (HANDLER + "boto3.client('ses').__getattribute__('get_send_quota')()\n", COMPUTED),
    (HANDLER + "boto3.client('ses')._make_api_call(event['a'], {})\n", COMPUTED),
    (HANDLER + "eval('boto3.client(\"ses\").get_send_quota()')\n",
     "builtins.eval calls AWS with the role of the lambda, in code that the scan does not follow"),
])
def test_a_client_that_the_scan_loses_is_a_doubt(lambda_calls, code, doubt):
    assert doubt in role(lambda_calls, code)[1]


@pytest.mark.parametrize("code", [
    "boto3.setup_default_session(region_name='eu-central-1')\n",
    "boto3.DEFAULT_SESSION = boto3.Session(region_name='eu-central-1')\n",
])
def test_the_default_session_gives_clients_its_region(lambda_calls, code):
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code + HANDLER + "boto3.client('ssm').get_parameter(Name='a')\n"})
    assert ([":ssm:eu-central-1:" in call["on"] for call in calls], doubts) == ([True], [])


ROWS = """ROWS = [('datasync', 'start_task_execution', {'TaskArn': 'arn:aws:datasync:eu-west-1:1:task/a'}),
        ('dms', 'start_replication_task', {'ReplicationTaskArn': 'arn:aws:dms:eu-west-1:1:task:B'})]


def handler(event, context):
    for service, method, parameters in ROWS:
        getattr(boto3.client(service), method)(**parameters)
"""


def test_each_row_of_a_table_of_calls_has_its_own_parameters(lambda_calls):
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + ROWS})
    assert ([(call["action"], call["on"]) for call in calls], doubts) == ([
        ("datasync:StartTaskExecution", "arn:aws:datasync:eu-west-1:1:task/a"),
        ("dms:StartReplicationTask", "arn:aws:dms:eu-west-1:1:task:B")], [])


def test_the_bytes_of_a_certificate_do_not_name_it(lambda_calls):
    arn = "arn:aws:acm:us-east-1:1:certificate/1"
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + HANDLER + "boto3.client('acm').import_certificate("
                                  f"CertificateArn='{arn}', **{{name: event[name].encode() for name in ('Certificate', 'PrivateKey')}})\n"})
    assert ([call["on"] for call in calls], doubts) == ([arn], [])


QUEUE = "\n\n\ndef handler(event, context):\n    client('sqs').get_queue_url(QueueName='a')\n    "
IOT = "client('iot').create_thing(thingName='a')\n"
CACHE = """def client(name, cache={}):
    if name not in cache:
        cache[name] = boto3.client(name)
    return cache[name]
"""
BY_OPTIONS = """made = {}


def client(name, **options):
    key = (name, *sorted(options.items()))
    if key not in made:
        made[key] = boto3.client(name, **options)
    return made[key]
"""
EVENTS = "client('events', region_name='eu-west-1').put_events(Entries=[{'Source': 'a', 'DetailType': 'b', 'Detail': '{}'}])\n"
BUS = "arn:${AWS::Partition}:events:eu-west-1:${AWS::AccountId}:event-bus/default"


@cases("code, action", [
    (CACHE + QUEUE + IOT, "iot:CreateThing"),
    (CACHE.replace("={}", "={'sns': boto3.client('sns')}") + QUEUE + IOT, "iot:CreateThing"),
    (CACHE.replace("cache={}", "").replace("def ", "cache = {}\n\n\ndef ") + QUEUE + IOT, "iot:CreateThing"),
    (BY_OPTIONS + QUEUE + EVENTS, f"events:PutEvents {BUS}"),
    (BY_OPTIONS.replace("(name, *sorted(options.items()))", "name + str(options)") + QUEUE + EVENTS, f"events:PutEvents {BUS}"),
])
def test_a_cache_of_clients_has_the_one_of_each_key(lambda_calls, code, action):
    calls, doubts = lambda_calls({"lambdas/a/index.py": f'"""\ninfra: {{}}\n"""\nimport boto3\n\n\n{code}'})
    entries = {entry for call in calls for entry in (call["action"], f"{call['action']} {call['on']}")}
    assert (doubts, {"sqs:GetQueueUrl", action} <= entries) == ([], True)


@cases("test, actions", [
    ("VERSION < (1, 0)", []), ("VERSION >= (1, 0)", ["sqs:GetQueueUrl"]), ("2 < 1", []), ("LEVEL > 5", []),
    ("LEVEL <= 5", ["sqs:GetQueueUrl"]), ("VERSION < ('a', 'b')", ["sqs:GetQueueUrl"]), ("len(VERSION) > LEVEL", ["sqs:GetQueueUrl"]),
    ("VERSION > (1, LEVEL)", ["sqs:GetQueueUrl"]),
])
def test_code_below_a_comparison_of_constants_runs_if_it_is_true(lambda_calls, test, actions):
    calls, doubts = lambda_calls({"lambdas/a/index.py": '"""\ninfra: {}\n"""\nimport boto3\n\nVERSION, LEVEL = (2, 0), 3\n\n\n'
                                  f"def handler(event, context):\n    if {test}:\n        "
                                  "boto3.client('sqs').get_queue_url(QueueName='a')\n"})
    assert ([call["action"] for call in calls], doubts) == (actions, [])
