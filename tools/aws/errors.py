"""Errors of botocore that are no bugs of Pareto, as problems with hints."""
import contextlib
import json
import os
import re
from collections.abc import Generator

from aws import hung_cloud
from kit.cli import FULL_DISK
from kit.problems import Problems, problem

AGAIN = "then repeat the command: finished steps are not repeated"
SIGN_IN = f"`aws configure`, `aws sso login`, or AWS_PROFILE=...; {AGAIN}; stage=local needs no account"
SIGN_IN_AGAIN = f"sign in again: `aws sso login`, or new keys; {AGAIN}"
LATER = f"too many calls at once for AWS: wait a minute, {AGAIN}"
POLICY = "ask the owner of the account for this permission, or choose another AWS_PROFILE"
CLOCK = f"set this machine's clock, as a signature is valid for five minutes; {AGAIN}"
KEYS = f"the keys are not those of an AWS account: see `aws sts get-caller-identity`; {AGAIN}"
GONE = ("with this stage, `make diff drift=1` names what was deleted by hand, and `make deploy full=1` creates it "
        "again: see docs/deploys.md")
INSIDE = f"an error inside AWS: wait a minute, {AGAIN}"
LOCAL_FAULT = re.compile(r"(the local cloud|moto): \w+: ")  # localcloud: its own exceptions
NETWORK = f"is the network up? {AGAIN}"
SETTING = "`env | grep AWS_` and ~/.aws/config show the setting"
REGION, NO_REGION = "see `region:` in app.yaml", "AWS has no region"  # as the local cloud says it
STILL_EXPIRED = "the refreshed credentials are still expired"  # in a RuntimeError of botocore

# Names of those exceptions of botocore whose cause is the person's setup or the network, and hints.
EXCEPTIONS = {
    "NoCredentialsError": SIGN_IN, "PartialCredentialsError": SIGN_IN, "CredentialRetrievalError": SIGN_IN,
    "ProfileNotFound": "`aws configure list-profiles` lists them", "ConfigParseError": "see ~/.aws/config",
    "InvalidConfigError": "see ~/.aws/config", "ConfigNotFound": "see AWS_CONFIG_FILE",
    "LoginTokenLoadError": SIGN_IN_AGAIN, "LoginRefreshRequired": SIGN_IN_AGAIN,
    "TokenRetrievalError": SIGN_IN_AGAIN, "SSOTokenLoadError": SIGN_IN_AGAIN,
    "UnauthorizedSSOTokenError": SIGN_IN_AGAIN, "SSOError": SIGN_IN_AGAIN,
    "RefreshWithMFAUnsupportedError": SIGN_IN_AGAIN,
    "NoRegionError": "write `region: eu-west-1` in app.yaml",
    "InvalidRegionError": REGION,
    "EndpointConnectionError": "is the network up, and `region:` in app.yaml spelt right?",
    "ConnectTimeoutError": NETWORK, "ReadTimeoutError": f"the call may have succeeded: {AGAIN}",
    "ConnectionClosedError": NETWORK, "ProxyConnectionError": "does the proxy run? see HTTPS_PROXY",
    "LoginError": SIGN_IN_AGAIN, "LoginInsufficientPermissions": SIGN_IN_AGAIN,
    "MetadataRetrievalError": SIGN_IN, "UnknownCredentialError": "see ~/.aws/config",
    "MissingDependencyException": f"`.venv/bin/python -m pip install 'botocore[crt]'`; {AGAIN}",
    "IncompleteReadError": NETWORK, "ResponseParserError": "does a proxy answer instead of AWS? see HTTPS_PROXY",
    "SSLError": "see AWS_CA_BUNDLE and HTTPS_PROXY", "HTTPClientError": NETWORK,
    **dict.fromkeys((
        "InvalidDefaultsMode", "InvalidRetryModeError", "InvalidMaxRetryAttemptsError", "InvalidChecksumConfigError",
        "InvalidSTSRegionalEndpointsConfigError", "InvalidS3UsEast1RegionalEndpointConfigError",
        "InvalidS3AddressingStyleError", "InvalidEndpointDiscoveryConfigurationError", "InvalidIMDSEndpointError",
        "InvalidIMDSEndpointModeError"), SETTING),
}

# Patterns of error codes, as services spell the same error differently, and hints.
CODES = [
    (r"ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired", SIGN_IN_AGAIN),
    (r"InvalidClientTokenId|UnrecognizedClient(Exception)?|InvalidAccessKeyId|AuthFailure", KEYS),
    (r"InvalidToken|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken\w*",
     KEYS),
    (r"RequestTimeTooSkewed|RequestInTheFuture", CLOCK),
    (r"AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|AllAccessDisabled|403", POLICY),
    (r"OperationAborted", f"S3 frees the name of a deleted bucket after some minutes: wait, {AGAIN}"),
    (r"OptInRequired|SubscriptionRequiredException", "the account has not signed up for this service"),
    (r"Throttl(ing|ed)(Exception)?|(EC2|Request)Throttled(Exception)?|(Request|Bandwidth)LimitExceeded|SlowDown|"
     r"EC2ThrottledException|ThrottledException|TooManyRequests(Exception)?|PriorRequestNotComplete", LATER),
    (r".*(NotFound|NonExist|DoesNotExist|NoSuch(Bucket|Entity|Distribution|Origin)).*|404", GONE),
    (r"Internal\w*|Service(Unavailable|Failure)\w*|ServiceException|RequestTimeout(Exception)?|50[0234]", INSIDE),
]
# The messages of InvalidSignatureException and SignatureDoesNotMatch where only the clock is wrong.
SKEWED = re.compile("Signature expired|Signature not yet current|not yet valid|too skewed")
# The messages of CloudFormation's ValidationError about a template, before it changes anything.
IN_TEMPLATE = re.compile("Template (error|format error|validation error|parse error)|Unresolved |Circular dependency")
# Those about a stack that another operation changes: "... is in UPDATE_IN_PROGRESS state and can not be updated."
BUSY = re.compile(r"\bin \w+_IN_PROGRESS state")
WAIT = f"another operation changes the stack: wait for its end, {AGAIN}"
LINT = "`make test` runs cfn-lint, which finds the line"
# The response to a HEAD has no body: S3 gives the status alone of expired keys and of the wrong region, too.
OF_HEAD = {"400": SIGN_IN_AGAIN, "403": f"the keys have expired, or have no permission for it: see "
           f"`aws sts get-caller-identity`; {AGAIN}"}
# docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
LACKING = re.compile(r"User: (?P<user>arn:\S+) is not authorized to perform: (?P<action>[\w-]+:\w+)"
                     r"(?: on resource: \"?(?P<resource>arn:[^\s,\"']+))?")


def problems(error) -> Problems | None:
    """The Problems of an error that botocore raised; None if it may be a bug of Pareto."""
    if getattr(error, "response", None):  # a ClientError; an HTTPClientError has None
        details = error.response.get("Error", {})
        code = str(details.get("Code", "?"))
        message = details.get("Message", "")
        advice = REGION if NO_REGION in message else hint(code, message)
        if LOCAL_FAULT.match(message):
            advice = FULL_DISK if "No space left" in message else "the traceback is in build/local/cloud.log"
        reason = message.partition("\n")[0] if advice == KEYS else message  # the rest is the request that was signed
        text = f"{getattr(error, 'operation_name', '?')}: {code}: {reason}".rstrip(": ")
        return problem("", 0, f"the cloud rejects {text}", advice)
    if STILL_EXPIRED in str(error) or is_token_file(error):
        return problem("", 0, str(error), SIGN_IN_AGAIN)
    class_names = [kind.__name__ for kind in type(error).__mro__ if kind.__module__.startswith("botocore")]
    listed_names = [name for name in class_names if name in EXCEPTIONS]
    if not listed_names:
        return None
    # A proxy of this machine is for AWS alone: a client of the local cloud has none.
    if re.search(r"//(127\.0\.0\.1|localhost)\b", str(error)) and "ProxyConnectionError" not in class_names:
        return silent_cloud("ReadTimeoutError" in class_names)
    return problem("", 0, str(error), EXCEPTIONS[listed_names[0]])


def silent_cloud(is_late: bool) -> Problems:
    """The Problems of a local cloud that does not answer. is_late: whether it accepted the connection"""
    is_hung = is_late or hung_cloud.ended
    return problem("", 0, "the local cloud does not answer",
                   f"it hangs: {hung_cloud.REMEDY}" if is_hung else "`make local` starts it")


def is_token_file(error) -> bool:
    """Whether the error means that the file with the token of a build server cannot be read."""
    return isinstance(error, OSError) and error.filename is not None and \
        error.filename == os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE")


def lacking(message: str) -> str:
    """The statement that gives the user the permission that AWS misses: "arn:... lacks a permission: add {...}".

    "" of another message, and of a permission that a policy denies: then no statement gives it.
    """
    match = None if "explicit deny" in message.lower() else LACKING.search(message)
    if not match:
        return ""
    statement = {"Effect": "Allow", "Action": match["action"], "Resource": match["resource"] or "*"}
    return f"{match['user']} lacks a permission: add {json.dumps(statement)}"


def hint(code: str, message: str = "") -> str:
    """The hint for an error code and its message; "" for a code that CODES does not have."""
    if SKEWED.search(message):
        return CLOCK
    if statement := lacking(message):
        return f"{statement}, or choose another AWS_PROFILE"
    if code == "ValidationError" and (IN_TEMPLATE.match(message) or BUSY.search(message)):
        return LINT if IN_TEMPLATE.match(message) else WAIT
    return OF_HEAD.get(code) or next((text for pattern, text in CODES if re.fullmatch(pattern, code)), "")


@contextlib.contextmanager
def ignored(*codes: str) -> Generator[None]:
    """Ends the block of a `with` at a ClientError with one of these codes, without raising the error."""
    try:
        yield
    except Exception as error:  # not ClientError: a tool without calls need not import botocore
        if (getattr(error, "response", None) or {}).get("Error", {}).get("Code") not in codes:  # HTTPClientError: None
            raise


def refuses_all(error) -> bool:
    """Whether a ClientError is due to the keys or to this machine's clock: then every other request fails too."""
    return hint(str(error.response["Error"]["Code"])) in (SIGN_IN_AGAIN, KEYS, CLOCK)


def is_passing(error) -> bool:
    """Whether the cause of a ClientError is outside of the request: keys, the clock, too many calls, AWS itself.

    Such an error does not mean that a resource is absent or empty.
    """
    return refuses_all(error) or hint(str(error.response["Error"]["Code"])) in (LATER, INSIDE)


LONGEST = 450  # characters of a function's error
OF_SERVICE = re.compile(r"(?:Runtime\.ExitError|Sandbox\.Timedout): RequestId: \S+ Error: (.*)", re.DOTALL)


def of_function(type_, message):
    """"KeyError: 'x'" of the errorType and errorMessage that a function's runtime returns.

    A message of the service about a process that did not respond has neither its type nor the request's id. Of a long
    message only the beginning: the log has the whole.
    """
    text = f"{type_ or 'Error'}: {message or ''}".rstrip(": ")
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}... ({len(text):,} characters)"
    service = OF_SERVICE.fullmatch(text)
    return service[1].replace("Runtime exited with error", "its process ended before it answered") if service else text
