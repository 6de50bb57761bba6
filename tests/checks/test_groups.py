"""Claims of an endpoint with groups are values of the authorizer itself; those of others are in `claims`."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CODE = "infra:\n  endpoint: {method: GET, path: /a, api: private%s}\n---\n" \
    "caller = event['requestContext']['authorizer']\nreturn {'statusCode': 200, 'body': %s}"
OF_GROUP = ", groups: [admin]"


@cases("groups, value, ids", [
    (OF_GROUP, "caller['sub']", []), (OF_GROUP, "caller['cognito:groups']", []), (OF_GROUP, "caller['custom:plan']", []),
    (OF_GROUP, "caller['principalId']", []), (OF_GROUP, "caller.get('claims', caller)['sub']", []),
    ("", "caller['claims']['sub']", []),
    (OF_GROUP, "caller['claims']['sub']", ["P401"]), (OF_GROUP, "caller['cognito:group']", ["P406"]),
])
def test_the_form_of_the_claims(finding_ids, groups, value, ids):
    assert finding_ids(CODE % (groups, value), users="{groups: [admin]}") == ids


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
