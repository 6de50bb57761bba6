"""What Lambda passes to a handler: two arguments, and the attributes of its context."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

NAME = 'def handler(event, context, tablename=os.environ["DEMO_TABLE"]):\n' \
    '    table = boto3.resource("dynamodb").Table(tablename)\n    '
RULE = "infra:\n  events:\n  - name: stored\n    source: {type: table, name: demo}\n    pattern: {sk: [%s]}\n---\n"
PUT = "boto3.resource('dynamodb').Table(name).put_item(Item={'pk': 'a'})"
OTHER = "boto3.resource('dynamodb').Table(event['table']).put_item(Item={'pk': 'x', 'sk': %s, 'count': 1})"
READING = "table.put_item(Item={'pk': 'a', 'sk': f'reading#{event[\"t\"]}'})"


@cases("code, expected", [
    (NAME + "table.get_item(Key={'pk': 'a'})", ["P302"]),
    (NAME + "table.get_item(Key={'pk': 'a', 'sk': 'b'})", []),
    (NAME + "table.put_item(Item={'pk': 'a'})", ["P303"]),
    (NAME + "table.put_item(Item={'pk': 'a', 'sk': 5})", ["P304"]),
    (NAME + "table.query(KeyConditionExpression=Key('owner').eq('me'))", ["P305"]),
    (NAME + "table.query(IndexName='x-index', KeyConditionExpression=Key('x').eq(1))", ["P301"]),
    (RULE % "order" + NAME + "for record in event['detail']['records']:\n"
     "        table.put_item(Item={'pk': record['pk'], 'sk': 'order#1'})", ["P810"]),
    ("def handler(event, context, *, name=os.environ['DEMO_TABLE']):\n    " + PUT, ["P303"]),
    ("def handler(event, context, name=None):\n    name = name or os.environ['DEMO_TABLE']\n    " + PUT, ["P303"]),
    ("def handler(event, context, table=boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])):\n"
     "    table.put_item(Item={'pk': 'a'})", ["P303"]),
    ("def handler(event, context, client=boto3.client('dynamodb'), name=os.environ['DEMO_TABLE']):\n"
     "    client.get_item(TableName=name, Key={'pk': {'S': 'a'}})", ["P302"]),
    ("class Handler:\n    def __call__(self, event, context, name=os.environ['DEMO_TABLE']):\n        " + PUT
     + "\n\n\nhandler = Handler()", ["P303"]),
    ("handler = lambda event, context, name=os.environ['DEMO_TABLE']: " + PUT, ["P303"]),
    ("infra:\n  endpoint: {method: GET, path: /x, api: public}\n---\nhandler = lambda event, context: 5", ["P501"]),
    ("def handler(event, context, *rest, **more):\n    return [rest, more]", []),
    ("def handler(event, context, known={}):\n    value = known.get('k')\n    if value is None:\n"
     "        value = known['k'] = event['x']\n"
     "    boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body=value)", []),
    ("def wrapped(f):\n    def inner(event, context, name=os.environ['DEMO_TABLE']):\n        return f(event, name)\n"
     "    return inner\n\n\n@wrapped\ndef handler(event, name):\n    " + PUT, ["P303"]),
    ("@injected\ndef handler(event, context, name=None):\n    "
     "boto3.client('s3').head_object(Bucket=name, Key='k')", ["P101", "P701"]),
])
def test_the_defaults_of_a_handler_hold(code, expected, finding_ids):
    ids = finding_ids({"a": code, "z": "return 1"} if "P810" in expected else code)
    assert [id_ for id_ in ids if id_ != "P803"] == expected


test_a_write_to_an_unknown_table_is_one_to_a_table_of_the_role = finds([
    ({"a": RULE % "reading" + "print(event)", "b": NAME + READING}, []),
    ({"a": RULE % "readings" + "print(event)", "b": NAME + READING}, ["P803"]),
    # A write to a table that is not known is a write to one that the lambda's role allows.
    ({"a": RULE % "readings" + "print(event)", "b": NAME + READING, "c": OTHER % "'y'"}, ["P706", "P803"]),
    ({"a": RULE % "readings" + "print(event)", "b": NAME + READING, "c": NAME + OTHER % "'y'"}, ["P706", "P803"]),
    ({"a": RULE % "readings" + "print(event)", "b": NAME + READING, "c": NAME + OTHER % "'readings#1'"}, ["P706"]),
    ({"a": RULE % "readings" + "print(event)", "b": NAME + READING, "c": NAME + OTHER % "event['sk']"}, ["P706"]),
    ({"a": RULE % "readings" + "print(event)", "b": NAME + READING, "c":
      "infra:\n  permissions: ['dynamodb:PutItem']\n---\n" + OTHER % "event['sk']"}, []),
    ({"a": RULE % "readings" + "print(event)", "b": NAME + READING, "c":
      "infra:\n  permissions: ['dynamodb:PutItem']\n---\n" + OTHER % "'y'"}, ["P803"]),
    # A row that may be another table's is no proof of what items have.
    ({"b": "print(os.environ['DEMO_TABLE'])\n" + OTHER % "'b'", "c": NAME
      + "print(table.get_item(Key={'pk': 'x', 'sk': 'b'})['Item']['total'])"}, ["P706"]),
])

TOKEN = "import secrets\nTOKEN = secrets.token_urlsafe(16)\n\n\ndef handler(event, context):\n    %s"
TIMER = "infra:\n  timer: {cron: '0 9 %s ? *'}\n---\nprint('a')"

test_attributes_of_the_context_tokens_and_days = finds([
    ("return context.request_id", ["P113"]), ("return context.aws_request_id", []), ("return context.getRemainingTimeInMillis()", ["P113"]),
    ("return context.identity.cognito_identity_id", []), ("context.user = event['user']\nreturn context.user", []),
    ("return getattr(context, 'request_id', None)", []), ("return context.request_id if hasattr(context, 'request_id') else ''", []),
    ("def handler(event, context):\n    context = object()\n    return context.request_id", []),
    ("def wrapped(function):\n    return function\n\n\n@wrapped\ndef handler(event, context):\n    return context.user", []),
    ({"a": "from lambdas.steps import handler as run\n\n\ndef handler(event, context):\n    return run(event, {})",
      "lambdas/steps.py": "def handler(event, context):\n    return context.user\n"}, []),
    ("def handler(event, _context, context=None):\n    return context.user", []),
    (TOKEN % "return {'token': TOKEN}", ["P112"]), (TOKEN % "print(TOKEN)", []),
    (TIMER % "30 2", ["P135"]), (TIMER % "31 4,JUN", ["P135"]), (TIMER % "29 2", []), (TIMER % "31 4,5", []), (TIMER % "L 2", []),
    (TIMER % "31 *", []),
])
