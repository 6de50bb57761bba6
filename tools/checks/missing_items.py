"""Items that a request names, and that the code reads as if the table had them."""
import ast

from aws import tables
from aws.app import rule_entries
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_values import leaves
from checks.row_reads import key_values
from checks.syntax import functions_around
from interpreter.frameworks import ROUTES
from interpreter.plain import fields, possible_elements
from interpreter.sources import constant_texts, decorator_names, nodes_of

OF_ITEMS = ("Item", "Items", "Attributes")  # fields of DynamoDB's responses
WRITES = ("PutItem", "UpdateItem")
OTHER_LISTS = {"Successful": {"Failed"}, "Failed": {"Successful"}, "Deleted": {"Errors"}, "Errors": {"Deleted"}}
# The parts of a request that its sender chooses.
FROM_REQUEST = {"pathParameters", "queryStringParameters", "multiValueQueryStringParameters", "body", "headers"}


def unchecked_items(subject: Subject) -> Findings:
    """get_item(...)["Item"] and query(...)["Items"][0] of an endpoint, with a key that comes from the request."""
    reported = set()
    for name, note in subject.notes("needs-item"):
        call = note["call"]
        key = name, call["file"], call["line"]
        if note["key"] not in OF_ITEMS or not call["sure"] or key in reported \
                or "ConditionExpression" in call["args"] or note["caught"] and not note.get("by_caller"):
            continue
        is_request = "endpoint" in subject.model["lambdas"][name]["infra"] and is_of_request(call)
        if not is_request and is_expiring_object(subject, name, note):
            reported.add(key)
            yield finding(note, "the item may have expired, or be deleted, and then this is None "
                          f"({call['file']}:{call['line']})", "test it for None first",
                          "AttributeError: 'NoneType' object has no attribute ...")
        if not is_request or note["caught"] or is_written(subject, name, note):
            continue
        reported.add(key)
        field = note["key"]
        if note.get("how") == "object":
            yield finding(note, "there may be no item for this key of the request, and then this is None "
                          f"({call['file']}:{call['line']})", f"test it for None first: return {RESPONSE}",
                          "AttributeError: 'NoneType' object has no attribute ..., and 502")
            continue
        yield finding(note,
                      f"{call['method']} may find no item for this key of the request, and the code reads it anyway",
                      f"if not response['Items']: return {RESPONSE}" if field == "Items" else
                      f"item = response.get('{field}'); if item is None: return {RESPONSE}",
                      "IndexError, and 502" if field == "Items" else f"KeyError: '{field}', and 502")


def absent_lists(subject: Subject) -> Findings:
    """list_objects_v2(...)["Contents"], receive_message(...)["Messages"], send_message_batch(...)["Failed"]."""
    for name, note in subject.notes("needs-item"):
        call, field = note["call"], note["key"]
        is_of_failures = field in ("Errors", "Failed")
        if is_implied(subject, note) or field in OF_ITEMS or not call["sure"] \
                or note["caught"] and not note["wrapped"] \
                or not call["operation"].startswith(("List", "Receive", "Delete", "Send")) \
                or not is_of_failures and may_have_objects(subject, name, call):
            continue
        yield finding(note, f"{call['method']}: a response whose list {field} is empty has no {field}",
                      f"response.get('{field}', [])",
                      f"KeyError: '{field}'" + ", whenever all went well" * is_of_failures)


def is_implied(subject, note):
    """Whether a condition of the function tests the other list of a batch's response: one of both is there."""
    others = OTHER_LISTS.get(note["key"], set())
    return any(others & constant_texts(node.test)
               for function in functions_around(subject.tree(note["file"]), note["line"])
               for node in nodes_of(function, ast.If, ast.IfExp, ast.While, ast.Assert))


def may_have_objects(subject, name, call):
    """Whether the lambda itself, or what started it, has made an object that the list contains."""
    infra = subject.model["lambdas"][name]["infra"]
    calls = [own for own in subject.observations[name]["calls"] if not own["method"].startswith("generate_presigned")]
    # the same event may come again, after the objects are deleted
    empties = any(own["operation"].startswith("Delete") and own["service"] == "s3" for own in calls)
    is_own_prefix = not isinstance(call["args"].get("Prefix", ""), str) and "endpoint" not in infra and not empties
    is_started_by_bucket = any(entry.get("source", {}).get("type") == "bucket" for _key, entry in rule_entries(infra))
    return call["service"] == "s3" and (is_own_prefix or is_started_by_bucket or any(
        own["service"] == "s3" and own["operation"].startswith(("Put", "Copy", "Upload")) for own in calls))


def is_of_request(call):
    """Whether a part of the key comes from the request."""
    keys = key_values(call) or fields(call["args"].get("Key"))
    return any(path[:1] and path[0] in FROM_REQUEST for value in keys.values()
               for _name, leaf in leaves(value, "") if isinstance(leaf, dict)
               for path in (leaf.get("from", []) or [leaf.get("event", [])]))


def is_expiring_object(subject, name, note):
    """Whether a note is about an object that a helper of the lambda `name` makes of an item, and returns None without
    one, and the items of the table expire."""
    table = subject.table_of(name, note["call"])
    return note.get("how") == "object" and bool(table and tables.time_to_live(subject.model["state"]["table"][table]))


def route_at(subject, path, line):
    """The name of the function of a resolver's route with a line; "" of other functions."""
    return next((function.name for function in functions_around(subject.tree(path), line)
                 if decorator_names(function) & ROUTES), "") if path in subject.files else ""


def is_written(subject, name, note):
    """Whether the lambda also writes the item that is read: it exists then. A write with a condition does not make it:
    only an earlier write, or an earlier condition of a transaction, shows that it exists. Another route is another
    invocation.

    note  of the read: needs-item
    """
    call, route = note["call"], route_at(subject, note["file"], note["line"])
    keys, calls = key_values(call) or {"pk": None}, subject.observations[name]["calls"]
    at = next((number for number, entry in enumerate(calls) if (entry["file"], entry["line"]) == (
        call["file"], call["line"])), 0)
    earlier = [write_call for number, write_call in enumerate(calls) if write_call["operation"] in WRITES
               and write_call["python"] and (number < at or "ConditionExpression" not in write_call["args"])
               and not (route and route_at(subject, write_call["file"], write_call["line"]) not in ("", route))]
    table = subject.table_of(name, call)
    earlier += [part for entry in calls[:at] if entry["operation"] == "TransactWriteItems" and entry["python"]
                for part in of_existing(entry) if subject.table_of(name, part) == table]
    return any(all(
        (write_call["args"].get("Item") or write_call["args"].get("Key") or {}).get("dict", {}).get(key) == value
        for key, value in keys.items()) for write_call in earlier)


def of_existing(call):
    """[call] of the members of a transaction after which their item exists, as if each were a call of its own."""
    parts = [(kind, fields(args)) for item in possible_elements(call["args"].get("TransactItems"))
             for kind, args in fields(item).items()]
    return [{**call, "args": args, "ids": {}} for kind, args in parts if kind in ("Put", "Update")
            or kind == "ConditionCheck" and "not" not in str(args.get("ConditionExpression", "not")).lower()]


RESPONSE = "{'statusCode': 404}"
GET = "infra:\n  endpoint: {method: GET, path: '/stars/{id}', api: public}\n---\n" \
    "response = table.get_item(Key={'pk': event['pathParameters']['id'], 'sk': 'star'})\n%s" \
    "return {'statusCode': 200, 'body': json.dumps(response['Item'], default=str)}"
LIST = "page = boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'])\n" \
    "return [entry['Key'] for entry in %s]"
CHECKS = [
    Check("P325", "An item of a request that the table may not have",
          "get_item does not raise for a missing item: its response has no Item. KeyError, and so 502 instead of 404.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html",
          GET % "", GET % "if 'Item' not in response:\n    return {'statusCode': 404}\n", unchecked_items),
    Check("P326", "A list that an empty response does not have",
          "S3 and SQS send an empty list as nothing at all, so the response of boto3 has no such key.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html",
          LIST % "page['Contents']", LIST % "page.get('Contents', [])", absent_lists),
]
