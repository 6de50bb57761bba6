"""The app under test: the results of `make app` and `make template`, with every name resolved."""
import contextlib
import functools
import os
from pathlib import Path

from aws.app import AppModel, rule_entries
from aws.iam import evaluation
from kit import file_cache, names, settings
from kit.problems import Problem, Problems
from push import zips
from push.layers import package_variables
from recipes import TRIGGERS, bus_source, event, image, queue_source, role_sources, template
from scan import observing, scanning
from testkit.failure import fail

ACCOUNT = "123456789012"  # moto's
STAGE = "test"
TOOLS = Path(__file__).resolve().parent.parent


class App:
    """The model and the template of an app, and values derived from them. One for a whole run of pytest.

    root      the project's folder
    scanned   app.json; default: scanned now
    stage     a part of the names of its stack, its functions and its API
    template  as `make template` writes it; `resolved` resolves its references to the names of the test's state
    """

    def __init__(self, root: str, scanned: AppModel | None = None, stage: str = STAGE):
        with contextlib.chdir(root):
            self.settings = settings.read()
            self.model = scanned or model()
        self.root, self.name, self.stage = Path(root), self.model["name"], stage
        self.prefix, self.package = names.own_prefix(self.model), self.model["package"]
        self.region = self.model["settings"]["region"]
        self.arn_parts = {"partition": "aws", "region": self.region, "account": ACCOUNT}
        self.template = image.without_images(template.template(self.model), self.model["settings"])
        self.values = settings.values(self.settings["env"], "local")
        self.lambda_of_resource = {module.resource_id(name): name for word, module in TRIGGERS.items()
                                   if module.VARIABLE for name in self.of(word)}  # of queues and topics

    def of(self, word):
        """The names of the lambdas that have a word in their infra: "queue"."""
        return sorted(name for name, fn in self.model["lambdas"].items() if word in fn["infra"])

    def lambda_at(self, path: str):
        """The name of the lambda in whose folder, or below it, a file lies; None for none."""
        folders = {Path(fn["path"]).parent: name for name, fn in self.model["lambdas"].items()}
        with contextlib.suppress(ValueError):
            parents = Path(path).resolve().relative_to(self.root.resolve()).parents
            return next((folders[folder] for folder in parents if folder in folders), None)

    @functools.cached_property
    def scope(self):
        """The value of every name of the template in a test."""
        from testkit.names import scope  # 0.3 s, with moto
        return scope(self)

    def resolved(self, value):
        """A value of the template, resolved: {"Ref": "DemoTable"} -> "demo-test-DemoTable"."""
        from localcloud.cloudformation import intrinsics  # 0.3 s, with moto
        return intrinsics.resolved(self.scope, value)

    def properties(self, id_):
        """The properties of a resource of the template, resolved."""
        return self.resolved(self.template["Resources"][id_]["Properties"])

    @functools.cache
    def zipped(self, name):
        """The files of a lambda's zip: ["lambdas/hello/index.py"]. If it cannot be packed, the test fails."""
        folders = {os.path.dirname(fn["path"]) for fn in self.model["lambdas"].values()}
        with contextlib.chdir(self.root):
            try:
                return zips.paths(self.model["lambdas"][name], folders, self.model["package"])
            except Problems as problems:
                fail(*problems.args)

    @functools.cache
    def variables(self, name):
        """{"DEMO_TABLE": "demo-test-DemoTable"}: the variables that a deploy sets for a lambda."""
        function = self.template["Resources"][names.logical_id(name, "function")]["Properties"]
        return self.resolved(function.get("Environment", {}).get("Variables", {}))

    @functools.cache
    def statements(self, name):
        """The statements of a lambda's role."""
        return evaluation.role_statements(self.properties(names.logical_id(name, "role")))

    @functools.cache
    def allows(self, name: str, action: str, arn: str) -> bool:
        """Whether a lambda's role allows an action on a resource."""
        return evaluation.role_allows(self.statements(name), action, arn)

    @functools.cache
    def permissions_of_call(self, name: str, action: str, arn: str) -> list[tuple[str, str]]:
        """[(action, resource)] of a role that allow an action on a resource, as `make permissions` prints them."""
        role = self.template["Resources"][names.logical_id(name, "role")]["Properties"]
        return [(pattern, role_sources.resource_text(resource)) for statement in evaluation.role_statements(role)
                for pattern in statement["Action"] for resource in evaluation.listed(statement["Resource"])
                if evaluation.role_allows([{"Effect": "Allow", "Action": pattern, "Resource": self.resolved(resource)}],
                                          action, arn)]

    @functools.cached_property
    def rules(self):
        """Every rule of the app that has a pattern, in the order of names: [{"lambda", "name", "key", "bus",
        "pattern", "block"}]; key: "events.0" or "queue.from", block: its entry there,
        bus: "app", "default", or the name of the source that is another app or bus."""
        rules = []
        for name, fn in sorted(self.model["lambdas"].items()):
            for key, block in rule_entries(fn["infra"]):
                properties = self.properties(queue_source.rule_id(name) if key == "queue.from" else
                                             event.ids(fn, block)[0])
                rules.append({"lambda": name, "name": block["name"], "key": key, "pattern": properties["EventPattern"],
                              "bus": block["source"]["name"] if bus_source.is_foreign(block) else
                              "app" if "EventBusName" in properties else "default", "block": block})
        return rules

    @property
    def bus(self):
        """The name of the app's bus."""
        return names.stack(self.name, self.stage)

    def line(self, name: str, key: str = "") -> tuple[str, int]:
        """(path, line) of a key of a lambda's infra: "queue.batch"; of the key above it if it is not there."""
        fn = self.model["lambdas"][name]
        while key and key not in fn["lines"]:
            key = key.rpartition(".")[0]
        return fn["path"], fn["lines"].get(key, 0)

    def fail(self, name: str, key: str, message: str, hint: str):
        """Fails the test, at the line of a word."""
        fail(Problem(*self.line(name, key), message, hint))


def model() -> AppModel:
    """The app model of the working directory, scanned now, with the cache of `make app`. Raises Problems."""
    key = file_cache.digest(TOOLS)
    cached, facts = file_cache.read(os.path.join("build", file_cache.SCAN), key), {}
    scanned = scanning.scan(None, settings.FILE, cached, facts, observing.Cache("build", key))
    return package_variables.assigned(scanned, facts[settings.FILE][1]["env"])
