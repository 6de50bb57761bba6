"""Metrics of CloudWatch in a namespace that belongs to AWS."""
from checks.check import Check, Finding
from interpreter.plain import options


def namespaces_of_aws(subject):
    """put_metric_data(Namespace="AWS/...")"""
    for _name, call in subject.calls("cloudwatch", frozenset({"PutMetricData"})):
        for value in options(call["args"].get("Namespace")):
            start = value.get("text", [None])[0] if isinstance(value, dict) else value
            if isinstance(start, str) and start.startswith("AWS/"):
                yield Finding(call["file"], call["line"], f"the namespace {start!r} belongs to AWS",
                              f"a name of the app: {start.removeprefix('AWS/')!r}",
                              "InvalidParameterValue: The value AWS/ for parameter Namespace is invalid")


PUT = "infra:\n  permissions: ['cloudwatch:PutMetricData']\n---\n" \
    "boto3.client('cloudwatch').put_metric_data(Namespace='%s', MetricData=[{'MetricName': 'Orders', 'Value': 1}])"
CHECKS = [
    Check("P214", "A metric in a namespace of AWS",
          "InvalidParameterValue: namespaces that begin with AWS/ are for AWS's own metrics.",
          "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html",
          PUT % "AWS/Orders", PUT % "Orders", namespaces_of_aws),
]
