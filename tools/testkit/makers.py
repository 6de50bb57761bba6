"""Events as AWS sends them to one lambda; the test fails for an event that AWS would not send.

Each maker takes refused=True for an event that AWS must refuse: the test fails if AWS would deliver it.
"""
import time
from collections.abc import Callable
from typing import NamedTuple

import recipes
from localcloud.events import stamps
from recipes import queue_source, timer
from testkit import authorizing, aws_events, example_events, failure, http, messages, pool_events


class Makers:
    """The events of a lambda: the fixture `event` of its test."""

    def __init__(self, world, name):
        self.world, self.tested, self.name = world, world.app, name
        self.fn = world.app.model["lambdas"][name]

    def api(self, path=None, *, query=None, body=None, headers=None, claims=None, authorizer=None,
            method=None, key=True, refused=False):
        """A request to the lambda's endpoint.

        path     "/stations/oslo", or the values of the path's variables: {"station": "oslo"}
        method   of several routes, path and method select one; its default is that of the first route that fits
        body     bytes or text as they are, anything else as JSON
        claims   of the signed-in user: {"sub": "ann"}; only a private endpoint receives them. One with groups wants
                 {"cognito:groups": ["admin"]}
        authorizer  what the endpoint's authorizer returned: {"principalId": "ann"} and its context
        key      whether the API key is sent, if the endpoint needs one
        """
        self.require_trigger("endpoint")
        request = {"path": path, "query": query or {}, "body": body, "headers": headers or {}, "claims": claims,
                   "authorizer": authorizer, "method": method, "key": key}
        return self.checked_event("endpoint", *http.request(self.tested, self.name, request), refused)

    def authorizer(self, token=None, path=None, *, method=None, headers=None, query=None, refused=False):
        """A request to an endpoint that names the lambda as its authorizer.

        token  the value of the authorizer's header
        path, method, headers, query  as of api(); the default is the first route that names it
        """
        self.require_trigger("authorizer")
        request = {"token": token, "path": path, "method": method, "headers": headers or {}, "query": query or {}}
        return self.checked_event("authorizer", *authorizing.event(self.tested, self.name, request), refused)

    def url(self, path="/", *, method="GET", query=None, body=None, headers=None, refused=False):
        """A request to the lambda's own URL; a body other than bytes or text is sent as JSON."""
        self.require_trigger("url")
        request = {"path": path, "method": method, "query": query or {}, "body": body, "headers": headers or {}}
        return self.checked_event("url", *http.url_event(self.tested, self.name, request), refused)

    def users(self, email="ann@example.com", *, source=None, attributes=None, **request):
        """What the user pool sends to the lambda, its trigger.

        source      the triggerSource, by default that of a person's own sign-up or sign-in
        attributes  of the user: {"custom:plan": "gold"}
        request     other fields of the request: clientMetadata={...}, validationData={...}, password="..."
        """
        self.require_trigger("users")
        parts = {"email": email, "source": source, "attributes": attributes or {}, "request": request}
        return pool_events.event(self.world, self.fn["infra"]["users"], parts)

    def table(self, new=None, old=None, table=None, ttl=False, refused=False):
        """The event of a write to a table: an INSERT of `new`, a REMOVE of `old`, a MODIFY of both.

        new, old  a row, or lists of rows that changed together
        ttl       whether DynamoDB removed `old`, as its time to live was over
        """
        self.require_rules()
        of, physical = self.source("table", table)
        return self.delivered(aws_events.of_table(self.world, of, physical, new, old, ttl), "app", refused)

    def bucket(self, key, body=None, topic="Object Created", bucket=None, refused=False):
        """An event of an object in a bucket; with a body the object is written first."""
        self.require_rules()
        return self.of_object("bucket", key, body, topic, bucket, refused)

    def website(self, key, body=None, topic="Object Created", website=None, refused=False):
        """An event of an object of a website; with a body the object is written first."""
        self.require_rules()
        return self.of_object("website", key, body, topic, website, refused)

    def of_object(self, kind, key, body, topic, of, refused):
        """The event of an object of a bucket or website; with a body the object is written first.

        kind  "bucket" or "website"; of: its name, None for the only one in the lambda's rules
        """
        of, physical = self.source(kind, of)
        if body is not None:
            self.world.view(kind, of).put(key, body)
        return self.delivered(aws_events.of_object(self.tested, physical, key, topic), "default", refused)

    def app(self, detail, topic=None, source=None, refused=False, bus="app"):
        """An event on the app's own bus. The default of topic is that of the lambda's rule, if it has only one.

        bus  the name of the rule's source, for an event of another app or bus
        """
        self.require_rules()
        topics = {rule["block"]["topic"] for rule in self.rules() if "topic" in rule["block"] and rule["bus"] == bus
                  and rule["block"].get("source", {}).get("type") not in recipes.KINDS}
        if topic is None and len(topics) != 1:
            failure.misuse(f"which topic? rules of {self.name} match {', '.join(sorted(topics)) or 'any'}",
                           "add topic=...")
        return self.delivered(aws_events.event(self.tested, source or self.tested.prefix, topic or topics.pop(),
                                               detail), bus, refused)

    def aws(self, source, topic, detail, refused=False):
        """An event of an AWS service on the account's bus: aws("aws.codebuild", "CodeBuild Build State Change", {})."""
        self.require_rules()
        return self.delivered(aws_events.event(self.tested, source, topic, detail), "default", refused)

    def queue(self, bodies, attributes=None, group="test", refused=False):
        """A batch of messages; a body other than a text is sent as JSON. group: the MessageGroupId in a FIFO queue."""
        self.require_trigger("queue")
        bodies = list(bodies) if isinstance(bodies, (list, tuple)) else [bodies]
        self.check_batch("queue", bodies, "messages")
        event = messages.of_queue(self.world, self.name, bodies, attributes or {}, group)
        refusal = messages.filter_refusal(self.tested, self.name, "queue", event)
        return self.checked_event("queue.filter", event, refusal, refused)

    def stream(self, new=None, old=None, ttl=False, refused=False):
        """A batch of the records of the lambda's stream; new, old and ttl as in table(). Of several changes of other
        kinds: {"Records": event.stream(new={...})["Records"] + event.stream(old={...})["Records"]}."""
        self.require_trigger("stream")
        table = self.fn["infra"]["stream"]["table"]
        event = aws_events.of_stream(self.world, table, self.world.view("table", table).name, new, old, ttl)
        self.check_batch("stream", event["Records"])
        refusal = messages.filter_refusal(self.tested, self.name, "stream", event)
        return self.checked_event("stream.filter", event, refusal, refused)

    def kinesis(self, data, key="test", refused=False):
        """A batch of records of the lambda's Kinesis stream.

        data  of one record, or a list; other than bytes and text is sent as JSON; key: the records' partition key
        """
        self.require_trigger("kinesis")
        event = messages.of_kinesis(self.world, self.name, data if isinstance(data, list) else [data], key)
        self.check_batch("kinesis", event["Records"])
        refusal = messages.filter_refusal(self.tested, self.name, "kinesis", event)
        return self.checked_event("kinesis.filter", event, refusal, refused)

    def check_batch(self, word, records, noun="records"):
        """Fails the test unless the number of records in a batch is one that the lambda's trigger accepts."""
        most = self.fn["infra"][word]["batch"]
        if not 0 < len(records) <= most:
            self.tested.fail(self.name, f"{word}.batch", f"a batch of {self.name} has 1 to {most} {noun}, not "
                             f"{len(records)}", "make fewer, or write a larger `batch`")

    def topic(self, message, subject=None, attributes=None, group="test", refused=False):
        """A message of the lambda's topic, or of the topic to which its queue listens; a message other than a text is
        sent as JSON. group: as of queue()"""
        if not (is_queue := queue_source.topic_name(self.fn["infra"].get("queue", {}))):
            self.require_trigger("topic")
        event = messages.of_topic(self.world, self.name, message, subject, attributes or {}, group)
        refusal = messages.topic_refusal(self.tested, self.name, message, attributes or {}) or \
            (messages.filter_refusal(self.tested, self.name, "queue", event) if is_queue else None)
        return self.checked_event("queue.filter" if is_queue else "topic.filter", event, refusal, refused)

    def schedule(self):
        """The event of the timer: the body of the infra block, or EventBridge's own event."""
        self.require_trigger("timer")
        return timer.example(self.fn["infra"]["timer"], self.name, stamps.seconds(time.time()))

    def require_trigger(self, word):
        """Fails unless the lambda has the trigger."""
        if word not in self.fn["infra"]:
            own = recipes.trigger(self.fn["infra"])
            invoked = recipes.TRIGGERS[own].INVOKED if own else "only others call it"
            self.tested.fail(self.name, "", f"{self.name} has no `{word}`: {invoked}",
                             MAKERS[own].call if own else "call({...})")

    def require_rules(self):
        """Fails unless the lambda has `events`, or a rule sends to its queue."""
        if "from" not in self.fn["infra"].get("queue", {}):
            self.require_trigger("events")

    def rules(self):
        """[rule] of the lambda, as App.rules describes them."""
        return [rule for rule in self.tested.rules if rule["lambda"] == self.name]

    def source(self, kind, of):
        """(name, physical name) of an event's table, bucket or website; its default is the only one in the rules."""
        state_names = sorted({rule["block"]["source"]["name"] for rule in self.rules()
                              if rule["block"].get("source", {}).get("type") == kind})
        if of is None and state_names[1:]:
            self.tested.fail(self.name, "events", f"{self.name} has rules for several {kind}s",
                             f"add {kind}=..., one of {', '.join(state_names)}")
        if of is None and not state_names:
            self.tested.fail(self.name, "events", f"{self.name} has no rule for a {kind}",
                             f"write `source: {{type: {kind}, name: {self.tested.prefix}}}` in a rule")
        of = of or state_names[0]
        view = self.world.view(kind, of)
        return of, view.name

    def delivered(self, event, bus, refused):
        """The event in the form that the lambda gets: also in its queue.

        Fails the test if no rule of the lambda on its bus ("app" or "default") matches it.
        """
        why = aws_events.refusal(self.rules(), self.name, event, bus)
        event = self.checked_event("queue" if "queue" in self.fn["infra"] else "events", event, why, refused)
        event = aws_events.in_form(self.rules(), event, bus)
        return self.queue(event) if "queue" in self.fn["infra"] and not refused else event

    def checked_event(self, word, event, refusal, refused):
        """The event; fails the test if AWS refuses it, or if it should have and does not.

        word     the trigger, whose line of the infra block the failure names
        refusal  (message, hint, dotted key) why AWS refuses the event, or None
        refused  whether AWS must refuse it
        """
        if refusal and not refused:
            self.tested.fail(self.name, refusal[2] or word, refusal[0], refusal[1])
        if refused and not refusal:
            self.tested.fail(self.name, word, f"{self.name} would be called, in spite of refused=True",
                             "correct the pattern or the schema, or remove refused=True")
        return event


class Maker(NamedTuple):
    """How a test makes the event of a trigger.

    call     what to type
    example  the Makers of a lambda -> an event, for `make invoke` without one
    """

    call: str
    example: Callable


MAKERS = {
    "endpoint": Maker("event.api(...)", lambda event: example_events.of_endpoint(event.world, event.name)),
    "events": Maker("event.table(...), event.bucket(...) or event.app(...)",
                    lambda event: example_events.of_events(event.world, event.name)),
    "queue": Maker("event.queue([...])", lambda event: event.queue([example_events.of_events(event.world, event.name)])
                   if event.rules() else event.queue(**example_events.of_queue(event.fn))),
    "stream": Maker("event.stream(new={...})", lambda event: example_events.of_stream(event)),
    "kinesis": Maker("event.kinesis([...])", lambda event: event.kinesis(example_events.of_body(event.fn, "kinesis"))),
    "topic": Maker("event.topic(...)", lambda event: event.topic(
        **example_events.message_of(event.fn["infra"]["topic"].get("filter", {})))),
    "timer": Maker("event.schedule()", Makers.schedule),
    "url": Maker("event.url(...)", Makers.url),
    "users": Maker("event.users(...)", Makers.users),
    "authorizer": Maker("event.authorizer(...)", lambda event: example_events.of_authorizer(event)),
}
