"""On the local cloud, what a lambda knows of its own app can be reached from there."""
import json
import urllib.request
from pathlib import Path

import pytest

import delete_stack
import deploy_stack
import expand_template
import push_artifacts
import scan_infra
from aws import clients
from tests.fixtures.cloud import PATIENCE

ASK = '''"""Tells its stage.

infra:
  endpoint: {method: GET, path: /stage, api: public}
"""
import os


def handler(event, context):
    return {"statusCode": 200, "body": os.environ["KNOWING_STAGE"]}
'''
KNOW = '''"""Tells what it knows, after it has asked the API.

infra: {}
"""
import os
import urllib.request

NAMES = ("KNOWING_API_URL", "KNOWING_WEBSITE_URL", "KNOWING_USER_POOL", "KNOWING_USER_POOL_CLIENT", "FOREIGN_URL")


def handler(event, context):
    values = [os.environ[name] for name in NAMES]
    with urllib.request.urlopen(values[0] + "/stage") as response:
        return [*values, response.read().decode()]
'''


@pytest.fixture
def outputs(local_cloud, tmp_path, monkeypatch):
    """The outputs of the deployed app."""
    monkeypatch.chdir(tmp_path)
    Path("build/local").mkdir(parents=True)
    Path("build/local/cloud.json").write_text(json.dumps({"endpoint": local_cloud.endpoint, "pid": 0, "log": ""}))
    Path("app.yaml").write_text("name: knowing\nenv:\n  FOREIGN_URL: https://d111111abcdef8.cloudfront.net/x\n")
    for name, text in (("ask", ASK), ("know", KNOW)):
        Path("lambdas", name).mkdir(parents=True)
        Path("lambdas", name, "index.py").write_text(text)
    clients._local_session.cache_clear()
    scan_infra.main(["-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    push_artifacts.main(["build/app.json", "build/template.json", "-o", "build/local/artifacts.json"])
    deploy_stack.main(["build/app.json", "build/local/artifacts.json", "-o", "build/local/stack.json"])
    yield json.loads(Path("build/local/stack.json").read_text())["outputs"]
    delete_stack.main(["build/app.json", "--yes"])


def test_a_lambda_reaches_the_api_at_its_address_and_knows_the_pool(outputs, local_cloud):
    website = next(value for name, value in outputs.items() if "cloudfront" in value)
    answer = local_cloud.invoke("knowing-local-know", {})
    assert answer == [clients.reachable(outputs["ApiUrl"], "local"), clients.reachable(website, "local").rstrip("/"),
                      outputs["UserPoolId"], outputs["UserPoolClientId"], "https://d111111abcdef8.cloudfront.net/x", "local"]
    with urllib.request.urlopen(f"{answer[0]}/stage", timeout=PATIENCE) as response:
        assert response.read() == b"local"
