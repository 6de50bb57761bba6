"""api: of app.yaml and limit: of an endpoint on the local cloud: 429, access logs, and the account's role."""
import json

import pytest

import setup_account
import show_logs
from aws import clients
from kit.problems import Problems
from tests.fixtures.http_responses import without_id
from tests.fixtures.lambda_texts import lambda_text

SETTINGS = "name: gate\napi: {access_logs: true, metrics: true}\n"
OPEN = lambda_text(
    'endpoint: {api: public, method: GET, path: "/orders/{id}"%s}', 'return {"statusCode": 200, "body": "{}"}')


@pytest.fixture
def statuses(local_cloud):
    """statuses(outputs, number) -> [(status, body)] of so many requests."""
    import urllib.error
    import urllib.request

    def fetch(url):
        try:
            with urllib.request.urlopen(url) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            assert error.headers["Access-Control-Allow-Origin"] == "*" and error.headers["x-amzn-RequestId"]
            return error.code, without_id(error)
    return lambda outputs, number: [fetch(f"{local_cloud.endpoint}/_aws/execute-api/{outputs['ApiId']}/local/orders/7")
                                    for _ in range(number)]


def test_a_route_above_its_limit_answers_429_and_each_request_has_a_line(deploy_app, statuses, capsys):
    outputs = deploy_app(SETTINGS, {"read": OPEN % ", limit: {rate: 1, burst: 2}"})
    answers = statuses(outputs, 2)
    while answers[-1][0] == 200:  # a slow machine sends less than one request a second
        answers += statuses(outputs, 1)
    assert answers[-1] == (429, '{"message":"Too Many Requests"}') and answers[:2] == [(200, "{}")] * 2
    show_logs.main(["build/app.json", "--name", "ApiAccessLogs", "--json"])
    lines = [json.loads(json.loads(line)["message"]) for line in capsys.readouterr().out.splitlines()]
    assert [(line["method"], line["route"], line["status"], line["error"], line["user"]) for line in lines] == [
        ("GET", "/orders/{id}", "200", "-", "-")] * (len(answers) - 1) + [("GET", "/orders/{id}", "429", "THROTTLED", "-")]
    show_logs.main(["build/app.json", "--request", lines[-1]["requestId"]])
    printed = capsys.readouterr()
    assert "THROTTLED" in printed.out and "the API answered this request itself" in printed.err
    with pytest.raises(Problems, match="errors=1 is for functions"):
        show_logs.main(["build/app.json", "--name", "ApiAccessLogs", "--errors"])
    outputs = deploy_app(SETTINGS.replace("access_logs: true, ", ""), {"read": OPEN % ""})
    with pytest.raises(Problems, match="stage local has no access logs\n  hint: write `api: {access_logs: true}`"):
        show_logs.main(["build/app.json", "--name", "ApiAccessLogs"])
    assert {status for status, _body in statuses(outputs, 20)} == {200}


def test_make_account_sets_the_role_once(deploy_app, capsys):
    deploy_app(SETTINGS, {"read": OPEN % ""})
    setup_account.main(["build/app.json"])  # nobody is asked here
    role = clients.client("apigateway", "local", "eu-west-1").get_account()["cloudwatchRoleArn"]
    assert role.endswith(":role/pareto-api-gateway-logs")
    setup_account.main(["build/app.json", "--yes"])
    assert "nothing to do" in capsys.readouterr().err
