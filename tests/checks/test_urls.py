"""A lambda with a URL of its own: what its event has is right, what only another event has is found."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
PUBLIC, SIGNED = "infra:\n  url: {api: public}\n---\n", "infra:\n  url: {api: iam}\n---\n"


@cases("code, ids", [
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
def test_an_event_of_a_url_has_its_own_keys(finding_ids, code, ids):
    assert finding_ids(code) == ids
