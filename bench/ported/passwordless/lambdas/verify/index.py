"""Compares the code.

infra:
  users: verify-auth-challenge-response
"""
import hmac


def handler(event, context):
    expected = event["request"]["privateChallengeParameters"]["code"]
    event["response"]["answerCorrect"] = hmac.compare_digest(expected, event["request"]["challengeAnswer"])
    return event
