"""Codes of an authenticator app: time-based one-time passwords (RFC 6238), SHA-1, six digits, 30 seconds. Pure."""
import base64
import hmac
import secrets

STEP, DIGITS = 30, 6
WINDOW = 1  # steps before and after the current one whose code is accepted: clocks differ


def new_secret():
    """A secret in the form of authenticator apps: base32, without padding."""
    return base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")


def code(secret, step):
    """The code of a step, which is the number of half minutes since 1970 (RFC 4226, 5.3)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10 ** DIGITS).zfill(DIGITS)


def step_of(secret, text, seconds):
    """The step whose code a text is, at a time in seconds since 1970; None if it is of none in the window."""
    current = int(seconds) // STEP
    return next((step for step in range(current - WINDOW, current + WINDOW + 1)
                 if hmac.compare_digest(code(secret, step).encode(), text.encode())), None)
