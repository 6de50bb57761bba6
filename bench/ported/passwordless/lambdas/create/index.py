"""Sends a code by e-mail; a repeated question has the same code.

infra:
  users: create-auth-challenge
"""
import os
import re
import secrets

import boto3

ses = boto3.client("sesv2")


def handler(event, context):
    email = event["request"]["userAttributes"]["email"]
    session = event["request"]["session"]
    if session and session[-1].get("challengeMetadata"):
        code = re.fullmatch(r"CODE-(\d+)", session[-1]["challengeMetadata"]).group(1)
    else:
        code = f"{secrets.randbelow(10**6):06d}"
        ses.send_email(FromEmailAddress=os.environ["SENDER"], Destination={"ToAddresses": [email]},
                       Content={"Simple": {"Subject": {"Data": "Your code"}, "Body": {"Text": {"Data": code}}}})
    event["response"]["publicChallengeParameters"] = {"email": email}
    event["response"]["privateChallengeParameters"] = {"code": code}
    event["response"]["challengeMetadata"] = f"CODE-{code}"
    return event
