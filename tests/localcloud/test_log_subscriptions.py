"""Subscriptions of log groups to lambdas."""
import base64
import gzip
import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error_code
from tests.fixtures.fake_functions import ACCOUNT, REGION, eventually


def test_a_subscription_gets_the_matching_log_events_packed_as_cloudwatch_packs_them(cloud):
    group = "/app/logs"
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    function = cloud.function("logs-target", permits=[("logs", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}:*")])
    logs.put_subscription_filter(logGroupName=group, filterName="errors", filterPattern='{ $.level = "ERROR" }',
                                 destinationArn=function)
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": now, "message": '{"level": "INFO"}'}, {"timestamp": now, "message": '{"level": "ERROR"}'}])
    event, = eventually(lambda: cloud.calls("logs-target"))
    data = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    identity = data["logEvents"][0].pop("id")
    assert len(identity) == 56 and identity.isdigit()
    assert data == {
        "messageType": "DATA_MESSAGE", "owner": ACCOUNT, "logGroup": group, "logStream": "s",
        "subscriptionFilters": ["errors"], "logEvents": [{"timestamp": now, "message": '{"level": "ERROR"}'}],
    }


@cases("pattern", ["[ip, user", "[a, ..., b, ...]", "{ $.a = 1", "{ a = 1 }", "[a = ]", "%(%"])
def test_a_pattern_that_cannot_be_read_is_refused(cloud, pattern):
    logs = cloud.client("logs")
    name = f"logs-refused-{pattern.encode().hex()}"[:64]
    logs.create_log_group(logGroupName=name)
    with pytest.raises(ClientError) as raised:
        logs.put_subscription_filter(logGroupName=name, filterName="columns", filterPattern=pattern,
                                     destinationArn=cloud.function(name))
    assert raised.value.response["Error"]["Code"] == "InvalidParameterException"
    metric = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
    assert error_code(logs.put_metric_filter, logGroupName=name, filterName="f", filterPattern=pattern,
                      metricTransformations=[metric]) == "InvalidParameterException"


def test_a_log_group_has_a_class_and_a_retention_of_cloudwatch(cloud):
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName="of-a-class")
    assert error_code(logs.put_retention_policy, logGroupName="of-a-class", retentionInDays=4) == (
        "InvalidParameterException")
    logs.put_retention_policy(logGroupName="of-a-class", retentionInDays=5)
    group, = logs.describe_log_groups(logGroupNamePrefix="of-a-class")["logGroups"]
    assert (group["logGroupClass"], group["retentionInDays"]) == ("STANDARD", 5)


def test_a_token_that_cloudwatch_did_not_issue_has_an_empty_page(cloud):
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName="pages")
    logs.create_log_stream(logGroupName="pages", logStreamName="s")
    logs.put_log_events(logGroupName="pages", logStreamName="s",
                        logEvents=[{"timestamp": int(time.time() * 1000), "message": "a"}])
    for token in ("invalid-token", "1", "1/2/3", "-1/1"):
        response = logs.filter_log_events(logGroupName="pages", nextToken=token)
        assert (response["events"], response.get("nextToken")) == ([], None)
