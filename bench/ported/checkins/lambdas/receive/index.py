"""An e-mail with a reservation starts a check-in.

infra:
  timeout: 15
"""
import json
import os
import re
import time

import boto3

states, ses, s3 = boto3.client("stepfunctions"), boto3.client("ses"), boto3.client("s3")
FOUND = re.compile(r"Reservation (?P<number>[A-Z0-9]{6}) for (?P<first>\w+) (?P<last>\w+)")


def handler(event, context):
    mail = event["Records"][0]["ses"]["mail"]
    text = s3.get_object(Bucket=os.environ["CHECKINS_MAIL_BUCKET"], Key=f"mail/{mail['messageId']}")["Body"].read().decode()
    found = FOUND.search(text)
    if not found:
        ses.send_email(Source="bot@checkin.example.com", Destination={"ToAddresses": [mail["source"]]},
                       Message={"Subject": {"Data": "No reservation found"}, "Body": {"Text": {"Data": "Send the whole e-mail."}}})
        return None
    reservation = {**found.groupdict(), "email": mail["source"]}
    started = states.start_execution(stateMachineArn=os.environ["FLOW"], name=f"{found['number'].lower()}-{int(time.time())}",
                                     input=json.dumps(reservation))
    return started["executionArn"]
