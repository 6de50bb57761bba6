"""The files of the random app of bench/measure_walks.py, which are written anew after each edit."""
import json
import shutil

from faulty_apps import REGION
from push.layers import builds, targets

DOMAIN = "example.com"
TRIGGERS = {
    "": "", "queue": "queue: {}", "fifo": "queue: {fifo: true}", "timer": "timer: {rate: 1 hour}", "topic": "topic: {}",
    "endpoint": "endpoint: {api: public, method: GET, path: /PATH}",
    "schema": "endpoint: {api: public, method: POST, path: /PATH, schema: {type: object, required: [sku]}}",
    "private": "endpoint: {api: private, method: GET, path: /PATH}",
    "grouped": "endpoint: {api: private, groups: [admin], method: GET, path: /PATH}",
    "staff": "endpoint: {api: private, pool: staff, method: GET, path: /PATH}",
    "stream": "stream: {table: APP}", "url": "url: {api: public}",
    "events": "events: [{name: stored, source: {type: table, name: APP}, topic: INSERT}]"}
OF_TABLE = ("stream", "events")  # triggers that need the app's table
OF_POOL, OF_API = {"private", "grouped", "staff"}, {"endpoint", "schema", "private", "grouped", "staff"}
MEND = {"code": "def broken(:\n", "block": "timeout: many", "settings": "nmae: x\n"}
HANDLER = '''"""Walks.

infra:
  timeout: {timeout}
{block}
"""
import os

{imports}
NAMES = [{names}]


def handler(event, context):{receive}
    return {{"statusCode": 200, "body": str({answer})}}
'''
RECEIVE = '''
    with open("{arrived}", "a") as file:
        file.writelines("message\\n" for _ in event.get("Records", []))'''


class BuiltLayer:
    """A program: builds the layer `tools`, which has one module with a number, without pip."""

    @staticmethod
    def main(arguments):
        number, text, stage = arguments
        path = builds.record_path("tools", text, targets.of_stage(stage, {"runtime": "python3.13", "architecture": "arm64"}))
        builds.write_build(path, [("python/toolbox.py", 0o644, f"VALUE = {number}\n".encode())], {"toolbox": f"{number}.0"})


def write_app(app):
    """Write all files of a WalkedApp."""
    for folder in ("lambdas", "layers", "domains", "site"):
        shutil.rmtree(app.folder / folder, ignore_errors=True)
    for number, name in enumerate(app.lambdas):
        write_lambda(app, name, is_first=not number)
    (app.folder / "lambdas/shared.py").write_text(f"VALUE = {app.numbers['shared']}\n")
    if any(fn["layer"] for fn in app.lambdas.values()):
        text = f"toolbox=={app.numbers['layer']}.0\n"
        write(app, "layers/tools/requirements.txt", text)
        app.must((BuiltLayer, [str(app.numbers["layer"]), text, app.stage]))
    for name, text in app.pages.items():
        write(app, f"site/{name}", text)
    if app.domain_stages:
        write(app, f"domains/{DOMAIN}.yaml", json.dumps({"prefix": app.name, "stages": {
            stage: stage for stage in sorted(app.domain_stages)}}))
    text = json.dumps(settings(app)).replace("{", "{ ") * (app.fault != "settings")
    write(app, "app.yaml", text + (MEND["settings"] + f"name: {app.name}\n") * (app.fault == "settings"))
    path = app.folder / "resources.yaml"
    path.write_text(app.resources) if app.resources else path.unlink(missing_ok=True)


def write(app, path, text):
    """Write one file of the app."""
    (app.folder / path).parent.mkdir(parents=True, exist_ok=True)
    (app.folder / path).write_text(text)


def settings(app):
    """The content of app.yaml."""
    triggers = {fn["trigger"] for fn in app.lambdas.values()}
    value = {"name": app.name, "region": REGION, "stacks": app.settings["settings"]["stacks"],
             "stages": {**({"dev": {"protected": True}} if app.is_protected else {}), "*": {"expires": "1 day"}}}
    if app.domain_stages:
        value["domain"] = DOMAIN
    if any(fn["env"] for fn in app.lambdas.values()):
        value["env"] = {"GREETING": app.greeting}
    if app.key and app.has("TABLE"):
        value["tables"] = {app.name: {"key": app.key}}
    if triggers & OF_POOL:
        users = {**({"groups": ["admin"]} if app.groups or "grouped" in triggers else {}), **app.users,
                          **({"pools": {"staff": {"sign_up": app.groups}}} if "staff" in triggers else {})}
        value |= {"users": users} if users else {}
    return value


def write_lambda(app, name, is_first):
    """Write a lambda, the first one with the fault of the app."""
    fn, prefix = app.lambdas[name], app.name.upper()
    block = [TRIGGERS[fn["trigger"]].replace("APP", app.name).replace("PATH", name.replace("/", "-"))]
    if fn["index"] and "TABLE" in fn["state"]:
        block.append(f"indexes: [{{name: owner, type: S, table: {app.name}}}]")
    has_layer = fn["layer"] and not fn["image"]
    block += ["concurrency: {provisioned: 1}"] * fn["alias"] + ["image: true"] * fn["image"]
    block += ["layers: [tools]"] * has_layer + [MEND["block"]] * (is_first and app.fault == "block")
    imports = ["from lambdas import shared"] * fn["shared"] + ["import toolbox"] * has_layer
    variables = [f"{prefix}_{state}" for state in sorted(fn["state"])] + ["GREETING"] * fn["env"]
    if fn["image"]:
        write(app, f"lambdas/{name}/Dockerfile", "FROM public.ecr.aws/lambda/python:3.13\nCOPY . ${LAMBDA_TASK_ROOT}\n")
    write(app, f"lambdas/{name}/index.py", HANDLER.format(
        timeout=fn["timeout"], block="\n".join(f"  {line}" for line in block if line),
        receive=RECEIVE.format(arrived=app.arrived) if fn["trigger"] in ("queue", "fifo") else "",
        imports="\n".join(imports), names=", ".join(f'os.environ["{variable}"]' for variable in variables),
        answer=" + ".join([str(fn["answer"]), *["shared.VALUE"] * fn["shared"], *["toolbox.VALUE"] * has_layer]),
    ) + MEND["code"] * (is_first and app.fault == "code"))
