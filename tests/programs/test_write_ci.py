"""`make ci`: the workflow of GitHub Actions and its roles. Nothing of a person's is overwritten."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from botocore.client import BaseClient

import diff_stack
import write_ci
from aws.iam.actions import required_permissions
from deploy import deploy_policy, stage_policies
from kit.problems import Problems
from project import github
from tests.fixtures.build_servers import URL, actions_of
from tests.fixtures.cases import cases
from tests.fixtures.example_repositories import git
from tests.fixtures.golden_apps import every_golden_template
from tests.fixtures.iam_requests import SCOPE
from tests.fixtures.lint import lint_findings
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.build_servers", "tests.fixtures.example_repositories", "tests.fixtures.programs"]


INDEX = '"""Closing.\n\ninfra: {}\n"""\nimport os\n\nSLACK = os.environ["SLACK_URL"]\n\n\ndef handler(event, context):\n    return 1\n'


def write(*more):
    """Runs the tool. -> (workflow, template), as they were parsed"""
    write_ci.main(["build/app.json", "build/template.json", *more])
    return yaml.safe_load(Path(github.WORKFLOW).read_text()), json.loads(Path(github.TEMPLATE).read_text())


def test_no_expression_is_in_a_line_of_shell_and_no_job_has_rights_that_it_does_not_need(repository):
    workflow, _template = write("--stage", "prod")
    jobs = workflow["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert not [step for step in steps if "${{" in step.get("run", "")]
    assert all(re.fullmatch("[a-z-]+/[a-z-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
    assert all(step["with"]["persist-credentials"] is False for step in steps if "checkout" in step.get("uses", ""))
    assert workflow["permissions"] == {} and set(workflow[True]) == {"push", "pull_request"}  # YAML's `on`
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "test": {"contents": "read"}, "diff": {"contents": "read", "id-token": "write"},
        "comment": {"pull-requests": "write"}, "deploy": {"contents": "read", "id-token": "write"}}
    assert "head.repo.full_name == github.repository" in jobs["diff"]["if"] and jobs["comment"]["needs"] == "diff"
    assert "github.event_name == 'push' && github.ref == 'refs/heads/main'" in jobs["deploy"]["if"]
    assert not [step for step in jobs["comment"]["steps"] if "checkout" in step.get("uses", "")]
    assert [step["env"] for step in jobs["deploy"]["steps"] if "env" in step] == [
        {"SLACK_URL": "${{ secrets.SLACK_URL }}"}]
    assert jobs["deploy"]["steps"][-1]["run"].splitlines()[-1] == "make deploy stage=prod"


def test_the_variable_of_slack_is_a_secret_of_the_repository_in_the_stages_whose_alerts_name_it(repository, capsys):
    app = json.loads(Path("build/app.json").read_text())
    app["settings"]["stages"] = {"prod": {"alerts": {"email": [], "url": [], "slack": "a-hook", "variable": "HOOK"}}}
    Path("build/app.json").write_text(json.dumps(app))
    jobs = write("--stage", "prod")[0]["jobs"]
    assert [{*step["env"]} for step in jobs["deploy"]["steps"] if "env" in step] == [{"HOOK", "SLACK_URL"}]
    assert "HOOK" not in json.dumps(jobs["diff"]) and jobs["deploy"]["steps"][-1]["run"].startswith(': "${HOOK:?')
    assert "gh secret set HOOK" in capsys.readouterr().err and "HOOK" not in json.dumps(write("--stage", "dev"))


def test_the_roles_are_for_the_branch_and_for_pull_requests_which_only_read(repository):
    git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    workflow, template = write()
    assert lint_findings(template) == []
    resources, subjects = template["Resources"], {}
    for id_ in ("DeployRole", "DiffRole"):
        role = resources[id_]["Properties"]
        [statement] = role["AssumeRolePolicyDocument"]["Statement"]
        condition = statement["Condition"]["StringEquals"]
        assert condition[f"{github.PROVIDER}:aud"] == "sts.amazonaws.com"
        subjects[role["Path"] + role["RoleName"]] = condition[f"{github.PROVIDER}:sub"]["Fn::Sub"]
        assert f":role{role['Path']}{role['RoleName']}" in json.dumps(workflow)
    assert subjects == {"/pareto/ci/demo-dev-deploy": "repo:${Repository}:ref:refs/heads/trunk",
                        "/pareto/ci/demo-dev-diff": "repo:${Repository}:pull_request"}
    assert template["Parameters"]["Repository"]["Default"] == "ann/shorty"
    actions = actions_of("Diff", template)
    assert {"cloudformation:GetTemplate", "lambda:ListFunctions", "s3:GetObject"} <= actions
    assert [action for action in actions if not re.search(":(Get|List|Describe)", action)] == []
    assert github.ACCOUNT not in json.dumps(template) and "role/pareto" not in json.dumps(
        [resource for id_, resource in resources.items() if "Policy" in id_])


def test_a_file_is_written_again_unless_a_person_changed_it(repository, capsys):
    write("--stage", "dev")
    write("--stage", "prod")
    output = capsys.readouterr().err
    assert "aws cloudformation deploy --template-file ci.template.json --stack-name ci-demo-prod" in output
    assert "gh variable set AWS_ACCOUNT_ID" in output and "gh secret set SLACK_URL" in output
    for path, change in ((github.WORKFLOW, lambda text: text.replace("make test", "make check")),
                         (github.TEMPLATE, lambda text: text.replace("demo-prod-diff", "mine")),
                         (github.WORKFLOW, lambda text: "on: push\n"), (github.TEMPLATE, lambda text: "[]")):
        before = Path(path).read_text()
        Path(path).write_text(change(before))
        others = {other: Path(other).read_bytes() for other in (github.WORKFLOW, github.TEMPLATE)}
        with pytest.raises(Problems, match=f"{path}: was changed.*\n  hint: move it away"):
            write("--stage", "dev")
        assert others == {other: Path(other).read_bytes() for other in others}
        Path(path).write_text(before)


def test_the_template_of_an_app_with_every_type_fits_into_one_call(repository):
    facts = {"account": github.ACCOUNT, "region": "eu-west-1", "app": "demo", "stage": "dev", "stack": "demo-dev",
             "bucket": "demo-artifacts", "domain": "example.com"}
    template = every_golden_template()
    policies = deploy_policy.policies(template, stage_policies.schemas(template, "eu-west-1"), facts)
    reading = stage_policies.read_only(policies)
    data = github.template(github.Target("ann/shorty", "main", "demo-dev", "dev", "eu-west-1", []), policies, reading)
    assert len(data) <= github.LARGEST and not github.edited(github.TEMPLATE, data)
    assert all(deploy_policy.size(document["Statement"]) <= deploy_policy.LARGEST for document in reading)


@pytest.mark.parametrize("url", [URL, "git@github.com:ann/shorty.git", "ssh://git@ssh.github.com:443/ann/shorty.git",
                                 "https://ann:t0ken@github.com/ann/shorty/"])
def test_the_repository_is_that_of_the_remote(repository, url):
    git("remote", "set-url", "origin", url)
    assert github.repository() == ("origin", "ann/shorty")


@pytest.mark.parametrize("url, message", [
    ("", "git has no remote"), ("https://ann:t0ken@gitlab.com/ann/shorty", "of gitlab.com"),
    ("../shorty.git", "the remote origin is no repository of GitHub"), ("https://github.com.evil.io/a/b", "evil.io"),
    ("https://github.com/ann/sho'rty", "no repository of GitHub")])
def test_a_remote_that_is_not_on_github_is_a_problem(repository, url, message):
    git("remote", "set-url", "origin", url) if url else git("remote", "remove", "origin")
    with pytest.raises(Problems, match=f"{message}.*\n  hint: .*git remote add origin https://github.com/OWNER") as caught:
        write()
    assert "t0ken" not in str(caught.value) and not Path(github.WORKFLOW).exists()


def test_the_workflow_of_an_app_in_a_folder_of_the_repository_is_at_its_root(repository, monkeypatch, capsys):
    Path("services").mkdir()
    shutil.copytree(".", "services/1.0", ignore=shutil.ignore_patterns("services", ".git"), symlinks=True)
    monkeypatch.chdir("services/1.0")
    write_ci.main(["build/app.json", "build/template.json"])
    assert not Path(github.WORKFLOW).exists() and Path("ci.template.json").exists()
    assert "git add ../../.github/workflows/pareto-services-1.0.yml ci.template.json" in capsys.readouterr().err
    workflow = yaml.safe_load(Path("../../.github/workflows/pareto-services-1.0.yml").read_text())
    assert workflow["defaults"] == {"run": {"shell": "bash", "working-directory": "services/1.0"}}
    assert workflow["jobs"]["diff"]["steps"][-1]["with"]["path"] == "services/1.0/diff.txt"
    assert workflow["jobs"]["comment"]["steps"][-1]["working-directory"] == "."
    assert workflow["jobs"]["deploy"]["concurrency"]["group"] == "pareto-deploy-demo-dev"
    write_ci.main(["build/app.json", "build/template.json", "--do", "codebuild"])
    assert yaml.safe_load(Path("buildspec.yml").read_text())["phases"]["build"]["commands"][0] == "cd ./services/1.0"
    resources = json.loads(Path("ci-codebuild.template.json").read_text())["Resources"]
    assert {resources[f"{purpose}Project"]["Properties"]["Source"]["BuildSpec"] for purpose in ("Deploy", "Diff")} == {
        "services/1.0/buildspec.yml"}
    Path("../o'dd").mkdir()
    monkeypatch.chdir("../o'dd")
    with pytest.raises(Problems, match="the folder \"services/o'dd\" has characters that the workflow cannot take"):
        github.folder()


@cases("branches, branch", [
    (["trunk"], "trunk"), (["trunk", "main"], "main"), (["master", "login"], "master"), (["trunk", "login"], None), ([], "new")])
def test_the_branch_is_one_that_exists_where_git_does_not_know_the_default_branch(tmp_path, monkeypatch, branches, branch):
    folder = tmp_path / "-".join(["of", *branches])
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", *(branches[:1] or ["new"]))
    if branches:
        git("commit", "-q", "--allow-empty", "-m", "x")
    for name in branches[1:]:
        git("branch", name)
    if branch:
        assert github.main_branch("origin") == branch
    else:
        with pytest.raises(Problems, match="does not know the default branch of up\n  hint: git remote set-head up --auto"):
            github.main_branch("up")


def test_the_local_stage_and_a_branch_that_is_a_command_are_problems(repository):
    with pytest.raises(Problems, match="local cloud of this machine\n  hint: make ci stage=dev"):
        write("--stage", "local")
    git("update-ref", "refs/remotes/origin/a';b", "HEAD")
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/a';b")
    with pytest.raises(Problems, match="has characters that the workflow cannot take"):
        write()


# A `gh` with the comments of a pull request in a file. What it selects is the filter's two texts.
GH = '''#!/usr/bin/env python3
import json, re, sys
from pathlib import Path
file, words = Path("comments.json"), sys.argv[1:]
comments, path = json.loads(file.read_text()), next(word for word in words if word.startswith("repos/ann/shorty/issues/"))
if "--paginate" in words:
    login, start = re.fullmatch(r'[.][[]] [|] select[(][.]user.login == "(.*?)" and [(][.]body [|] startswith[(]"(.*?)"[)]'
                                '[)][)] [|] [.]id', words[words.index("--jq") + 1]).groups()
    print(*[number for number, (author, body) in comments.items() if author == login and body.startswith(start)], sep="\\n")
else:
    number = {"PATCH": path.rpartition("/")[2], "POST": str(len(comments) + 1)}[words[words.index("-X") + 1]]
    comments[number] = ["github-actions[bot]", Path(words[-1].removeprefix("body=@")).read_text()]
    file.write_text(json.dumps(comments))
'''


def test_each_stack_has_one_comment_of_its_own_in_a_pull_request(repository, monkeypatch):
    others = {"1": ["ann", "<!-- pareto demo-dev -->\nnot the bot's"], "2": ["github-actions[bot]", "coverage: 90 %"]}
    write_files({"comments.json": json.dumps(others), "bin/gh": GH})
    Path("bin/gh").chmod(0o755)
    environment = {**os.environ, "GH_REPO": "ann/shorty", "NUMBER": "7", "PATH": f"{Path.cwd() / 'bin'}:{os.environ['PATH']}"}
    for stage, diff in [("dev", "first"), ("prod", "other"), ("dev", "second")]:
        workflow, _template = write("--stage", stage)
        Path("diff.txt").write_text(f"{diff}\n")
        subprocess.run(["bash", "-eo", "pipefail", "-c", workflow["jobs"]["comment"]["steps"][-1]["run"]], env=environment, check=True)
    assert json.loads(Path("comments.json").read_text()) == {
        **others, "3": ["github-actions[bot]", "<!-- pareto demo-dev -->\n`make diff stage=dev`:\n\n    second\n"],
        "4": ["github-actions[bot]", "<!-- pareto demo-prod -->\n`make diff stage=prod`:\n\n    other\n"]}


def test_what_the_workflow_runs(repository, machine, local_cloud, monkeypatch):
    """In a clone, with the local cloud in the place of AWS, and a `gh` that notes what it is called with."""
    workflow, template = write()
    shutil.rmtree("lambdas")  # one small lambda is enough here
    write_files({"index.py": INDEX, "test.py": "def test_it_answers(call):\n    assert call({}) == 1\n"}, "lambdas/closing")
    shutil.rmtree("build")
    outputs = {}
    for job in ("test", "diff", "comment", "deploy"):
        for line in [step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step]:
            outputs[job] = machine("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line)
    assert "demo-dev: " in Path("comment.md").read_text() and "gh" not in Path("diff.txt").read_text()
    assert Path("gh.txt").read_text() == "api --silent -X POST repos/ann/shorty/issues/7/comments -F body=@comment.md\n"
    # The cloud of this process may have the stack of another file's test.
    assert json.loads(Path("build/dev/stack.json").read_text())["status"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    Path("lambdas/closing/index.py").write_text("# changed\n" + Path("lambdas/closing/index.py").read_text())
    monkeypatch.setenv("AWS_ENDPOINT_URL", local_cloud.endpoint)
    monkeypatch.setenv("SLACK_URL", "https://example.com")
    assert needed_for_diff(monkeypatch) - actions_of("Diff", template) == set()


def needed_for_diff(monkeypatch):
    """{action} of the calls of a diff in which code differs."""
    calls, call = [], BaseClient._make_api_call
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda client, operation, params: calls.append(
        (client.meta.service_model.service_name, operation, params)) or call(client, operation, params))
    with pytest.raises(SystemExit):
        diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev"])
    return {permission[0] for service, operation, params in calls if service != "sts" for permission in
            required_permissions(service, operation, params, SCOPE)}
