"""boto3: clients, resources and what hangs on them; each call of AWS is kept."""
from botocore import xform_name

from interpreter import conditions, models, responses, texts, values
from interpreter.analysis import Arguments
from interpreter.values import NONE, TEXT, UNKNOWN, Aws, List

MAKERS = {"boto3.client": "client", "boto3.resource": "resource", "boto3.Session": "session",
          "boto3.session.Session": "session"}


def attribute(held, name, site):
    """client.put_object, table.meta, bucket.objects, ..."""
    if held.role == "session":
        return Aws("method", more=(held, name)) if name in ("client", "resource") else UNKNOWN
    if held.role == "meta":
        return Aws("client", held.service, held.type) if name == "client" else UNKNOWN
    if held.role == "client" and name == "exceptions":
        return Aws("exceptions", held.service)
    if held.role == "client" and name == "meta" or held.role == "resource" and name == "meta":
        return Aws("meta", held.service, "python" if held.role == "resource" else None)
    if held.role in ("resource", "collection"):
        return _of_resource(held, name, site)
    if held.role == "exceptions":
        return values.Unknown("refusal")
    if held.role == "client" and name not in models.client_methods(held.service):
        site.note("no-method", service=held.service, type=None, name=name,
                 has=sorted(models.client_methods(held.service)))
        return UNKNOWN
    return Aws("method", held.service, more=(held, name))


def _of_resource(held, name, site):
    """An identifier, a collection or a method of a resource; a note if it has none of that name."""
    if held.role == "collection":
        return Aws("method", held.service, more=(held, name))
    has = models.resource(held.service, held.type)
    if has is None:
        return UNKNOWN
    for ident in has["ids"]:
        if name in (xform_name(ident), xform_name(has["alias"].get(ident) or ident)):
            return held.ids.get(ident, TEXT)
    if name in has["collections"]:
        type_, operation = models.item_type(held.service, has["collections"][name])
        return Aws("collection", held.service, type_, dict(held.ids), (name, operation, held))
    if name not in has["methods"]:
        site.note("no-method", service=held.service, type=held.type, name=name,
                 has=sorted(has["methods"]))
        return UNKNOWN
    return Aws("method", held.service, more=(held, name))


def called(method, arguments, site):
    """A call of something of boto3."""
    if method.role != "method":
        return UNKNOWN
    held, name = method.more
    return ROLES[held.role](held, name, arguments, site)


def made(kind, arguments, site):
    """boto3.client("s3"), boto3.resource("dynamodb"), boto3.Session()"""
    if kind == "session":
        return Aws("session")
    name = texts.text(arguments.get(0, "service_name"))
    if name is None:
        return UNKNOWN
    if name not in models.services() or kind == "resource" and models.resource(name, None) is None:
        site.note("no-service", what=kind, name=name)
        return UNKNOWN
    return Aws(kind, name)


def _of_session(held, name, arguments, site):
    """session.client("s3")"""
    return made(name, arguments, site)


def _of_client(held, name, arguments, site):
    """client.put_object(...), and what makes paginators, waiters and presigned URLs."""
    service = held.service
    first = texts.text(arguments.positional[0]) if arguments.positional else None
    if name in ("get_paginator", "get_waiter"):
        first = first or texts.text(arguments.named.get("operation_name", arguments.named.get("waiter_name", UNKNOWN)))
        known = models.paginators(service) if name == "get_paginator" else models.waiters(service)
        if first is not None and first not in known:
            site.note("no-method", service=service, type=name[4:], name=first, has=sorted(known))
        role = "paginator" if name == "get_paginator" else "waiter"
        return Aws(role, service, held.type, more=known[first]) if first in known else UNKNOWN
    if name == "generate_presigned_url":
        return _presigned(held, first, arguments, site)
    if name == "generate_presigned_post" or name in models.INJECTED.get(service, ()):
        return _transfer(held, name, arguments, site)
    operation = models.operations(service).get(name)
    if operation is None:
        return UNKNOWN
    call = keep(held, operation, name, arguments, site)
    return responses.answer(call, models.output_shape(service, operation))


def _presigned(held, first, arguments, site):
    """generate_presigned_url("get_object", Params={...}): whoever has it does the call in the lambda's name."""
    first = first or texts.text(arguments.named.get("ClientMethod", UNKNOWN))
    params = arguments.get(1, "Params")
    seconds = arguments.get(2, "ExpiresIn")
    if seconds.__class__ is values.Const and seconds.value.__class__ is int:
        site.note("presigned", seconds=seconds.value)
    operation = models.operations(held.service).get(first)
    if operation and params.__class__ is values.Dict:
        given = Arguments([], dict(params.items), params.open or bool(params.maybe))
        keep(held, operation, "generate_presigned_url", given, site)
    elif first and not operation:
        site.note("no-method", service=held.service, type=None, name=first,
                 has=sorted(models.operations(held.service)))
    return TEXT


def _transfer(held, name, arguments, site):
    """upload_file and its kin: several requests, whose parameters have names of their own."""
    operation, placed = models.S3_TRANSFERS.get(name, ("PutObject", ["Bucket", "Key"]))
    if held.service != "s3":
        return TEXT
    ids = {"Bucket": held.ids.get("BucketName", held.ids.get("Name", UNKNOWN))} if held.role == "resource" else {}
    placed = [one for one in placed if one not in ids]
    given = {**ids, **dict(zip(placed, arguments.positional)), **arguments.named}
    kept = {key: value for key, value in given.items() if key in ("Bucket", "Key", "CopySource")}
    keep(held, operation, name, Arguments([], kept, True), site)
    return TEXT if name.startswith("generate") else NONE


def _of_resource_call(held, name, arguments, site):
    """dynamodb.Table("demo"), table.put_item(...), table.batch_writer(), bucket.Object("key")"""
    has = models.resource(held.service, held.type)
    if name in has["has"]:
        return _inner_resource(held, has["has"][name], arguments.positional, arguments.named)
    if name == "batch_writer":
        return Aws("batch", held.service, "Table", held.ids)
    if name in models.S3_TRANSFERS:
        return _transfer(held, name, arguments, site)
    action = has["actions"].get(name) or ({"request": has["load"]["request"]} if name in ("load", "reload")
                                          and has["load"] else None)
    if action is None:
        return UNKNOWN
    request = action["request"]
    filled = {}
    for one in request.get("params", []):
        if "[" not in one["target"] and "." not in one["target"]:
            filled[one["target"]] = held.ids.get(one.get("name"), UNKNOWN) if one["source"] == "identifier" else UNKNOWN
    given = Arguments(arguments.positional, {**filled, **arguments.named}, arguments.more)
    targets = {one["target"].split("[")[0].split(".")[0] for one in request.get("params", [])}
    call = keep(held, request["operation"], name, given, site, sorted(targets))
    if "resource" in action:
        return UNKNOWN
    return responses.answer(call, models.output_shape(held.service, request["operation"]))


def _inner_resource(held, made_of, args, named):
    """A resource reached from another: its identifiers come from there, or from the arguments."""
    ids, rest = {}, list(args)
    for one in made_of.get("identifiers", []):
        if one["source"] == "identifier":
            ids[one["target"]] = held.ids.get(one["name"], UNKNOWN)
        else:
            ids[one["target"]] = rest.pop(0) if rest else named.get(xform_name(one["target"]), UNKNOWN)
    return Aws("resource", held.service, made_of["type"], ids)


def _of_paginator(held, name, arguments, site):
    """paginator.paginate(...): pages; PaginationConfig is boto3's own parameter."""
    args, named, rest = arguments
    if name != "paginate":
        return UNKNOWN
    named = {key: value for key, value in named.items() if key != "PaginationConfig"}
    call = keep(held, held.more, name, Arguments(args, named, rest), site)
    return List([responses.answer(call, models.output_shape(held.service, held.more))], True)


def _of_waiter(held, name, arguments, site):
    """waiter.wait(...)"""
    args, named, rest = arguments
    named = {key: value for key, value in named.items() if key != "WaiterConfig"}
    if name == "wait":
        keep(held, held.more, name, Arguments(args, named, rest), site)
    return NONE


def _of_batch(held, name, arguments, site):
    """batch.put_item(Item=...), batch.delete_item(Key=...): BatchWriteItem, an item at a time."""
    args, named, rest = arguments
    if name in ("put_item", "delete_item"):
        wanted = "Item" if name == "put_item" else "Key"
        named = {**dict(zip([wanted], args)), **named}
        given = Arguments([], {"TableName": held.ids.get("Name", UNKNOWN), **named}, rest)
        keep(held, "PutItem" if wanted == "Item" else "DeleteItem", name, given, site, ["TableName"])
    return NONE


def _of_collection(held, name, arguments, site):
    """bucket.objects.filter(Prefix=...), .all(), .delete()"""
    filters = name in ("filter", "all", "limit", "page_size", "pages")
    parent = held.more[2]
    ids = {"Bucket": parent.ids.get("Name", UNKNOWN)} if (held.service, parent.type) == ("s3", "Bucket") else {}
    given = Arguments([], {**ids, **(arguments.named if name == "filter" else {})}, True)
    keep(parent, held.more[1], held.more[0], given, site)
    return held if filters else UNKNOWN


def each(held, analysis):
    """What a loop over a collection gives: resources."""
    return Aws("resource", held.service, held.type, {}) if held.role == "collection" else UNKNOWN


def keep(held, operation, method, arguments, site, filled=()):
    """Keep a call as plain JSON (see interpreter/__init__.py); the same dict is in what it answers."""
    analysis = site.analysis
    call = {"service": held.service, "operation": operation, "method": method, "via": held.role,
            "type": held.type, "python": held.role in ("resource", "batch") or held.type == "python",
            "ids": {key: analysis.plain(value) for key, value in held.ids.items()},
            "args": {key: analysis.plain(value) for key, value in arguments.named.items()},
            "placed": len(arguments.positional), "filled": list(filled), "whole": not arguments.more,
            "file": site.frame.module.path, "line": site.node.lineno,
            "tried": bool(analysis.tries), "sure": not analysis.muted, "reached": analysis.reached,
            "always": analysis.handling and not (analysis.doubts or analysis.muted)}
    analysis.calls.append(call)
    if "ConditionExpression" in arguments.named or operation.startswith("Transact"):
        conditions.may_fail(site.analysis)
    return call


def _unknown(*_all):
    """What is known of nothing else."""
    return UNKNOWN


def _maker(kind):
    """boto3.client and its like, as library.FUNCTIONS wants them."""
    def call(arguments, site):
        return made(kind, arguments, site)
    return call


FUNCTIONS = {name: _maker(kind) for name, kind in MAKERS.items()}
ROLES = {"session": _of_session, "client": _of_client, "resource": _of_resource_call, "paginator": _of_paginator,
         "waiter": _of_waiter, "batch": _of_batch, "collection": _of_collection, "meta": _unknown,
         "exceptions": _unknown}
