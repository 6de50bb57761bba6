"""The calls of AWS that functions of Powertools for AWS Lambda make: docs.aws.amazon.com/powertools/python/latest/"""
from interpreter import event_parts
from interpreter.analysis import Arguments
from interpreter.observation import record_call
from interpreter.values import TEXT, UNKNOWN, Aws, Const, Dict, External, Function, Instance, List, Partial, Shaped

OF_TEXT = ("GetSecretValue", "GetParameter")  # whose functions return the text alone
UTILITIES = "aws_lambda_powertools.utilities."


def _recorded(service, operations, parameter, names=("name",)):
    """A function that records calls of operations, whose parameter is the function's first argument.

    names  that the argument may have as a keyword
    """
    def call(arguments, site):
        value = arguments.get(0) if arguments.positional else next(
            (arguments.keywords[name] for name in names if name in arguments.keywords), UNKNOWN)
        site.analysis.clients.add(("client", service))
        for operation in operations:
            passed = {parameter: _first_key(value) if parameter == "Names" else value}
            record_call(Aws("client", service), operation, operation, Arguments([], passed, True), site)
        return TEXT if operations[0] in OF_TEXT and "transform" not in arguments.keywords and not arguments.more \
            else UNKNOWN
    return call


def _first_key(value):
    """The names of get_parameters_by_name({name: options}), as a list."""
    return List([Const(key) for key in value.items]) if value.__class__ is Dict and not value.open else UNKNOWN


def _table_provider(arguments, site):
    """DynamoDBProvider(table_name): an object whose get reads an item, and whose get_multiple queries."""
    result = Instance(External(f"{UTILITIES}parameters.DynamoDBProvider()"))
    table = arguments.get(0, "table_name")
    result.names.update((name, Partial(External(f"{UTILITIES}parameters.DynamoDBProvider().{name}"), [table], {}))
                        for name in ("get", "get_multiple"))
    return result


def _stream(arguments, site):
    """S3Object(bucket, key): a stream of the object."""
    passed = {"Bucket": arguments.get(0, "bucket"), "Key": arguments.get(1, "key")}
    record_call(Aws("client", "s3"), "GetObject", "get_object", Arguments([], passed, False), site)
    return UNKNOWN


def _store(arguments, site):
    """AppConfigStore(...): FeatureFlags reads it."""
    for operation in CONFIGURATION:
        record_call(Aws("client", "appconfigdata"), operation, operation, Arguments([], {}, True), site)
    return UNKNOWN


def _event(arguments, site):
    """S3EventBridgeNotificationEvent(event), parse(event, C): the event itself, whose fields are also attributes."""
    return arguments.get(0, "data", arguments.keywords.get("event", UNKNOWN))


def _event_of(at, name):
    """event_source(data_class=C), event_parser(model=C), parse(event, C): harmless if C has the event's own fields."""
    def call(arguments, site):
        class_ = arguments.get(at, name)
        is_plain = "envelope" not in arguments.keywords and getattr(class_, "dotted", "").endswith(EVENT_CLASSES)
        return UNKNOWN if not is_plain else _event(arguments, site) if at else External("functools.wraps")
    return call


def _processor(arguments, site):
    """BatchProcessor(event_type=...): its records are the event's own, unless `model` parses them."""
    return UNKNOWN if "model" in arguments.keywords or arguments.more else External(PROCESSOR)


def _process(arguments, site):
    """process_partial_response(event, record_handler, processor): the handler is called with a record."""
    event, handler, processor = (arguments.get(at, name) for at, name in enumerate(
        ("event", "record_handler", "processor")))
    record = UNKNOWN
    if getattr(processor, "dotted", "") == PROCESSOR and event.__class__ is Shaped and "Records" in event.shape.get(
            "fields", ()):
        record = event_parts.item(event_parts.item(event, Const("Records"), site), UNKNOWN, site)
    if handler.__class__ is Function:
        site.analysis.call(handler, Arguments([record], {}, len(handler.node.args.args) > 1), site)
    return UNKNOWN


PROCESSOR = f"{UTILITIES}batch.BatchProcessor()"
EVENT_CLASSES = ("S3Event", "S3EventBridgeNotificationEvent", "EventBridgeEvent", "S3EventNotificationEventBridgeModel",
                 "EventBridgeModel")
CONFIGURATION = ("StartConfigurationSession", "GetLatestConfiguration")
ITEMS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem")
PARAMETERS = {
    "get_parameter": _recorded("ssm", ["GetParameter"], "Name"),
    "get_parameters": _recorded("ssm", ["GetParametersByPath"], "Path", ("path",)),
    "get_parameters_by_name": _recorded("ssm", ["GetParameters"], "Names", ("parameters",)),
    "set_parameter": _recorded("ssm", ["PutParameter"], "Name"),
    "get_secret": _recorded("secretsmanager", ["GetSecretValue"], "SecretId"),
    "SSMProvider().get": _recorded("ssm", ["GetParameter"], "Name"),
    "SSMProvider().get_multiple": _recorded("ssm", ["GetParametersByPath"], "Path", ("path",)),
    "SSMProvider().get_parameters_by_name": _recorded("ssm", ["GetParameters"], "Names", ("parameters",)),
    "SecretsProvider().get": _recorded("secretsmanager", ["GetSecretValue"], "SecretId"),
    "DynamoDBProvider": _table_provider,
    "DynamoDBProvider().get": _recorded("dynamodb", ["GetItem"], "TableName"),
    "DynamoDBProvider().get_multiple": _recorded("dynamodb", ["Query"], "TableName"),
    "get_app_config": _recorded("appconfigdata", CONFIGURATION, "Name"),
    "AppConfigProvider().get": _recorded("appconfigdata", CONFIGURATION, "Name"),
}
IDEMPOTENCY = _recorded("dynamodb", ITEMS, "TableName", ("table_name",))
FUNCTIONS = {
    **{f"{UTILITIES}parameters.{name}": function for name, function in PARAMETERS.items()},
    f"{UTILITIES}streaming.S3Object": _stream, f"{UTILITIES}streaming.s3_object.S3Object": _stream,
    **{f"{UTILITIES}data_classes.{module}{name}": _event for module in ("", "s3_event.", "event_bridge_event.")
       for name in EVENT_CLASSES},
    **{f"{UTILITIES}data_classes.{name}": _event_of(0, "data_class") for name in (
        "event_source", "event_source.event_source")},
    **{f"{UTILITIES}parser.{name}": _event_of(at, "model") for name, at in (
        ("event_parser", 0), ("parser.event_parser", 0), ("parse", 1), ("parser.parse", 1))},
    f"{UTILITIES}feature_flags.AppConfigStore": _store,
    **{f"{UTILITIES}batch.{name}": _processor for name in ("BatchProcessor", "AsyncBatchProcessor",
                                                           "SqsFifoPartialProcessor")},
    **{f"{UTILITIES}batch.{name}": _process for name in ("process_partial_response", "async_process_partial_response")},
    **{f"{UTILITIES}idempotency.{module}DynamoDBPersistenceLayer": IDEMPOTENCY
       for module in ("", "persistence.dynamodb.", "persistence.")}}
