"""Lets people of the company in without a code.

infra:
  users: pre-sign-up
"""
import logging

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event, context):
    email = event["request"]["userAttributes"].get("email", "")
    if not email.endswith("@example.com"):
        raise Exception("only addresses of example.com")
    event["response"]["autoConfirmUser"] = True
    event["response"]["autoVerifyEmail"] = True
    logger.info("confirmed %s", email)
    return event
