"""The message about a failed build."""
import json

from recipes.code import alerts

pytest_plugins = ["tests.fixtures.alerts_world"]
BUILD = {"id": "e1", "time": "2023-11-14T22:13:20Z", "detail-type": "CodeBuild Build State Change", "detail": {
    "build-status": "FAILED", "project-name": "demo-prod", "build-id": "arn:aws:codebuild:eu-west-1:1:build/demo-prod:7f",
    "additional-information": {"logs": {"deep-link": "https://console.aws.amazon.com/logs"}, "phases": [
        {"phase-type": "INSTALL", "phase-status": "SUCCEEDED", "phase-context": [": "]},
        {"phase-type": "BUILD", "phase-status": "FAILED", "phase-context": ["COMMAND_EXECUTION_ERROR: exit status 1"]},
        {"phase-type": "COMPLETED"}]}}}


def test_a_failed_build_is_one_message_with_its_phase_and_its_log(world):
    for identity in ("e1", "e2"):
        alerts.handler({**BUILD, "id": identity}, None)
    world.after_ten_minutes()
    assert world.messages[0].splitlines() == [
        "demo prod: build of demo-prod failed", "FAILED: COMMAND_EXECUTION_ERROR: exit status 1", "phase BUILD",
        "1 time in the last 10 minutes", "build demo-prod:7f", "https://console.aws.amazon.com/logs", "",
        "make errors stage=prod id=demo-prod:7f"]
    assert world.counts() == ["1 time in the last 10 minutes", "1 more time in the last 10 minutes"]
    other = json.loads(json.dumps(BUILD).replace("demo-prod", "demo-prod-ci"))
    other["detail"].update({"build-status": "TIMED_OUT", "additional-information": {}})
    alerts.handler(other, None)
    assert world.messages[2].splitlines() == [
        "demo prod: build of demo-prod-ci failed", "TIMED_OUT", "1 time in the last 10 minutes", "build demo-prod-ci:7f", "",
        "make errors stage=prod id=demo-prod-ci:7f"]
