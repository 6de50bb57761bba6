"""Roles of code with abstract bases, proxies, and classes that name their resources."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '"""\ninfra: {}\n"""\nimport abc\nimport os\nimport boto3\n\n\n'
ABSTRACT = '''class Sender(abc.ABC):
    def __init__(self):
        self.client = boto3.client(self.service)

    @property
    @abc.abstractmethod
    def service(self):
        """The name of a service."""

    @abc.abstractmethod
    def send(self, text):
        ...


class Topic(Sender):
    service = "sns"

    def send(self, text):
        self.client.publish(TopicArn=os.environ["DEMO_A_TOPIC"], Message=text)


class Bus(Sender):
    service = "events"

    def send(self, text):
        self.client.put_events(Entries=[{"EventBusName": os.environ["DEMO_BUS"]}])


SENDERS = {"topic": Topic, "bus": Bus}


def handler(event, context):
    SENDERS[event["to"]]().send(event["text"])
'''
PROXY = '''class Proxy:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)


class Table(Proxy):
    def one(self, pk):
        return self.get_item(Key={"pk": pk, "sk": "x"})

    def every(self):
        return self.scan()


table = Table(boto3.resource("dynamodb").Table(os.environ["DEMO_A_TABLE"]))


def handler(event, context):
    return table.one(event["pk"])
'''
KEYWORD = '''class Entity:
    def __init_subclass__(cls, table, **more):
        cls.table = boto3.resource("dynamodb").Table(os.environ[f"DEMO_{table}_TABLE"])


class A(Entity, table="A"):
    pass


class B(Entity, table="B"):
    pass


def handler(event, context):
    A.table.put_item(Item={"pk": "a", "sk": B.table.get_item(Key={"pk": "b", "sk": "b"})["Item"]["sk"]})
'''
CACHED = '''class Model:
    _tables = {}

    @classmethod
    def table(cls):
        if cls.__name__ not in cls._tables:
            cls._tables[cls.__name__] = boto3.resource("dynamodb").Table(os.environ[cls.variable])
        return cls._tables[cls.__name__]

    def save(self):
        type(self).table().put_item(Item={"pk": "a", "sk": "a"})


class A(Model):
    variable = "DEMO_A_TABLE"


class B(Model):
    variable = "DEMO_B_TABLE"


def handler(event, context):
    if "Item" in B.table().get_item(Key={"pk": "b", "sk": "b"}):
        A().save()
'''


@cases("code, expected", [
    (ABSTRACT, [("events:PutEvents", "demo"), ("sns:Publish", "a")]),
    (PROXY, [("dynamodb:GetItem", "demo-a")]),
    (KEYWORD, [("dynamodb:GetItem", "demo-b"), ("dynamodb:PutItem", "demo-a")]),
    (CACHED, [("dynamodb:GetItem", "demo-b"), ("dynamodb:PutItem", "demo-a")]),
])
def test_a_role_follows_what_each_class_names(app_folder, code, expected):
    topic = '"""\ninfra:\n  topic: {}\n"""\n\n\ndef handler(event, context):\n    pass\n'
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": topic, "lambdas/b/index.py": START + code})
    fn = scanned()["lambdas"]["b"]
    assert (sorted((call["action"], call["on"]["name"]) for call in fn["calls"]), fn["doubts"]) == (expected, [])


READER = """class Reader:
    name = "none"

    def run(self):
        boto3.client("sqs").get_queue_url(QueueName=self.name)


"""
HANDLER = "\n\n\ndef handler(event, context):\n    "
METHOD = "    def run(self):\n        boto3.client('sqs').get_queue_url(QueueName='{0}')\n"
MIXINS = f"class Base:\n{METHOD}\n\nclass A(Base):\n{{1}}\n\nclass B(Base):\n{{2}}\n\nclass C(A, B):\n    pass" + HANDLER
UPWARDS = METHOD + "        super().run()\n"


@cases("code, queues", [
    (READER + "Own = type('Own', (Reader,), {'name': 'own'})" + HANDLER + "Own().run()", ["own"]),
    (READER + HANDLER + "[type(name, (Reader,), {'name': name})().run() for name in ('a', 'b')]", ["a", "b"]),
    (READER + HANDLER + "type('Own', (Reader,), dict(name='own', go=lambda self: self.run()))().go()", ["own"]),
    (READER + HANDLER + "type('Own', (Reader,), event['own'])().run()", []),
    (MIXINS.format("base", UPWARDS.format("a"), UPWARDS.format("b")) + "C().run()", ["a", "b", "base"]),
    (MIXINS.format("base", "    pass\n", METHOD.format("b")) + "C().run()", ["b"]),
    (MIXINS.format("base", UPWARDS.format("a"), METHOD.format("b")) + "A().run()", ["a", "base"]),
])
def test_a_method_is_that_of_the_class_in_which_python_finds_it(app_folder, code, queues):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": START + code})
    fn = scanned()["lambdas"]["a"]
    assert (sorted(call["on"].rpartition(":")[2] for call in fn["calls"]), bool(fn["doubts"])) == (queues, not queues)
