"""The random app of bench/measure_walks.py: its lambdas and settings, and the edits that a person makes in them."""
import random

import walked_files
from faulty_apps import App
from kit import names
from walked_files import MEND, OF_API, OF_TABLE, TRIGGERS

LAMBDAS = ("alpha", "beta", "gamma", "orders/add", "orders/mail")
NAMES = ("walk", "ramble")  # of the app: it may be renamed, and get its former name again
BRANCHES = {"dev": "", "two": "", "login": "login"}  # {stage: the git branch that stage=auto means, "" of a stage by name}
STATES = ("TABLE", "ARCHIVE_TABLE", "BUCKET", "PHOTOS_BUCKET", "WEBSITE", "KEY_SECRET")
KEYS = (None, {"id": "string"}, {"pk": "string", "sk": "number"})
RESOURCES = ("", "Resources:\n  Notes: {Type: AWS::SNS::Topic}\n",
             "Resources:\n  Backlog: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, UpdateReplacePolicy: Retain}\n")


class WalkedApp(App):
    """An app whose files are written anew after each edit of `lambdas` and `settings`."""

    def __init__(self, folder, endpoint, rng: random.Random, stages):
        super().__init__(folder, NAMES[0], endpoint, rng.choice((1, 1, 2)))
        self.stages, self.stage = stages, stages[0]
        self.rng, self.next, self.fault = rng, 10, ""  # fault: a key of MEND
        self.arrived = self.folder / "arrived"
        self.numbers = {"shared": 1000, "layer": 1}
        self.is_protected, self.groups, self.key, self.resources, self.greeting = rng.random() < .2, False, None, "", "hi"
        self.lambdas, self.pages, self.users, self.domain_stages = {}, {}, {}, set()
        self.add_lambda()
        self.add_lambda()
        self.write_files()

    def answer(self, name):
        """The body that a lambda returns."""
        fn = self.lambdas[name]
        has_layer = fn["layer"] and not fn["image"]
        return fn["answer"] + self.numbers["shared"] * fn["shared"] + self.numbers["layer"] * has_layer

    def function(self, name):
        """The name of a lambda's function. name: with dashes"""
        is_image = any(fn["image"] for path, fn in self.lambdas.items() if path.replace("/", "-") == name)
        return names.function(self.stack, name, names.stack_number(self.settings, name), is_image)

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
                              "layer": False, "env": False, "alias": False, "image": False, "state": state | {"TABLE"} if trigger in OF_TABLE else state}
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
        name, switch = self.rng.choice([*self.lambdas]), self.rng.choice(("index", "shared", "layer", "env", "alias") + ("image",) * (self.stages == ["local"]))
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
            self.settings["settings"]["stacks"] = self.rng.choice([1, 2, 3])
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
        if not self.has("WEBSITE") and not any(fn["trigger"] in OF_API for fn in self.lambdas.values()):
            self.domain_stages = set()  # a domain needs a name to serve
        return "mended"

    def edit_stage(self):
        self.stage = self.rng.choice(self.stages)
        return f"stage: {self.stage}"

    def edit_name(self):
        self.name = self.rng.choice(NAMES)
        return f"name: {self.name}"

    def edit_domain(self):
        self.domain_stages = self.domain_stages ^ {self.stage}
        return f"the domain has the stages {sorted(self.domain_stages)}"

    def edit_site(self):
        name = self.rng.choice(("index.html", "404.html", "about/index.html"))
        if self.pages.pop(name, None) is None or self.rng.random() < .5:
            self.pages[name] = f"<p>{self.fresh()}</p>"
        return f"pages {sorted(self.pages)}"

    def edit_users(self):
        part = self.rng.choice(("sign_up", "mfa", "attributes"))
        if part == "attributes":  # an attribute cannot be removed
            self.users[part] = {**self.users.get(part, {}), f"a{self.fresh()}": "string"}
        elif self.users.pop(part, None) is None:
            self.users[part] = True if part == "sign_up" else "optional"
        return f"users: {self.users}"

    def has(self, state):
        """Whether a lambda reads the variable of a table, bucket or website."""
        return any(state in fn["state"] for fn in self.lambdas.values())

    def write_files(self):
        """Write all files of the app."""
        walked_files.write_app(self)


EDITS = {WalkedApp.edit_handler: 6, WalkedApp.edit_timeout: 3, WalkedApp.add_lambda: 4, WalkedApp.remove_lambda: 2,
         WalkedApp.rename_lambda: 2, WalkedApp.edit_trigger: 3, WalkedApp.edit_state: 4, WalkedApp.edit_switch: 4,
         WalkedApp.edit_shared: 2, WalkedApp.edit_settings: 4, WalkedApp.break_: 1, WalkedApp.mend: 1,
         WalkedApp.edit_stage: 3, WalkedApp.edit_name: .5, WalkedApp.edit_domain: 1.5, WalkedApp.edit_site: 1.5, WalkedApp.edit_users: 1}
