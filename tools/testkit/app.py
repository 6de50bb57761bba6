"""The app under test: what `make app` and `make template` make of it, with every name filled in."""
import contextlib
import functools
import os
from pathlib import Path

from aws.iam import evaluation
from kit import file_cache, names, settings
from kit.problems import Problem
from recipes import event, queue, template
from scan import scanning
from testkit.blame import fail

ACCOUNT = "123456789012"  # moto's
STAGE = "test"
TOOLS = Path(__file__).resolve().parent.parent


class App:
    """The model and the template of an app, and what follows from them. One for a whole run of pytest.

    root      the project's folder
    scanned   app.json; default: scanned now
    stage     what the names of its stack, its functions and its API hold
    template  as expand makes it; `resolved` fills in the names that the test's state will have
    """

    def __init__(self, root, scanned=None, stage=STAGE):
        with contextlib.chdir(root):
            self.settings = settings.read()
            self.model = scanned or model()
        self.root, self.name, self.stage = Path(root), self.model["name"], stage
        self.package = self.model["package"]
        self.region = self.model["settings"]["region"]
        self.place = {"partition": "aws", "region": self.region, "account": ACCOUNT}
        self.template = template.template(self.model)
        self.values = settings.values(self.settings["env"], "local")
        self.queues = {queue.ids(name)[0]: name for name in self.of("queue")}
        self.topics = {names.logical_id(name, "topic"): name for name in self.of("topic")}

    def of(self, word):
        """The names of the lambdas that have a word in their infra: "queue"."""
        return sorted(name for name, fn in self.model["lambdas"].items() if word in fn["infra"])

    def lambda_at(self, path):
        """The name of the lambda in whose folder, or below it, a file lies; None for none."""
        folders = {Path(fn["path"]).parent: name for name, fn in self.model["lambdas"].items()}
        with contextlib.suppress(ValueError):
            parents = Path(path).resolve().relative_to(self.root.resolve()).parents
            return next((folders[folder] for folder in parents if folder in folders), None)

    @functools.cached_property
    def scope(self):
        """What every name of the template stands for in a test."""
        from testkit.names import scope
        return scope(self)

    def resolved(self, value):
        """A value of the template, worked out: {"Ref": "DemoTable"} -> "demo-test-DemoTable"."""
        from localcloud.cloudformation import intrinsics
        return intrinsics.resolved(self.scope, value)

    def properties(self, id_):
        """The properties of a resource of the template, worked out."""
        return self.resolved(self.template["Resources"][id_]["Properties"])

    @functools.cache
    def variables(self, name):
        """{"DEMO_TABLE": "demo-test-DemoTable"}: what the deployment sets for a lambda."""
        function = self.template["Resources"][names.logical_id(name, "function")]["Properties"]
        return self.resolved(function.get("Environment", {}).get("Variables", {}))

    @functools.cache
    def statements(self, name):
        """The statements of a lambda's role."""
        policies = self.properties(names.logical_id(name, "role"))["Policies"]
        return [one for policy in policies for one in policy["PolicyDocument"]["Statement"]]

    @functools.cache
    def may(self, name, action, arn):
        """Whether a lambda's role allows an action on a resource."""
        return evaluation.role_allows(self.statements(name), action, arn)

    @functools.cached_property
    def rules(self):
        """Every rule of the app that has a pattern, in the order of names: [{"lambda", "name", "at", "bus",
        "pattern"}]; at: its place in the block, bus: "app" or "default"."""
        found = []
        for name in self.of("events"):
            fn = self.model["lambdas"][name]
            for at, one in enumerate(fn["infra"]["events"]):
                made = self.properties(event.ids(fn, one)[0])
                found.append({"lambda": name, "name": one["name"], "at": at, "pattern": made["EventPattern"],
                              "bus": "app" if "EventBusName" in made else "default", "said": one})
        return found

    @property
    def bus(self):
        """The name of the app's bus."""
        return names.stack(self.name, self.stage)

    def line(self, name, key=""):
        """(path, line) of a word of a lambda's infra: "queue.batch"; of the word above it if it is not said."""
        fn = self.model["lambdas"][name]
        while key and key not in fn["lines"]:
            key = key.rpartition(".")[0]
        return fn["path"], fn["lines"].get(key, 0)

    def blame(self, name, key, message, hint):
        """Fails the test, at the line of a word."""
        fail(Problem(*self.line(name, key), message, hint))


def model():
    """The app model of the working directory, scanned now. Raises Problems. What `make app` kept is used."""
    kept = file_cache.read(os.path.join("build", file_cache.SCAN), file_cache.digest(TOOLS))
    return scanning.scan(None, settings.FILE, kept, {})
