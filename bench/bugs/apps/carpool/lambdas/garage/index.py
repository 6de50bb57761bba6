"""Books the garage by mail, and marks the car.

infra:
  topic: {}
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import os

import boto3

from lambdas.common.store import Store

store = Store()
ses = boto3.client("ses")
GARAGE = "garage@garage.example"


def handler(event, context):
    message = event["Records"][0]["Sns"]
    car = message["MessageAttributes"]["car"]["Value"]
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [GARAGE], "CcAddresses": [os.environ["SENDER"]]},
        Message={"Subject": {"Data": message["Subject"]}, "Body": {"Text": {"Data": message["Message"]}}},
    )
    store.cars.update_item(
        Key={"car": car},
        UpdateExpression="SET told = :told",
        ConditionExpression="attribute_exists(car)",
        ExpressionAttributeValues={":told": message["Timestamp"]},
    )
