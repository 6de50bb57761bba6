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

    access            the statements of a role for what the lambda's code calls
    alarm             `alarm:`: which failures of a lambda send a message
    alarms            what CloudWatch watches for an app with alerts: queues, streams, the API, throttling
    alerts            `alerts` of app.yaml: the topic, and the function that writes its messages
    amount            `size:` and `timeout:`: a number, or a name for a common number
    api               the app's one REST API, from the routes of all its endpoints
    body_schema       `body:` of an endpoint: JSON Schema as far as API Gateway's models accept it
    authorizer        `authorizer:`: the lambda decides who may call an endpoint
    bucket            a private, encrypted, versioned bucket; its events go to EventBridge
    builder           the app's CodeBuild project
    bus               the app's own event bus
    bus_source        rules of `events` on the bus of another app; retries and age of an event
    capacity          provisioned capacity of a table, and its scaling
    cors              CORS of the API: preflight requests and the gateway's errors
    code              the sources of the small lambdas that Pareto adds
    concurrency       `concurrency:`: how many invocations may run at the same time
    dashboard         the dashboard of a stage
    data_stream       a Kinesis stream, which the variable APP_<NAME>_STREAM names
    document_sizes    documents that AWS would refuse as too large
    domain            host names of the API and the websites under the app's own domain
    env               `env:`: values of variables, for one lambda
    endpoint          `endpoint:`: a route of the REST API
    environment       variables of a lambda and the permissions that they need
    event             `events:`: EventBridge rules that invoke the lambda
    event_shapes      the shapes of the events that AWS services send to a lambda
    facts             variables with which a lambda reads its own app: the stage, the addresses, the users
    failures_queue    the one queue for events that an asynchronous call, a rule or a stream could not deliver
    foreign_words     words of other frameworks in a block: where Pareto has them
    function          the Lambda function, its role, log group and failure destination
    groups            groups of an endpoint: the authorizers that accept their users
    http_api          the app's one HTTP API, instead of the REST API
    http_shapes       the shapes of requests of format 2.0: to an HTTP API, and to a lambda's own URL
    image             `image:`: the function is a container image
    index             `indexes:`: global secondary indexes of the app's tables
    kinesis           `kinesis:`: the records of a Kinesis stream, in batches
    layer             `layers:`: folders of layers/ whose packages the lambda may import
    limits            the limits of CloudFormation and Lambda, checked before a deploy
    live              `concurrency: {provisioned}` and `snapstart:`: a version of the function, and its alias
    log               `log:`: format, level and days of a lambda's log
    nesting           splits the template into a root stack and nested stacks (`stacks: 4` in app.yaml)
    nothing           functions of a recipe that creates, reports or changes nothing
    object_source     prefix, suffix and form of `events` of objects, and the function that makes S3's notifications
    openapi           the OpenAPI document of the endpoints
    option            `retries:`, `storage:`, ...: settings of the function that have one value
    own_resources     resources.yaml: CloudFormation of the app's own
    parameter         a secret that is a SecureString of SSM Parameter Store, which `make secret` creates
    permission        `permissions:`: what the lambda may do beyond the resources that its variables name
    queue             `queue:`: the lambda's SQS queue and dead-letter queue
    queue_source      what puts messages into a queue besides code: a topic, or a rule of EventBridge
    recipients        the recipients of alerts in each stage
    resource_references  what resources.yaml refers to, and whether its names are free
    role_sources      the statements of a role, each with the line of code that needs it
    routes            the routes of an endpoint: one, or a list
    schedule          EventBridge Scheduler's role for a lambda, and the group of the schedules that code makes
    secret            a secret of Secrets Manager, created without a value
    sign_in           sign-in through Cognito's pages, Google and other providers
    stage_conditions  what differs between stages, as conditions
    stream            `stream:`: the records of a table's stream, in batches
    stream_filter     patterns of `stream:` that no record matches
    subscription_filter  `filter:` of a topic, and of a queue that listens to a topic
    table             a DynamoDB table; each change becomes an event on the app's bus
    template          the whole template of an app, by all recipes
    throttling        how many requests the API takes, in each stage
    ticker            the function and queue behind all timers below a minute
    timer             `timer:`: invokes the lambda on a schedule
    topic             `topic:`: the lambda's SNS topic, which invokes it with each message
    url               `url:`: an address of the lambda's own, without API Gateway
    user_pool         the Cognito user pool of private endpoints, and its client
    user_trigger      `users:`: the lambda is a trigger of the user pool
    vpc               `vpc:`: the private network that the lambda runs in
    website           a private bucket, and the CloudFront distribution that serves it
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
