"""Roles of code whose functions Python, a registry or a name chooses; of Powertools' data classes; of code that is
switched off."""
from tests.fixtures.cases import cases, results

START = '"""\ninfra: %s\n"""\nimport functools\nimport os\nimport boto3\n\nFILES = os.environ["DEMO_FILES_BUCKET"]\n' \
    's3 = boto3.client("s3")\ntable = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n\n'
HANDLER = "\n\ndef handler(event, context):\n    "


def actions(lambda_calls, code, block="{}", **files):
    """Such as "GetObject a/*, PutItem": each action with its key; "?" of a doubt."""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START % block + code + "\n", **{
        f"lambdas/a/{name}.py": text for name, text in files.items()}})
    return ", ".join([*sorted({" ".join([call["action"].partition(":")[2], *(
        [call["on"]["key"]] if isinstance(call["on"], dict) and "key" in call["on"] else [])])
        for call in calls}), *["?" for _doubt in doubts]])


PUT = "table.put_item(Item={'pk': value, 'sk': 'a'})"
OBJECT = "s3.put_object(Bucket=bucket, Key=f'texts/{value}')"
SINGLE = f"""@functools.singledispatch
def store(value, bucket):
    raise TypeError(value)


@store.register
def _(value: dict, bucket):
    {PUT}


@store.register(list)
def _(value, bucket):
    for part in value:
        store(part, bucket)

"""
TEXTS = f"def texts(value, bucket):\n    {OBJECT}\n\n\n"
OF_CLASS = f"""class Store:
    def __init__(self, client):
        self.client = client

    @functools.singledispatchmethod
    def store(self, value):
        raise TypeError(value)

    @store.register
    def _(self, value: str):
        self.client.{OBJECT.removeprefix("s3.").replace("bucket", "FILES")}

    @store.register(dict)
    def _(self, value):
        self.client.head_object(Bucket=FILES, Key="a")

"""
REGISTRY = """COMMANDS = {}


def command(name):
    def register(cls):
        COMMANDS[name] = cls
        return cls
    return register


%s
class Read:
    def __init__(self, client):
        self.client = client

    def run(self, key):
        self.client.get_object(Bucket=FILES, Key=f"a/{key}")


%s
class Remove(Read):
    def run(self, key):
        self.client.delete_object(Bucket=FILES, Key=f"b/{key}")

"""
DIRECT = REGISTRY.replace("    def register(cls):\n        COMMANDS[name] = cls\n        return cls\n    return register",
                          "    COMMANDS[name.__name__] = name\n    return name")
RUN = HANDLER + 'COMMANDS[event["command"]](boto3.client("s3")).run(event["key"])'
MANY = "".join(f'@command("{name}")\nclass Put{name.upper()}(Read):\n    def run(self, key):\n        '
               f'self.client.put_object(Bucket=FILES, Key="{name}")\n\n\n' for name in "cdefgh")
NAMES = '{"read": "get_object", "remove": "delete_object"}'
BY_NAME = 'getattr(s3, %s)(Bucket=FILES, Key="a")'

test_what_a_type_or_a_name_chooses_is_followed = results(actions, [
    (SINGLE + f"\n@store.register(str)\n{TEXTS}{HANDLER}store(event['value'], FILES)", "PutItem, PutObject texts/*"),
    (SINGLE + f"\n{TEXTS}store.register(str, texts){HANDLER}store(event['value'], bucket=FILES)",
     "PutItem, PutObject texts/*"),
    (SINGLE + f"\n{TEXTS}store.register(str)(texts){HANDLER}list(map(lambda value: store(value, FILES), event['all']))",
     "PutItem, PutObject texts/*"),
    (OF_CLASS + HANDLER + "Store(boto3.client('s3')).store(event['value'])", "GetObject a, PutObject texts/*"),
    (REGISTRY % ('@command("read")', '@command("remove")') + RUN, "DeleteObject b/*, GetObject a/*"),
    (DIRECT % ("@command", "@command") + RUN, "DeleteObject b/*, GetObject a/*"),
    (REGISTRY % ('@command("read")', '@command("remove")') + MANY + RUN, "DeleteObject b/*, GetObject a/*, "
     + ", ".join(f"PutObject {name}" for name in "cdefgh")),
    (HANDLER + BY_NAME % f'{NAMES}[event["do"]]', "DeleteObject a, GetObject a"),
    (f"NAMES = {NAMES}\n{HANDLER}name = NAMES.get(event['do'], 'head_object')\n    {BY_NAME % 'name'}",
     "DeleteObject a, GetObject a"),
    (HANDLER + "match event['do']:\n        case 'read':\n            name = 'get_object'\n        case _:\n"
     f"            name = 'delete_object'\n    {BY_NAME % 'name'}", "DeleteObject a, GetObject a"),
    (f"def name(text):\n    match text:\n        case 'read':\n            return 'get_object'\n        case 'remove':\n"
     f"            return 'delete_object'\n    raise ValueError(text)\n\n{HANDLER}{BY_NAME % 'name(event)'}",
     "DeleteObject a, GetObject a"),
], "lambda_calls")

POWERTOOLS = "from aws_lambda_powertools.utilities.data_classes import S3Event, event_source\n\n\n"
BLOCK = "{events: [{name: made, topic: Object Created, prefix: in/, source: {type: bucket, name: demo-files, " \
    "form: notification}}]}"


@cases("code", [
    "@event_source(data_class=S3Event)\ndef handler(event: S3Event, context):\n    for record in event.records:\n"
    "        s3.get_object(Bucket=record.s3.bucket.name, Key=record.s3.get_object.key)",
    "@event_source(data_class=S3Event)\ndef handler(event, context):\n"
    "    s3.get_object(Bucket=event.bucket_name, Key=event.object_key)",
    "def handler(event, context):\n    event = S3Event(event)\n    for key in [record.s3.get_object.key for record in "
    "event.records]:\n        s3.get_object(Bucket=event.bucket_name, Key=key)",
])
def test_the_data_class_of_an_object_s_event_names_the_keys_of_the_rule(lambda_calls, code):
    assert actions(lambda_calls, POWERTOOLS + code, BLOCK) == "GetObject in/*"


CALL = "work.keep(event)"
IMPORT = "from lambdas.a import settings, work\nfrom lambdas.a.settings import DEBUG\n\n"
WORK = 'import os\nimport boto3\n\ntable = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n\n' \
    "def keep(row):\n    table.put_item(Item=row)\n"


@cases("code, settings, expected", [
    (HANDLER + f"if False:\n        {CALL}", "", ""),
    (HANDLER + f"if 0:\n        {CALL}", "", ""),
    (HANDLER + f"if __debug__:\n        pass\n    else:\n        {CALL}", "", ""),
    (HANDLER + f"if DEBUG:\n        {CALL}", "", ""),
    (HANDLER + f"if settings.DEBUG:\n        {CALL}", "", ""),
    (HANDLER + f"if not DEBUG:\n        return\n    else:\n        {CALL}", "", ""),
    (HANDLER + f"if DEBUG and event:\n        {CALL}", "", ""),
    (f"LEVEL: int = 0\n{HANDLER}if LEVEL == 1:\n        {CALL}", "", ""),
    (f"ON = False\n{HANDLER}if ON:\n        {CALL}", "", ""),
    (f"ON = False\n\n\ndef switch():\n    global ON\n    ON = True\n{HANDLER}if ON:\n        {CALL}\n    switch()", "",
     "PutItem"),
    (HANDLER + f"if settings.DEBUG:\n        {CALL}", "\n\ndef switch():\n    global DEBUG\n    DEBUG = True\n",
     "PutItem"),
    (f"settings.DEBUG = True\n{HANDLER}if settings.DEBUG:\n        {CALL}", "", "PutItem"),
    (f"setattr(settings, 'DEBUG', bool(os.environ.get('X_Y'))){HANDLER}if settings.DEBUG:\n        {CALL}", "",
     "PutItem"),
    (f"ON = 'ON' in os.environ{HANDLER}if ON:\n        {CALL}", "", "PutItem"),
    (f"ON = False\n\n\ndef run(event, ON):\n    if ON:\n        {CALL}\n\n{HANDLER}run(event, event)", "", "PutItem"),
    (HANDLER + f"if DEBUG:\n        {CALL}\n    {CALL}", "", "PutItem"),
])
def test_code_below_a_constant_that_nothing_changes_needs_nothing(lambda_calls, code, settings, expected):
    assert actions(lambda_calls, IMPORT + code, settings="DEBUG = False\n" + settings, work=WORK) == expected
