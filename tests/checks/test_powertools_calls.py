"""Errors and bodies of Powertools' resolvers."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

LAYER = "aws-lambda-powertools==3.37.0\n"
APP = "infra:\n  layers: [powertools]\n  endpoint: {method: POST, path: '/stars', api: public}\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n" \
    "from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError\n\n" \
    "app = APIGatewayRestResolver()\n\n\n@app.post('/stars')\ndef stars():\n" \
    "    print(NotFoundError, BadRequestError)\n    "


@cases("code, expected", [
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
def test_an_error_has_a_message_and_a_body_is_a_text(code, expected, finding_ids):
    assert finding_ids(code) == expected
