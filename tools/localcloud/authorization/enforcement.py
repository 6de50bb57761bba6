"""Allows or denies a request to an AWS service, by the policies of the role whose key signed it."""
import json
import logging
from xml.sax.saxutils import escape

from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

from aws.iam import actions
from localcloud.authorization import api_calls, callers, conditions, decisions, refusals, role_checks, strictness
from localcloud.moto.state import ACCOUNT
from localcloud.scope import scope

LOG = logging.getLogger(__name__)
HEADER = "x-local-denial"  # of a response: JSON of the message and the hint, which the function's process logs
REGION = "us-east-1"  # of a request without one, as for moto
UNNAMED = "-??????"  # the end of a secret's ARN whose last characters are not known
XML = [("Content-Type", "application/xml")]
# docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html: for the keys of a user, whatever a role allows
OF_USERS = ("GetSessionToken", "GetFederationToken")


def response(environ, body, forward):
    """(status, headers, bytes) of forward(body), or of a denial: for a request that a function or a session signed."""
    caller = callers.caller(environ, body)
    if caller is None:
        return forward(body)
    signed_as, region = scope(environ)
    try:
        call = api_calls.api_call(environ, body, signed_as or "s3")
        denied = call and denied_permissions(caller, call, region or REGION)
    except Exception as error:  # a request that cannot be parsed: the service itself reports the error
        LOG.warning("a request of %s is not compared with its role: %r", caller.session, error)
        return forward(body)
    if call and call.service == "sts" and call.operation in OF_USERS:
        return refusals.response(call, f"Cannot call {call.operation} with session credentials")
    if call and call.operation in ("GetObject", "HeadObject") and not denied:
        return _hidden(caller, call, forward(body))
    if not denied or not strictness.is_strict():
        return forward(body)
    if call.operation == "DeleteObjects":
        return _remaining_objects(caller, call, denied, forward)
    return _refused(caller, call, *denied[0])


def denied_permissions(caller, call, region):
    """[(action, ARN, reason)] of what a call of a Caller needs and AWS denies; [] if it allows the call."""
    arn_scope = {"partition": "aws", "region": region, "account": ACCOUNT}
    needed = actions.required_permissions(call.service, call.operation, call.params, arn_scope)
    context = conditions.context(caller, call, region)
    pairs = [(action, _actual(arn, region)) for action, arn in needed]
    reasons = [decisions.denial(caller, action, arn, context) for action, arn in pairs]
    return [(*pair, reason) for pair, reason in zip(pairs, reasons) if reason is not None]


def _actual(arn, region):
    """The ARN of the secret with the name in an ARN that ends in -??????; any other ARN unchanged."""
    if not isinstance(arn, str) or not arn.endswith(UNNAMED):
        return arn
    secret = secretsmanager_backends[ACCOUNT][region].secrets.get(arn.rpartition("secret:")[2].removesuffix(UNNAMED))
    return secret.arn if secret else arn


def _refused(caller, call, action, arn, reason):
    """(status, headers, bytes) of a denied call, with the texts for the logs in a header."""
    texts = role_checks.report(caller.session, caller.role_arn, action, arn)
    status, headers, body = refusals.response(call, refusals.message(caller, call, action, arn, reason))
    return status, [*headers, (HEADER, json.dumps(texts))], body


def _hidden(caller, call, response):
    """The response to a request for an object; 403 instead of 404 unless the caller may list the bucket.

    docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    """
    if response[0] != 404 or call.params["Bucket"] not in s3_backends[ACCOUNT]["aws"].buckets:
        return response
    listing = call._replace(operation="ListObjectsV2", params={"Bucket": call.params["Bucket"]})
    denied = denied_permissions(caller, listing, REGION)
    return _refused(caller, call, *denied[0]) if denied and strictness.is_strict() else response


def _remaining_objects(caller, call, denied, forward):
    """The response of DeleteObjects, which deletes those objects that the role allows, with an error for each other."""
    arn_scope = {"partition": "aws", "region": REGION, "account": ACCOUNT}
    arns = {arn: (action, reason) for action, arn, reason in denied}
    permitted, errors = [], []
    for object_ in call.params["Delete"]["Objects"]:
        own = call._replace(params={**call.params, "Delete": {"Objects": [object_]}})
        [(action, arn)] = actions.required_permissions("s3", "DeleteObjects", own.params, arn_scope)
        if arns.get(arn, ("",))[0] == action:
            errors.append((object_, refusals.message(caller, call, action, arn, arns[arn][1])))
        else:
            permitted.append("".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in object_.items()))
    _refused(caller, call, *denied[0])  # for the log
    quiet = "<Quiet>true</Quiet>" * bool(call.params["Delete"].get("Quiet"))
    body = f"<Delete>{''.join(f'<Object>{fields}</Object>' for fields in permitted)}{quiet}</Delete>"
    return refusals.deleted_objects(forward(body.encode()) if permitted else (200, XML, b""), errors)
