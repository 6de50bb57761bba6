"""An app in the form of Pareto 0.7's demo (tests/golden/template/first-version): it deploys, with a secret and a builder.

Of its true errors three are mended: patterns whose values are no lists, a permission of no service, and `secrets:` with a
value in the code. Its layer is left out here: tests/push builds layers.
"""
import json

from aws import clients
from tests.fixtures.fake_functions import eventually
from tests.fixtures.paths import ROOT

APP = ROOT / "tests/golden/template/first-version"


def test_the_demo_of_the_first_version_deploys_and_its_events_come(deploy_app):
    texts = {path.parent.relative_to(APP / "lambdas"): path.read_text().replace("  layers:\n  - pyyaml\n", "")
             for path in APP.glob("lambdas/**/index.py")}
    outputs = deploy_app((APP / "app.yaml").read_text().replace("arm64", "x86_64"), texts)
    assert {"ApiUrl", "DemoTableName", "DemoBucketName", "DemoWebsiteUrl"} <= outputs.keys(), sorted(outputs)
    client, logs = (clients.client(service, "local", "eu-west-1") for service in ("lambda", "logs"))
    invoked = client.invoke(FunctionName="demo-local-hello-misc", Payload=b"{}")
    assert (invoked["StatusCode"], invoked.get("FunctionError")) == (200, None)
    clients.client("codebuild", "local", "eu-west-1").start_build(projectName="demo-local")

    group = client.get_function_configuration(
        FunctionName="demo-local-hello-events-builder")["LoggingConfig"]["LogGroup"]

    def messages():
        events = logs.filter_log_events(logGroupName=group)["events"]
        return [event["message"] for event in events if "SUCCEEDED" in event["message"]]
    eventually(messages)
    assert "CodeBuild Build State Change" in json.dumps(messages())
