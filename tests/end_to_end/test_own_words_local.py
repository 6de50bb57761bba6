"""A word of the app's own on the local cloud: the example of docs/words.md."""
import re
from pathlib import Path

import pytest

from tests.fixtures.own_resources import INDEX
from tests.fixtures.paths import ROOT

ALARM = re.findall(r"```python\n(.*?)```", (ROOT / "docs/words.md").read_text(), re.S)[0]
PIPE = '''SCHEMA = {"type": "object", "description": "A stream to read."}


def resources(app, fn):
    return {"Input": {"Type": "AWS::ECR::Repository", "Properties": {}}}
'''


@pytest.mark.parametrize("stacks", [1, 2])
def test_the_alarm_of_the_page_exists(deploy_app, local_cloud, tmp_path, capsys, stacks):
    Path(tmp_path, "words").mkdir()
    Path(tmp_path, "words/notify.py").write_text(ALARM)
    Path(tmp_path, "words/pipe.py").write_text(PIPE)
    index = INDEX.format(block="notify: {to: ann@team.org, errors: 2}, pipe: {}", code="")
    deploy_app(f"name: own\nstacks: {stacks}\n", {"ask": index})
    (alarm,) = local_cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert (alarm["Threshold"], alarm["MetricName"]) == (2, "Errors")
    assert alarm["Dimensions"][0]["Value"].startswith("own-local-ask")
    subscriptions = local_cloud.client("sns").list_subscriptions_by_topic(TopicArn=alarm["AlarmActions"][0])
    assert [entry["Endpoint"] for entry in subscriptions["Subscriptions"]] == ["ann@team.org"]
    assert "warning: lambdas/ask/index.py:2: Input is left out: the local cloud has no AWS::ECR::Repository" in \
        capsys.readouterr().err
