"""All that one test has: lambdas of the app, the state that they name, and their effects."""
import itertools
from typing import Any

import boto3

from aws import cfn
from aws.app import rule_entries
from kit import names, yaml_functions
from recipes import KINDS, TRIGGERS, bucket, builder, bus, data_stream, recipients, schedule, secret, table, user_pool
from scan import variables
from testkit import failure
from testkit.alerts import Alerts
from testkit.effects import Effects
from testkit.lambdas import Lambda
from testkit.makers import Makers
from testkit.state import CREATED_TYPES, State
from testkit.views import VIEWS, Parameter

BY_VARIABLE = [(word, module.VARIABLE) for word, module in TRIGGERS.items() if module.VARIABLE]
# kind of a variable -> name -> the logical id of the resource that it names
IDS = {
    "table": table.table_id, "bucket": bucket.bucket_id, "bus": bus.bus_id, "secret": secret.secret_id,
    "schedule": schedule.group_id, "data_stream": data_stream.stream_id, builder.KIND: lambda _name: builder.ID,
    "website": lambda name: bucket.bucket_id(name, "website"),
    "user_pool": user_pool.pool_id, "user_pool_client": user_pool.client_id,
    **{word: TRIGGERS[word].resource_id for word, _variable in BY_VARIABLE},
}
EXAMPLES = {**{kind: kind.upper() for kind in KINDS}, **{kind: end for end, kind in variables.STATE.items()},
            "user_pool": "USER_POOL", **{word: f"<LAMBDA>_{variable}" for word, variable in BY_VARIABLE}}


class World:
    """A new one for each test, under moto.

    name   the lambda of the test; None for a test of several
    warm   {name: Lambda} of an earlier World, in whose environments the lambdas run on
    """

    def __init__(self, app, name=None, warm=()):
        self.app, self.name, self.warm = app, name, dict(warm)
        self.state, self.lambdas, self.prepared = State(app), {}, set()
        self.effects, self.failures = Effects(self.owner, self.run), Alerts()
        self.changes = itertools.count(1)  # the numbers of the records of streams that a test makes
        self.exercised = set()  # {(lambda, action, resource)}: the permissions of roles that its lambdas used

    def __getitem__(self, name):
        """A lambda of the app, by its name or its folder: world["pages"].call(...), world["orders/refund"].event."""
        name = name.replace("/", "-")
        if name not in self.app.model["lambdas"]:
            failure.misuse(f"the app has no lambda {name!r}", f"one of {', '.join(sorted(self.app.model['lambdas']))}")
        if name not in self.lambdas:
            self.lambdas[name] = Lambda(self, name, self.warm.get(name))
            self.lambdas[name].event = Makers(self, name)
        return self.lambdas[name]

    @property
    def this(self):
        """The lambda of the test: that in whose folder the test file is."""
        if self.name is None:
            failure.misuse("this test is in no lambda's folder", 'name the lambda: app["orders"].call(...)')
        return self[self.name]

    def prepare(self, name):
        """Creates the state that a lambda's variables and its trigger name, and the tables and the like of
        resources.yaml that its variables and its `permissions` name."""
        if name not in self.prepared:
            self.prepared.add(name)
            for kind, of in self.named_state(name):
                self.state.resource(IDS[kind](of))
            fn = self.app.model["lambdas"][name]
            own = {id_ for variable in fn["env"] if variable["kind"] == "resource"
                   for id_ in yaml_functions.ids(variable["of"])}
            own |= {group.partition(".")[0] for entry in fn["infra"]["permissions"]
                    for group in cfn.GROUP.findall(entry["resource"] or "")}
            for id_ in sorted(own):
                if self.app.template["Resources"].get(id_, {}).get("Type") in CREATED_TYPES:
                    self.state.resource(id_)

    def named_state(self, name):
        """[(kind, name)] of a lambda's state: that of its variables, in their order, then its trigger's."""
        fn = self.app.model["lambdas"][name]
        states = [(variable["kind"], variable["of"] or "") for variable in fn["env"] if variable["kind"] in IDS]
        sources = [event["source"] for _key, event in rule_entries(fn["infra"]) if "source" in event]
        states += [(source["type"], source["name"]) for source in sources if source["type"] in KINDS]
        states += [("data_stream", fn["infra"]["kinesis"]["stream"])] if "kinesis" in fn["infra"] else []
        states += [(word, name) for word, _variable in BY_VARIABLE if word in fn["infra"]]
        states += [("user_pool", fn["infra"]["users"]["pool"])] if "users" in fn["infra"] else []
        return list(dict.fromkeys(states))

    def view(self, kind, of):
        """A table, bucket, website, secret, queue, topic or Kinesis stream: view("table", "archive").

        of  of a queue or a topic its lambda, by name or folder
        """
        parameters = self.app.model["state"]["parameter"] if kind == "secret" else {}
        present, of = {*self.names_of(kind), *parameters}, of.replace("/", "-")
        of = of if of in present or f"{self.app.prefix}-{of}" not in present else f"{self.app.prefix}-{of}"
        if of not in present:
            failure.misuse(f"the app has no {kind.replace('_', ' ')} {of!r}",
                           f"one of {', '.join(name or repr(name) for name in sorted(present)) or 'none'}")
        if of in parameters:
            return Parameter(f"/{self.app.bus}/{of}", boto3.client("ssm", region_name=self.app.region))
        return VIEWS[kind](self.state.resource(IDS[kind](of)).ref, self.app.region)

    def first(self, kind):
        """The name of the lambda's state of a kind; of several the one with the app's name, else the first."""
        candidates = [of for state_kind, of in self.named_state(self.name) if state_kind == kind] \
            if self.name and kind != "user_pool" else sorted(self.names_of(kind, self.name))
        if kind == "secret":
            candidates += self.parameters()
        if not candidates:
            variable = f"{names.prefix(self.app.prefix)}_{EXAMPLES[kind]}"
            failure.misuse(f"{self.name or 'the app'} names no {kind.replace('_', ' ')}",
                           f'its code reads os.environ["{variable}"]')
        return self.app.prefix if self.app.prefix in candidates else candidates[0]

    def names_of(self, kind, name=None):
        """The names of all tables, queues... of the app; of user pools those that the lambda `name` needs, if any."""
        if kind != "user_pool":
            return self.app.model["state"].get(kind, self.app.of(kind))
        of_lambda: Any = {"lambdas": {name: self.app.model["lambdas"][name]}} if name else self.app.model
        return user_pool.needed(of_lambda)

    def parameters(self):
        """The names of the lambda's secrets in Parameter Store; in a test of several lambdas those of the app."""
        env = self.app.model["lambdas"][self.name]["env"] if self.name else ()
        return [variable["of"] for variable in env if variable["kind"] == "parameter"] if self.name else \
            sorted(self.app.model["state"]["parameter"])

    def bus(self):
        """The name of the app's bus, which is created now unless it exists."""
        id_ = bus.bus_id(self.app.prefix)
        if id_ not in self.app.template["Resources"]:
            failure.misuse("the app has no bus", f'a lambda reads os.environ["{names.prefix(self.app.prefix)}_BUS"]')
        return self.state.resource(id_).ref

    @property
    def alerts(self):
        """The failures that would send a message: [{"lambda", "error", "message", "at"}]."""
        if not recipients.exist(self.app.model["settings"]):
            failure.misuse("no failure of this app sends a message", "in app.yaml: alerts: {email: [ann@example.com]}")
        return self.failures

    def owner(self, ref):
        """The name of the lambda whose queue, topic or function has this URL or ARN; the URL or ARN itself if there
        is none."""
        lambdas = self.app.lambda_of_resource
        return next((lambdas[id_] for id_, resource in self.state.created.items()
                     if id_ in lambdas and resource.ref == ref), self.lambda_called(ref))

    def lambda_called(self, function):
        """The name of the lambda with a function's name or ARN; the name or ARN itself if the app has none."""
        name = function.rpartition("function:")[2].partition(":")[0]
        return next((lambda_ for lambda_ in self.app.model["lambdas"] if f"{self.app.bus}-{lambda_}" == name), function)

    def run(self, name, payload):
        """Invokes a lambda of the app for another one. -> (whether it failed, its response)"""
        try:
            return False, self[name].call(payload)
        except Exception as error:
            return True, {"errorMessage": str(error), "errorType": type(error).__name__}


class Several:
    """The views of a kind by name: tables["demo-archive"], queues["pages"]."""

    def __init__(self, world, kind):
        self.world, self.kind = world, kind

    def __getitem__(self, of):
        return self.world.view(self.kind, of)

    def __setitem__(self, of, value):
        if self.kind != "secret":
            failure.misuse(f"only a secret can be assigned, not a {self.kind.replace('_', ' ')}", f"[{of!r}].put(...)")
        self[of].put(value)
