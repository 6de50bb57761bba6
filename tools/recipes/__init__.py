"""From app.json to the template: the words of the infra language and the kinds of state, each in a module.

To add one: write its module, then name it here.

How scan turns a block into the `infra` of app.json (and the docs and the editor use the same SCHEMAs):

    block = recipes.block_without_nulls(block)       # `queue:` without a value -> `queue: {}`
    schema.problems(recipes.INFRA, block)          # unknown words and fields, wrong types, missing fields
    recipes.problems(block)                          # two triggers; then the rules of each word
    recipes.normal(schema.filled(recipes.INFRA, block))     # size and timeout in numbers, ...

Both return [(dotted key, message, hint)], the key as in app.json's `lines`: "timer.rate",
"events.0.pattern", or "" for the block. recipes.problems requires valid types: remove the words in which the schema
found a problem from `block` first.

A word is a module with SCHEMA, problems(block) and normal(filled block). A trigger has besides:

    resources(app, fn)   {logical id: resource} of lambda fn
    statements(app, fn)  what the lambda's role needs for it
    outputs(app, fn)     {name: {"Value": ...}}
    shared(app, fns)     {logical id: resource} that all lambdas with the trigger share
    shared_outputs(app, fns)
    event_shape(block)   the shape of the lambda's event (recipes/event_shapes.py)
    VARIABLE             "QUEUE" if other lambdas name it by a variable APP_<LAMBDA>_QUEUE, else None; then also
                         resource_id(name), its logical id, and value and access_statements as below
    CALLER_WAITS         whether the caller waits, or itself keeps a failed event, so that Lambda does not repeat it
    IDENTIFIER           where a record of a batch has its itemIdentifier; only a trigger with `batch` has it, and then
    EVENT_TYPE           the EventType of Powertools' batches
    MESSAGE_PATH         the steps to a message in the event; only of a trigger by messages of JSON, which also has
    SENT_BY              what sends one: the service, {operation: the field with the message}, and what names the
                         resource: the field, and the identifier of boto3's object (sqs.Queue has Url)
    INVOKED, EXAMPLE     texts for messages: how the lambda is invoked, and what an example of its event is

The argument `words` of some functions has the app's own words: scan/own_words.py.

One of recipes.option.OPTIONS, the settings without a default, has besides

    properties(block)    what the function's properties have of it
    statements(block)    what the lambda's role needs for it

A kind of state is a module with resources(app, name), outputs(app, name) and shared(app), as above; and like
everything that a variable can name (environment.MODULES) with value(app, name), the variable's value, and
access_statements(app, name), the statements of a role that uses it.

recipes.template (a module) folds them: template.template(app), template.owners(app), template.addresses(app).

    endpoint, routes, body_schema, authorizer, groups    `endpoint:` and `authorizer:`, which call lambdas by HTTP
    api, http_api, cors, throttling, openapi, domain, url    the app's REST or HTTP API, its host names; `url:`
    event, bus_source, object_source, event_shapes, http_shapes    `events:`, and the shapes of events
    queue, queue_source, topic, subscription_filter, failures_queue    `queue:`, `topic:`, and what failed
    stream, stream_filter, kinesis   `stream:` and `kinesis:`
    timer, ticker, schedule          `timer:`, and EventBridge Scheduler
    user_trigger, user_pool, sign_in     `users:`, and the user pool of private endpoints
    amount, concurrency, live, env, image, layer, log, permission, vpc, option, nothing    settings of one lambda
    table, index, capacity, bucket, website, bus, data_stream, secret, parameter, builder    state, and CodeBuild
    alarm, alarms, alerts, recipients, dashboard   alarms, messages about failures, the dashboard
    function, access, environment, facts, role_sources     the function of a lambda, its variables and its role
    code                             the sources of the small lambdas that Pareto adds
    template, nesting, limits, document_sizes, stage_conditions    the whole template, its parts and limits
    own_resources, resource_references, absent_ids, foreign_words    resources.yaml; words of other frameworks
"""
from collections.abc import Mapping
from typing import Any

from kit import schema
from kit.problems import KeyProblem
from recipes import (
    amount,
    authorizer,
    bucket,
    bus,
    data_stream,
    endpoint,
    event,
    event_shapes,
    foreign_words,
    index,
    kinesis,
    layer,
    option,
    parameter,
    permission,
    queue,
    schedule,
    secret,
    stream,
    table,
    timer,
    topic,
    url,
    user_trigger,
    website,
)

TRIGGERS: dict[str, Any] = {"endpoint": endpoint, "events": event, "queue": queue, "stream": stream, "kinesis": kinesis,
                            "topic": topic,
                            "timer": timer, "authorizer": authorizer, "url": url, "users": user_trigger}
# trigger whose events are batches -> the steps to the itemIdentifier of a record
IDENTIFIERS: dict[str, list[str]] = {word: module.IDENTIFIER for word, module in TRIGGERS.items()
                                     if hasattr(module, "IDENTIFIER")}
# triggers by which AWS invokes a lambda again after a failure
REPEATED = [word for word, module in TRIGGERS.items() if not module.CALLER_WAITS or word in IDENTIFIERS]
WAITING: dict[str, dict] = {word: module.SCHEMA for word, module in TRIGGERS.items() if module.CALLER_WAITS}
SETTINGS: dict[str, Any] = {"indexes": index, "layers": layer, "permissions": permission, "size": amount.SIZE,
            "timeout": amount.TIMEOUT}
WORDS = {**TRIGGERS, **SETTINGS, **option.OPTIONS}
KINDS: dict[str, Any] = {"table": table, "bucket": bucket, "website": website, "bus": bus, "secret": secret,
                         "schedule": schedule, "data_stream": data_stream, "parameter": parameter}
INFRA = {
    "title": "infra",
    "description": "The infrastructure of one lambda.",
    "type": "object",
    "properties": {word: module.SCHEMA for word, module in sorted(WORDS.items())},
    "additionalProperties": False,
    "elsewhere": foreign_words.ELSEWHERE,
}
EMPTY = {"object": {}, "array": []}


def block_without_nulls(block: dict, words: Mapping[str, Any] = WORDS) -> dict:
    """The block with an empty value for each word without one: {"queue": None} -> {"queue": {}}."""
    values = {word: schema.with_empty_mappings(words[word].SCHEMA if word in words else {}, value)
              for word, value in (block or {}).items() if value is not None}
    defaults = {word: empty_value(words[word].SCHEMA) if word in words else None
                for word, value in (block or {}).items() if value is None}
    return {**values, **defaults}


def empty_value(schema: dict):
    """{} of an object, [] of an array, else the schema's default, or None."""
    return type(EMPTY[schema["type"]])() if schema.get("type") in EMPTY else schema.get("default")


def trigger(infra: dict) -> str | None:
    """The trigger's word in an infra block, or None."""
    return next((word for word in TRIGGERS if word in infra), None)


def event_shape(infra: dict) -> dict:
    """The shape of the event of a lambda (recipes/event_shapes.py); any JSON if it has no trigger."""
    word = trigger(infra)
    return TRIGGERS[word].event_shape(infra[word]) if word else event_shapes.PARSED


def problems(block: dict, words: Mapping[str, Any] = WORDS) -> list[KeyProblem]:
    """[(dotted key, message, hint)] beyond the schema, of a block with valid types."""
    faults = [(word, f"a lambda can have only one trigger, and this lambda has {sorted(block.keys() & TRIGGERS)[0]} "
                     f"already",
               "write a lambda of its own for each trigger")
              for word in sorted(block.keys() & TRIGGERS)[1:]]
    faults += option.combination_problems(block, WAITING)
    timeout = amount.TIMEOUT.normal(block.get("timeout", "default"))
    faults += [(f"queue.{key}", message, hint)
               for key, message, hint in queue.visible_problems(block.get("queue", {}), timeout)]
    return faults + [(f"{word}.{key}" if key else word, message, hint)
                     for word in sorted(block.keys() & words)
                     for key, message, hint in words[word].problems(block[word])]


def normal(filled: dict, words: Mapping[str, Any] = WORDS) -> dict:
    """The `infra` of app.json: all of SETTINGS, and of options and triggers those in the block, in normal form."""
    return {word: words[word].normal(value) for word, value in sorted(filled.items())}
