#!/usr/bin/env python3
"""How many handlers of other projects work with Pareto: each small app of bench/ported is scanned, deployed and invoked.

    bench/measure_apps.py [--app tasks] [--port 4810] [--json out.json]

For each app: it is scanned and expanded; the checks are silent; it is deployed to a local cloud of the benchmark; its
case (case.py) gets the right answers and effects; and the roles of its lambdas allow each call that the handlers made.
`unused` counts the allowed actions that no call of the case needed. Prints what failed; exit 1 if anything did.
"""
import argparse
import contextlib
import importlib.util
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
import urllib.request
from pathlib import Path

import boto3

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import check_app
import deploy_stack
import expand_template
import push_artifacts
import run_local
import scan_infra
from app_client import App
from aws.iam import actions, evaluation
from kit.problems import Problems

ROOT = Path(__file__).resolve().parents[1]
PORTED = ROOT / "bench/ported"
STEPS = ("scan", "check", "deploy", "answer", "role")
BESIDE = ("conftest.py", "pytest.ini", "tools", "Makefile", "requirements.txt", ".venv")
# What Lambda itself needs of a role: for logs, for reading a queue or a stream, for events that failed.
OWN = set("""logs:CreateLogStream logs:PutLogEvents sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage
    sqs:SendMessage dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams
    kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator
    kinesis:ListShards""".split())
ACCOUNT = {"partition": "aws", "account": "123456789012"}


def start_cloud(folder, port):
    """Starts a local cloud whose functions record their calls. -> (pid, endpoint)"""
    pid = os.fork()
    if not pid:
        log = os.open(folder / "cloud.log", os.O_CREAT | os.O_WRONLY, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.chdir(folder)
        from localcloud.functions import spawner
        shutil.copytree(spawner.PROGRAM.parent, folder / "zygote")
        (folder / "zygote/zygote.py").rename(folder / "zygote/local_zygote.py")
        shutil.copy(Path(__file__).with_name("recording_zygote.py"), folder / "zygote/zygote.py")
        spawner.PROGRAM = folder / "zygote/zygote.py"
        run_local.main(["serve", "--port", str(port)])
        os._exit(0)
    endpoint, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{endpoint}/_aws/health", timeout=5).close()
            return pid, endpoint
        time.sleep(0.2)
    raise SystemExit(f"the local cloud did not start: {(folder / 'cloud.log').read_text()}")


def copy(name, folder, endpoint, pid):
    """A copy of an app as a project, which knows the local cloud."""
    shutil.copytree(PORTED / name, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for part in BESIDE:
        (folder / part).symlink_to(ROOT / part)
    (folder / "build/local").mkdir(parents=True)
    (folder / "build/local/cloud.json").write_text(json.dumps({"endpoint": endpoint, "pid": pid, "log": ""}))


def case_of(name):
    """The module of an app's case."""
    spec = importlib.util.spec_from_file_location(f"case_{name}", PORTED / name / "case.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scan():
    scan_infra.main(["-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])


def check():
    """The checks, with cfn-lint. Raises Problems."""
    check_app.main(["build/app.json", "--lint"])


def deploy(secrets):
    app = json.loads(Path("build/app.json").read_text())["name"]
    if secrets:
        Path(".secrets.json").write_text(json.dumps({f"{app}-{name}": value for name, value in secrets.items()}))
        os.chmod(".secrets.json", 0o600)
    push_artifacts.main(["build/app.json", "build/template.json", "-o", "build/local/artifacts.json"])
    deploy_stack.main(["build/app.json", "build/local/artifacts.json", "-o", "build/local/stack.json"])


def answer(case, endpoint):
    """Runs the case. Raises AssertionError."""
    app = json.loads(Path("build/app.json").read_text())
    outputs = json.loads(Path("build/local/stack.json").read_text())["outputs"]
    case.run(App(app["name"], app.get("region") or app["settings"]["region"], endpoint, outputs))


def role(endpoint, calls):
    """{lambda: [unused action]}. Raises AssertionError with the calls that a role does not allow."""
    app = json.loads(Path("build/app.json").read_text())
    region = app.get("region") or app["settings"]["region"]
    iam = boto3.client("iam", region_name=region, endpoint_url=endpoint, aws_access_key_id="x", aws_secret_access_key="x")
    functions = boto3.client("lambda", region_name=region, endpoint_url=endpoint, aws_access_key_id="x",
                             aws_secret_access_key="x")
    refused, unused = [], {}
    for name in app["lambdas"]:
        function = f"{app['name']}-local-{name.replace('/', '-')}"
        role_name = functions.get_function_configuration(FunctionName=function)["Role"].rpartition("/")[2]
        statements = [statement for policy in iam.list_role_policies(RoleName=role_name)["PolicyNames"]
                      for statement in iam.get_role_policy(RoleName=role_name, PolicyName=policy)
                      ["PolicyDocument"]["Statement"]]
        needed = {permission for call in calls if call["function"] == function
                  for permission in actions.required_permissions(call["service"], call["operation"], call["params"],
                                                                 {**ACCOUNT, "region": region})}
        refused += [f"{name}: {action} on {arn}" for action, arn in sorted(needed, key=str)
                    if not evaluation.role_allows(statements, action, arn)]
        allowed = {action for statement in statements for action in evaluation.listed(statement["Action"])}
        unused[name] = sorted(action for action in allowed - OWN
                              if not any(evaluation.matches(action.lower(), used.lower()) for used, _arn in needed))
    assert not refused, "the role does not allow " + "; ".join(refused)
    return unused


def run(name, folder, endpoint, pid):
    """{"failed": step or None, "message", "unused": {lambda: [action]}, "seconds"} of an app, in this process"""
    copy(name, folder, endpoint, pid)
    os.chdir(folder)
    calls_file, started, unused = folder.parent / "zygote/calls.jsonl", time.monotonic(), {}
    before, step, check_message = calls_file.stat().st_size if calls_file.exists() else 0, "scan", ""
    failed, message = None, ""
    try:
        case = case_of(name)
        scan()
        step = "check"
        check_message = caught(check)
        step = "deploy"
        deploy(getattr(case, "SECRETS", {}))
        step = "answer"
        answer(case, endpoint)
        step = "role"
        with open(calls_file, "a+") as file:
            file.seek(before)
            unused = role(endpoint, [json.loads(line) for line in file])
    except Problems as problems:
        failed, message = step, str(problems)
    except BaseException as error:
        failed, message = step, "".join(traceback.format_exception(error)[-2:]) + failed_calls(endpoint)
    if check_message:
        failed, message = "check", f"{check_message}\n{message}"
    return {"failed": failed, "message": message, "unused": unused, "seconds": time.monotonic() - started}


def failed_calls(endpoint):
    """The last failed invocations of the local cloud."""
    with urllib.request.urlopen(f"{endpoint}/_aws/calls") as response:
        calls = json.load(response)
    calls = calls if isinstance(calls, list) else calls["calls"]
    return "\n".join(["", *(json.dumps(call)[:1000] for call in calls if call.get("error"))][-4:])


def caught(work):
    """The problems of work(), "" without any: the other steps go on."""
    try:
        work()
    except Problems as problems:
        return str(problems)
    return ""


def forked(name, folder, endpoint, pid):
    """run() in a child process; the output of the tools is in a file beside the folder."""
    result = folder.with_suffix(".json")
    child = os.fork()
    if not child:
        log = os.open(folder.with_suffix(".log"), os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.stdout, sys.stderr = (open(number, "w", buffering=1, closefd=False) for number in (1, 2))
        result.write_text(json.dumps(run(name, folder, endpoint, pid)))
        os._exit(0)
    os.waitpid(child, 0)
    if result.exists():
        return json.loads(result.read_text())
    return {"failed": "scan", "message": folder.with_suffix(".log").read_text()[-2000:], "unused": {}, "seconds": 0}


def row(name, outcome):
    """A line of the table: a step that was not reached is a dot."""
    failed = outcome["failed"]
    at = STEPS.index(failed) if failed else len(STEPS)
    marks = ["ok" if index < at else "FAIL" if index == at else "." for index in range(len(STEPS))]
    unused = sum(map(len, outcome["unused"].values()))
    return f"{name:<12}" + "".join(f"{mark:>8}" for mark in marks) + f"{unused:>8}{outcome['seconds']:>8.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--app", action="append", help="only this app; may be repeated")
    parser.add_argument("--port", type=int, default=4810, help="of the local cloud")
    parser.add_argument("--json", type=Path, help="a file for all outcomes")
    args = parser.parse_args()
    names = args.app or sorted(path.parent.name for path in PORTED.glob("*/case.py"))
    outcomes = {}
    with tempfile.TemporaryDirectory(prefix="bench-apps-") as folder:
        pid, endpoint = start_cloud(Path(folder), args.port)
        try:
            print(f"{'app':<12}" + "".join(f"{step:>8}" for step in (*STEPS, "unused", "s")), flush=True)
            for name in names:
                outcomes[name] = forked(name, Path(folder) / name, endpoint, pid)
                print(row(name, outcomes[name]), flush=True)
        finally:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
    failures = {name: outcome for name, outcome in outcomes.items() if outcome["failed"]}
    for name, outcome in failures.items():
        print(f"\n{name}: {outcome['failed']}\n" + outcome["message"].strip())
    print(f"\n{len(outcomes) - len(failures)} of {len(outcomes)} apps fit")
    if args.json:
        args.json.write_text(json.dumps(outcomes, indent=1), encoding="utf-8")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
