"""The fastest peers, installed into build/bench and given the same app."""
import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import generated
import measure_speed

HOME = measure_speed.ROOT / "build" / "bench"
CHALICE = "chalice==1.34.0"
SANDBOX = "@architect/sandbox@9.0.0"

DECORATORS = {
    "endpoint": '@app.route("/things-{n}/{{id}}")',
    "events": '@app.on_cw_event({{"detail-type": ["thing-{n}"]}}, name="thing-{n}")',
    "queue": '@app.on_sqs_message(queue="things-{n}", batch_size=10, name="thing-{n}")',
    "topic": '@app.on_sns_message(topic="things-{n}", name="thing-{n}")',
    "timer": '@app.schedule("rate(5 minutes)", name="thing-{n}")',
    "table_events": '@app.on_cw_event({{"detail-type": ["INSERT"]}}, name="thing-{n}")',
    "direct": '@app.lambda_function(name="thing-{n}")',
}
ARGUMENTS = {"endpoint": "id", "direct": "event, context"}


def chalice_program():
    """Path of the chalice command, installed once."""
    folder = HOME / "chalice"
    if not (folder / "bin" / "chalice").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin/pip"), "install", "-q", CHALICE, "setuptools<81"], check=True)
    return folder / "bin" / "chalice"


def write_chalice_app(root, count):
    """The generated app, as Chalice wants it: all handlers in one app.py."""
    (root / ".chalice").mkdir(parents=True)
    (root / ".chalice" / "config.json").write_text(json.dumps({
        "version": "2.0", "app_name": "demo", "stages": {"dev": {"autogen_policy": True}}}))
    (root / "requirements.txt").write_text("")
    lines = ["from chalice import Chalice", 'app = Chalice(app_name="demo")']
    for number in range(count):
        trigger = generated.TRIGGERS[number % len(generated.TRIGGERS)]
        lines += ["", "", DECORATORS[trigger].format(n=number),
                  f"def thing_{number}({ARGUMENTS.get(trigger, 'event')}):", "    return {}"]
    (root / "app.py").write_text("\n".join(lines) + "\n")


def print_chalice(rows, runs):
    """Chalice's `package` for the same apps, beside our cold numbers of this run."""
    import tempfile
    program = chalice_program()
    environment = {**os.environ, "AWS_DEFAULT_REGION": "eu-west-1"}
    print("\nchalice package                    s   times ours")
    for count, cold, *_ in rows:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "app"
            write_chalice_app(root, count)
            command = [str(program), "package", "--template-format", "json", "out"]
            seconds = min(measure_speed.timed(command, root, env=environment)[0] for _ in range(min(runs, 3)))
        print(f"{count:>6} lambdas                {seconds:>9.3f} {seconds / cold:>12.1f}")


SANDBOX_HANDLER = '''def handler(event, context):
    return {"statusCode": 200, "body": "pong"}
'''


def write_sandbox_app(root):
    """One GET route in Python, as Architect wants it."""
    (root / "src/http/get-ping").mkdir(parents=True)
    (root / "app.arc").write_text("@app\nbench\n\n@http\nget /ping\n\n@aws\nruntime python\n")
    (root / "src/http/get-ping/lambda.py").write_text(SANDBOX_HANDLER)


def start_sandbox(root, port):
    """(process, url) of Architect's sandbox once it answers; the folder holds the app."""
    program = HOME / "architect" / "node_modules" / ".bin" / "sandbox"
    if not program.exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", str(HOME / "architect"), SANDBOX], check=True)
    process = subprocess.Popen([str(program), "--port", str(port), "--quiet"], cwd=root,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    url = f"http://127.0.0.1:{port}/ping"
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return process, url
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise SystemExit("the sandbox of Architect does not answer")
