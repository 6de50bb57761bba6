"""Errors of botocore that are not our fault, as problems with hints."""
import re

from kit.problems import Problems, problem

SIGN_IN = "`aws configure`, `aws sso login`, or AWS_PROFILE=...; stage=local needs no account"
SIGN_IN_AGAIN = "sign in again: `aws sso login`, or new keys"
LATER = "too many calls at once for AWS: wait a minute and repeat, nothing is lost"
POLICY = "ask the owner of the account for this permission, or choose another AWS_PROFILE"
CLOCK = "set this machine's clock: a signature is valid for five minutes"
KEYS = "the keys are not those of an AWS account: see `aws sts get-caller-identity`"
REGION, NO_REGION = "see `region:` in app.yaml", "AWS has no region"  # as the local cloud says it

# Names of those exceptions of botocore whose cause is the person's setup or the network, and hints.
EXCEPTIONS = {
    "NoCredentialsError": SIGN_IN, "PartialCredentialsError": SIGN_IN, "CredentialRetrievalError": SIGN_IN,
    "ProfileNotFound": "`aws configure list-profiles` lists them", "ConfigParseError": "see ~/.aws/config",
    "InvalidConfigError": "see ~/.aws/config", "ConfigNotFound": "see AWS_CONFIG_FILE",
    "LoginTokenLoadError": SIGN_IN_AGAIN, "LoginRefreshRequired": SIGN_IN_AGAIN,
    "TokenRetrievalError": SIGN_IN_AGAIN, "SSOTokenLoadError": SIGN_IN_AGAIN,
    "UnauthorizedSSOTokenError": SIGN_IN_AGAIN, "SSOError": SIGN_IN_AGAIN,
    "RefreshWithMFAUnsupportedError": SIGN_IN_AGAIN,
    "NoRegionError": "say `region: eu-west-1` in app.yaml",
    "InvalidRegionError": REGION,
    "EndpointConnectionError": "is the network up, and `region:` in app.yaml spelt right?",
    "ConnectTimeoutError": "is the network up?", "ReadTimeoutError": "the call may have succeeded: repeat it to see",
    "ConnectionClosedError": "repeat it", "ProxyConnectionError": "see HTTPS_PROXY",
    "SSLError": "see AWS_CA_BUNDLE and HTTPS_PROXY", "HTTPClientError": "repeat it",
}

# Error codes and hints; patterns, as services spell the same error differently.
CODES = [
    (r"ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired", SIGN_IN_AGAIN),
    (r"InvalidClientTokenId|UnrecognizedClient(Exception)?|InvalidAccessKeyId|AuthFailure", KEYS),
    (r"InvalidToken|SignatureDoesNotMatch|InvalidSignatureException", KEYS),
    (r"RequestTimeTooSkewed|RequestInTheFuture", CLOCK),
    (r"AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|AllAccessDisabled|403", POLICY),
    (r"OptInRequired|SubscriptionRequiredException", "the account has not signed up for this service"),
    (r"Throttl(ing|ed)(Exception)?|RequestLimitExceeded|TooManyRequestsException|SlowDown", LATER),
    (r"InternalFailure|InternalError|ServiceUnavailable|503|500", "an error inside AWS: repeat it"),
]


def problems(error) -> Problems | None:
    """Problems of an error that botocore raised; None for one that may be our own bug."""
    if getattr(error, "response", None):  # a ClientError; an HTTPClientError has None
        details = error.response.get("Error", {})
        code = str(details.get("Code", "?"))
        message = details.get("Message", "")
        text = f"{getattr(error, 'operation_name', '?')}: {code}: {message}".rstrip(": ")
        return problem("", 0, f"the cloud rejects {text}", REGION if NO_REGION in message else hint(code))
    class_names = [kind.__name__ for kind in type(error).__mro__ if kind.__module__.startswith("botocore")]
    listed_names = [name for name in class_names if name in EXCEPTIONS]
    if not listed_names:
        return None
    if re.search(r"//(127\.0\.0\.1|localhost)\b", str(error)):
        return problem("", 0, "the local cloud does not answer", "`make local` starts it")
    return problem("", 0, str(error), EXCEPTIONS[listed_names[0]])


def hint(code: str) -> str:
    """The hint for an error code; "" for a code that CODES does not have."""
    return next((text for pattern, text in CODES if re.fullmatch(pattern, code)), "")


OF_SERVICE = re.compile(r"(?:Runtime\.ExitError|Sandbox\.Timedout): RequestId: \S+ Error: (.*)", re.DOTALL)


def of_function(type_, message):
    """"KeyError: 'x'" of the errorType and errorMessage that a function's runtime returns.

    A message of the service about a process that did not respond has neither its type nor the request's id.
    """
    text = f"{type_ or 'Error'}: {message or ''}".rstrip(": ")
    service = OF_SERVICE.fullmatch(text)
    return service[1].replace("Runtime exited with error", "its process ended before it answered") if service else text
