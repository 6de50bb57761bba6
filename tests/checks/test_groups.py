"""Claims of an endpoint with groups are values of the authorizer itself; those of others are in `claims`."""
import pytest

pytest_plugins = ["tests.fixtures.checks"]
CODE = "infra:\n  endpoint: {method: GET, path: /a, api: private%s}\n---\n" \
    "caller = event['requestContext']['authorizer']\nreturn {'statusCode': 200, 'body': %s}"
OF_GROUP = ", groups: [admin]"


@pytest.mark.parametrize("groups, value, ids", [
    (OF_GROUP, "caller['sub']", []), (OF_GROUP, "caller['cognito:groups']", []), (OF_GROUP, "caller['custom:plan']", []),
    (OF_GROUP, "caller['principalId']", []), (OF_GROUP, "caller.get('claims', caller)['sub']", []),
    ("", "caller['claims']['sub']", []),
    (OF_GROUP, "caller['claims']['sub']", ["P401"]), (OF_GROUP, "caller['cognito:group']", ["P406"]),
])
def test_the_form_of_the_claims(finding_ids, groups, value, ids):
    assert finding_ids(CODE % (groups, value), users="{groups: [admin]}") == ids
