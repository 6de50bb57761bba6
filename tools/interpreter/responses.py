"""Responses of AWS, by botocore's models: their fields and the values of these."""
import re

from interpreter import models, origins, plain, texts, values
from interpreter.frames import entry_line
from interpreter.values import NONE, TEXT, UNKNOWN, Answer, List, Row, Text, Unknown

ALWAYS = {"ResponseMetadata"}
COUNTED = {"Count": ("Items",), "KeyCount": ("Contents", "CommonPrefixes")}  # the lists whose length a field is
# Of a text that names a resource of AWS, by the end of its field; another text may be data that the app wrote.
NAMES = ("id", "ids", "arn", "arns", "name", "names", "identifier", "identifiers", "queueurl", "queueurls")
OF_ONE = ("Name", "Arn", "ARN", "Id", "Url", "Bucket")  # the ends of parameters that name a resource
# Texts that are certain: of a response, and the element of a loop over an item.
OF_RESPONSE = {"part": "of the response"}
PART, NAME_OF_ATTRIBUTE = (Unknown("text", detail=part) for part in (OF_RESPONSE, {"part": "of an attribute"}))
PAGES = "pages"  # the kind of the List of what paginate() returns
OF_PAGES = ("search", "build_full_result")  # methods of what paginate() returns
# A step of an expression of JMESPath: a field, or elements of a list: [], [*], [?Size > `0`]
STEP = re.compile(r"""\.?([A-Za-z_]\w*)|\[(?:[^\]\['"`]|`[^`]*`|'[^']*'|"[^"]*"|\[[^\]]*\])*\]""")
LEAVES: dict[str | None, str] = {"string": "text", "integer": "whole", "long": "whole", "float": "float",
                                 "double": "float", "boolean": "bool",
                                 "timestamp": "time", "blob": "bytes"}
NUMERIC = ("integer", "long", "float", "double")


def answer(call, shape, sent):
    """The values.Answer of a call's response; UNKNOWN if the model has no shape for it. sent: {parameter: value}"""
    return Answer(call, shape, (), sent) if shape else UNKNOWN


def item(response, key, site, how="item"):
    """The value of response["Items"] or response["Records"][0]; notes a field that the model does not have.

    how  "item", or "get" of response.get("Items")
    """
    shape = models.shape(response.call["service"], response.shape)
    name = texts.text(key)
    if shape.get("type") == "list" and name is not None:
        site.note("index-list", key=name, path=list(response.path), how="response")
        return UNKNOWN
    if shape.get("type") == "list":
        return member_value(response, shape["member"], "[]")
    if shape.get("type") == "map":
        if response.shape == "Metadata" and response.call["service"] == "s3" and how == "item" and name is not None:
            site.note("read-metadata", key=name, call=response.call, path=[], **site.analysis.certainty())
        return member_value(response, shape["value"], name or "*")
    if name is None or shape.get("type") != "structure":
        return UNKNOWN
    if name in shape["members"]:
        if how == "item" and _has_no_attributes(response, name, site):
            return UNKNOWN
        _note_item(response, name, site)
        for field in COUNTED.get(name, ()):
            site.analysis.looked_up |= {("row", response.call["line"], field), ("answer", response.call["line"], field)}
        return member_value(response, shape["members"][name], name)
    note_absent(response, name, site)
    return UNKNOWN


def _has_no_attributes(response, name, site):
    """Whether "Attributes" is read of a write that returns none; notes it."""
    call = response.call
    is_absent = name == "Attributes" and not response.path and not site.analysis.testing \
        and call["operation"] in ("PutItem", "UpdateItem", "DeleteItem") and call["whole"] and call["sure"] \
        and call["args"].get("ReturnValues", "NONE") == "NONE" \
        and ("answer", call["line"], name) not in site.analysis.looked_up
    if is_absent:
        site.note("no-answer", service="dynamodb", operation=call["operation"], how="attributes", path=[], key=name,
                  has=[])
    return is_absent


def note_absent(response, name, site, how="item"):
    """Note a field that no response of the operation has. how: "item", or "test" of a condition: "Next" in page"""
    shape = models.shape(response.call["service"], response.shape)
    if name is not None and shape.get("type") == "structure" and name not in shape["members"] and name not in ALWAYS:
        site.note("no-answer", service=response.call["service"], operation=response.call["operation"], how=how,
                  path=list(response.path), key=name, has=sorted(shape["members"]))


def _note_item(response, name, site):
    """Note response["Item"] of get_item, the former "Attributes" of a write, and a list of S3 or SQS: they are not
    there if the table has no such item, or if the list is empty: these services put no element around it."""
    member = models.shape(response.call["service"], response.shape)["members"][name]["shape"]
    if not (site.analysis.testing or response.path) and (
            name == "Item" and response.call["operation"] == "GetItem"
            or name == "Attributes" and str(response.call["args"].get("ReturnValues")).endswith("_OLD")
            or models.shape(response.call["service"], member).get("flattened")):
        site.note("needs-item", path=["answer", response.call["line"]], key=name, call=response.call)


def note_first_item(rows, site):
    """Note the use of an item of response["Items"] as if the list were not empty. rows: its Row

    A page before another one, which has a LastEvaluatedKey, has items.
    """
    if {("answer", rows.call["line"], "LastEvaluatedKey")} <= site.analysis.looked_up:
        return
    site.note("needs-item", path=["row", rows.call["line"]], key="Items", call=rows.call)


def note_missing_row(receiver, site, empty=False):
    """Note the use of response.get("Item") as if it were not None, or, if `empty`, not {}."""
    row = next((option for option in receiver.options if option.__class__ is Row and not option.path), None)
    _note_missing_object(receiver, site)
    if row is not None and not row.many and any(
            option is NONE or empty and values.is_empty(option) for option in receiver.options):
        site.note("needs-item", path=["row", row.call["line"], entry_line(site.analysis)], key="Item", call=row.call)


def _note_missing_object(receiver, site):
    """Note the use of an object that the app makes of get_item's item, where its helper returns None without one."""
    rows = [part for option in receiver.options if option.__class__ is values.Instance for part in option.names.values()
            if part.__class__ is Row and part.call["operation"] == "GetItem"]
    others = [option for option in receiver.options if option.__class__ is not values.Instance]
    if rows and others and all(option.__class__ is values.Const and option.value is None for option in others):
        call = rows[0].call
        analysis = site.analysis
        site.note("needs-item", path=["row", call["line"], "object", entry_line(analysis)], key="Item", call=call,
                  how="object", by_caller=bool(analysis.catching_tries and not analysis.open_tries))


def member_value(response, member, name):
    """The value of a member of a response. name: of the member; in DynamoDB's resource it has Python's own types."""
    service, path = response.call["service"], (*response.path, name)
    shape = models.shape(service, member["shape"])
    kind = shape.get("type")
    if service == "dynamodb" and response.call["python"]:
        if _is_row(service, member["shape"]):
            return Row(response.call, key=member["shape"] == "Key")
        if kind == "list" and _is_row(service, shape["member"]["shape"]):
            return Row(response.call, many=True)
    if kind == "list" and (ids := origins.listed(response, path)):
        return ids
    if kind in ("structure", "list", "map"):
        return Answer(response.call, member["shape"], path, response.sent)
    outer = models.shape(service, response.shape)
    if kind == "blob" and outer.get("payload") == name:  # as get_streaming_output in botocore/model.py
        return Unknown("stream", _answered(response.call))
    if kind == "timestamp":
        return values.AWARE
    if (origin := origins.value(response, path)) is not None:
        return origin
    field = next(part for part in reversed(path) if part != "[]")
    if kind == "string" and field.lower().endswith(NAMES) and (
            service != "dynamodb" or response.call["operation"].startswith(("Describe", "List"))):
        named = response.sent.get(f"{field[:-3]}Name") if field.lower().endswith("arn") else None
        return Unknown("text", detail={"answered": _listed_service(response), "field": _named_field(path),
                                       **({"origin": plain.plain(named)} if named.__class__ is Text else {})})
    if kind == "string":
        return TEXT if service == "dynamodb" else PART
    return Unknown(LEAVES.get(kind, ""), detail=OF_RESPONSE if kind in NUMERIC else None)


def _listed_service(response):
    """The service whose list has the text of a response, such as that of list_buckets(), or of a response about what
    is in a list of the service; True of other responses."""
    service = response.call["service"]
    are_listed = [(getattr(value, "detail", None) or {}).get("answered") == service
                  for name, value in response.sent.items() if name.endswith(OF_ONE)]
    return service if all(are_listed) and (are_listed or response.call["operation"].startswith("List")) else True


def _named_field(path):
    """The field of a text that names a resource, with the type of the resource: "RuleArn" of ("Rules", "[]", "Arn")."""
    *outer, field = [part for part in path if part != "[]"]
    is_named = outer and field.lower() in ("arn", "id", "name")
    return f"{re.sub('(?<=Bus)es$|s$', '', outer[-1])}{field}" if is_named else field


def _answered(call):
    """{"answer of": "DEMO_A_FUNCTION"}: the lambda that returned a payload; None for other calls."""
    name = call["args"].get("FunctionName") if call["operation"] == "Invoke" else None
    if name is not None and call["args"].get("InvocationType") in ("Event", "DryRun"):
        return {"no answer": call["args"]["InvocationType"]}
    return {"answer of": name["env"]} if isinstance(name, dict) and "env" in name else None


def _is_row(service, name):
    """Whether a shape is an item: {name: AttributeValue}."""
    shape = models.shape(service, name)
    return shape.get("type") == "map" and shape["value"]["shape"] == "AttributeValue"


def element(response):
    """The value that the target of a loop over a part of a response has."""
    shape = models.shape(response.call["service"], response.shape)
    if shape.get("type") == "list":
        return member_value(response, shape["member"], "[]")
    return TEXT


def method(response, name, args, site):
    """The value of response.get("Items", []) and of other methods of mappings."""
    if name in ("get", "pop") and args:
        site.analysis.looked_up.add(("answer", response.call["line"], texts.text(args[0])))
        field = item(response, args[0], site, "get")
        if field.__class__ is Row and len(args) < 2:
            return values.union([field, NONE])
        return values.union([field, args[1] if len(args) > 1 else NONE])
    return List([List([TEXT, UNKNOWN], kind="tuple")], True) if name == "items" else UNKNOWN


def item_of_pages(pages, name, site):
    """UNKNOWN, and a note, for paginate(...)["Items"], which Python refuses; None of other lists and items."""
    if pages.kind != PAGES or name is None:
        return None
    site.note("no-item", name=PAGES, key=name)
    return UNKNOWN


def of_pages(pages, name, expression):
    """The value of paginate(...).search("Contents[?Size > `0`].Key"), a list, or of build_full_result(), a response."""
    page = pages.items[0] if pages.items and pages.items[0].__class__ is Answer else UNKNOWN
    if name == "build_full_result" or page is UNKNOWN:
        return page
    value, remaining = page, texts.text(expression) or "?"
    while remaining and (step := STEP.match(remaining)):
        value, remaining = _part(value, step[1]), remaining[step.end():]
    return List([UNKNOWN if remaining else _part(value, None)], True)


def _type(value):
    """The type of a part of a response in botocore's model; None of other values."""
    return models.shape(value.call["service"], value.shape).get("type") if value.__class__ is Answer else None


def _part(value, field):
    """A field of a part of a response, or an element of it (None); a filter leaves a part that is no list as it is."""
    if field is None and value.__class__ is Row:
        return Row(value.call, value.path)
    if field is None:
        return element(value) if _type(value) == "list" else value
    members = models.shape(value.call["service"], value.shape)["members"] if _type(value) == "structure" else {}
    return member_value(value, members[field], field) if field in members else UNKNOWN
