"""Signatures of Stripe, GitHub and Slack."""
import hashlib
import hmac
import time

TOLERANCE = 300


class InvalidSignature(Exception):
    pass


def _digest(secret: str, payload: bytes) -> str:
    return hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()


def verify_stripe(secret, headers, body: bytes):
    parts = dict(part.split("=", 1) for part in headers.get("stripe-signature", "").split(",") if "=" in part)
    if abs(time.time() - int(parts.get("t", 0))) > TOLERANCE:
        raise InvalidSignature("too old")
    if not hmac.compare_digest(_digest(secret, parts["t"].encode() + b"." + body), parts.get("v1", "")):
        raise InvalidSignature("stripe")


def verify_github(secret, headers, body: bytes):
    if not hmac.compare_digest("sha256=" + _digest(secret, body), headers.get("x-hub-signature-256", "")):
        raise InvalidSignature("github")


def verify_slack(secret, headers, body: bytes):
    stamp = headers.get("x-slack-request-timestamp", "0")
    if abs(time.time() - int(stamp)) > TOLERANCE:
        raise InvalidSignature("too old")
    if not hmac.compare_digest("v0=" + _digest(secret, b"v0:" + stamp.encode() + b":" + body),
                               headers.get("x-slack-signature", "")):
        raise InvalidSignature("slack")


VERIFIERS = {"stripe": verify_stripe, "github": verify_github, "slack": verify_slack}
