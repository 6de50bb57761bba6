"""P601: how long API Gateway waits, against the timeout of the lambda."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]


@cases("endpoint, timeout, ids", [
    ("method: GET, path: /", 30, []), ("method: GET, path: /", 60, ["P601"]), ("method: GET, path: /", 5, []),
    ("method: GET, path: /, wait: 60", 60, []), ("method: GET, path: /, wait: 60", 5, ["P601"]),
    ("method: GET, path: /, wait: 10", 5, []), ("method: GET, path: /, wait: 10", 20, ["P601"]),
    ("routes: [{method: GET, path: /, wait: 60}, GET /b]", 30, ["P601"])])
def test_the_gateway_waits_as_long_as_the_lambda_runs(finding_ids, endpoint, timeout, ids):
    assert finding_ids(f"infra:\n  endpoint: {{api: public, {endpoint}}}\n  timeout: {timeout}\n---\n"
                       "return {'statusCode': 200}") == ids
