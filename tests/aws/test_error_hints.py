"""What a person reads when keys expire, AWS limits calls or the clock is wrong: one line, what to do, and to repeat."""
import pytest
from botocore import exceptions
from botocore.exceptions import ClientError

from aws import clients, contents, errors
from kit.problems import Problems
from tests.fixtures.cases import cases

ABSENT, TABLE = "ResourceNotFoundException", {"ResourceType": "AWS::DynamoDB::Table", "PhysicalResourceId": "t"}


def refusal(code, message="No", operation="DescribeStacks"):
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


def hint_of(error):
    """The hint of the one Problem that an error becomes."""
    with pytest.raises(Problems) as raised, clients.errors_as_problems():
        raise error
    problem, = raised.value.args
    assert "\n" not in problem.message
    return problem.hint


def test_a_fault_of_the_local_cloud_is_none_inside_aws():
    for message, hint in (("the local cloud: OSError: [Errno 28] No space left on device", "free space on that disk"),
                          ("the local cloud: KeyError: 'x'", "build/local/cloud.log"), ("moto: KeyError: 'x'", "cloud.log")):
        assert hint in hint_of(refusal("InternalFailure", message))


@cases("hint, codes", [
    ("sign in again", "ExpiredToken ExpiredTokenException RequestExpired TokenRefreshRequired 400"),
    ("the keys are not those", "InvalidClientTokenId UnrecognizedClientException InvalidAccessKeyId AuthFailure InvalidToken "
     "SignatureDoesNotMatch InvalidSignatureException IncompleteSignature MissingAuthenticationTokenException"),
    ("clock", "RequestTimeTooSkewed RequestInTheFuture"),
    ("too many calls", "Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException "
     "TooManyRequestsException RequestLimitExceeded BandwidthLimitExceeded SlowDown EC2ThrottledException PriorRequestNotComplete"),
    ("inside AWS", "InternalFailure InternalError InternalServerError InternalServerException ServiceUnavailable "
     "ServiceUnavailableException ServiceException RequestTimeout 500 502 503 504"),
    ("minutes", "OperationAborted"),
    ("the keys have expired, or have no permission", "403"),
])
def test_each_passing_refusal_says_what_to_do_and_that_it_can_be_repeated(hint, codes):
    for code in codes.split():
        told = hint_of(refusal(code))
        assert hint in told and told.endswith(errors.AGAIN), code


def test_of_what_is_gone_the_way_to_see_and_to_create_it_is_told():
    for code in ("ResourceNotFoundException NoSuchBucket NoSuchEntity NotFoundException 404 QueueDoesNotExist "
                 "AWS.SimpleQueueService.NonExistentQueue NotFound NoSuchDistribution").split():
        assert hint_of(refusal(code)) == errors.GONE, code
    assert "make deploy full=1" in errors.GONE and "make diff drift=1" in errors.GONE


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "InvalidSignatureException"])
@pytest.mark.parametrize("message", ["Signature expired: 20261128T1200Z is now earlier than ...", "Signature not yet current: ..."])
def test_a_signature_of_another_time_is_of_the_clock(code, message):
    assert "clock" in hint_of(refusal(code, message))


def test_of_a_wrong_template_make_test_finds_the_line():
    message = "Template error: resource T does not support attribute type Arnn in Fn::GetAtt"
    assert hint_of(refusal("ValidationError", message)) == errors.LINT
    assert hint_of(refusal("ValidationError", "Stack [demo-dev] does not exist")) == ""


def test_a_stack_that_another_operation_changes_is_waited_for():
    for message in ("Drift detection cannot be performed on stack [arn:1] while it is in DELETE_IN_PROGRESS state.",
                    "Stack:arn:1 is in UPDATE_IN_PROGRESS state and can not be updated."):
        assert hint_of(refusal("ValidationError", message)) == errors.WAIT
    assert hint_of(refusal("ValidationError", "Stack:arn:1 is in ROLLBACK_COMPLETE state and can not be updated.")) == ""


def test_of_a_wrong_signature_the_signed_request_is_not_printed():
    assert "the keys are not those" in hint_of(refusal("InvalidSignatureException", "It does not match.\n\nThe Canonical String ...\n'GET"))


@cases("error, hint", [
    (exceptions.NoCredentialsError(), "aws configure"), (exceptions.CredentialRetrievalError(provider="x", error_msg="x"), "aws configure"),
    (exceptions.UnauthorizedSSOTokenError(), "sign in again"), (exceptions.SSOTokenLoadError(error_msg="x"), "sign in again"),
    (exceptions.TokenRetrievalError(provider="x", error_msg="x"), "sign in again"), (exceptions.LoginRefreshRequired(), "sign in again"),
    (exceptions.LoginError(), "sign in again"), (exceptions.LoginInsufficientPermissions(), "sign in again"),
    (RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired."), "sign in again"),
    (exceptions.MissingDependencyException(msg="x"), "botocore[crt]"), (exceptions.IncompleteReadError(actual_bytes=1, expected_bytes=2), "network"),
    (exceptions.ReadTimeoutError(endpoint_url="https://s3.aws"), "may have succeeded"),
])
def test_errors_of_keys_and_network_say_what_to_do_and_that_it_can_be_repeated(error, hint):
    told = hint_of(error)
    assert hint in told and errors.AGAIN in told


@pytest.fixture
def no_keys(monkeypatch):
    """An environment without the keys that each test has."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def test_a_missing_token_file_of_a_build_server_is_a_problem_of_the_user(monkeypatch, tmp_path, no_keys):
    path = tmp_path / "token"
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(path))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/x")
    with pytest.raises(Problems, match="No such file or directory.*\n  hint: sign in again"), clients.errors_as_problems():
        clients.client("sts", "dev", "eu-west-1").get_caller_identity()
    with pytest.raises(FileNotFoundError), clients.errors_as_problems():
        open(tmp_path / "ours")


@pytest.mark.parametrize("program, message", [("/nowhere/keys", "No such file or directory"), ("echo no", "Expecting value"),
                                              ("false", "retrieving credentials from custom-process")])
def test_a_program_that_should_print_the_keys_and_does_not_is_reported(monkeypatch, tmp_path, no_keys, program, message):
    config = tmp_path / "config"
    config.write_text(f"[profile made]\ncredential_process = {program}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "made")
    with pytest.raises(Problems) as raised, clients.errors_as_problems():
        clients.client("sts", "dev", "eu-west-1").get_caller_identity()
    assert message in str(raised.value) and "hint: `aws configure`" in str(raised.value)


class Refusing:
    """A client of DynamoDB whose requests are all refused with a code."""

    def __init__(self, code):
        self.code = code

    def describe_table(self, **_arguments):
        raise refusal(self.code)


@pytest.mark.parametrize("code, amount, exists", [
    ("ExpiredTokenException", None, None), ("ThrottlingException", None, None), ("InternalServerError", None, None),
    ("RequestTimeTooSkewed", None, None), ("AccessDeniedException", None, True), (ABSENT, None, False)])
def test_a_request_that_says_nothing_of_a_table_does_not_make_it_absent_or_empty(monkeypatch, code, amount, exists):
    monkeypatch.setattr(contents.stages, "client", lambda *_arguments: Refusing(code))
    for function, expected in ((contents.amount, amount), (contents.exists, exists)):
        if exists is None:
            with pytest.raises(ClientError, match=code):
                function({}, "dev", TABLE)
        else:
            assert function({}, "dev", TABLE) is expected


@cases("error", [ClientError({"Error": {"Code": "Throttling"}}, "HeadObject"), ValueError("x"),
                 exceptions.ConnectionClosedError(endpoint_url="https://s3"), exceptions.NoCredentialsError()])
def test_only_the_errors_with_a_code_are_ignored(error):
    with pytest.raises(type(error)), errors.ignored("NoSuchKey"):
        raise error
    with errors.ignored("NoSuchKey"):
        raise ClientError({"Error": {"Code": "NoSuchKey"}}, "HeadObject")


DENIAL = "User: arn:aws:iam::1:user/ann is not authorized to perform: {} because no identity-based policy allows the action"


@cases("message, expected", [
    (DENIAL.format("lambda:UpdateFunctionCode on resource: arn:aws:lambda:eu-west-1:1:function:demo-dev-x"),
     '{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "arn:aws:lambda:eu-west-1:1:function:demo-dev-x"}'),
    (DENIAL.format('s3:PutObject on resource: "arn:aws:s3:::demo-artifacts/code/x.zip"'),
     '{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::demo-artifacts/code/x.zip"}'),
    (DENIAL.format("lambda:ListFunctions"), '{"Effect": "Allow", "Action": "lambda:ListFunctions", "Resource": "*"}'),
    (DENIAL.format("s3:PutObject").replace("because", "with an explicit deny, because"), ""), ("Access Denied", "")])
def test_the_hint_for_a_lacking_permission_has_the_statement_to_add(message, expected):
    hint = f"arn:aws:iam::1:user/ann lacks a permission: add {expected}, or choose another AWS_PROFILE" if expected else errors.POLICY
    assert errors.hint("AccessDenied", message) == hint
