"""The secrets of app.yaml: which store has them, what their calls need, and what is refused."""
import pytest

from kit import settings
from kit.problems import Problems
from scan.scanning import scan
from tests.fixtures.cases import cases

INDEX = '"""Pays.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    %s\n'
READ = 'return boto3.client("ssm").get_parameter(Name=os.environ["DEMO_STRIPE_SECRET"], WithDecryption=True)'


@pytest.fixture
def scanned(own_folder):
    """scanned(text of app.yaml, line of the handler) -> the app model."""
    (own_folder / "lambdas" / "pay").mkdir(parents=True)

    def run(text, code=READ):
        (own_folder / "app.yaml").write_text(f"name: demo\n{text}")
        (own_folder / "lambdas" / "pay" / "index.py").write_text(INDEX % code)
        return scan(None, "app.yaml", {}, {})
    return run


def test_the_store_decides_the_kind_of_the_variable(scanned):
    app = scanned("secrets:\n  demo-stripe: {store: parameter-store}\n")
    assert (app["state"]["parameter"], app["state"]["secret"]) == ({"demo-stripe": {}}, {})
    (call,) = app["lambdas"]["pay"]["calls"]
    assert (call["action"], call["on"]) == ("ssm:GetParameter", {"kind": "parameter", "name": "demo-stripe"})
    for text in ("", "secrets:\n  demo-stripe:\n", "secrets: {demo-stripe: {store: secrets-manager}}\n"):
        assert (scanned(text)["state"]["parameter"], scanned(text)["state"]["secret"]) == ({}, {"demo-stripe": {}})


def test_a_call_of_another_parameter_is_of_any_only_if_the_lambda_names_none_of_its_own(scanned):
    other = 'os.environ["DEMO_STRIPE_SECRET"]; boto3.client("ssm").get_parameter(Name=event["name"])'
    (call,) = scanned("secrets: {demo-stripe: {store: parameter-store}}\n", other)["lambdas"]["pay"]["calls"]
    assert call["on"] == {"kind": "parameter", "name": "demo-stripe"}
    (call,) = scanned("", other)["lambdas"]["pay"]["calls"]
    assert call["on"].endswith(":parameter/*")


@pytest.mark.parametrize("text, message", [
    ("secrets:\n  demo-other: {store: parameter-store}\n",
     "app.yaml:3: secrets.demo-other: no lambda names this secret, so it is not created\n  hint: os.environ[\"DEMO_OTHER_SECRET\"]"),
    ("alerts: {slack: stripe}\nsecrets:\n  demo-stripe: {store: parameter-store}\n",
     "app.yaml:4: secrets.demo-stripe: the alerts read it from Secrets Manager\n  hint: remove `store: parameter-store`")])
def test_what_does_not_fit_the_code_is_a_problem_with_its_line(scanned, text, message):
    with pytest.raises(Problems) as raised:
        scanned(text)
    assert str(raised.value).startswith(message)


@cases("text, message", [
    ("secrets: {demo-stripe: {store: ssm}}", "must be one of secrets-manager, parameter-store, not 'ssm'"),
    ("secrets: {demo-stripe: {stor: x}}", "did you mean 'store'?"), ("secrets: {stripe: {}}", "or demo-stripe"),
    ("secrets: [demo-stripe]", "must be a mapping")])
def test_what_no_secret_can_have_is_a_problem(text, message):
    with pytest.raises(Problems) as raised:
        settings.settings("app.yaml", f"name: demo\n{text}\n")
    assert message in str(raised.value)


def test_parameter_store_reserves_names_for_aws():
    of = "name: {0}\nsecrets:\n  {0}-key: {{store: {1}}}\n"
    for name in ("aws-x", "ssm", "ssmtp"):
        with pytest.raises(Problems, match=f"app.yaml:3: secrets.{name}-key: Parameter Store refuses names"):
            settings.settings("app.yaml", of.format(name, "parameter-store"))
    renamed = "name: {}\nprefix: {}\nsecrets:\n  {}-key: {{store: parameter-store}}\n"  # the parameter is /NAME-dev/PREFIX-key
    with pytest.raises(Problems, match="app.yaml:4: secrets.x-key: Parameter Store refuses .* as that of the app aws-x does"):
        settings.settings("app.yaml", renamed.format("aws-x", "x", "x"))
    assert settings.settings("app.yaml", renamed.format("x", "aws-x", "aws-x"))["secrets"]
    for name, store in [("aws-x", "secrets-manager"), ("paws", "parameter-store")]:
        assert settings.settings("app.yaml", of.format(name, store))["secrets"][f"{name}-key"]["store"] == store
