"""Which format of events and responses a handler expects, and which the app's API has."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
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
    (GUARD + "print(event)", ["P504"], ["P504"])])
def test_code_is_checked_by_the_format_of_the_api(finding_ids, text, http, rest):
    assert [finding_ids(text, api="{type: http}"), finding_ids(text, api="{type: rest}")] == [http, rest]


def test_an_http_api_waits_for_30_seconds(finding_ids):
    texts = [GET.replace("---", f"  timeout: {seconds}\n---") + "return {}" for seconds in (32, 30)]
    assert [finding_ids(text, api="{type: http}") for text in texts] == [["P601"], []]


def test_an_http_api_waits_for_an_authorizer_for_10_seconds(finding_ids):
    texts = [GUARD.replace("---", f"  timeout: {seconds}\n---") + "return {'isAuthorized': True}" for seconds in (11, 10)]
    assert [finding_ids(text, api="{type: http}") for text in texts] == [["P601"], []]
