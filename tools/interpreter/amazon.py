"""boto3: clients, resources and their parts; each call of AWS is recorded."""
from botocore import xform_name

from interpreter import models, responses, texts, unresolved, values
from interpreter.analysis import Arguments
from interpreter.observation import record_call
from interpreter.values import NONE, TEXT, UNKNOWN, Aws, Dict, List, Unknown

MAKERS = {"boto3.client": "client", "boto3.resource": "resource", "boto3.Session": "session",
          "boto3.session.Session": "session", "botocore.session.get_session": "session",
          "botocore.session.Session": "session", "aioboto3.Session": "session", "aioboto3.session.Session": "session",
          "aiobotocore.session.get_session": "session", "aiobotocore.session.AioSession": "session",
          "aioboto3.client": "client", "aioboto3.resource": "resource"}


def attribute(receiver, name, site):
    """The value of an attribute of a boto3 object: client.put_object is a Method, bucket.objects a collection.

    receiver  values.Aws; a note for the checks if boto3 has no such attribute
    """
    if receiver.role == "session":
        makers = {"client": "client", "resource": "resource", "create_client": "client"}
        return Aws("method", more=(receiver, makers[name])) if name in makers else UNKNOWN
    if receiver.role == "meta":
        return Aws("client", receiver.service, receiver.type) if name == "client" else UNKNOWN
    if receiver.role == "client" and name == "exceptions":
        return Aws("exceptions", receiver.service)
    if receiver.role == "client" and name == "meta" or receiver.role == "resource" and name == "meta":
        return Aws("meta", receiver.service, "python" if receiver.role == "resource" else None)
    if receiver.role in ("resource", "collection"):
        return _of_resource(receiver, name, site)
    if receiver.role == "exceptions":
        return _exception(receiver, name, site)
    if receiver.role == "client" and name not in models.client_methods(receiver.service):
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


def _of_resource(receiver, name, site):
    """An identifier, a collection or a method of a resource; a note if it has none of that name."""
    if receiver.role == "collection":
        return Aws("method", receiver.service, more=(receiver, name))
    has = models.resource(receiver.service, receiver.type)
    if has is None:
        return UNKNOWN
    for ident in has["ids"]:
        if name in (xform_name(ident), xform_name(has["alias"].get(ident) or ident)):
            return receiver.ids.get(ident, TEXT)
    if name in has["collections"]:
        type_, operation = models.item_type(receiver.service, has["collections"][name])
        return Aws("collection", receiver.service, type_, dict(receiver.ids), (name, operation, receiver))
    if name not in has["methods"]:
        site.note("no-method", service=receiver.service, type=receiver.type, name=name,
                 has=sorted(has["methods"]))
        return values.MISSING
    if name in has["attributes"] and has["load"]:  # the first read of an attribute loads them all
        request = has["load"]["request"]
        record_call(receiver, request["operation"], "load", Arguments([], _from_identifiers(receiver, request), True),
                    site)
        return UNKNOWN
    return Aws("method", receiver.service, more=(receiver, name))


def called(method, arguments, site):
    """The value of a call of a method of boto3: method(...). Records the call if it is one of AWS."""
    if method.role != "method":
        return UNKNOWN
    receiver, name = method.more
    return ROLES[receiver.role](receiver, name, arguments, site)


def client_or_resource(kind, arguments, site):
    """The values.Aws of boto3.client("s3"), boto3.resource("dynamodb") or boto3.Session().

    kind  "client", "resource" or "session"
    """
    key = arguments.keywords.get("aws_access_key_id")
    if key is not None and not (key.__class__ is values.Text and key.parts == (("env", "AWS_ACCESS_KEY_ID"),)):
        return values.MISSING  # its calls are made with another role
    if kind == "session":
        return Aws("session")
    names = [texts.text(option) for option in values.options(arguments.get(0, "service_name"))]
    if len(names) > 1 and None not in names:
        return values.union([client_or_resource(kind, Arguments([values.Const(name)]), site) for name in names])
    name = names[0] if len(names) == 1 else None
    if name is None:
        unresolved.record("boto3_client", Arguments([], {"Service": UNKNOWN}), site)
        return UNKNOWN
    if name not in models.services() or kind == "resource" and models.resource(name, None) is None:
        site.note("no-service", what=kind, name=name)
        return UNKNOWN
    site.analysis.clients.add((kind, name))
    return Aws(kind, name)


def _of_session(receiver, name, arguments, site):
    """session.client("s3")"""
    return client_or_resource(name, arguments, site)


def _of_client(receiver, name, arguments, site):
    """client.put_object(...), get_paginator, get_waiter and the methods for presigned URLs."""
    service = receiver.service
    first = texts.text(arguments.get(0))
    if name in ("get_paginator", "get_waiter"):
        first = first or texts.text(arguments.get(0, "operation_name")) or texts.text(arguments.get(0, "waiter_name"))
        operations = models.paginators(service) if name == "get_paginator" else models.waiters(service)
        if first is not None and first not in operations:
            site.note("no-method", service=service, type=name[4:], name=first, has=sorted(operations))
        role = "paginator" if name == "get_paginator" else "waiter"
        return Aws(role, service, receiver.type, more=operations[first]) if first in operations else UNKNOWN
    if name == "generate_presigned_url":
        return _presigned(receiver, first, arguments, site)
    if name == "generate_presigned_post" or name in models.INJECTED.get(service, ()):
        return _transfer(receiver, name, arguments, site)
    operation = models.operations(service).get(name)
    if operation is None:
        return UNKNOWN
    call = record_call(receiver, operation, name, arguments, site)
    return responses.answer(call, models.output_shape(service, operation))


def _presigned(receiver, first, arguments, site):
    """generate_presigned_url("get_object", Params={...}): the call is made with the lambda's role."""
    first = first or texts.text(arguments.keywords.get("ClientMethod", UNKNOWN))
    params = arguments.get(1, "Params")
    seconds = arguments.get(2, "ExpiresIn")
    if seconds.__class__ is values.Const and seconds.value.__class__ is int:
        site.note("presigned", seconds=seconds.value)
    operation = models.operations(receiver.service).get(first)
    if first is None:
        site.note("escaped", service=receiver.service, variables=[], to="", pure=False)
    if operation and params.__class__ is not values.Dict:
        record_call(receiver, operation, "generate_presigned_url", Arguments([], {}, True), site)
    if operation and params.__class__ is values.Dict:
        argument = Arguments([], dict(params.items), params.open or bool(params.maybe))
        record_call(receiver, operation, "generate_presigned_url", argument, site)
    elif first and not operation:
        site.note("no-method", service=receiver.service, type=None, name=first,
                 has=sorted(models.operations(receiver.service)))
    return TEXT


def _transfer(receiver, name, arguments, site):
    """upload_file and related methods: several requests, with parameters of their own."""
    operation, placed = models.S3_TRANSFERS.get(name, ("PutObject", ["Bucket", "Key"]))
    if receiver.service != "s3":
        return TEXT
    bucket = receiver.ids.get("BucketName", receiver.ids.get("Name", UNKNOWN))
    ids = {"Bucket": bucket} if receiver.role == "resource" else {}
    if receiver.role == "resource" and receiver.type != "Bucket":
        ids["Key"] = receiver.ids.get("Key", receiver.ids.get("ObjectKey", UNKNOWN))
    placed = [entry for entry in placed if entry not in ids]
    argument = {**ids, **dict(zip(placed, arguments.positional)), **arguments.keywords}
    extra = argument.get("ExtraArgs", argument.get("Fields"))
    more = extra.items if extra.__class__ is Dict else {}
    before = {key: value for key, value in {**more, **argument}.items()
              if key in ("Bucket", "Key", "CopySource", "ACL", "Tagging", "VersionId")}
    record_call(receiver, operation, name, Arguments([], before, True), site)
    return TEXT if name.startswith("generate") else NONE


def _of_resource_call(receiver, name, arguments, site):
    """dynamodb.Table("demo"), table.put_item(...), table.batch_writer(), bucket.Object("key")"""
    has = models.resource(receiver.service, receiver.type)
    if name in has["has"]:
        return _sub_resource(receiver, has["has"][name], arguments.positional, arguments.keywords)
    if name == "batch_writer":
        return Aws("batch", receiver.service, "Table", receiver.ids)
    if name in models.S3_TRANSFERS:
        return _transfer(receiver, name, arguments, site)
    if name in has["waiters"]:
        waiter = models.waiters(receiver.service)[xform_name(has["waiters"][name]["waiterName"])]
        record_call(receiver, waiter, name, Arguments([], _from_identifiers(receiver, has["waiters"][name]), True), site)
        return NONE
    action = has["actions"].get(name) or ({"request": has["load"]["request"]} if name in ("load", "reload")
                                          and has["load"] else None)
    if action is None:
        return UNKNOWN
    request = action["request"]
    filled = _from_identifiers(receiver, request)
    argument = Arguments(arguments.positional, {**filled, **arguments.keywords}, arguments.more)
    targets = {entry["target"].split("[")[0].split(".")[0] for entry in request.get("params", [])}
    call = record_call(receiver, request["operation"], name, argument, site, sorted(targets))
    if "resource" in action:
        return _resource_of_action(receiver, action["resource"], argument)
    return responses.answer(call, models.output_shape(receiver.service, request["operation"]))


def _from_identifiers(receiver, request):
    """{"Bucket": value}: the parameters of a request that a resource fills from its identifiers, others UNKNOWN."""
    return {entry["target"]: receiver.ids.get(entry.get("name"), UNKNOWN) if entry["source"] == "identifier" else UNKNOWN
            for entry in request.get("params", []) if "[" not in entry["target"] and "." not in entry["target"]}


def _resource_of_action(receiver, description, arguments):
    """The resource that an action returns: bucket.put_object(Key=...) an Object, get_queue_by_name() a Queue."""
    ids = {}
    for entry in description.get("identifiers", []):
        if entry["source"] == "identifier":
            ids[entry["target"]] = receiver.ids.get(entry["name"], UNKNOWN)
        elif entry["source"] == "requestParameter":
            ids[entry["target"]] = arguments.keywords.get(entry["path"], UNKNOWN)
        elif "QueueName" in arguments.keywords:  # the end of a queue's URL is its name
            ids[entry["target"]] = arguments.keywords["QueueName"]
    if "[]" in description.get("path", "") or description["type"] == "Message":
        return List([Aws("resource", receiver.service, description["type"], ids)], True)
    return Aws("resource", receiver.service, description["type"], ids)


def _sub_resource(receiver, description, args, keywords):
    """A resource of another resource: its identifiers are those of the other, or arguments."""
    ids, more = {}, list(args)
    for entry in description.get("identifiers", []):
        if entry["source"] == "identifier":
            ids[entry["target"]] = receiver.ids.get(entry["name"], UNKNOWN)
        else:
            ids[entry["target"]] = more.pop(0) if more else keywords.get(xform_name(entry["target"]), UNKNOWN)
    return Aws("resource", receiver.service, description["type"], ids)


def _of_paginator(receiver, name, arguments, site):
    """paginator.paginate(...): pages; PaginationConfig is boto3's own parameter."""
    args, keywords, more, _spread = arguments
    if name != "paginate":
        return UNKNOWN
    keywords = {key: value for key, value in keywords.items() if key != "PaginationConfig"}
    call = record_call(receiver, receiver.more, name, Arguments(args, keywords, more), site)
    return List([responses.answer(call, models.output_shape(receiver.service, receiver.more))], True)


def _of_waiter(receiver, name, arguments, site):
    """waiter.wait(...)"""
    args, keywords, more, _spread = arguments
    keywords = {key: value for key, value in keywords.items() if key != "WaiterConfig"}
    if name == "wait":
        record_call(receiver, receiver.more, name, Arguments(args, keywords, more), site)
    return NONE


def _of_batch(receiver, name, arguments, site):
    """batch.put_item(Item=...), batch.delete_item(Key=...): BatchWriteItem, recorded item by item."""
    args, keywords, more, _spread = arguments
    if name in ("put_item", "delete_item"):
        expected = "Item" if name == "put_item" else "Key"
        keywords = {**dict(zip([expected], args)), **keywords}
        argument = Arguments([], {"TableName": receiver.ids.get("Name", UNKNOWN), **keywords}, more)
        record_call(receiver, "PutItem" if expected == "Item" else "DeleteItem", name, argument, site, ["TableName"])
    return NONE


def _of_collection(receiver, name, arguments, site):
    """bucket.objects.filter(Prefix=...), .all(), .delete()"""
    filters = name in ("filter", "all", "limit", "page_size", "pages")
    parent = receiver.more[2]
    ids = {"Bucket": parent.ids.get("Name", UNKNOWN)} if (receiver.service, parent.type) == ("s3", "Bucket") else {}
    argument = Arguments([], {**ids, **(arguments.keywords if name == "filter" else {})}, True)
    record_call(parent, receiver.more[1], receiver.more[0], argument, site)
    batch = models.batch_operations(receiver.service, receiver.type).get(name)
    if name == "filter" and "Prefix" in arguments.keywords:
        more = {**receiver.ids, "Prefix": arguments.keywords["Prefix"]}
        receiver = Aws("collection", receiver.service, receiver.type, more, receiver.more)
    if batch and receiver.service == "s3":
        version = {"VersionId": Unknown("text")} if receiver.type == "ObjectVersion" else {}
        objects = Dict({"Objects": List([Dict({"Key": _key_of(receiver), **version})], True)})
        record_call(parent, batch, name, Arguments([], {**ids, "Delete": objects}, True), site)
    return receiver if filters else UNKNOWN


def _key_of(receiver):
    """The key of an element of a collection: a text that begins with the prefix."""
    prefix = receiver.ids.get("Prefix", UNKNOWN)
    return texts.combined_options(lambda text: texts.text_of([*texts.parts_of(text), None]), prefix)


def element(receiver, analysis):
    """The element of a loop over a collection: a resource."""
    if receiver.role != "collection":
        return UNKNOWN
    parent = receiver.more[2]
    ids = {"BucketName": parent.ids.get("Name", UNKNOWN), "Key": _key_of(receiver), "ObjectKey": _key_of(receiver)} \
        if (receiver.service, parent.type) == ("s3", "Bucket") else {}
    if (receiver.service, parent.type) == ("sqs", "Queue"):
        ids = {"QueueUrl": parent.ids.get("Url", UNKNOWN)}
    return Aws("resource", receiver.service, receiver.type, ids)


def _unknown(*_all):
    """An unknown value."""
    return UNKNOWN


def _maker(kind):
    """boto3.client and related functions, in the form of library.FUNCTIONS."""
    def call(arguments, site):
        return client_or_resource(kind, arguments, site)
    return call


def _transfer_manager(arguments, site):
    """boto3.s3.transfer.S3Transfer(client): its methods are those of the client."""
    return arguments.get(0, "client")


FUNCTIONS = {**{name: _maker(kind) for name, kind in MAKERS.items()},
             "boto3.s3.transfer.S3Transfer": _transfer_manager}
ROLES = {"session": _of_session, "client": _of_client, "resource": _of_resource_call, "paginator": _of_paginator,
         "waiter": _of_waiter, "batch": _of_batch, "collection": _of_collection, "meta": _unknown,
         "exceptions": _unknown}
