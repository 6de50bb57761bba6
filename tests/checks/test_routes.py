"""What the event of an endpoint has: of several routes, of a URL, of an HTTP API, with groups and with CORS."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

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

test_what_a_route_gives_is_right = finds((ROUTES + code, ids) for code, ids in [
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

PUBLIC, SIGNED = "infra:\n  url: {api: public}\n---\n", "infra:\n  url: {api: iam}\n---\n"

test_an_event_of_a_url_has_its_own_keys = finds([
    (PUBLIC + "return {'ok': event['requestContext']['http']['method']}", []),
    (PUBLIC + "return event.get('queryStringParameters', {}).get('q', '')", []),
    (PUBLIC + "return json.loads(event.get('body') or '{}')", []),
    (PUBLIC + "return event['headers'].get('user-agent')", []),
    (SIGNED + "return event['requestContext']['authorizer']['iam']['userArn']", []),
    (PUBLIC + "if 'body' not in event:\n    return 404\nreturn {'statusCode': 200}", ["P501"]),
    (PUBLIC + "return 404 if event['rawPath'] == '/' else 12", []), (PUBLIC + "return 12", []),
    (PUBLIC + "return {'statuscode': 200, 'body': 'x'}", ["P501"]),
    (PUBLIC + "return event['httpMethod']", ["P401"]),
    (PUBLIC + "return event['requestContext']['http']['verb']", ["P401"]),
])

CODE = "infra:\n  endpoint: {method: GET, path: /a, api: private%s}\n---\n" \
    "caller = event['requestContext']['authorizer']\nreturn {'statusCode': 200, 'body': %s}"
OF_GROUP = ", groups: [admin]"

test_the_form_of_the_claims = finds([
    (OF_GROUP, "caller['sub']", []), (OF_GROUP, "caller['cognito:groups']", []), (OF_GROUP, "caller['custom:plan']", []),
    (OF_GROUP, "caller['principalId']", []), (OF_GROUP, "caller.get('claims', caller)['sub']", []),
    ("", "caller['claims']['sub']", []), ("", "caller['sub']", ["P401"]), ("", "caller['email']", ["P401"]),
    ("", "caller['principalId']", ["P401"]), ("", "(caller.get('claims') or caller)['sub']", []),
    ("", "caller.get('sub') or caller['claims']['sub']", []), ("", "caller['claims']['custom:plan']", []),
    (OF_GROUP, "caller['claims']['sub']", ["P401"]), (OF_GROUP, "caller['cognito:group']", ["P406"]),
], app=lambda groups, value: CODE % (groups, value), users="{groups: [admin]}")


@cases("routes, code, ids", [
    ("GET /a, {method: GET, path: /b, groups: [admin]}", "user = caller['claims']['sub']", ["P414"]),
    ("GET /a, {method: GET, path: /b, groups: [admin]}", "user = (caller.get('claims') or caller)['sub']", []),
    ("GET /a, {method: GET, path: /b, groups: [admin]}",
     "user = caller['claims']['sub'] if 'claims' in caller else caller['sub']", []),
    ("GET /a, {method: GET, path: /b, groups: [admin]}",
     "user = 'x'\nif event['resource'] == '/a':\n    user = caller['claims']['sub']", []),
    ("GET /a, GET /b", "user = caller['claims']['sub']", []),
    ("{method: GET, path: /a, groups: [admin]}", "user = caller['sub']", []),
])
def test_claims_that_only_some_routes_have(finding_ids, routes, code, ids):
    assert finding_ids(f"infra:\n  endpoint: {{api: private, routes: [{routes}]}}\n---\n"
                       f"caller = event['requestContext']['authorizer']\n{code}\nreturn {{'statusCode': 200, 'body': user}}",
                       users="{groups: [admin]}") == ids


GET = "infra:\n  endpoint: {method: GET, path: '/a/{id}', api: public}\n---\n"
PRIVATE = GET.replace("public", "private")
GUARD = "infra:\n  authorizer: {}\n---\n"


@cases("text, http, rest", [
    (GET + "return {'statusCode': 200, 'body': event['httpMethod']}", ["P401"], []),
    (GET + "return {'statusCode': 200, 'body': event['rawPath']}", [], ["P401"]),
    (GET + "return {'statusCode': 200, 'body': event['requestContext']['http']['method']}", [], ["P401"]),
    (GET + "return {'statusCode': 200, 'body': event['pathParameters']['id']}", [], []),
    (GET + "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['lambda']}", ["P401"], ["P401"]),
    (PRIVATE + "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['jwt']['claims']['sub']}", [],
     ["P401"]),
    (PRIVATE + "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['claims']['sub']}", ["P401"], []),
    (PRIVATE + "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['jwt']['sub']}", ["P401"], ["P401"]),
    (PRIVATE + "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['sub']}", ["P401"], ["P401"]),
    (GET + "return {'statusCode': 200, 'body': event['headers']['X-Token']}", ["P413"], ["P413"]),
    (GET + "return {'statusCode': 200, 'body': event['headers']['Authorization']}", ["P413"], []),
    (GET + "return {'statusCode': 200, 'body': (event.get('queryStringParameters') or {})['q']}", ["P403"], ["P403"]),
    (GET + "return {'stars': 5}", [], ["P501"]), (GET + "return 'hello'", [], ["P501"]),
    (GET + "return {'statuscode': 200}", ["P501"], ["P501"]),
    (GET + "return {'statusCode': 200, 'body': {'a': 1}}", ["P502"], ["P502"]),
    (GET + "return {'statusCode': 200, 'cookies': ['a=1']}", [], ["P502"]),
    (GET + "return {'statusCode': 200, 'multiValueHeaders': {'A': ['b']}}", ["P502"], []),
    (GUARD + "return {'isAuthorized': event['identitySource'] == ['a']}", [], ["P401", "P504"]),
    (GUARD + "return {'isAuthorised': True}", ["P504"], ["P504"]),
    (GUARD + "return {'isAuthorized': 'yes'}", ["P504"], ["P504"]),
    (GUARD + "print(len(event))", ["P504"], ["P504"])])
def test_code_is_checked_by_the_format_of_the_api(finding_ids, text, http, rest):
    assert [finding_ids(text, api="{type: http}"), finding_ids(text, api="{type: rest}")] == [http, rest]


def test_an_http_api_waits_for_30_seconds(finding_ids):
    texts = [GET.replace("---", f"  timeout: {seconds}\n---") + "return {}" for seconds in (32, 30)]
    assert [finding_ids(text, api="{type: http}") for text in texts] == [["P601"], []]


def test_an_http_api_waits_for_an_authorizer_for_10_seconds(finding_ids):
    texts = [GUARD.replace("---", f"  timeout: {seconds}\n---") + "return {'isAuthorized': True}" for seconds in (11, 10)]
    assert [finding_ids(text, api="{type: http}") for text in texts] == [["P601"], []]


ALLOWED_ORIGIN = "infra:\n  endpoint: {{method: GET, path: /a, api: public}}\n---\n" \
    "headers = {{'access-control-allow-origin': {}}}\nreturn {{'statusCode': 200, 'headers': headers, 'body': ''}}"
ORIGIN = "event['headers'].get('Origin')"

test_only_a_wildcard_with_credentials_is_found = finds([
    (None, "'*'", []), ("{origins: [https://a.example]}", "'*'", []),
    ("{origins: [https://a.example], credentials: true}", "'https://a.example'", []),
    ("{origins: [https://a.example], credentials: true}", ORIGIN, []),
    ("{origins: [https://a.example], credentials: true}", "'*'", ["P506"]),
    ("{origins: [https://a.example], credentials: true}", "'*' if event['path'] == '/a' else " + ORIGIN, []),
], app=lambda cors, value: (ALLOWED_ORIGIN.format(value), {"cors": cors} if cors else {}))


def test_an_http_api_removes_the_header(finding_ids):
    cors = "{origins: [https://a.example], credentials: true}"
    assert finding_ids(ALLOWED_ORIGIN.format("'*'"), cors=cors, api="{type: http}") == []
