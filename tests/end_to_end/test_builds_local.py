"""A build on the local cloud: a lambda starts it, and its events come."""
import json
import time

from aws import clients
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.small_apps"]
APP = ROOT / "bench/ported/deploys"


def test_a_lambda_starts_a_build_and_gets_its_end(deploy_app):
    texts = {name: (APP / "lambdas" / name / "index.py").read_text() for name in ("run", "built")}
    deploy_app((APP / "app.yaml").read_text(), texts)
    client = clients.client("lambda", "local", "eu-west-1")
    answer = json.loads(client.invoke(FunctionName="deploys-local-run", Payload=json.dumps(
        {"body": '{"branch": "main"}'}).encode())["Payload"].read())
    assert answer["statusCode"] == 202
    table = clients.client("dynamodb", "local", "eu-west-1")
    name = next(name for name in table.list_tables()["TableNames"] if name.startswith("deploys"))
    while not (rows := table.scan(TableName=name)["Items"]):
        time.sleep(0.05)
    assert rows[0]["status"]["S"] == "SUCCEEDED" and rows[0]["sk"]["S"].endswith(json.loads(answer["body"])["build"])
    project = clients.client("codebuild", "local", "eu-west-1").batch_get_projects(names=["deploys-local"])["projects"][0]
    assert project["source"]["type"] == "GITHUB" and project["environment"]["computeType"] == "BUILD_GENERAL1_SMALL"
