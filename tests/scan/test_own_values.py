"""`env:` of a lambda: texts as they are written, with precedence over app.yaml's."""
import pytest

from checks import CHECKS, load, report
from tests.fixtures.problems import problems_of
from tests.fixtures.scans import index, scanned

READS = 'import os\nLEVEL = os.environ["LEVEL"]\n'


def variables(name="a"):
    """{variable: (kind, of)} of a lambda of the current folder's app."""
    return {entry["name"]: (entry["kind"], entry["of"]) for entry in scanned()["lambdas"][name]["env"]}


def test_a_value_is_the_lambdas_own_and_another_lambda_has_app_yamls(app_folder):
    app_folder({"app.yaml": "name: demo\nenv: {LEVEL: info}\n", "lambdas/b/index.py": index("  size: 512\n", READS),
                "lambdas/a/index.py": index("  env: {LEVEL: debug}\n", READS)})
    assert (variables("a"), variables("b")) == ({"LEVEL": ("text", "debug")}, {"LEVEL": ("value", None)})


@pytest.mark.parametrize("name", ["AWS_LAMBDA_EXEC_WRAPPER", "AWS_XRAY_CONTEXT_MISSING", "AWS_ENDPOINT_URL_DYNAMODB", "TZ"])
def test_a_variable_that_lambda_does_not_reserve_may_be_set(app_folder, name):
    app_folder({"lambdas/a/index.py": index(f"  env:\n    {name}: /opt/x\n")})
    assert variables() == {name: ("text", "/opt/x")}


@pytest.mark.parametrize("written, text", [
    ("3", "3"), ("0.5", "0.5"), ("true", "true"), ("'no'", "no"), ("'0123'", "0123"), ("", ""), ("'{{x}} ${A}'", "{{x}} ${A}")])
def test_a_value_that_no_code_reads_is_set_as_its_text(app_folder, written, text):
    app_folder({"lambdas/a/index.py": index(f"  env:\n    LEVEL: {written}\n")})
    assert variables() == {"LEVEL": ("text", text)}


@pytest.mark.parametrize("written, message, hint", [
    ("LEVEL: no", "env.LEVEL: no is read as false", "quote it, if it is text: 'no'"),
    ("LEVEL: 0123", "env.LEVEL: 0123 is read as 83", "quote it, if it is text: '0123'"),
    ("LEVEL: {local: a}", "env.LEVEL must be text or a number or true or false or nothing, not {local: a}",
     "a value that differs between stages, or a reference to resources.yaml, belongs in app.yaml, under env"),
    ("LEVEL: !Ref Db", "Db is read as the tag !Ref",
     "functions of CloudFormation belong in resources.yaml, a reference under env: in app.yaml, and in permissions it is text: "
     "resource: ${Cluster.Arn}"),
    ("LEVEL: [a]", "env.LEVEL must be text or a number or true or false or nothing, not [a]",
     "a value that differs between stages, or a reference to resources.yaml, belongs in app.yaml, under env"),
    ("A-B: a", "Lambda cannot set a variable 'A-B'", "a letter, then letters, digits and _, two characters or more"),
    ("A: a", "Lambda cannot set a variable 'A'", "a letter, then letters, digits and _, two characters or more"),
    ("AWS_REGION: a", "env.AWS_REGION: Lambda sets this variable itself", "choose another name"),
    ("PARETO_HANDLER: json.dumps", "env.PARETO_HANDLER: Pareto sets this variable itself",
     "another name: those that begin with PARETO_ belong to Pareto"),
    ("_HANDLER: a", "Lambda cannot set a variable '_HANDLER'", "a letter, then letters, digits and _, two characters or more"),
    ("DEMO_KEY_SECRET: a", "DEMO_KEY_SECRET is a secret of the app, and the infra block has a value of it under `env:`",
     "remove it there: `make secret name=DEMO_KEY_SECRET` sets it; of another secret, rename the variable"),
])
def test_a_wrong_value_has_its_line(app_folder, written, message, hint):
    app_folder({"lambdas/a/index.py": index(f"  env:\n    {written}\n")})
    assert str(problems_of(scanned)) == f"lambdas/a/index.py:4: {message}\n  hint: {hint}"


def findings(id_):
    """[message] of a check of the current folder's app."""
    return [str(problem) for problem in report.problems(load.subject(scanned(), "app.yaml", {})[0], {id_})]


def test_values_of_app_yaml_above_the_limit_have_the_line_of_the_block(app_folder):
    app_folder({"app.yaml": f"name: demo\nenv: {{LEVEL: {'x' * 4200}}}\n", "lambdas/a/index.py": index("  size: 512\n", READS)})
    (problem,) = findings("P604")
    assert problem.startswith("lambdas/a/index.py:2: [P604] its variables have 4,205 bytes, most of them LEVEL, and")


def test_the_checks_know_the_values_of_a_lambda(app_folder):
    assert {"P602", "P604"} <= CHECKS.keys()
    app_folder({"lambdas/a/index.py": index(f"  env:\n    LEVELS: '{'x' * 4095}'\n", READS)})
    assert ["did you mean 'LEVELS'?" in text for text in findings("P602")] == [True]
    (problem,) = findings("P604")
    assert problem.startswith("lambdas/a/index.py:4: [P604] its variables have 4,101 bytes, most of them LEVELS, and Lambda")
    app_folder({"lambdas/a/index.py": index("  env: {LEVEL: debug}\n", READS)})
    assert findings("P602") == findings("P604") == []
    app_folder({"app.yaml": "name: demo\nenv: {LEVEL: info}\n",
                "lambdas/a/index.py": index("  env: {LEVELS: x}\n", READS)})
    assert ["env.LEVELS: its code does not read it" in text and "did you mean 'LEVEL'?" in text
            for text in findings("P602")] == [True]
    both = f'{READS}LEVELS = os.environ["LEVELS"]\n'
    app_folder({"lambdas/a/index.py": index("  env: {LEVELS: debug}\n", both)})
    assert findings("P602") == []
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": index("  env: {LEVELS: debug, LEVEL: x}\n", both)})
    assert findings("P602") == []
