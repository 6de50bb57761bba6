"""Alarms: {device, time, severity: high or critical, celsius, or null of a silence}, on the topic of `alarms`."""
import json
import os

import boto3

sns = boto3.client("sns")
TOPIC = os.environ["SENSE_ALARMS_TOPIC"]


def raise_alarm(device, time, severity, celsius=None):
    sns.publish(
        TopicArn=TOPIC,
        Subject=f"{severity} alarm",
        Message=json.dumps({"device": device, "time": time, "severity": severity, "celsius": celsius}),
        MessageAttributes={
            "severity": {"DataType": "String", "StringValue": severity},
            "device": {"DataType": "String", "StringValue": device},
        })
