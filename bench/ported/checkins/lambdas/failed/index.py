"""Tells the passenger.

infra: {}
"""
import boto3

ses = boto3.client("ses")


def handler(event, context):
    ses.send_email(Source="bot@checkin.example.com", Destination={"ToAddresses": [event["email"]]},
                   Message={"Subject": {"Data": "Check-in failed"}, "Body": {"Text": {"Data": event["number"]}}})
