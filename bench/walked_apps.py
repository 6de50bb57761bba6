"""The random app of bench/measure_walks.py: its lambdas and settings, and the edits that a person makes in them."""
import json
import random
import shutil

from faulty_apps import REGION, STAGE, App
from push.layers import builds, targets

LAMBDAS = ("alpha", "beta", "gamma", "orders/add", "orders/mail")
STATES = ("TABLE", "ARCHIVE_TABLE", "BUCKET", "PHOTOS_BUCKET", "WEBSITE", "KEY_SECRET")
TRIGGERS = {
    "": "", "queue": "queue: {}", "fifo": "queue: {fifo: true}", "timer": "timer: {rate: 1 hour}", "topic": "topic: {}",
    "endpoint": "endpoint: {api: public, method: GET, path: /PATH}",
    "schema": "endpoint: {api: public, method: POST, path: /PATH, schema: {type: object, required: [sku]}}",
    "private": "endpoint: {api: private, method: GET, path: /PATH}",
    "stream": "stream: {table: APP}", "url": "url: {api: public}",
    "events": "events: [{name: stored, source: {type: table, name: APP}, topic: INSERT}]"}
OF_TABLE = ("stream", "events")  # triggers that need the app's table
KEYS = (None, {"id": "string"}, {"pk": "string", "sk": "number"})
RESOURCES = ("", "Resources:\n  Notes: {Type: AWS::SNS::Topic}\n",
             "Resources:\n  Backlog: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, UpdateReplacePolicy: Retain}\n")
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
        number, text = arguments
        path = builds.record_path("tools", text, targets.of_stage(STAGE, {"runtime": "python3.13", "architecture": "arm64"}))
        builds.write_build(path, [("python/toolbox.py", 0o644, f"VALUE = {number}\n".encode())], {"toolbox": f"{number}.0"})


class WalkedApp(App):
    """An app whose files are written anew after each edit of `lambdas` and `settings`."""

    def __init__(self, folder, name, endpoint, rng: random.Random):
        super().__init__(folder, name, endpoint, rng.choice((1, 1, 2)))
        self.rng, self.next, self.fault = rng, 10, ""  # fault: a key of MEND
        self.arrived = self.folder / "arrived"
        self.numbers = {"shared": 1000, "layer": 1}
        self.is_protected, self.groups, self.key, self.resources, self.greeting = rng.random() < .2, False, None, "", "hi"
        self.lambdas = {}
        self.add_lambda()
        self.add_lambda()
        self.write_files()

    def answer(self, name):
        """The body that a lambda returns."""
        fn = self.lambdas[name]
        return fn["answer"] + self.numbers["shared"] * fn["shared"] + self.numbers["layer"] * fn["layer"]

    def fresh(self):
        """A number that no lambda had before."""
        self.next += 1
        return self.next * 10_000

    # Edits: each changes the app, and returns what it did.
    def edit_handler(self):
        name = self.rng.choice([*self.lambdas])
        self.lambdas[name]["answer"] = self.fresh()
        return f"handler of {name}"

    def edit_timeout(self):
        name = self.rng.choice([*self.lambdas])
        self.lambdas[name]["timeout"] = self.rng.randint(5, 30)
        return f"timeout of {name}"

    def add_lambda(self):
        if not (names := [name for name in LAMBDAS if name not in self.lambdas]):
            return self.remove_lambda()
        name = self.rng.choice(names)
        trigger = self.rng.choice([*TRIGGERS])
        state = {*self.rng.sample(STATES, self.rng.choice((0, 1, 1, 2)))}
        self.lambdas[name] = {"answer": self.fresh(), "timeout": 9, "trigger": trigger, "index": False, "shared": False,
                              "layer": False, "env": False, "alias": False, "state": state | {"TABLE"} if trigger in OF_TABLE else state}
        return f"added {name}: {trigger} {sorted(self.lambdas[name]['state'])}"

    def remove_lambda(self):
        if len(self.lambdas) < 2:
            return self.edit_handler()
        name = self.rng.choice([*self.lambdas])
        del self.lambdas[name]
        return f"removed {name}"

    def rename_lambda(self):
        if not (names := [name for name in LAMBDAS if name not in self.lambdas]):
            return self.edit_handler()
        name, new = self.rng.choice([*self.lambdas]), self.rng.choice(names)
        self.lambdas[new] = self.lambdas.pop(name)
        return f"renamed {name} to {new}"

    def edit_trigger(self):
        name, trigger = self.rng.choice([*self.lambdas]), self.rng.choice([*TRIGGERS])
        self.lambdas[name]["trigger"] = trigger
        self.lambdas[name]["state"] |= {"TABLE"} if trigger in OF_TABLE else set()
        return f"trigger of {name}: {trigger}"

    def edit_state(self):
        name, state = self.rng.choice([*self.lambdas]), self.rng.choice(STATES)
        fn = self.lambdas[name]
        if state != "TABLE" or fn["trigger"] not in OF_TABLE:
            fn["state"] ^= {state}
        return f"state of {name}: {sorted(fn['state'])}"

    def edit_switch(self):
        name, switch = self.rng.choice([*self.lambdas]), self.rng.choice(("index", "shared", "layer", "env", "alias"))
        self.lambdas[name][switch] = not self.lambdas[name][switch]
        return f"{switch} of {name}: {self.lambdas[name][switch]}"

    def edit_shared(self):
        part = self.rng.choice(("shared", "layer"))
        self.numbers[part] += 1000 if part == "shared" else 1
        return f"code of {part}"

    def edit_settings(self):
        part = self.rng.choice(("key", "groups", "resources", "greeting", "is_protected", "stacks"))
        if part == "key":
            self.key = self.rng.choice(KEYS)
        elif part == "stacks":
            self.settings["settings"]["stacks"] = 3 - self.settings["settings"]["stacks"]
            return f"stacks: {self.settings['settings']['stacks']}"
        elif part == "resources":
            self.resources = self.rng.choice(RESOURCES)
        elif part == "greeting":
            self.greeting = f"hi {self.fresh()}"
        else:
            setattr(self, part, not getattr(self, part))
        return f"{part}: {getattr(self, part)!r}"

    def break_(self):
        self.fault = self.rng.choice([*MEND])
        return f"broke the {self.fault}"

    def mend(self):
        self.fault = ""
        return "mended"

    def has(self, state):
        """Whether a lambda reads the variable of a table, bucket or website."""
        return any(state in fn["state"] for fn in self.lambdas.values())

    def write_files(self):
        """Write all files of the app."""
        shutil.rmtree(self.folder / "lambdas", ignore_errors=True)
        for number, name in enumerate(self.lambdas):
            self.write_lambda(name, is_first=not number)
        (self.folder / "lambdas/shared.py").write_text(f"VALUE = {self.numbers['shared']}\n")
        uses_layer = any(fn["layer"] for fn in self.lambdas.values())
        shutil.rmtree(self.folder / "layers", ignore_errors=True)
        if uses_layer:
            text = f"toolbox=={self.numbers['layer']}.0\n"
            (self.folder / "layers/tools").mkdir(parents=True)
            (self.folder / "layers/tools/requirements.txt").write_text(text)
            self.must((BuiltLayer, [str(self.numbers["layer"]), text]))
        settings = {"name": self.name, "region": REGION, "stacks": self.settings["settings"]["stacks"],
                    "stages": {STAGE: {"protected": True} if self.is_protected else {"expires": "1 day"}}}
        if any(fn["env"] for fn in self.lambdas.values()):
            settings["env"] = {"GREETING": self.greeting}
        if self.key and self.has("TABLE"):
            settings["tables"] = {self.name: {"key": self.key}}
        if self.groups and any(fn["trigger"] == "private" for fn in self.lambdas.values()):
            settings["users"] = {"groups": ["admin"]}
        (self.folder / "app.yaml").write_text(json.dumps(settings).replace("{", "{ ") * (self.fault != "settings") + (
            MEND["settings"] + f"name: {self.name}\n") * (self.fault == "settings"))
        path = self.folder / "resources.yaml"
        path.write_text(self.resources) if self.resources else path.unlink(missing_ok=True)

    def write_lambda(self, name, is_first):
        """Write a lambda, the first one with the fault of the app."""
        fn, prefix = self.lambdas[name], self.name.upper()
        block = [TRIGGERS[fn["trigger"]].replace("APP", self.name).replace("PATH", name.replace("/", "-"))]
        if fn["index"] and "TABLE" in fn["state"]:
            block.append(f"indexes: [{{name: owner, type: S, table: {self.name}}}]")
        block += ["concurrency: {provisioned: 1}"] * fn["alias"]
        block += ["layers: [tools]"] * fn["layer"] + [MEND["block"]] * (is_first and self.fault == "block")
        imports = ["from lambdas import shared"] * fn["shared"] + ["import toolbox"] * fn["layer"]
        variables = [f"{prefix}_{state}" for state in sorted(fn["state"])] + ["GREETING"] * fn["env"]
        path = self.folder / "lambdas" / name / "index.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HANDLER.format(
            timeout=fn["timeout"], block="\n".join(f"  {line}" for line in block if line),
            receive=RECEIVE.format(arrived=self.arrived) if fn["trigger"] in ("queue", "fifo") else "",
            imports="\n".join(imports), names=", ".join(f'os.environ["{variable}"]' for variable in variables),
            answer=" + ".join([str(fn["answer"]), *["shared.VALUE"] * fn["shared"], *["toolbox.VALUE"] * fn["layer"]]),
            ) + MEND["code"] * (is_first and self.fault == "code"))


EDITS = {WalkedApp.edit_handler: 6, WalkedApp.edit_timeout: 3, WalkedApp.add_lambda: 4, WalkedApp.remove_lambda: 2,
         WalkedApp.rename_lambda: 2, WalkedApp.edit_trigger: 3, WalkedApp.edit_state: 4, WalkedApp.edit_switch: 4,
         WalkedApp.edit_shared: 2, WalkedApp.edit_settings: 4, WalkedApp.break_: 1, WalkedApp.mend: 1}
