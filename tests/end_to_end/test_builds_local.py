"""A build on the local cloud: a lambda starts it, its events come, and people are told of one that failed."""
import json
import time

import show_errors
from aws import clients
from tests.fixtures.fake_functions import eventually
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.catchers"]
APP = ROOT / "bench/ported/deploys"


def errors(capsys):
    """(what failed, its ids) of the one group that `make errors` prints."""
    capsys.readouterr()
    show_errors.main(["build/app.json"])
    output = capsys.readouterr()
    assert output.err.endswith(" shows one, with its log\n")
    first, second = output.out.splitlines()
    return first.partition("  ")[2], second.partition("; ")[2]


def test_a_lambda_starts_a_build_and_gets_its_end_and_a_failed_one_sends_a_message(deploy_app, catcher, capsys):
    url, bodies = catcher
    texts = {name: (APP / "lambdas" / name / "index.py").read_text() for name in ("run", "built")}
    deploy_app(f"{(APP / 'app.yaml').read_text()}alerts: {{url: '{url}'}}\n", texts)
    client = clients.client("lambda", "local", "eu-west-1")
    answer = json.loads(client.invoke(FunctionName="deploys-local-run", Payload=json.dumps(
        {"body": '{"branch": "main"}'}).encode())["Payload"].read())
    assert answer["statusCode"] == 202
    table = clients.client("dynamodb", "local", "eu-west-1")
    name = next(name for name in table.list_tables()["TableNames"] if name.startswith("deploys"))
    while not (rows := table.scan(TableName=name)["Items"]):
        time.sleep(0.05)
    assert rows[0]["status"]["S"] == "SUCCEEDED" and rows[0]["sk"]["S"].endswith(json.loads(answer["body"])["build"])
    codebuild = clients.client("codebuild", "local", "eu-west-1")

    def start(buildspec):
        return codebuild.start_build(projectName="deploys-local", buildspecOverride=buildspec)["build"]["id"]

    def states(*ids):
        return [build["buildStatus"] for build in codebuild.batch_get_builds(ids=list(ids))["builds"]]

    project = codebuild.batch_get_projects(names=["deploys-local"])["projects"][0]
    assert project["source"]["type"] == "GITHUB" and project["environment"]["computeType"] == "BUILD_GENERAL1_SMALL"
    assert bodies == []
    failed = start("{version: 0.2, phases: {build: {commands: [make, exit 2]}}}")
    eventually(lambda: bodies)
    message = json.loads(bodies[0]["Message"])
    assert (message["kind"], message["project"], message["build"], message["exception"], message["at"]) == (
        "build", "deploys-local", failed, "FAILED", "phase BUILD")
    assert "exit 2. Reason: exit status 2" in message["text"]
    assert bodies[0]["Subject"] == "deploys local: build of deploys-local failed"
    assert errors(capsys) == (f"1 x build of deploys-local: FAILED: {message['text']} (phase BUILD)", f"builds: {failed}")
    show_errors.main(["build/app.json", "--id", failed])
    assert capsys.readouterr().out.splitlines()[0] == f"build of deploys-local: FAILED: {message['text']} (phase BUILD)"
    stopped = failed
    while states(stopped) != ["STOPPED"]:  # on a slow machine a build ends before the request
        stopped = start("version: [")
        codebuild.stop_build(id=stopped)
    codebuild.batch_get_builds(ids=[stopped])  # which changes nothing
    assert states(failed, stopped) == ["FAILED", "STOPPED"]
    settings = f"{(APP / 'app.yaml').read_text()}alerts: {{url: '{url}'}}\n"
    deploy_app(settings.replace("builder: {", "builder: {timeout: 7, "), texts)
    assert codebuild.batch_get_projects(names=["deploys-local"])["projects"][0]["timeoutInMinutes"] == 7
