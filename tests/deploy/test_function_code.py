"""Functions that cannot take new code at once, or at all."""
import io

import pytest
from botocore.exceptions import ClientError

from deploy import function_code
from deploy.function_code import Target, Update
from kit.problems import Problems
from tests.fixtures.problems import problems_of

HELLO = Update("hello", "demo-dev-hello", "code/1.zip", "lambdas/hello/index.py")
ZIP = b"zip"
DIGEST = "SnD+mqZDbgLC3qNA+9HjUuTvLYzmylKtJdS5VHH8i/I="
READY = {"State": "Active", "LastUpdateStatus": "Successful"}
UPDATING = {"State": "Active", "LastUpdateStatus": "InProgress"}
ANEW = ("\n  hint: fix the cause; then `aws lambda delete-function --function-name demo-dev-hello`; "
        "`make deploy stage=dev` creates it again")


def refuse(code, message):
    raise ClientError({"Error": {"Code": code, "Message": message}}, "?")


class Aws:
    """Lambda with one function, and S3 with one zip. states: what GetFunctionConfiguration answers, in turn."""

    def __init__(self, *states, digest=DIGEST, checksum=True):
        self.states, self.digest, self.checksum, self.calls = [*states], digest, checksum, []

    def update_function_code(self, **request):
        self.calls.append(request)
        state = self.states[0]
        if state.get("State") == "Pending" or state.get("LastUpdateStatus") == "InProgress" and len(self.calls) == 1:
            refuse("ResourceConflictException", "The operation cannot be performed at this time.")
        if len(self.states) > 1:
            self.states.pop(0)

    def get_function_configuration(self, **_request):
        return {**(self.states.pop(0) if len(self.states) > 1 else self.states[0]), "CodeSha256": self.digest}

    def head_object(self, Key, **_request):
        if Key != HELLO.key:
            refuse("404", "Not Found")
        return {"ChecksumSHA256": DIGEST} if self.checksum else {}

    def get_object(self, **_request):
        return {"Body": io.BytesIO(ZIP)}


@pytest.fixture
def update(monkeypatch):
    """update(aws) -> the number of calls of UpdateFunctionCode"""
    monkeypatch.setattr(function_code, "PAUSE", 0)

    def update(aws, *updates):
        target, updates = Target(aws, aws, "demo-artifacts", "dev"), list(updates or [HELLO])
        function_code.update_all(target, updates, function_code.digests(target, updates))
        return len(aws.calls)
    return update


def test_a_function_that_another_change_holds_is_waited_for(update):
    assert update(Aws({"State": "Pending"}, {"State": "Pending"}, READY)) == 2
    assert update(Aws(UPDATING, UPDATING, READY)) == 2


@pytest.mark.parametrize("states, lines", [
    ([UPDATING] * 5, []),
    ([UPDATING] * 14, ["waiting for demo-dev-hello: its State is Active, its LastUpdateStatus InProgress"]),
    ([{"State": "Pending"}] * 40, ["waiting for demo-dev-hello: its State is Pending, its LastUpdateStatus Successful"])])
def test_a_function_that_is_waited_for_long_is_printed_once(update, capsys, states, lines):
    update(Aws(READY, *states, READY))
    assert [line for line in capsys.readouterr().err.splitlines() if "waiting" in line] == lines


def test_an_update_is_done_when_lambda_has_done_it(update):
    aws = Aws(READY, UPDATING, UPDATING, READY)
    assert update(aws) == 1 and aws.states == [READY]


def test_a_zip_without_a_stored_checksum_is_read(update):
    assert update(Aws(READY, checksum=False)) == 1


@pytest.mark.parametrize("aws, message", [
    (Aws({"State": "Failed", "StateReason": "The subnet is gone."}),
     f"demo-dev-hello cannot run, its State is Failed: The subnet is gone.{ANEW}"),
    (Aws({"State": "Active", "LastUpdateStatus": "Failed", "LastUpdateStatusReason": "No image."}),
     "demo-dev-hello did not accept its new code, its LastUpdateStatus is Failed: No image.\n"
     "  hint: fix the cause; then `make deploy stage=dev`"),
    (Aws(READY, digest="other"), "demo-dev-hello runs other code than code/1.zip: another deploy changed it at the same time\n"
     "  hint: `make deploy stage=dev`"),
])
def test_a_function_that_did_not_accept_its_code_is_reported(update, aws, message):
    assert str(problems_of(update, aws)) == f"lambdas/hello/index.py: {message}"


def test_no_function_changes_while_the_bucket_lacks_a_zip(update):
    aws = Aws(READY)
    with pytest.raises(Problems, match="the artifacts bucket lacks code/2.zip of other"):
        update(aws, HELLO, HELLO._replace(name="other", key="code/2.zip"))
    assert aws.calls == []
