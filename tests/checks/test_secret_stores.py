"""P701 of a secret that code reads from the store in which it is not."""
import pytest

from tests.fixtures.cases import cases
from tests.fixtures.checks import problems

pytest_plugins = ["tests.fixtures.checks"]
INDEX = '"""Reads.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n' \
    '    return boto3.client("%s").%s\n'
NAME = 'os.environ["DEMO_STRIPE_SECRET"]'
IN_SSM = "name: demo\nsecrets: {demo-stripe: {store: parameter-store}}\n"


@pytest.mark.parametrize("settings, service, call, message, hint", [
    ("name: demo\n", "ssm", f"get_parameter(Name={NAME})", "of Secrets Manager, which get_parameter() does not read",
     "secrets: {demo-stripe: {store: parameter-store}}"),
    ("name: demo\n", "ssm", f"get_parameters(Names=[{NAME}])", "of Secrets Manager, which get_parameters() does not read",
     "get_secret_value(SecretId=...)"),
    (IN_SSM, "secretsmanager", f"get_secret_value(SecretId={NAME})",
     "of Parameter Store, which get_secret_value() does not read", "remove demo-stripe from `secrets` of app.yaml")])
def test_the_hint_is_to_read_it_where_it_is(folder, monkeypatch, settings, service, call, message, hint):
    problem, = problems(folder, monkeypatch, {"app.yaml": settings, "lambdas/a/index.py": INDEX % (service, call)}, {"P701"})
    assert problem.line == 11 and hint in problem.hint
    assert problem.message.startswith(f"[P701] DEMO_STRIPE_SECRET is a secret {message}")


def test_a_secret_that_is_read_where_it_is_has_no_finding(folder, monkeypatch):
    texts = {"app.yaml": IN_SSM, "lambdas/a/index.py": INDEX % ("ssm", f"get_parameter(Name={NAME}, WithDecryption=True)")}
    assert problems(folder, monkeypatch, texts, {"P701"}) == []


@cases("call, lines", [
    (f"get_parameter(Name={NAME})", [11]), (f"get_parameter(Name={NAME}, WithDecryption=False)", [11]), (f"get_parameters(Names=[{NAME}])", [11]),
    (f"get_parameter(Name={NAME}, WithDecryption=True)", []), (f"get_parameter(Name={NAME}, WithDecryption=event['x'])", []),
    (f"get_parameters(Names=[{NAME}], WithDecryption=True)", []), (f"get_parameter(Name={NAME}, **event)", []),
    (f"delete_parameter(Name={NAME})", [])])
def test_a_secure_string_is_read_with_decryption(folder, monkeypatch, call, lines):
    texts = {"app.yaml": IN_SSM, "lambdas/a/index.py": INDEX % ("ssm", call)}
    assert [problem.line for problem in problems(folder, monkeypatch, texts, {"P711"})] == lines
