"""Charts, which the lambda `chart` draws."""
import json
import os

import boto3

client = boto3.client("lambda")


def drawing(bars):
    """The SVG of [("12:00", Decimal("11.5")), ...]. Raises RuntimeError if `chart` failed."""
    response = client.invoke(
        FunctionName=os.environ["DEMO_CHART_FUNCTION"],
        Payload=json.dumps({"bars": [[label, float(celsius)] for label, celsius in bars]}))
    payload = json.load(response["Payload"])
    if "FunctionError" in response:
        raise RuntimeError(payload["errorMessage"])
    return payload["svg"]
