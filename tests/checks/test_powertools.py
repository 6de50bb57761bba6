"""Powertools: resolvers and their routes, errors and bodies, and batches."""
from checks import example
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds, problems

APP = "infra:\n  layers: [powertools]\n  endpoint: {method: POST, path: '/stars', api: public}\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n" \
    "from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError\n\n" \
    "app = APIGatewayRestResolver()\n\n\n@app.post('/stars')\ndef stars():\n" \
    "    print(NotFoundError, BadRequestError)\n    "

test_an_error_has_a_message_and_a_body_is_a_text = finds([
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": APP + "raise NotFoundError\n\n\ndef handler(event, context):\n"
      "    return app.resolve(event, context)"}, []),
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": APP + "raise BadRequestError()\n\n\ndef handler(event, context):\n"
      "    return app.resolve(event, context)"}, ["P152"]),
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": APP + "raise BadRequestError('no name')\n\n\ndef handler(event, context):\n"
      "    return app.resolve(event, context)"}, []),
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": APP + "return {'name': app.current_event.body['name']}\n\n\ndef handler(event, context):\n"
      "    return app.resolve(event, context)"}, ["P152"]),
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": APP + "body = app.current_event.body\n    return {'name': body.get('name')}\n\n\n"
      "def handler(event, context):\n    return app.resolve(event, context)"}, ["P152"]),
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": APP + "return {'name': app.current_event.json_body['name']}\n\n\ndef handler(event, context):\n"
      "    return app.resolve(event, context)"}, []),
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": APP + "body = json.loads(app.current_event.body)\n    return {'name': body.get('name')}\n\n\n"
      "def handler(event, context):\n    return app.resolve(event, context)"}, []),
])

PYDANTIC_LAYER = {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\npydantic==2.12.5\n"}
BATCH = "infra:\n  layers: [powertools]\n  %s\n---\nfrom aws_lambda_powertools.utilities.batch import (\n" \
    "    BatchProcessor, EventType, batch_processor, process_partial_response)\n" \
    "from aws_lambda_powertools.utilities.parser.models import SqsRecordModel\n\nprint(SqsRecordModel, batch_processor)\n" \
    "processor = BatchProcessor(event_type=EventType.%s)\n\n\ndef process(record):\n    print(%s)\n\n\n"
CALL = "process_partial_response(event=event, record_handler=process, processor=processor, context=context)"
HANDLER = "def handler(event, context):\n    %s\n"
QUEUE = BATCH % ("queue: {batch: 10}", "%s", "%s") + HANDLER
RETURN = HANDLER % f"return {CALL}"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps({'title': 'x'}))"
WRITE = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'name': 'x'})"


@cases("read, of_processor, ids", [
    ("record.json_body['title']", "SQS", []),
    ("record.json_body['name']", "SQS", ["P820"]),
    ("json.loads(record.body)['name']", "SQS", ["P820"]),
    ("record.body['title']", "SQS", ["P404"]),
    ("record.message_id, record.receipt_handle, record.attributes, record.raw_event, record['messageId']", "SQS", []),
    ("record.json_body['name']", "SQS, model=SqsRecordModel", [])])
def test_what_a_record_handler_reads(finding_ids, read, of_processor, ids):
    code = QUEUE % (of_processor, read, f"return {CALL}")
    assert finding_ids({"a": code, "b": SEND, **PYDANTIC_LAYER}) == ids


@cases("word, kind, read", [
    ("stream: {table: demo}", "DynamoDBStreams", "record.dynamodb.new_image['name'], record.dynamodb.keys['pk']"),
    ("kinesis: {stream: demo}", "KinesisDataStreams", "record.kinesis.data_as_json()['name']")])
def test_records_of_streams(finding_ids, word, kind, read):
    assert finding_ids({"a": BATCH % (word, kind, read) + RETURN, "b": WRITE, **PYDANTIC_LAYER}) == []


DECORATED = "@batch_processor(record_handler=process, processor=processor)\n"

test_the_handler_returns_the_failed_messages = finds(
    ({"a": BATCH % ("queue: {}", "SQS", "int(record.body)") + handler, **PYDANTIC_LAYER}, ids) for handler, ids in [
    (RETURN, []), (HANDLER % CALL, ["P518"]), (HANDLER % f"answer = {CALL}", ["P518"]),
    (HANDLER % f"answer = {CALL}\n    print(answer)\n    return answer", []),
    (DECORATED + HANDLER % "return processor.response()", []), (DECORATED + HANDLER % "print(event)", ["P518"])])

CODE = """infra:
  endpoint: {api: public, routes: [%s]}
---
from aws_lambda_powertools.event_handler import %s  # pareto: ignore

%s


%s
def serve(id=""):
    return {"id": id}


def handler(event, context):
    return app.resolve(event, context)
"""


@cases("routes, decorators, made, messages", [
    ('"GET /notes/{id}", POST /notes', '@app.get("/notes/<id>")\n@app.post("/notes/")', "app = {}()", []),
    ('"ANY /notes/{rest+}"', '@app.get("/notes/<id>/lines")\n@app.delete("/notes/<id>")', "app = {}(cors=None)", []),
    ('"GET /notes/{id}"', '@app.get("/notes/new")', "app = {}()", []),
    ('"GET /notes/new"', '@app.get("/notes/<id>")', "app = {}()", []),
    ("GET /notes", '@app.post("/notes")', "app = {}()", ["no route of the endpoint is POST /notes"]),
    ("GET /notes, POST /notes", '@app.get("/notes")', "app = {}()", ["no function of the resolver serves POST /notes\n  AWS: 404 Not found"]),
    ("GET /notes", '@app.get("/v1/notes")', "app = {}(strip_prefixes=['/v1'])", []),
    ("GET /notes, POST /notes", '@app.get("/notes")', "app = {}()\napp.include_router(other)", []),
    ("GET /notes", '@app.get("/.+")', "app = {}()", []), ("GET /notes", '@app.get(PATH)', "app = {}()", []),
    ("GET /notes, POST /notes", '@app.route("/notes", method=["GET", "POST"])', "app = {}()", []),
])
def test_each_route_has_a_function_and_the_other_way_round(folder, monkeypatch, routes, decorators, made, messages):
    for name in ("APIGatewayRestResolver", "APIGatewayHttpResolver"):
        text = example.index(CODE % (routes, name, made.format(name), decorators))
        assert [problem.message for problem in problems(folder, monkeypatch, {"lambdas/a/index.py": text}, {"P520"})] == [
            f"[P520] {message}" for message in messages]


FUNCTION = 'infra:\n  endpoint: {api: public, method: GET, path: "/notes/{id}"}\n' \
    "  layers: [powertools]\n---\nfrom aws_lambda_powertools.event_handler import APIGatewayRestResolver\n" \
    "from http import HTTPStatus\n\napp = APIGatewayRestResolver()\nprint(HTTPStatus)\n\n\n" \
    '@app.get("/notes/<id>")\ndef serve(%s):\n    return %s\n\n\n' \
    "def handler(event, context):\n    return app.resolve(event, context)\n"


@cases("parameters, returned, expected", [
    ("id", "{'id': id}, HTTPStatus.CREATED", []), ("id", "{'id': id}, 201, {'X-A': ['b']}", []),
    ("id: str", "{'id': id}", []), ("**values", "values", []), ("*, id", "{'id': id}", []),
    ("number", "{'id': number}", ["P522"]), ("", "{}", ["P522"]), ("id", "HTTPStatus.CREATED, {'id': id}", ["P522"]),
    ("id", "201, {'id': id}", ["P522"]), ("id", "[201, {'id': id}]", []), ("id", "(200, 300)", []),
    ("id", "{'statusCode': 404, 'body': id}", ["P522"]), ("id", "{'statusCode': HTTPStatus.OK, 'body': id}", ["P522"]),
    ("id", "{'statusCode': 200, 'headers': {}, 'body': id}, 200", ["P522"]), ("id", "{'statusCode': 404}", []),
    ("id", "{'statusCode': 404, 'message': id}", []), ("id", "{'body': id}", []),
    ("id", "app.response(status_code=404, body=id)", ["P522"]), ("id", "app.current_event.json_body", []),
    ("id", "app.respond(id)", []), ("id", "{'path': app.current_event.path, 'to': app.context.get('a')}", []),
])
def test_a_function_fits_its_route(parameters, returned, expected, finding_ids):
    layer = {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}
    assert finding_ids({"a": FUNCTION % (parameters, returned), **layer}) == expected


@cases("code, expected", [
    ("app = Resolver()\n\n\ndef handler(event, context):\n    return app.resolver(event, context)", ["P522"]),
    ("app = Resolver()\n\n\ndef handler(event, context):\n    return app(event, context)", []),
    ("app = Resolver()\n\n\ndef reply(status, body):\n    return {'statusCode': status, 'body': json.dumps(body)}\n\n\n"
     "@app.get('/a')\ndef a():\n    return reply(400, {})\n\n\ndef handler(event, context):\n    return app.resolve(event, "
     "context)", ["P522"]),
    ("app = Resolver()\n\n\ndef reply(status, body):\n    return {'statusCode': status, 'body': json.dumps(body)}\n\n\n"
     "@app.get('/a')\ndef a():\n    return {}\n\n\ndef handler(event, context):\n    return reply(200, app.resolve(event, "
     "context))", []),
    ("app = Resolver()\napp.own = 5\n\n\ndef handler(event, context):\n    return app.own", []),
    ("class Own(Resolver):\n    def mine(self):\n        return 5\n\n\napp = Own()\n\n\ndef handler(event, context):\n"
     "    return app.mine()", []),
    ("app = Resolver()\napp = other(app)\n\n\ndef handler(event, context):\n    return app.mine()", []),
    ("def serve(app):\n    return app.mine()\n\n\napp = Resolver()\n\n\ndef handler(event, context):\n    return serve(5)", []),
])
def test_a_resolver_has_the_attributes_of_powertools(finding_ids, code, expected):
    layer = {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}
    text = 'infra:\n  layers: [powertools]\n---\nfrom aws_lambda_powertools.event_handler import APIGatewayRestResolver as ' \
        "Resolver\nfrom lambdas.b.index import handler as other\n\n\n" + code + "\n"
    assert [id_ for id_ in finding_ids({"a": text, "b": "return event", **layer}) if id_ == "P522"] == expected


ROUTES = "infra:\n  endpoint: {api: public, method: GET, path: '/notes/{id}'}\n  layers: [powertools]\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n\napp = APIGatewayRestResolver()\nTEXTS = {'/a/{id}': 1}\n\n\n" \
    "@app.%s\ndef one(id):\n    return {'id': id, 'text': TEXTS.get('/a/{id}')}\n\n\ndef handler(event, context):\n    return app.resolve(event, context)"
RESOLVERS = [
    (ROUTES % "get('/notes/{id}')", ["P521"]), (ROUTES % "route('/notes/{id}', method='GET')", ["P521"]), (ROUTES % "get('/notes/<id>')", []),
    (ROUTES % "get(r'/notes/\\w{3}/<id>')", []), (ROUTES % "get('/notes/{id+}')", ["P521"]),
]

test_a_parameter_of_a_route_is_in_angle_brackets = finds(({"a": code, "layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}, expected) for code, expected in RESOLVERS)

SECRET = "import hashlib\nimport hmac\nfrom aws_lambda_powertools.utilities import parameters\n\n\n" \
    "def handler(event, context):\n    print(hmac, hashlib)\n" \
    "    secret = parameters.get_secret(os.environ['DEMO_KEY_SECRET']%s)\n    return %s"

test_a_secret_of_powertools_is_a_text = finds([
    ("", "secret['SecretString']", ["P152"]), ("", "secret.get('password')", ["P152"]),
    (", transform='json'", "secret['password']", []), ("", "json.loads(secret)['password']", []),
    ("", "hmac.new(secret, b'a', hashlib.sha256).hexdigest()", ["P127"]),
    ("", "hmac.new(secret.encode(), b'a', hashlib.sha256).hexdigest()", [])],
    app=lambda options, result: SECRET % (options, result), only=["P152", "P127"])

test_feature_flags_read_a_configuration = finds([
    ({"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n",
      "a": "infra:\n  layers: [powertools]\n---\n"
      "from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags\n\n"
      "flags = FeatureFlags(store=AppConfigStore(application='shop', environment='live', name='rules'))\n\n\n"
      "def handler(event, context):\n    return flags.evaluate(name='premium', context={}, default=False)"}, []),
])
