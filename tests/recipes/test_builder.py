"""The app's CodeBuild project: `builder` of app.yaml, the variable APP_BUILDER, and events of builds."""

import pytest

from kit import settings
from kit.problems import Problems
from recipes import template
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files
from tests.update_golden import golden_app

pytest_plugins = ["tests.fixtures.tested_lambdas"]
GIT = "source: 'https://github.com/a/b.git'"
START = 'def handler(event, context):\n    return boto3.client("codebuild").start_build(' \
    'projectName=os.environ["DEMO_BUILDER"])["build"]["projectName"]\n'


@cases("text, message", [
    (f"{{{GIT}}}", None), ("{commands: [make]}", None), ("{source: 'https://gitlab.com/a/b'}", None),
    ("{source: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/a'}", None),
    ("{}", "builder is empty"), ("{size: small}", "builder needs 'source' or 'commands'"),
    ("{source: 'https://example.com/a.git'}", "builder.source: CodeBuild has no source 'https://example.com/a.git'"),
    ("{source: 'git@github.com:a/b.git'}", "builder.source: CodeBuild has no source 'git@github.com:a/b.git'"),
    (f"{{{GIT}, size: huge}}", "builder.size must be one of small, medium, large, xlarge, 2xlarge, not 'huge'"),
    (f"{{{GIT}, timeout: 4}}", "builder.timeout must be at least 5, not 4"),
    (f"{{{GIT}, branch: main}}", "builder has no field 'branch'"),
    (f"{{{GIT}, permissions: [{{action: 's3:PutObject', resource: 'arn:aws-cn:s3:::a/*'}}]}}",
     "arn:aws-cn:s3:::a/* is of the partition aws-cn, and eu-west-1 is in aws"),
    *((f"{{{GIT}, permissions: [{{action: 's3:PutObject', resource: '{arn}'}}]}}",
       None if arn == "arn:aws:s3:::a/*" else f"builder.permissions.0.resource cannot be '{arn}'")
      for arn in ("arn:aws:s3:::a/*", "arn:aws:s3:x", "a", "${}")),
    *((f"{{{GIT}, env: {{{name}: x}}}}", None if name == "TARGET_1" else
       f"builder.env.{name}: CodeBuild cannot set a variable of this name") for name in ("TARGET_1", "A B", "CODEBUILD_A", "1A")),
    *((f"{{source: 'https://{source}'}}", message and f"builder.source: CodeBuild has no source 'https://{source}'")
      for source, message in (("github.com/a", True), ("github.com/a/b/tree/main", True), ("gitlab.com/a/b/c", False),
                              ("gitlab.com/a/b/-/tree/main", True), ("bitbucket.org/a/b/", False), ("github.com/a/b?x", True))),
    (f"{{{GIT}, commands: []}}", "builder.commands must have at least 1 item")])
def test_what_codebuild_refuses_is_a_problem(text, message):
    problems = problems_of(settings.settings, "app.yaml", f"name: shop\nbuilder: {text}\n")
    assert [problem.message.startswith(message or "?") for problem in problems.args] == [True] * bool(message), problems


def test_a_variable_needs_the_setting(own_folder):
    write_files({"app.yaml": "name: demo\n",
                 "lambdas/a/index.py": f'"""A.\n\ninfra: {{}}\n"""\nimport os\n\nimport boto3\n\n\n{START}'})
    with pytest.raises(Problems, match="a/index.py:11: DEMO_BUILDER: app.yaml has no builder"):
        scan("lambdas", "app.yaml", {}, {})


def test_the_role_of_a_build_is_no_wider_than_written_and_the_rule_matches_the_project():
    resources = template.template(golden_app("builder"))["Resources"]
    statements = resources["BuilderRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert [statement["Action"] for statement in statements] == [
        ["logs:CreateLogStream", "logs:PutLogEvents"], ["s3:PutObject"]]
    name = {"Fn::Sub": "${AWS::StackName}"}
    assert resources["Builder"]["Properties"]["Name"] == name
    assert resources["BuiltEventEndedRule"]["Properties"]["EventPattern"]["detail"]["project-name"] == [name]


def test_a_project_of_others_keeps_its_name():
    app = golden_app("builder")
    app["lambdas"]["built"]["infra"]["events"][0]["source"]["name"] = "site"
    rule = template.template(app)["Resources"]["BuiltEventEndedRule"]["Properties"]["EventPattern"]
    assert rule["detail"]["project-name"] == ["site"]


@pytest.mark.parametrize("settings, code, problem", [
    ("", "", "hello/index.py:4: demo is this app, and app.yaml has no builder\n  hint: builder: {source: "),
    (f"builder: {{{GIT}}}\n", "", "hello/index.py:4: demo is this app, and no lambda reads the variable that names its "
                                   "builder\n  hint: os.environ[\"DEMO_BUILDER\"] in")])
def test_a_rule_on_a_project_that_nobody_creates(written, settings, code, problem):
    raised = problems_of(written, settings, hello=("events: [{name: ended, source: {type: builder, name: demo}}]", "def handler(event, context):\n    return 1\n"))
    assert problem in str(raised)


def test_a_test_starts_a_build(written):
    world = written(f"builder: {{{GIT}}}\n", hello=("{}", START))
    assert world.this.call({}) == "demo-test"


def test_a_test_gets_the_event_of_a_build(written):
    block = "events: [{name: ended, source: {type: builder, name: demo}, pattern: {build-status: [SUCCEEDED]}}]"
    world = written(f"builder: {{{GIT}}}\n", ended=(block, "def handler(event, context):\n    return event['detail']\n"),
                    hello=("{}", START))
    detail = {"project-name": "demo-test", "build-status": "SUCCEEDED"}
    event = world.this.event.aws("aws.codebuild", "CodeBuild Build State Change", detail)
    assert world.this.call(event) == detail
    world.this.event.aws("aws.codebuild", "CodeBuild Build State Change", {**detail, "project-name": "x"}, refused=True)
