"""Idioms of public handlers: the right ones pass, and similar wrong ones are found."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x', ContentType=%s)"
PAGE = "page = boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'], %s)"
ORDER = "class Order:\n    def __init__(self, id, total):\n        self.id = id\n\n    @classmethod\n" \
    "    def of(cls, row):\n        return cls(**row)\n\n\ndef handler(event, context):\n    return "
IN_HANDLER = "\n\n\ndef handler(event, context):\n    return f(1)"
ARGUMENTS = [
    (ORDER + "Order(**event['order']).id", []),
    (ORDER + "Order(*event['order']).id", []),
    (ORDER + "Order.of(event).id", []),
    (ORDER + "Order(5).id", ["P107"]),
    (ORDER + "Order(id=1, total=2, more=3).id", ["P107"]),
    (ORDER.replace("class Order", "@injected\nclass Order") + "Order().id", ["P101"]),
    ("import functools\n\n\ndef with_db(f):\n    @functools.wraps(f)\n    def inner(*args, **more):\n"
     "        return f(*args, db=1, **more)\n    return inner\n\n\n@with_db\ndef f(a, db):\n    return a" + IN_HANDLER, []),
    ("import functools\n\n\ndef with_db(f):\n    return functools.partial(f, db=5)\n\n\n@with_db\ndef f(a, db):\n"
     "    return a" + IN_HANDLER, []),
    ("class With:\n    def __init__(self, f):\n        self.f = f\n\n    def __call__(self, *a):\n"
     "        return self.f(*a, 5)\n\n\n@With\ndef f(a, db):\n    return a" + IN_HANDLER, []),
    ("@injected\ndef f(a, db):\n    return a" + IN_HANDLER, ["P101"]),
    ("def f(a, db):\n    return a" + IN_HANDLER, ["P107"]),
]
NONE = [
    ("token = None\nwhile True:\n    " + PAGE % "ContinuationToken=token" + "\n    token = page.get("
     "'NextContinuationToken')\n    if not token:\n        break", []),
    (PAGE % "" + "\ntoken = page.get('NextContinuationToken')\nwhile token:\n    " + PAGE % "ContinuationToken=token"
     + "\n    token = page.get('NextContinuationToken')", []),
    ("found = None\nfor one in event['all']:\n    if one:\n        found = 'a'\n" + PUT % "found", []),
    ("def kind(name):\n    if name:\n        return 'a'\n\n\ndef handler(event, context):\n    " + PUT % "kind(event['x'])",
     []),
    ("def kind(name):\n    if name:\n        return 'a'\n\n\ndef handler(event, context):\n"
     "    found = [kind(e) for e in event]\n    for one in [e for e in found if e is not None]:\n        " + PUT % "one", []),
    ("limit = event.get('limit', '')\nif limit:\n    " + PAGE % "MaxKeys=limit", []),
    ("PAGES = {'a': 5}\nlimit, more = PAGES.get(event['x'], ''), {}\nif limit and event['y']:\n"
     "    more['MaxKeys'] = limit\n" + PAGE % "**more", []),
    ("PAGES = {'a': 5}\nlimit = PAGES.get(event['x'], '')\nif len(limit) > 0:\n    " + PAGE % "MaxKeys=limit", []),
    ("PAGES = {'a': 5}\nlimit = PAGES.get(event['x'], 'all')\nwhile limit != 'all':\n    " + PAGE % "MaxKeys=limit", []),
    ("PAGES = {'a': 5}\nlimit = PAGES.get(event['x'], 'all')\n" + PAGE % "MaxKeys=limit", ["P204"]),
    ("limit = 'many'\nif event:\n    " + PAGE % "MaxKeys=limit", ["P204"]),
    ("class Store:\n    kind = None\n\n\ndef handler(event, context, *setup):\n    store = Store()\n    setup[0](store)\n"
     "    " + PUT % "store.kind", []),
    ("class Store:\n    def __init__(self):\n        self.kind = None\n\n    def load(self):\n        self.kind = 'x'\n\n\n"
     "def handler(event, context):\n    store = Store()\n    store.load()\n    " + PUT % "store.kind", []),
    (PUT % "None", ["P204"]),
    ("TYPE = None\n\n\ndef handler(event, context):\n    " + PUT % "TYPE", ["P204"]),
]
LOGS = "infra:\n  permissions: ['logs:CreateExportTask', 'ec2:DescribeInstances', 'glacier:ListVaults']\n---\n" \
    "boto3.client('logs').create_export_task(logGroupName='a', %s=1, to=2, destination='x')"
USERS = "users = boto3.client('cognito-idp')\n"
SERVICES = [
    (LOGS % "fromTime", []), (LOGS % "taskName='x', **{'from': 1}, roleName", ["P202"]), (LOGS % "fromTimes", ["P202", "P203"]),
    (LOGS % "toTime", ["P202", "P203"]),
    (LOGS % "fromTime" + "\nboto3.client('ec2').describe_instances(Filters=[{'Name': 'a', 'Values': ['b']}])", []),
    (LOGS % "fromTime" + "\nboto3.client('glacier').list_vaults()", []),
    (USERS + "users.initiate_auth(ClientId=event['c'], AuthFlow='USER_PASSWORD_AUTH', AuthParameters={})", []),
    (USERS + "users.sign_up(ClientId='a', Username='b', Password='c')\nusers.get_user(AccessToken=event['t'])", []),
    (USERS + "users.forgot_password(ClientId='a', Username='b')", []),
    (USERS + "users.admin_get_user(UserPoolId='eu-west-1_x', Username='b')", []),
    ("boto3.client('cognito-identity').get_id(IdentityPoolId='x')", []),
]
GET = "infra:\n  endpoint: {method: GET, path: /things, api: public}\n  layers: [pt]\n---\n"
RESPONSES = [
    (GET + "return {'headers': {'a': 'b'}}", []), (GET + "return {}", []), (GET + "return {'body': 'x'}", []),
    (GET + "return {'body': {'a': 1}}", ["P502"]), (GET + "return {'body': 'x', 'status': 5}", ["P501"]),
    (GET + "return {'stars': 5}", ["P501"]), (GET + "return []", ["P501"]),
]
QUEUE = "infra:\n  queue: {}\n  layers: [pt]\n---\n"
LOGGER = QUEUE + "from aws_lambda_powertools import Logger, Metrics, Tracer\nlogger = Logger(service='a')\n" \
    "tracer = Tracer()\nmetrics = Metrics()\n\n\n@logger.inject_lambda_context(log_event=True)\n" \
    "@tracer.capture_lambda_handler\n@metrics.log_metrics(capture_cold_start_metric=True)\n" \
    "def handler(event, context):\n    logger.info('x', extra={'n': 1})\n    return event[%s]"
ROUTE = GET + "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n" \
    "app = APIGatewayRestResolver()\n\n\n@app.get('/things')\ndef things():\n    return %s\n\n\n" \
    "def handler(event, context):\n    return app.resolve(event, context)"
TRANSLATE = "boto3.client('translate').translate_text(Text='a', SourceLanguageCode='no', TargetLanguageCode='en')"
ROWS = "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])"
FRAMEWORKS = [
    (LOGGER % "'record'", ["P401"]), (LOGGER % "'Records'", []),
    (QUEUE + "from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source\n\n\n"
     "@event_source(data_class=SQSEvent)\ndef handler(event, context):\n    return [r.body for r in event.records]", []),
    (QUEUE + "from aws_lambda_powertools.utilities.validation import validator\n\n\n"
     "@validator(inbound_schema={}, envelope='Records[*]')\ndef handler(event, context):\n    return event['x']", []),
    (ROUTE % (ROWS + ".scan()['Items']"), []), (ROUTE % (ROWS + ".get_item(Key={'pk': 'a'})['Item']"), ["P302"]),
    (ROUTE % TRANSLATE, []),
]
EMIT = "response = boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['DEMO_BUS'], 'Source': " \
    "'demo.a', 'DetailType': kind, 'Detail': '{}'}])\n    if response['FailedEntryCount']:\n        raise OSError"
RULE = "infra:\n  events:\n  - {name: paid, topic: OrderPaid}\n---\nprint(event['detail'])"
KINDS = "KINDS = {'a': 'OrderPaid', 'b': 'none'}\nPAID = ('OrderPaid',)\n\n\ndef is_known(kind):\n    return len(kind) > 4" \
    "\n\n\ndef kind_of(name):\n    if name:\n        return 'OrderPaid'\n\n\ndef handler(event, context):\n" \
    "  for name in event['all']:\n    "
TOPICS = [
    ("kind = KINDS.get(name)\n    if kind == 'none' or not kind:\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    if not kind:\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    if kind == '':\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    if len(kind) == 0:\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    known = bool(kind)\n    if not known:\n        continue\n    ", []),
    ("kind = KINDS[name]\n    if kind not in ('OrderPaid', 'x'):\n        continue\n    ", []),
    ("kind = KINDS[name]\n    if kind not in PAID:\n        continue\n    ", []),
    ("kind = KINDS[name]\n    if kind in PAID:\n        continue\n    ", ["P801", "P802"]),
    ("kind = kind_of(name)\n    if kind is None:\n        continue\n    ", []),
    ("kind = KINDS[name]\n    ", ["P801"]),
    ("kind = KINDS[name]\n    if kind == 'OrderPaid':\n        continue\n    ", ["P801", "P802"]),
    ("kind = ''\n    ", ["P801", "P802", "P805"]),
]


@cases("code, expected", [*ARGUMENTS, *NONE, *SERVICES, *RESPONSES, *FRAMEWORKS])
def test_an_idiom_of_public_code_passes_and_a_similar_bug_does_not(code, expected, finding_ids):
    layer = "aws-lambda-powertools==3.0\nfastjsonschema==2.21.2\naws-xray-sdk==2.15.0\npydantic==2.11.9\n"
    assert finding_ids({"a": code, "layers/pt/requirements.txt": layer}) == expected


@cases("choice, expected", TOPICS)
def test_a_topic_that_a_condition_excludes_is_not_emitted(choice, expected, finding_ids):
    assert finding_ids({"a": KINDS + choice + EMIT, "b": RULE}) == expected
