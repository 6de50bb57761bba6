"""`make rollback`: the code of before the last deploy runs again."""
import re

import pytest

import rollback_code
from kit.problems import Problems
from tests.fixtures.api_calls import Stopped
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.problems import problems_of

pytest_plugins = ["tests.fixtures.small_apps", "tests.fixtures.api_calls"]
ANSWER = lambda_text("{{timeout: {seconds}}}", "return {value!r}", before="{code}")
READS = "import boto3, os\nboto3.client('s3').get_object(Bucket=os.environ['BACK_BUCKET'], Key='x') if os.path.exists('x') else None\n"


def answer(value, seconds=5, code=""):
    return ANSWER.format(value=value, seconds=seconds, code=code)


@pytest.fixture
def deploy(deploy_app):
    """deploy(lambda=text): the app back, whose lambdas are one and two at first."""
    deploy_app("name: back\n", {"one": answer("one 1"), "two": answer("two 1")})
    return lambda *words, **changed: deploy_app("name: back\n", changed, *words)


@pytest.fixture
def answers(local_cloud):
    return lambda: (local_cloud.invoke("back-local-one"), local_cloud.invoke("back-local-two"))


NEXT = "the next `make deploy` deploys the code of the app's files\n"


def roll_back():
    rollback_code.main(["build/app.json"])


def test_a_rollback_after_a_deploy_of_code_can_be_repeated_and_deployed_over(deploy, answers, capsys):
    deploy(one=answer("one 2"))
    deploy(one=answer("one 3"), two=answer("two 3"))
    capsys.readouterr()
    roll_back()
    assert answers() == ("one 2", "two 1")
    text = capsys.readouterr().err
    assert re.match(r"back-local: restores the code from before the deploy of \d{4}-\d\d-\d\d \d\d:\d\d UTC\n"
                    r"  one               code/\w{64}\.zip, uploaded \d{4}.* UTC\n  two               code/", text)
    assert text.endswith("  the stack records other code of one than the functions run: " + NEXT)
    roll_back()
    assert answers() == ("one 2", "two 1") and "back-local: already runs the code" in capsys.readouterr().err
    deploy()
    assert answers() == ("one 3", "two 3")
    roll_back()
    assert answers() == ("one 2", "two 1")
    deploy("--full")
    deploy(one=answer("one 4"))
    capsys.readouterr()
    roll_back()  # to the code that the stack records
    assert capsys.readouterr().err.endswith("s  one               code updated\n  " + NEXT)


def test_a_rollback_after_a_full_deploy_leaves_the_infrastructure(deploy, answers, local_cloud, capsys):
    deploy(one=answer("one 2", 7), three=answer("three 1"))
    roll_back()
    assert answers() == ("one 1", "two 1") and local_cloud.invoke("back-local-three") == "three 1"
    function = local_cloud.client("lambda").get_function_configuration(FunctionName="back-local-one")
    assert function["Timeout"] == 7
    assert "  the infrastructure stays as that deploy changed it" in capsys.readouterr().err
    deploy("--full")
    assert answers() == ("one 2", "two 1")
    deploy("--full", one=answer("one 3", 7))  # only code changes
    capsys.readouterr()
    roll_back()
    assert answers() == ("one 2", "two 1") and "infrastructure" not in capsys.readouterr().err


def test_code_whose_infrastructure_is_gone_is_refused(deploy, answers):
    deploy(one=answer("one 2", code=READS))
    deploy(one=answer("one 3"), two=answer("two 3"))
    assert str(problems_of(roll_back)) == (
        "lambdas/one/index.py: the code of one that ran before the last deploy cannot run with the infrastructure now: "
        "no permission s3:GetObject, no variable BACK_BUCKET\n  hint: check out the commit before, then `make deploy`")
    assert answers() == ("one 3", "two 3")


def test_a_rollback_names_what_was_lost_only_of_lambdas_that_it_would_change(deploy_app, deploy):
    deploy_app("name: back\nruntime: python3.12\n", {})
    deploy(two=answer("two 2"))
    assert [problem.message for problem in problems_of(roll_back).args] == [
        "the code of two that ran before the last deploy cannot run with the infrastructure now: another Runtime"]


def test_without_an_earlier_version_nothing_is_put_back(deploy, local_cloud):
    with pytest.raises(Problems, match="back-local: the last deploy changed no code that ran before"):
        roll_back()
    deploy(one=answer("one 2"))
    s3 = local_cloud.client("s3")
    for entry in s3.list_objects_v2(Bucket="back-artifacts", Prefix="code/")["Contents"]:
        s3.delete_object(Bucket="back-artifacts", Key=entry["Key"])
    with pytest.raises(Problems, match="the artifacts bucket lacks code/.* of one"):
        roll_back()
    deploy()  # says nothing to change: the refused rollback has recorded nothing


def test_a_rollback_that_stops_after_any_call_is_completed_by_the_next(deploy, answers, api_calls):
    for stopped in range(1, 50):
        deploy(one=answer("one 2"), two=answer("two 2"))
        api_calls.stop_after(stopped)
        try:
            roll_back()
            break
        except Stopped:
            api_calls.left = None
        roll_back()
        assert answers() == ("one 1", "two 1")
    api_calls.left = None
    assert stopped > 3  # changing calls of a whole rollback


def test_the_code_of_a_lambda_with_an_alias_is_deployed_by_cloudformation_and_not_rolled_back(deploy, answers, capsys):
    snap = answer("one 2").replace("timeout: 5", "timeout: 5, snapstart: true")
    deploy(one=snap)
    capsys.readouterr()
    deploy(one=snap.replace("one 2", "one 3"))
    assert "code changed of" not in capsys.readouterr().err
    with pytest.raises(Problems, match=r"lambdas/one/index.py: one has the alias live: only a deploy by CloudForm") as raised:
        roll_back()
    assert "check out the commit before, then `make deploy`" in str(raised.value)
    assert answers() == ("one 3", "two 1")
