"""`make ci do=codebuild`: the buildspec, and the projects of CodeBuild that run it."""
import json
import shutil
from pathlib import Path

import pytest
import yaml

import write_ci
from kit.problems import Problems
from project import codebuild, github
from tests.fixtures.build_servers import actions_of
from tests.fixtures.example_repositories import git
from tests.fixtures.lint import lint_findings

pytest_plugins = ["tests.fixtures.build_servers", "tests.fixtures.example_repositories", "tests.fixtures.programs"]


def write(*more):
    """Runs the tool. -> (buildspec, template), as they were parsed"""
    write_ci.main(["build/app.json", "build/template.json", *more, "--do", "codebuild"])
    return yaml.safe_load(Path(codebuild.BUILDSPEC).read_text()), json.loads(Path(codebuild.TEMPLATE).read_text())


def test_one_project_deploys_the_main_branch_and_the_other_one_only_reads(repository, capsys):
    git("update-ref", "refs/remotes/origin/v1.0", "HEAD")
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/v1.0")
    _buildspec, template = write("--stage", "prod")
    assert lint_findings(template) == [] and len(Path(codebuild.TEMPLATE).read_bytes()) <= github.LARGEST
    resources = template["Resources"]
    projects = {id_: resource["Properties"] for id_, resource in resources.items()
                if resource["Type"] == "AWS::CodeBuild::Project"}
    branch, push = {"Type": "HEAD_REF", "Pattern": r"^refs/heads/v1\.0$"}, {"Type": "EVENT", "Pattern": "PUSH"}
    assert {properties["Name"]: properties["Triggers"]["FilterGroups"] for properties in projects.values()} == {
        "demo-prod-ci": [[push, branch]],
        "demo-prod-ci-branches": [[push, {"Type": "HEAD_REF", "Pattern": "^refs/heads/"},
                                   {**branch, "ExcludeMatchedPattern": True}]]}
    for purpose, ending in codebuild.PURPOSES.items():
        properties, role = projects[f"{purpose}Project"], resources[f"{purpose}Role"]["Properties"]
        assert properties["ServiceRole"] == {"Fn::GetAtt": [f"{purpose}Role", "Arn"]}
        assert {"Name": "SLACK_URL", "Type": "PARAMETER_STORE", "Value": "/pareto/ci/demo-prod/SLACK_URL"} in \
            properties["Environment"]["EnvironmentVariables"]
        condition = role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"]
        assert condition["aws:SourceArn"]["Fn::Sub"].endswith(f":project/demo-prod{ending}")
    reading = actions_of("Diff", template)
    assert "cloudformation:GetTemplate" in reading and not [
        action for action in reading if not action.partition(":")[2].startswith(("Get", "List", "Describe"))]
    assert "lambda:UpdateFunctionCode" in actions_of("Deploy", template)
    output = capsys.readouterr().err
    assert "--stack-name ci-codebuild-demo-prod" in output and "Connection=ARN" in output
    assert "--name /pareto/ci/demo-prod/SLACK_URL" in output
    assert "git add buildspec.yml ci-codebuild.template.json" in output


def test_only_the_project_that_deploys_has_the_address_of_slacks_webhook():
    target = github.Target("ann/shop", "main", "demo-dev", "dev", "eu-west-1", ["COLOUR"], webhook="HOOK")
    resources = json.loads(codebuild.template(target, [], []))["Resources"]
    texts = {purpose: json.dumps([resources[f"{purpose}Project"], resources[f"{purpose}Role"]]) for purpose in codebuild.PURPOSES}
    assert {purpose: ("COLOUR" in text, "HOOK" in text) for purpose, text in texts.items()} == {
        "Deploy": (True, True), "Diff": (True, False)}


def test_a_changed_buildspec_is_not_overwritten_and_an_unknown_server_is_a_problem(repository):
    write()
    Path(codebuild.BUILDSPEC).write_text("version: 0.2\n")
    with pytest.raises(Problems, match="buildspec.yml: was changed"):
        write("--stage", "prod")
    with pytest.raises(Problems, match="do cannot be 'codebuilt'\n  hint: did you mean 'codebuild'"):
        write_ci.main(["build/app.json", "build/template.json", "--do", "codebuilt"])
    assert not Path(github.WORKFLOW).exists()


def test_what_the_buildspec_runs(repository, machine):
    """A branch first, then main. test_what_the_workflow_runs runs the first command, as it is the workflow's too."""
    buildspec, _template = write()
    shutil.rmtree("build")
    assert list(buildspec["phases"]) == ["install", "build"]
    test, template, by_purpose = buildspec["phases"]["build"]["commands"]
    assert test == "make test"
    machine("bash", "-c", template, PURPOSE="diff")
    assert "demo-dev: " in machine("bash", "-c", by_purpose, PURPOSE="diff")
    assert not Path("build/dev/stack.json").exists()
    machine("bash", "-c", by_purpose, PURPOSE="deploy")
    # The cloud of this process may have the stack of another file's test.
    assert json.loads(Path("build/dev/stack.json").read_text())["status"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
