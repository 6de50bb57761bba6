"""Mails growers about their lots and their settlements.

infra:
  events:
  - name: recorded
    topic: LotRecorded
  - name: paid
    topic: SettlementPaid
  - name: sold
    source: {type: table, name: orchard-lots}
    topic: MODIFY
    pattern:
      diffKeys: [contract]
  permissions:
  - action: ses:SendEmail
    resource: "*"
  - action: cognito-idp:AdminGetUser
    resource: "*"
  timeout: medium
"""
import os
from string import Template

import boto3

ses = boto3.client("ses")
cognito = boto3.client("cognito-idp")
TEXTS = {
    "LotRecorded": ("Your lot is recorded", Template("We recorded your lot $lot of $fruit.")),
    "SettlementPaid": ("Your settlement", Template("Your settlement of $week: $net EUR.")),
    "MODIFY": ("Your lot is sold", Template("Your lot $lot of $fruit is sold for $price EUR a kilo.")),
}


def address(grower):
    """The e-mail address of a grower, or None."""
    try:
        user = cognito.admin_get_user(UserPoolId=os.environ["ORCHARD_USER_POOL"], Username=grower)
    except cognito.exceptions.UserNotFoundException:
        return None
    return {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}.get("email")


def details(event):
    """The values of each mail."""
    if event["detail-type"] == "MODIFY":
        for record in event["detail"]["records"]:
            new = record["newImage"]
            if "contract" in new:
                yield new
    else:
        yield event["detail"]


def handler(event, context):
    subject, text = TEXTS[event["detail-type"]]
    for values in details(event):
        to = address(values["grower"])
        if to is None:
            print(f"{values['grower']} has no address")
            continue
        ses.send_email(
            Source=os.environ["SENDER"],
            Destination={"ToAddresses": [to]},
            Message={
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": text.substitute(values), "Charset": "UTF-8"}},
            },
        )
