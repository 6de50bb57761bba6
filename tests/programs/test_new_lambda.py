"""`make new-lambda`: what it writes works as it is, and where a name is wrong it writes nothing."""
import re

import pytest

import new_lambda
import recipes
from kit import schema
from scan import source
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.new_lambdas", "tests.fixtures.programs"]
SERVICES = ("dynamodb", "s3", "sns", "sqs")  # that the tests of new lambdas use

SHOP = '"""infra: {endpoint: {api: public, method: GET, path: prices}}"""'


def written(project):
    """Every file and folder in lambdas/."""
    return {path.relative_to(project / "lambdas").as_posix() for path in (project / "lambdas").rglob("*")}


def make(path, trigger="", *more):
    """As `make new-lambda name=... trigger=...` does."""
    new_lambda.main(["lambdas", "--name", path, "--trigger", trigger, *more])


def complaint(path, trigger=""):
    """What new_lambda says of a wrong name, without its hints."""
    return [one.message for one in problems_of(make, path, trigger).args]


@pytest.mark.parametrize("trigger", new_lambda.TRIGGERS)
def test_make_new_lambda_prints_what_calls_it(new_lambda_project, trigger):
    make("orders/refund", trigger)
    text = (new_lambda_project / "lambdas/orders/refund/index.py").read_text()
    facts = source.facts("lambdas/orders/refund/index.py", text)
    assert facts["problems"] == []
    assert list(facts["infra"]) == ([] if trigger == "none" else [trigger])
    assert schema.problems(recipes.INFRA, facts["infra"]) == []
    assert recipes.problems(facts["infra"]) == []
    assert "cookiecutter" not in text and text.endswith("\n") and not text.endswith("\n\n")


@pytest.mark.parametrize("name", ["orders/refund", "lambdas/orders/refund/", "/orders/refund"])
def test_only_the_handler_and_its_test_are_written(new_lambda_project, name):
    make(name)
    assert written(new_lambda_project) == {"orders", "orders/refund", "orders/refund/index.py", "orders/refund/test.py"}


def test_what_a_killed_process_left_is_removed(new_lambda_project):
    write_files({"lambdas/.new-k_wrza1x/refund/index.py": ""}, new_lambda_project)
    make("orders")
    assert written(new_lambda_project) == {"orders", "orders/index.py", "orders/test.py"}


def test_a_folder_of_lambdas_may_become_a_lambda(new_lambda_project):
    make("orders/refund")
    make("orders")
    assert {"orders/index.py", "orders/test.py", "orders/refund/index.py"} <= written(new_lambda_project)


@pytest.mark.parametrize("path, message", [
    ("", "no name for the lambda"),
    ("Hello", "'Hello' cannot be a part of a lambda's name"),
    ("send_mail", "'send_mail' cannot be a part of a lambda's name"),
    ("orders//refund", "'' cannot be a part of a lambda's name"),
    ("../hello", "'..' cannot be a part of a lambda's name"),
    ("2hello", "'2hello' cannot be a part of a lambda's name"),
    ("hello-", "'hello-' cannot be a part of a lambda's name"),
    ("orders/test", "a lambda's folder cannot be called 'test'"),
    ("h" * 49, f"'{'h' * 49}' has 49 characters, and may have 48"),
])
def test_a_name_that_cannot_be_one_writes_nothing(new_lambda_project, path, message):
    assert complaint(path) == [message]
    assert written(new_lambda_project) == set()


@pytest.mark.parametrize("path, message", [
    ("orders/refund", "lambdas/orders/refund/index.py has that name"),
    ("orders-refund", "lambdas/orders/refund/index.py has that name"),
    ("orders/re-fund-1", "lambdas/orders/re-fund1/index.py has that name"),
    ("dates", "lambdas/dates.py exists, and would hide the folder lambdas/dates/ from Python"),
    ("dates/today", "lambdas/dates.py exists, and would hide the folder lambdas/dates/ from Python"),
    ("half", "lambdas/half/test.py exists"),
    ("prices", "GET /prices belongs to lambdas/shop/index.py"),
])
def test_a_name_that_is_taken_writes_nothing(new_lambda_project, path, message):
    make("orders/refund")
    make("orders/re-fund1", "timer")
    write_files({"lambdas/dates.py": "", "lambdas/half/test.py": "", "lambdas/shop/index.py": SHOP}, new_lambda_project)
    before = written(new_lambda_project)
    assert complaint(path) == [message]
    assert written(new_lambda_project) == before


def test_an_unknown_trigger_writes_nothing(new_lambda_project):
    assert complaint("hello", "timr") == ["no trigger 'timr'"]
    assert written(new_lambda_project) == set()


@cases("trigger, hint", [
    ("s3", "did you mean 'events'?"), ("schedule", "did you mean 'timer'?"), ("sqs", "did you mean 'queue'?"),
    ("evnts", "did you mean 'events'?"), ("xyz", f"there are {', '.join(new_lambda.TRIGGERS)}")])
def test_a_name_of_aws_leads_to_the_trigger(trigger, hint):
    assert new_lambda.form_problems("hello", trigger, "demo") == [(f"no trigger {trigger!r}", hint)]
    assert {*new_lambda.AWS_NAMES.values()} <= {*new_lambda.TRIGGERS}


def test_the_default_trigger_is_an_endpoint(new_lambda_project):
    make("hello")
    assert "endpoint:" in (new_lambda_project / "lambdas/hello/index.py").read_text()


def test_a_route_is_free_for_a_lambda_without_an_endpoint(new_lambda_project):
    write_files({"lambdas/shop/index.py": SHOP}, new_lambda_project)
    make("prices", "queue")
    assert "prices/index.py" in written(new_lambda_project)


def test_a_template_that_fails_leaves_nothing_behind(new_lambda_project, tmp_path_factory):
    template = tmp_path_factory.mktemp("template")
    write_files({"{{cookiecutter.folder}}/index.py": "{{ cookiecutter.nonsense }}"}, template)
    with pytest.raises(Exception, match="index.py"):
        make("hello", "endpoint", "--template", str(template))
    assert written(new_lambda_project) == set()


def test_an_app_with_another_name_gets_its_own_variables(new_lambda_project):
    (new_lambda_project / "app.yaml").write_text("name: my-shop\n")
    make("hello", "queue")
    text = (new_lambda_project / "lambdas/hello/index.py").read_text()
    assert "MY_SHOP_TABLE" in text and "MY_SHOP_HELLO_QUEUE" in text and "DEMO" not in text


def test_an_authorizer_of_an_http_api_passes_its_tests_too(new_lambda_project, warm_python):
    with (new_lambda_project / "app.yaml").open("a") as settings:
        settings.write("api: {type: http}\n")
    for trigger in ("authorizer", "endpoint"):
        make(f"{trigger}-shop", trigger)
    run = warm_python("-m", "pytest", "-q", "lambdas", services=SERVICES)
    assert re.search(r"^4 passed in ", run.stdout, re.M), run.stdout


def test_the_second_is_refused_with_what_to_do(own_folder):
    (own_folder / "app.yaml").write_text("name: demo\n")
    options = ["lambdas", "--trigger", "users", "--template", str(ROOT / "cookiecutter-lambda")]
    new_lambda.main([*options, "--name", "admit"])
    raised = problems_of(new_lambda.main, [*options, "--name", "welcome"])
    assert str(raised) == ("lambdas/admit/index.py is the lambda for pre-sign-up\n"
                                 "  hint: make one with trigger=none, and write `users: post-confirmation` in it, or `users: "
                                 "{trigger: pre-sign-up, pool: staff}` of another pool")
    assert not (own_folder / "lambdas" / "welcome").exists()
