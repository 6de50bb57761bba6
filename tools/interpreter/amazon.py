"""boto3: clients, resources and their parts; each call of AWS is recorded."""

from interpreter import (
    boto3_resources,
    boto3_transfers,
    escaping,
    foreign_bases,
    importing,
    models,
    responses,
    texts,
    unresolved,
    values,
)
from interpreter.analysis import Arguments
from interpreter.observation import record_call
from interpreter.values import NONE, UNKNOWN, Aws, Const, List, Text

MAKERS = {"boto3.client": "client", "boto3.resource": "resource", "boto3.Session": "session",
          "boto3.session.Session": "session", "botocore.session.get_session": "session",
          "botocore.session.Session": "session", "aioboto3.Session": "session", "aioboto3.session.Session": "session",
          "aiobotocore.session.get_session": "session", "aiobotocore.get_session": "session",
          "aiobotocore.session.AioSession": "session",
          "aioboto3.client": "client", "aioboto3.resource": "resource"}

DEFAULT_SESSION = importing.CONSTANTS["boto3.DEFAULT_SESSION"]  # of boto3's functions: its region is analysis.region
# Private attributes of a client that make no calls
HARMLESS = {"_client_config", "_service_model", "__class__", "__doc__", "__module__"}
UNSIGNED = {"botocore.UNSIGNED", "botocore.handlers.UNSIGNED", "botocore.client.UNSIGNED", "botocore.session.UNSIGNED"}
OF_BATCH = ("put_item", "delete_item")
OWN_REGION = Text((("env", "AWS_REGION"),))


def attribute(receiver, name, site):
    """The value of an attribute of a boto3 object: client.put_object is a Method, bucket.objects a collection.

    receiver  values.Aws; a note for the checks if boto3 has no such attribute
    """
    if receiver.role == "session" and name == "get_credentials":
        return Aws("method", more=(receiver, name))
    if receiver.role == "session" and name == "region_name":
        return _region(receiver, site) or OWN_REGION
    if receiver.role == "credentials":
        return receiver  # access_key, token, get_frozen_credentials()
    if receiver.role == "session":
        if name == "_session":
            return receiver
        makers = {"client": "client", "resource": "resource", "create_client": "client"}
        return Aws("method", more=(receiver, makers[name])) if name in makers else UNKNOWN
    if receiver.role == "meta":
        return boto3_resources.of_meta(receiver, name, OWN_REGION if receiver.region is None else receiver.region, site)
    if receiver.role == "client" and name == "exceptions":
        return Aws("exceptions", receiver.service)
    if receiver.role == "client" and name == "meta" or receiver.role == "resource" and name == "meta":
        return boto3_resources.part(receiver, "meta", "python" if receiver.role == "resource" else None)
    if receiver.role in ("resource", "collection"):
        return boto3_resources.attribute(receiver, name, site)
    if receiver.role == "exceptions":
        return _exception(receiver, name, site)
    if receiver.role == "batch" and name not in OF_BATCH and not name.startswith("_"):
        site.note("no-method", service=receiver.service, type="batch_writer", name=name, has=list(OF_BATCH))
        return values.MISSING
    if receiver.role == "method":  # client.put_object.x: Python's own
        return UNKNOWN
    if receiver.role == "client" and name.startswith("_") and name != "_make_api_call":
        if name not in HARMLESS and site.node is not None:
            site.note("escaped", service=receiver.service, variables=[], to="", pure=False)
        return UNKNOWN
    if receiver.role == "client" and name not in models.client_methods(receiver.service) and name != "_make_api_call":
        site.note("no-method", service=receiver.service, type=None, name=name,
                 has=sorted(models.client_methods(receiver.service)))
        return values.MISSING
    return Aws("method", receiver.service, more=(receiver, name))


def _exception(receiver, name, site):
    """client.exceptions.NoSuchKey; a note if the service has no exception of that name."""
    names = {*models.exceptions(receiver.service), "ClientError", "from_code"}
    if name not in names:
        site.note("no-method", service=receiver.service, type="exceptions", name=name, has=sorted(names))
    return values.Unknown("refusal", detail={"exception": name})


def called(method, arguments, site):
    """The value of a call of a method of boto3: method(...). Records the call if it is one of AWS."""
    if method.role != "method":
        return method if method.role == "credentials" else UNKNOWN
    receiver, name = method.more
    escaping.note(arguments.every(), site.analysis, True)  # boto3 reads the body of a request
    return ROLES[receiver.role](receiver, name, arguments, site)


def client_or_resource(kind, arguments, site, region=None):
    """The values.Aws of boto3.client("s3"), boto3.resource("dynamodb") or boto3.Session().

    kind  "client", "resource" or "session"; region: of the session
    """
    second = arguments.positional[1:2] if kind != "session" else []
    for named_region in (_setting(arguments.keywords.get("config"), "region_name"),
                         *second, arguments.keywords.get("region_name")):
        is_absent = named_region is None or named_region.__class__ is Const and named_region.value is None
        region = region if is_absent else named_region
    key = arguments.get(0 if kind == "session" else 99, "aws_access_key_id", None)
    if key is not None and not (key.__class__ is values.Text and key.parts == (("env", "AWS_ACCESS_KEY_ID"),)) \
            and not (key.__class__ is Aws and key.role == "credentials"):
        return values.MISSING  # its calls are made with another role
    if getattr(_setting(arguments.keywords.get("config"), "signature_version"), "dotted", "") in UNSIGNED:
        return values.MISSING  # its calls are made without a role
    if kind == "session":
        return Aws("session", region=region)
    names = [texts.text(option) for option in values.options(arguments.get(0, "service_name"))
             if option.__class__ is not Const or option.value is not None]
    if len(names) > 1 and None not in names:
        return values.union([client_or_resource(kind, Arguments([Const(name)]), site, region) for name in names])
    name = models.SERVICE_ALIASES.get(names[0], names[0]) if len(names) == 1 else None
    if name is None:
        unresolved.record_client(site)
        return UNKNOWN
    if name not in models.services() or kind == "resource" and models.resource(name, None) is None:
        site.note("no-service", what=kind, name=name)
        return UNKNOWN
    site.analysis.clients.add((kind, name))
    ids = {"Url": arguments.keywords.get("endpoint_url", UNKNOWN)} if name == "apigatewaymanagementapi" else None
    return Aws(kind, name, ids=ids, region=region)


def _setting(config, name):
    """The value of a setting of a Config, such as signature_version; None without one."""
    return config.names.get(name) if config.__class__ is values.Instance else None


def _config(arguments, _site):
    """botocore.config.Config(signature_version=UNSIGNED): an object with these attributes."""
    result = values.Instance(values.External("botocore.config.Config"))
    result.names.update(arguments.keywords)
    return result


def _of_session(receiver, name, arguments, site):
    """session.client("s3"), session.get_credentials()"""
    return Aws("credentials", "credentials") if name == "get_credentials" else \
        client_or_resource(name, arguments, site, _region(receiver, site))


def _region(session, site):
    """The value of the region of a session, None if it has that of the lambda."""
    return site.analysis.region if session is DEFAULT_SESSION else session.region


def session_of(class_):
    """The session that the objects of a class of the app are which inherits from boto3's, in any region; else None."""
    is_session = any(MAKERS.get(base) == "session" for base in foreign_bases.of(class_))
    return Aws("session", region=UNKNOWN) if is_session else None


def _of_client(receiver, name, arguments, site):
    """client.put_object(...), get_paginator, get_waiter and the methods for presigned URLs."""
    service = receiver.service
    if name in ("get_paginator", "get_waiter"):
        role, operations = name[4:], models.paginators(service) if name == "get_paginator" else models.waiters(service)
        first = arguments.get(0, "operation_name" if role == "paginator" else "waiter_name")
        named = boto3_transfers.named(first, operations, receiver, role, site)
        return values.union([boto3_resources.part(receiver, role, receiver.type, more=operation)
                             for operation in named] or [UNKNOWN])
    if name == "generate_presigned_url":
        return boto3_transfers.presigned(receiver, arguments, site)
    if name == "generate_presigned_post" or name in models.INJECTED.get(service, ()):
        return boto3_transfers.transfer(receiver, name, arguments, site)
    if name == "_make_api_call":
        return _of_operation(receiver, arguments, site)
    operation = models.operations(service).get(name)
    if operation is None:
        return UNKNOWN
    call = record_call(receiver, operation, name, arguments, site)
    return responses.answer(call, models.output_shape(service, operation), arguments.keywords)


def _of_operation(receiver, arguments, site):
    """client._make_api_call("GetItem", {"Key": ...})"""
    methods = {operation: name for name, operation in models.operations(receiver.service).items()}
    sent = arguments.get(1, "api_params")
    is_known = sent.__class__ is values.Dict
    passed = Arguments([], sent.items if is_known else {}, not is_known or sent.open)
    return values.union([_of_client(receiver, method, passed, site) for method in boto3_transfers.named(
        arguments.get(0, "operation_name"), methods, receiver, None, site)] or [UNKNOWN])


def _of_paginator(receiver, name, arguments, site):
    """paginator.paginate(...): pages; PaginationConfig is boto3's own parameter."""
    if name != "paginate":
        return UNKNOWN
    keywords = {key: value for key, value in arguments.keywords.items() if key != "PaginationConfig"}
    call = record_call(receiver, receiver.more, name, Arguments(arguments.positional, keywords, arguments.more), site)
    return List([responses.answer(call, models.output_shape(receiver.service, receiver.more), keywords)], True,
                responses.PAGES)


def _of_waiter(receiver, name, arguments, site):
    """waiter.wait(...)"""
    keywords = {key: value for key, value in arguments.keywords.items() if key != "WaiterConfig"}
    if name == "wait":
        record_call(receiver, receiver.more, name, Arguments(arguments.positional, keywords, arguments.more), site)
    return NONE


def _of_batch(receiver, name, arguments, site):
    """batch.put_item(Item=...), batch.delete_item(Key=...): BatchWriteItem, recorded item by item."""
    if name in ("put_item", "delete_item"):
        expected = "Item" if name == "put_item" else "Key"
        keywords = {**dict(zip([expected], arguments.positional)), **arguments.keywords}
        argument = Arguments([], {"TableName": receiver.ids.get("Name", UNKNOWN), **keywords}, arguments.more)
        record_call(receiver, "PutItem" if expected == "Item" else "DeleteItem", name, argument, site, ["TableName"])
    return NONE


def _unknown(*_all):
    """An unknown value."""
    return UNKNOWN


def _maker(kind):
    """boto3.client and related functions, in the form of library.FUNCTIONS."""
    def call(arguments, site):
        return client_or_resource(kind, arguments, site, None if kind == "session" else site.analysis.region)
    return call


def _set_default_session(arguments, site):
    """boto3.setup_default_session(region_name=...): the region of clients that boto3's own functions make."""
    site.analysis.region = client_or_resource("session", arguments, site).region
    return NONE


FUNCTIONS = {**{name: _maker(kind) for name, kind in MAKERS.items()},
             **dict.fromkeys(("botocore.config.Config", "botocore.client.Config", "boto3.session.Config"), _config),
             "boto3.setup_default_session": _set_default_session,
             "boto3._get_default_session": lambda _arguments, _site: DEFAULT_SESSION,
             "botocore.signers.CloudFrontSigner": lambda _arguments, _site: values.LOOSE,  # it calls nothing
             "boto3.s3.transfer.S3Transfer": boto3_transfers.transfers_of}
ROLES = {"session": _of_session, "client": _of_client, "resource": boto3_resources.called, "paginator": _of_paginator,
         "waiter": _of_waiter, "batch": _of_batch, "collection": boto3_resources.called_collection, "meta": _unknown,
         "exceptions": _unknown}
