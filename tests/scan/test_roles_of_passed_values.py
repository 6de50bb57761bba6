"""Roles of code that passes calls and keys on: in queues, as pairs of a function and its arguments, decoded, in classes."""
from tests.fixtures.cases import cases

FILES = {"kind": "bucket", "name": "demo"}
TABLE = {"kind": "table", "name": "demo"}
UPLOADS = "  events:\n  - name: up\n    source: {type: bucket, name: demo}\n    topic: Object Created\n    %s\n"
DATA_CLASSES = "from aws_lambda_powertools.utilities.data_classes import S3EventBridgeNotificationEvent as Uploaded\n" \
    "from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, event_source\n\n\n"
GET = "    boto3.client('s3').get_object(Bucket=%s, Key=%s)\n"
START = "import asyncio\nimport queue\nimport threading\nfrom collections import deque\n" \
    "from urllib.parse import unquote, unquote_plus\n\nimport boto3\nimport os\n\n" \
    "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\ns3 = boto3.client('s3')\n\n\n"
HANDLER = "def handler(event, context):\n"
SAVE = "(table.put_item, {'Item': {'pk': 'a', 'sk': 'b'}})"
READ = "(s3.get_object, {'Bucket': os.environ['DEMO_BUCKET'], 'Key': 'in/a'})"
BOTH = [("dynamodb:PutItem", TABLE), ("s3:GetObject", {**FILES, "key": "in/a"})]
DETAIL = HANDLER + "    detail = event['detail']\n    bucket, key = detail['bucket']['name'], detail['object']['key']\n"


def role(lambda_calls, code, block="  timeout: 5\n"):
    """([(action, resource)], [why of a doubt]) of a lambda"""
    calls, doubts = lambda_calls({"layers/powertools/requirements.txt": "",
                                  "lambdas/a/index.py": f'"""\ninfra:\n{block}  layers: [powertools]\n"""\n{START}{code}'})
    return sorted([(call["action"], call["on"]) for call in calls], key=str), sorted({*doubts})


@cases("made, put, get", [
    ("queue.Queue()", "put", "get()"), ("queue.SimpleQueue()", "put_nowait", "get_nowait()"),
    ("queue.Queue()", "put", "get(False, 1)"), ("queue.LifoQueue(maxsize=9)", "put", "get(timeout=1)"), ("deque()", "append", "popleft()"),
    ("deque([])", "appendleft", "pop()"), ("[]", "append", "pop()"),
])
def test_calls_pass_through_a_queue_with_their_arguments(lambda_calls, made, put, get):
    code = f"{HANDLER}    calls = {made}\n    calls.{put}({SAVE})\n    calls.{put}({READ})\n    while event:\n" \
        f"        function, arguments = calls.{get}\n        function(**arguments)\n"
    assert role(lambda_calls, code) == (BOTH, [])


@cases("code", [
    # a thread that starts before the queue has an element; an object with a queue; coroutines; a loop over pairs
    f"def run(calls):\n    function, arguments = calls.get()\n    function(**arguments)\n\n\n{HANDLER}    calls = queue.Queue()\n"
    f"    threading.Thread(target=run, args=(calls,)).start()\n    calls.put({SAVE})\n    calls.put({READ})\n",
    f"class Pool:\n    def __init__(self):\n        self.calls = queue.Queue()\n        threading.Thread(target=self.run).start()\n\n"
    "    def run(self):\n        function, arguments = self.calls.get()\n        function(**arguments)\n        "
    f"self.calls.task_done()\n\n\n{HANDLER}    pool = Pool()\n    pool.calls.put({SAVE})\n    pool.calls.put({READ})\n"
    "    pool.calls.join()\n",
    f"async def produce(calls):\n    await calls.put({SAVE})\n    await calls.put({READ})\n\n\nasync def consume(calls):\n"
    "    function, arguments = await calls.get()\n    function(**arguments)\n\n\nasync def main():\n    calls = asyncio.Queue()\n"
    f"    await asyncio.gather(produce(calls), consume(calls))\n\n\n{HANDLER}    asyncio.run(main())\n",
    f"{HANDLER}    for function, arguments in [{SAVE}, {READ}]:\n        function(**arguments)\n",
    f"{HANDLER}    calls = queue.Queue()\n    calls.put({SAVE}, False)\n    calls.put(item={READ}, timeout=1)\n"
    "    function, arguments = calls.get()\n    function(**arguments)\n",
    f"CALLS = {{'save': {SAVE}, 'read': {READ}}}\n\n\n{HANDLER}    function, arguments = CALLS[event['name']]\n"
    "    return function(**arguments)\n",
])
def test_calls_in_pairs_with_their_arguments_have_their_own_resources(lambda_calls, code):
    assert role(lambda_calls, code) == (BOTH, [])


@cases("code", [
    f"{HANDLER}    calls = queue.Queue()\n    calls.put(table)\n    event['fill'](calls)\n    calls.get().put_item(Item={{}})\n",
    f"{HANDLER}    calls = queue.Queue()\n    event['fill'](calls)\n    calls.get().put_item(Item={{}})\n",
    f"def run(calls):\n    calls.get().put_item(Item={{}})\n\n\n{HANDLER}    calls = queue.Queue()\n"
    "    threading.Thread(target=run, args=(calls,)).start()\n",
])
def test_what_an_unknown_queue_has_stays_a_doubt(lambda_calls, code):
    assert role(lambda_calls, code)[1]


@cases("limit, code, key", [
    ("prefix: in/", DETAIL + GET % ("bucket", "unquote_plus(key)"), "in/*"),
    ("prefix: in/", DETAIL + GET % ("bucket", "unquote(key, encoding='utf-8')"), "in/*"),
    ("suffix: .csv", DETAIL + GET % ("bucket", "unquote_plus(key)"), "*.csv"),
    ("prefix: a+b/", DETAIL + GET % ("bucket", "unquote_plus(key)"), "*"),
    ("prefix: a%20/", DETAIL + GET % ("bucket", "unquote(key)"), "*"),
    ("suffix: a.csv", DETAIL + GET % ("bucket", "unquote(key)"), "*"),  # %2 and a.csv: the decoder takes the a
    ("suffix: a.csv", DETAIL + GET % ("bucket", "key"), "*a.csv"),
    ("prefix: a+b/", DETAIL + GET % ("str(bucket)", "str(key)"), "a+b/*"),
    ("prefix: in/", DETAIL + GET % ("f'{bucket}'", "f'{key}'"), "in/*"),
    ("prefix: in/", DETAIL + GET % ("bucket", "f'{key}.bak'"), "*"),
    ("prefix: in/", DETAIL + GET % ("bucket", "'out/' + unquote_plus(key)"), "out/*"),
    ("prefix: in/", DATA_CLASSES + "@event_source(data_class=Uploaded)\n" + HANDLER
     + GET % ("event.detail.bucket.name", "event.detail.object.key"), "in/*"),
    ("prefix: in/", DATA_CLASSES + HANDLER + "    event = Uploaded(event)\n"
     + GET % ("event.detail.bucket.name", "event.detail.object.key"), "in/*"),
    ("prefix: in/", DATA_CLASSES + "@event_source(data_class=EventBridgeEvent)\n" + HANDLER
     + GET % ("event.detail['bucket']['name']", "event.detail['object']['key']"), "in/*"),
    ("prefix: in/", DATA_CLASSES + HANDLER + "    detail = EventBridgeEvent(event).detail\n"
     + GET % ("detail['bucket']['name']", "detail['object']['key']"), "in/*"),
    ("prefix: in/", DATA_CLASSES + "@event_source(data_class=Uploaded)\n" + HANDLER
     + GET % ("event['detail']['bucket']['name']", "event.raw_event['detail']['object']['key']"), "*"),
])
def test_a_key_of_the_event_stays_known_through_decoders_and_data_classes(lambda_calls, limit, code, key):
    assert role(lambda_calls, code.replace("table.", "table."), UPLOADS % limit) == ([("s3:GetObject", {**FILES, "key": key})], [])


def test_a_function_from_elsewhere_gets_the_arguments_of_every_pair(lambda_calls):
    calls, doubts = role(lambda_calls, f"{HANDLER}    for function, arguments in [{SAVE}, {READ}]:\n        if event:\n"
                         "            function = s3.head_bucket\n        function(**arguments)\n")
    assert ("s3:ListBucket", FILES) in calls and doubts == ["the resource of head_bucket() is not known"]


DELETE = "table.delete_item(Key={'pk': 'a', 'sk': 'b'})"
STATE = "class State:\n    key = None\n\n\n"


@cases("code", [
    f"ready = False\n\n\n{HANDLER}    global ready\n    if ready:\n        {DELETE}\n    ready = True\n",
    f"{STATE}{HANDLER}    if State.key:\n        {DELETE}\n    State.key = 'a'\n",
    f"{STATE}state = State()\n\n\n{HANDLER}    if state.key is not None:\n        {DELETE}\n    state.key = event['a']\n",
    f"{STATE}class Own(State):\n    def next(self):\n        if self.key:\n            {DELETE}\n        self.key = 'b'\n\n\n"
    f"own = Own()\n\n\n{HANDLER}    own.next()\n",
    f"rows = None\n\n\ndef fill():\n    global rows\n    rows = table\n\n\n{HANDLER}    if rows is not None:\n"
    f"        {DELETE.replace('table', 'rows')}\n    fill()\n",
])
def test_the_next_invocation_of_a_warm_lambda_may_take_another_way(lambda_calls, code):
    assert role(lambda_calls, code) == ([("dynamodb:DeleteItem", TABLE)], [])


@cases("code", [
    f"DEBUG = False\n\n\n{HANDLER}    if DEBUG:\n        {DELETE}\n",
    f"{STATE}{HANDLER}    state = State()\n    if state.key:\n        {DELETE}\n    state.key = 'a'\n",
])
def test_what_an_invocation_does_not_change_stays_constant(lambda_calls, code):
    assert role(lambda_calls, code) == ([], [])


QUEUES = "sqs, sns = boto3.client('sqs'), boto3.client('sns')\n\n\ndef run(client, name):\n    client.get_queue_url(QueueName=name)\n\n\n"
TARGETS = "class Target(typing.NamedTuple):\n    bucket: str\n    prefix: str = 'in/'\n\n\n" + HANDLER
PUT = "s3.put_object(Bucket={}, Key={} + 'k')\n"
NEEDS = """def needs(**services):
    def decorate(function):
        def wrapper(*args, **kwargs):
            for argument, service in services.items():
                kwargs.setdefault(argument, boto3.client(service))
            return function(*args, **kwargs)
        return wrapper
    return decorate


@needs(kms="kms", sqs="sqs")
def run(kms, sqs):
    sqs.get_queue_url(QueueName="a")
    kms.generate_random(NumberOfBytes=8)


"""


@cases("code, expected", [
    (QUEUES + HANDLER + "    for client, name in zip(itertools.repeat(sqs), ['a', 'b']):\n        run(client, name)\n", ["a", "b"]),
    (QUEUES + HANDLER + "    list(itertools.starmap(run, zip(itertools.repeat(sqs), ['a', 'b'])))\n", ["a", "b"]),
    (QUEUES + HANDLER + "    list(map(run, itertools.repeat(sqs), ['a', 'b']))\n", ["a", "b"]),
    (QUEUES + HANDLER + "    run(next(itertools.cycle([sqs])), 'a')\n", ["a"]),
    (QUEUES + HANDLER + "    pairs = itertools.chain(zip(itertools.repeat(sqs), event), [(sqs, 'a')])\n"
     "    list(itertools.starmap(lambda client, name: client.get_queue_url(QueueName='b'), pairs))\n", ["b"]),
    (QUEUES + HANDLER + "    sqs.get_queue_url(**dict(collections.ChainMap({'QueueName': 'a'}, {'QueueName': 'b'})))\n", ["a"]),
    (QUEUES + "names = {'QueueName': 'a'}\nall_names = collections.ChainMap({}, names)\n\n\n" + HANDLER
     + "    names['QueueName'] = 'b'\n    sqs.get_queue_url(**{**all_names})\n", ["b"]),
    (TARGETS + "    for target in (Target('a'), Target('b', 'x/')):\n        bucket, prefix = target\n        "
     + PUT.format("bucket", "prefix"), ["a/in/k", "b/x/k"]),
    (TARGETS + "    for target in (Target('a'), Target('b', 'x/')._replace(prefix='y/')):\n        "
     + PUT.format("target.bucket", "target.prefix"), ["a/in/k", "b/y/k"]),
    (TARGETS + "    for bucket, prefix in [Target('a')]:\n        if bucket:\n            continue\n    "
     + PUT.format("bucket", "prefix"), ["a/in/k"]),
    (TARGETS.replace("class Target(typing.NamedTuple)", "@dataclasses.dataclass\nclass Target")
     + "    for target in (Target('a'), Target('b', 'x/')):\n        " + PUT.format("target.bucket", "target.prefix"),
     ["a/in/k", "b/x/k"]),
    ("Target = collections.namedtuple('Target', 'bucket prefix', defaults=['in/'])\n\n\n" + HANDLER
     + "    for target in (Target('a'), Target('b', 'x/')):\n        " + PUT.format("target.bucket", "target.prefix"),
     ["a/in/k", "b/x/k"]),
    (NEEDS + HANDLER + "    run()\n", ["*", "a"]),
])
def test_elements_and_fields_stay_together(lambda_calls, code, expected):
    calls, doubts = role(lambda_calls, "import collections\nimport dataclasses\nimport itertools\nimport typing\n" + code)
    assert ([resource.rpartition(":")[2] for _action, resource in calls], doubts) == (expected, [])
