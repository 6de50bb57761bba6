"""Resources and collections of boto3: their parts, and the calls of AWS that their methods make."""

from botocore import xform_name

from interpreter import boto3_transfers, models, responses, texts, values
from interpreter.analysis import Arguments
from interpreter.observation import record_call
from interpreter.values import NONE, TEXT, UNKNOWN, Aws, Dict, List, Unknown

# The attributes of `meta`: boto3's ResourceMeta, botocore's ClientMeta.
OF_RESOURCE = frozenset("client copy data identifiers resource_model service_name".split())
OF_CLIENT = frozenset("config endpoint_url events method_to_api_mapping partition region_name service_model".split())


def part(receiver, role, type_=None, ids=None, more=None):
    """Another object of the same service and region: the table of a resource, the paginator of a client."""
    return Aws(role, receiver.service, type_, ids, more, receiver.region)


def attribute(receiver, name, site):
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
        collection = has["collections"][name]
        return part(receiver, "collection", collection["resource"]["type"], dict(receiver.ids),
                    (name, collection["request"]["operation"], receiver))
    if name not in has["methods"]:
        site.note("no-method", service=receiver.service, type=receiver.type, name=name, has=sorted(has["methods"]))
        return values.MISSING
    if name in has["lazy"] and receiver.ids and receiver.type != "ObjectSummary":
        return _loaded_attribute(receiver, has, name, site)
    return Aws("method", receiver.service, more=(receiver, name))


def _loaded_attribute(receiver, has, name, site):
    """table.item_count: boto3 reads attributes by a call of AWS, DescribeTable, at the first use."""
    request = has["load"]["request"]
    params = _from_identifiers(receiver, request)
    call = record_call(receiver, request["operation"], name, Arguments([], params), site, sorted(params))
    members = models.shape(receiver.service, has["shape"])["members"]
    field = next(field for field in members if xform_name(field) == name)
    return responses.member_value(values.Answer(call, has["shape"], (receiver.type,), {}), members[field], field)


def of_meta(receiver, name, region, site):
    """The value of an attribute of client.meta or table.meta; a note if boto3 has none of that name."""
    names = OF_CLIENT if receiver.type is None else OF_RESOURCE
    if name not in names and not name.startswith("_"):
        site.note("no-method", service=receiver.service, type="meta", name=name, has=sorted(names))
        return values.MISSING
    if name == "region_name":
        return region
    return part(receiver, "client", receiver.type) if name == "client" else UNKNOWN


def called(receiver, name, arguments, site):
    """dynamodb.Table("demo"), table.put_item(...), table.batch_writer(), bucket.Object("key")"""
    has = models.resource(receiver.service, receiver.type)
    if name in has["has"]:
        return _sub_resource(receiver, has["has"][name], arguments.positional, arguments.keywords)
    if name == "batch_writer":
        if "overwrite_by_pkeys" in arguments.keywords:
            site.note("unique-keys", keys=site.analysis.plain(arguments.keywords["overwrite_by_pkeys"]),
                      table=site.analysis.plain(receiver.ids.get("Name", UNKNOWN)))
        return part(receiver, "batch", "Table", receiver.ids)
    if name in models.S3_TRANSFERS:
        return boto3_transfers.transfer(receiver, name, arguments, site)
    if name in has["waiters"]:
        waiter = models.waiters(receiver.service)[xform_name(has["waiters"][name]["waiterName"])]
        filled = _from_identifiers(receiver, has["waiters"][name])
        record_call(receiver, waiter, name, Arguments([], filled, True), site)
        return NONE
    action = has["actions"].get(name) or ({"request": has["load"]["request"]} if name in ("load", "reload")
                                          and has["load"] else None)
    if name == "delete_tags" and receiver.service == "ec2":  # boto3/ec2/deletetags.py, in no model
        action = {"request": has["actions"]["create_tags"]["request"] | {"operation": "DeleteTags"}}
    if action is None:
        return UNKNOWN
    request = action["request"]
    filled = _from_identifiers(receiver, request)
    argument = Arguments(arguments.positional, {**filled, **arguments.keywords}, arguments.more)
    targets = {entry["target"].split("[")[0].split(".")[0] for entry in request.get("params", [])}
    call = record_call(receiver, request["operation"], name, argument, site, sorted(targets))
    if "resource" in action:
        return _resource_of_action(receiver, action["resource"], argument)
    return responses.answer(call, models.output_shape(receiver.service, request["operation"]), argument.keywords)


def _from_identifiers(receiver, request):
    """{"Bucket": value}: the parameters of a request that a resource fills: identifiers, and what AWS responded."""
    filled, ids = {}, {**receiver.ids, None: UNKNOWN}
    for entry in request.get("params", []):
        target, bracket, _rest = entry["target"].partition("[")
        value = ids.get(entry.get("name") if entry["source"] == "identifier" else None, UNKNOWN)
        value = texts.answered(entry["path"]) if entry["source"] == "data" else value
        if "." not in entry["target"]:  # InstanceIds[0] and InstanceIds[] are lists with the resource
            filled[target] = List([value]) if bracket else value
    return filled


def _resource_of_action(receiver, description, arguments):
    """The resource that an action returns: bucket.put_object(Key=...) an Object, get_queue_by_name() a Queue."""
    ids = {}
    for entry in description.get("identifiers", []):
        if entry["source"] == "identifier":
            ids[entry["target"]] = receiver.ids.get(entry["name"], UNKNOWN)
        elif entry["source"] == "requestParameter":
            ids[entry["target"]] = arguments.keywords.get(entry["path"], UNKNOWN)
        else:  # the end of a queue's URL is its name
            ids[entry["target"]] = arguments.keywords.get("QueueName", UNKNOWN)
    if "[]" in description.get("path", "") or description["type"] == "Message":
        return List([part(receiver, "resource", description["type"], ids)], True)
    return part(receiver, "resource", description["type"], ids)


def _sub_resource(receiver, description, args, keywords):
    """A resource of another resource: its identifiers are those of the other, or arguments."""
    ids, more = {}, list(args)
    for entry in description.get("identifiers", []):
        if entry["source"] == "identifier":
            ids[entry["target"]] = receiver.ids.get(entry["name"], UNKNOWN)
        else:
            ids[entry["target"]] = more.pop(0) if more else keywords.get(xform_name(entry["target"]), UNKNOWN)
    return part(receiver, "resource", description["type"], ids)


def called_collection(receiver, name, arguments, site):
    """bucket.objects.filter(Prefix=...), .all(), .delete()"""
    filters = name in ("filter", "all", "limit", "page_size", "pages")
    parent = receiver.more[2]
    collection = models.resource(parent.service, parent.type)["collections"][receiver.more[0]]
    ids = _from_identifiers(parent, collection["request"])
    argument = Arguments([], {**ids, **(arguments.keywords if name == "filter" else {})}, True)
    call = record_call(parent, receiver.more[1], receiver.more[0], argument, site)
    receiver = part(receiver, "collection", receiver.type, receiver.ids, (*receiver.more[:3], call))
    batch = models.batch_requests(receiver.service, receiver.type).get(name)
    if name == "filter" and "Prefix" in arguments.keywords:
        more = {**receiver.ids, "Prefix": arguments.keywords["Prefix"]}
        receiver = part(receiver, "collection", receiver.type, more, receiver.more)
    if batch and receiver.service == "s3":
        version = {"VersionId": Unknown("text")} if receiver.type == "ObjectVersion" else {}
        key = texts.derived("listed", receiver.ids.get("Prefix", UNKNOWN))
        objects = Dict({"Objects": List([Dict({"Key": key, **version})], True)})
        record_call(parent, batch["operation"], name, Arguments([], {**ids, "Delete": objects}, True), site)
    elif batch:
        filled = _from_identifiers(element(receiver, site.analysis), batch)
        sent = Arguments([], {**filled, **arguments.keywords}, arguments.more)
        record_call(parent, batch["operation"], name, sent, site)
    if name == "pages":
        return List([List([element(receiver, site.analysis)], True)], True)
    return receiver if filters else UNKNOWN


def element(receiver, analysis):
    """The element of a loop over a collection: a resource."""
    if receiver.role != "collection":
        return UNKNOWN
    parent = receiver.more[2]
    key = texts.derived("listed", receiver.ids.get("Prefix", UNKNOWN))
    ids = {"BucketName": parent.ids.get("Name", UNKNOWN), "Key": key, "ObjectKey": key} \
        if (receiver.service, parent.type) == ("s3", "Bucket") else {}
    if (receiver.service, parent.type) == ("sqs", "Queue"):
        ids = {"QueueUrl": parent.ids.get("Url", UNKNOWN)}
    if not ids and len(receiver.more) > 3:  # AWS names it in its response
        collection = models.resource(parent.service, parent.type)["collections"][receiver.more[0]]
        ids = {entry["target"]: values.Answer(receiver.more[3], None, (entry["path"],), {})
               for entry in collection["resource"]["identifiers"] if entry["source"] == "response"}
    return part(receiver, "resource", receiver.type, ids)
