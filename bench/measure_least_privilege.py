#!/usr/bin/env python3
"""Whether each role of the example app is as narrow as possible: with one action removed from any statement of any role,
a journey of readings through the deployed app must fail, and with none removed it must pass.

    bench/measure_least_privilege.py [--only alarms] [--port 4812]

The local cloud denies what the roles deny. A removal counts as noticed if the journey fails, and the log of the local
cloud has a denial of that action since.
"""
import argparse
import copy
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import app_client
import example_journey
import measure_apps

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE, PATIENCE, LONG = ROOT / "tests/example", 12, 120  # seconds for an effect; for one that must come
TRIES = 3  # of a journey that fails for another reason than the removed action
SPEED = "60"  # seconds of the cloud in a real one: retries come soon


def start_cloud(folder, port):
    """(process, endpoint) of a local cloud that writes its log to folder/log."""
    command = [sys.executable, ROOT / "tools/run_local.py", "serve", "--port", str(port), "--folder", folder / "cloud"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log,
                                   env={**os.environ, "PARETO_LOCAL_SPEED": SPEED})
    while process.poll() is None:
        if "answers at" in (folder / "log").read_text():
            return process, f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    raise SystemExit((folder / "log").read_text())


def deploy_example(folder, endpoint, pid):
    """The App of the example, deployed from a copy; this process then works in the copy."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "build/local").mkdir(parents=True)
    (folder / "build/local/cloud.json").write_text(json.dumps({"endpoint": endpoint, "pid": pid, "log": ""}))
    os.chdir(folder)
    measure_apps.scan()
    measure_apps.deploy({})
    outputs = json.loads(Path("build/local/stack.json").read_text())["outputs"]
    return app_client.App("demo", "eu-west-1", endpoint, outputs)


def removals(document):
    """[(description, document)] of a policy with one action less each, a statement without actions is gone."""
    for at, statement in enumerate(document["Statement"]):
        for action in statement["Action"]:
            narrower = copy.deepcopy(document)
            narrower["Statement"][at]["Action"].remove(action)
            narrower["Statement"] = [statement for statement in narrower["Statement"] if statement["Action"]]
            yield action, statement["Resource"], narrower


def failure(journey):
    """The message of a journey that fails, "" of one that passes."""
    try:
        journey.run()
    except AssertionError as error:
        return str(error)
    return ""


def measure(app, log, only):
    """[(lambda, action, resource)] of the removals that no step noticed, and the number of all."""
    settings, token, iam = example_journey.functions(app), app.sign_in(example_journey.EMAIL), app.client("iam")
    unnoticed, number = [], 0

    def journey_failure(patience=PATIENCE):
        app_client.PATIENCE = patience
        return failure(example_journey.Journey(app, settings, token))
    intact = journey_failure(LONG)
    assert not intact, f"nothing was removed, and it fails: {intact}"
    for name, function in sorted(settings.items()):
        if only not in (None, name):
            continue
        role = {"RoleName": function["Role"].rpartition("/")[2], "PolicyName": "lambda"}
        document = iam.get_role_policy(**role)["PolicyDocument"]
        for action, resource, narrower in removals(document):
            written, number, start = log.stat().st_size, number + 1, time.monotonic()
            iam.put_role_policy(**role, PolicyDocument=json.dumps(narrower))
            for _attempt in range(TRIES):  # on a busy machine an effect may be late: then nothing was denied
                message = journey_failure()
                denied = f"does not allow {action}" in log.read_bytes()[written:].decode()
                if denied or not message:
                    break
            iam.put_role_policy(**role, PolicyDocument=json.dumps(document))
            if not message or not denied:
                unnoticed.append((name, action, resource))
            print(f"{name:<16}{action:<28}{time.monotonic() - start:5.1f} s  "
                  f"{(message or 'PASSES')[:90]}{'' if denied or not message else ' (NOT DENIED)'}", flush=True)
        intact = journey_failure(LONG)
        assert not intact, f"the role of {name} is whole again, and it fails: {intact}"
    return unnoticed, number


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="only the role of this lambda")
    parser.add_argument("--port", type=int, default=4812, help="of the local cloud")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-roles-") as folder:
        process, endpoint = start_cloud(Path(folder), args.port)
        try:
            app = deploy_example(Path(folder) / "demo", endpoint, process.pid)
            unnoticed, number = measure(app, Path(folder) / "log", args.only)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    print(f"\n{number - len(unnoticed)} of {number} removals are noticed")
    for name, action, resource in unnoticed:
        print(f"  {name}: {action} on {resource}")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
