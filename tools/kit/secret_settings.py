"""`secrets:` of app.yaml: secrets that are parameters of SSM Parameter Store, instead of Secrets Manager.

    secrets:
      demo-stripe: {store: parameter-store}
"""
from typing import Any, TypedDict

from kit import schema
from kit.problems import KeyProblem

RESERVED = ("aws", "ssm")
MANAGER, PARAMETER = "secrets-manager", "parameter-store"
NAMED = "secret", "stripe"  # what its variables name, and the end of a valid name
SECRET: dict = {
    "type": "object",
    "description": "a secret",
    "examples": [{"store": PARAMETER}],
    "properties": {"store": {"type": "string", "enum": [MANAGER, PARAMETER], "default": MANAGER,
                             "description": "where AWS has the value: Secrets Manager, or a SecureString of SSM "
                                            "Parameter Store, which costs nothing and takes 4,096 bytes"}},
    "additionalProperties": False,
}
SCHEMA: dict = {
    "type": "object",
    "additionalProperties": SECRET,
    "description": "secrets that are in another store than Secrets Manager (docs/secrets.md). The code names them as "
                   "any other secret: `demo-stripe` is DEMO_STRIPE_SECRET",
    "examples": [{"demo-stripe": {"store": PARAMETER}}],
}


class SecretSettings(TypedDict):
    """A secret of app.yaml."""

    store: str  # MANAGER or PARAMETER
    line: int  # in app.yaml


def is_parameter(settings: Any, name: str | None) -> bool:
    """Whether the secret is in Parameter Store. settings: of kit/settings.py"""
    return settings.get("secrets", {}).get(name, {}).get("store") == PARAMETER


def reserved_problems(name: Any, secrets: Any) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of `secrets`, a value of any type: parameters whose names begin with that of the
    stack, and so with the app's `name`, which AWS reserves.
    docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html
    """
    if schema.problems(SCHEMA, secrets or {}) or not str(name).startswith(RESERVED):
        return []
    return [(f"secrets.{secret}", f"secrets.{secret}: Parameter Store refuses names that begin with "
             f"{' or '.join(RESERVED)}, as that of the app {name} does",
             f"store: {MANAGER}, or another `name` of the app")
            for secret, written in (secrets or {}).items()
            if schema.filled(SECRET, written)["store"] == PARAMETER]
