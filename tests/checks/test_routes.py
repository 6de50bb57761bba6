"""A lambda with several routes: what its event may have is right, what no route gives it is found."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
ROUTES = '''infra:
  endpoint:
    api: public
    routes:
    - GET /orders
    - method: POST
      path: /orders
      schema: {type: object, required: [sku], properties: {sku: {type: string}, n: {type: integer}}}
    - {method: GET, path: '/orders/{id}', parameters: [day]}
    - {method: DELETE, path: '/orders/{id}', api: private}
---
'''
OK = "return {'statusCode': 200, 'body': %s}"


@cases("code, ids", [
    (OK % "event['pathParameters']['id']", []),
    (OK % "event['queryStringParameters']['day']", []),
    (OK % "json.loads(event['body'])['sku']", []),
    (OK % "event['requestContext']['authorizer']['claims']['sub']", []),
    ("if event['httpMethod'] == 'GET':\n    " + OK % "event['resource']" + "\n" + OK % "json.dumps(event['headers'])", []),
    (OK % "event['pathParameters']['name']", ["P401"]),
    (OK % "event['queryStringParameters']['night']", ["P403"]),
    (OK % "str(json.loads(event['body'])['n'])", ["P408"]),
    (OK % "event['requestContext']['authoriser']['claims']['sub']", ["P406"]),
    ("return [1]", ["P501"]),
])
def test_what_a_route_gives_is_right(finding_ids, code, ids):
    assert finding_ids(ROUTES + code) == ids
