"""What the cloud says when it will not talk to us, and what a person can do about it."""
import re

from kit.problems import problem

SIGN_IN = "`aws configure`, `aws sso login`, or AWS_PROFILE=...; stage=local needs no account"
ONCE_MORE = "sign in again: `aws sso login`, or fresh keys"
LATER = "AWS asks for fewer calls at once: wait a minute and repeat, nothing is lost"
POLICY = "ask whoever keeps the account for this permission, or choose another AWS_PROFILE"
CLOCK = "set this machine's clock: a signature is good for five minutes"
KEYS = "the keys are not those of an AWS account: see `aws sts get-caller-identity`"

# Names of botocore's exceptions, of those that are the person's or the network's doing.
EXCEPTIONS = {
    "NoCredentialsError": SIGN_IN, "PartialCredentialsError": SIGN_IN, "CredentialRetrievalError": SIGN_IN,
    "ProfileNotFound": "`aws configure list-profiles` lists them", "ConfigParseError": "see ~/.aws/config",
    "InvalidConfigError": "see ~/.aws/config", "ConfigNotFound": "see AWS_CONFIG_FILE",
    "LoginTokenLoadError": ONCE_MORE, "LoginRefreshRequired": ONCE_MORE,
    "TokenRetrievalError": ONCE_MORE, "SSOTokenLoadError": ONCE_MORE, "UnauthorizedSSOTokenError": ONCE_MORE,
    "SSOError": ONCE_MORE, "RefreshWithMFAUnsupportedError": ONCE_MORE,
    "NoRegionError": "say `region: eu-west-1` in app.yaml",
    "InvalidRegionError": "see `region:` in app.yaml",
    "EndpointConnectionError": "is the network up, and `region:` in app.yaml spelt right?",
    "ConnectTimeoutError": "is the network up?", "ReadTimeoutError": "it may have been done: repeat to see",
    "ConnectionClosedError": "repeat it", "ProxyConnectionError": "see HTTPS_PROXY",
    "SSLError": "see AWS_CA_BUNDLE and HTTPS_PROXY", "HTTPClientError": "repeat it",
}

# Error codes; services differ in how they spell one thing, hence the patterns.
CODES = [
    (r"ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired", ONCE_MORE),
    (r"InvalidClientTokenId|UnrecognizedClient(Exception)?|InvalidAccessKeyId|AuthFailure", KEYS),
    (r"InvalidToken|SignatureDoesNotMatch|InvalidSignatureException", KEYS),
    (r"RequestTimeTooSkewed|RequestInTheFuture", CLOCK),
    (r"AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|AllAccessDisabled|403", POLICY),
    (r"OptInRequired|SubscriptionRequiredException", "the account has not signed up for this service"),
    (r"Throttl(ing|ed)(Exception)?|RequestLimitExceeded|TooManyRequestsException|SlowDown", LATER),
    (r"InternalFailure|InternalError|ServiceUnavailable|503|500", "not your doing: repeat it"),
]


def refusal(error):
    """Problems for what botocore raised; None for what is no refusal, such as our own bugs."""
    if getattr(error, "response", None):  # a ClientError; an HTTPClientError has None
        said = error.response.get("Error", {})
        code = str(said.get("Code", "?"))
        text = f"{getattr(error, 'operation_name', '?')}: {code}: {said.get('Message', '')}".rstrip(": ")
        return problem("", 0, f"the cloud refuses {text}", hint(code))
    named = [kind.__name__ for kind in type(error).__mro__ if kind.__module__.startswith("botocore")]
    known = [name for name in named if name in EXCEPTIONS]
    if not known:
        return None
    if re.search(r"//(127\.0\.0\.1|localhost)\b", str(error)):
        return problem("", 0, "the local cloud does not answer", "`make local` starts it")
    return problem("", 0, str(error), EXCEPTIONS[known[0]])


def hint(code):
    """What to do about an error code; "" for one that we do not know."""
    return next((advice for pattern, advice in CODES if re.fullmatch(pattern, code)), "")


OF_SERVICE = re.compile(r"(?:Runtime\.ExitError|Sandbox\.Timedout): RequestId: \S+ Error: (.*)", re.DOTALL)


def of_function(type_, message):
    """"KeyError: 'x'" of what a function's runtime tells: its errorType and errorMessage.

    What the service itself says of a process that gave no answer is told without its type and the request's id.
    """
    text = f"{type_ or 'Error'}: {message or ''}".rstrip(": ")
    service = OF_SERVICE.fullmatch(text)
    return service[1].replace("Runtime exited with error", "its process ended before it answered") if service else text
