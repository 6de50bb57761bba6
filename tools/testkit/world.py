"""All that one test has: lambdas of the app, the state that they name, and what they did."""
from kit import names
from recipes import bucket, bus, queue, table
from testkit import blame
from testkit.lambdas import Lambda
from testkit.makers import Makers
from testkit.state import State
from testkit.told import Told
from testkit.views import VIEWS

# kind -> the logical id of what a variable of that kind names
IDS = {
    "table": table.table_id, "bucket": bucket.bucket_id, "bus": bus.bus_id,
    "website": lambda name: bucket.bucket_id(name, "website"),
    "queue": lambda name: queue.ids(name)[0], "topic": lambda name: names.logical_id(name, "topic"),
}
EXAMPLES = {"table": "TABLE", "bucket": "BUCKET", "website": "WEBSITE", "bus": "BUS", "queue": "<LAMBDA>_QUEUE",
            "topic": "<LAMBDA>_TOPIC"}


class World:
    """Made anew for each test, under moto.

    name  the lambda whose test it is; None for a test of several
    """

    def __init__(self, app, name=None):
        self.app, self.name = app, name
        self.state, self.lambdas, self.prepared = State(app), {}, set()
        self.told = Told(self.owner, self.run)

    def __getitem__(self, name):
        """A lambda of the app: world["pages"].call(...), world["pages"].event.queue([...])."""
        if name not in self.app.model["lambdas"]:
            blame.misuse(f"the app has no lambda {name!r}", f"one of {', '.join(sorted(self.app.model['lambdas']))}")
        if name not in self.lambdas:
            self.lambdas[name] = Lambda(self, name)
            self.lambdas[name].event = Makers(self, name)
        return self.lambdas[name]

    @property
    def this(self):
        """The lambda whose test it is."""
        if self.name is None:
            blame.misuse("this test is of no one lambda", 'say which: app["orders"].call(...)')
        return self[self.name]

    def prepare(self, name):
        """Makes the state that a lambda's variables and its trigger name."""
        if name not in self.prepared:
            self.prepared.add(name)
            for kind, of in self.named(name):
                self.state.resource(IDS[kind](of))

    def named(self, name):
        """[(kind, of what)] of a lambda's state: that of its variables, in their order, then its trigger's."""
        fn = self.app.model["lambdas"][name]
        found = [(one["kind"], one["of"]) for one in fn["env"] if one["kind"] in IDS]
        found += [(one["source"]["type"], one["source"]["name"]) for one in fn["infra"].get("events", [])
                  if one.get("source", {}).get("type") in IDS]
        found += [(word, name) for word in ("queue", "topic") if word in fn["infra"]]
        return list(dict.fromkeys(found))

    def view(self, kind, of):
        """A table, bucket, website, queue or topic: view("table", "demo-archive")."""
        state = self.app.model["state"].get(kind, self.app.of(kind))
        if of not in state:
            blame.misuse(f"the app has no {kind} {of!r}", f"one of {', '.join(sorted(state)) or 'none'}")
        return VIEWS[kind](self.state.resource(IDS[kind](of)).ref, self.app.region)

    def first(self, kind):
        """The one that a lambda names; of several the one called as the app, else the first."""
        named = [of for one, of in self.named(self.name) if one == kind] if self.name else \
            sorted(self.app.model["state"].get(kind, self.app.of(kind)))
        if not named:
            variable = f"{names.prefix(self.app.name)}_{EXAMPLES[kind]}"
            blame.misuse(f"{self.name or 'the app'} names no {kind}", f'its code reads os.environ["{variable}"]')
        return self.app.name if self.app.name in named else named[0]

    def bus(self):
        """The name of the app's bus, which is there from now on."""
        id_ = bus.bus_id(self.app.name)
        if id_ not in self.app.template["Resources"]:
            blame.misuse("the app has no bus", f'a lambda reads os.environ["{names.prefix(self.app.name)}_BUS"]')
        return self.state.resource(id_).ref

    def owner(self, ref):
        """The lambda whose queue or topic a URL or an ARN is; the URL or ARN itself if it is nobody's."""
        for ids in (self.app.queues, self.app.topics):
            for id_, made in self.state.made.items():
                if id_ in ids and made.ref == ref:
                    return ids[id_]
        return ref

    def lambda_called(self, function):
        """The lambda of a function's name or ARN; what was given if it is none of the app."""
        name = function.rpartition("function:")[2].partition(":")[0]
        return next((one for one in self.app.model["lambdas"] if f"{self.app.bus}-{one}" == name), function)

    def run(self, name, payload):
        """(whether it failed, what it gave) of a lambda called by another."""
        try:
            return False, self[name].call(payload)
        except Exception as error:
            return True, {"errorMessage": str(error), "errorType": type(error).__name__}


class Several:
    """tables["demo-archive"], queues["pages"]: all of a kind that the app has."""

    def __init__(self, world, kind):
        self.world, self.kind = world, kind

    def __getitem__(self, of):
        return self.world.view(self.kind, of)
