"""Requests for parameters that SSM rejects and moto accepts.

docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html. Each replacement has the form of those of
hooks.py.
"""
import re

from moto.ssm.exceptions import ValidationException

LARGEST = {"Standard": 4096, "Advanced": 8192}  # bytes, by tier


def put_parameter(_world, original, self, name, description, value, *args, **options):
    """The replacement of put_parameter: raises ValidationException for a value that is too large for the tier, or that
    has a reference to another parameter."""
    tier = options.get("tier") or "Standard"
    if len(value.encode()) > LARGEST.get(tier, LARGEST["Advanced"]):
        raise ValidationException(f"{tier} tier parameters support a maximum parameter value of "
                                  f"{LARGEST.get(tier, LARGEST['Advanced'])} characters.")
    if re.search(r"\{\{.*\}\}", value, re.DOTALL):
        raise ValidationException("Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.")
    return original(self, name, description, value, *args, **options)
