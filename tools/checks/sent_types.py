"""The types of what lambdas send to each other, against the types that the receiver's calls of AWS take."""
from checks import messages, parameters, row_types
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_values import WRITTEN_PARAMETERS, is_float, leaves
from checks.example import lambda_file
from checks.python_types import kind_of
from interpreter import models
from interpreter.plain import fields, options

MOST_SENDERS = 3  # that pass one part on
JSON_KINDS = ("text", "whole", "float", "bool")
# {kind of python_types.py: the type of json.loads()}: a number of a request may be whole too, which `float` covers
TYPES = {"text": "str", "whole": "int", "float": "float", "number": "float", "bool": "bool", "map": "dict[str, Any]",
         "list": "list[Any]"}


def floats_of_senders(subject: Subject) -> Findings:
    """Numbers of a message that a lambda writes to a table, and that a sender sends as floats."""
    for name, call in subject.all_calls:
        writes = call["service"] == "dynamodb" and call["python"] and call["sure"]
        for parameter in WRITTEN_PARAMETERS if writes else ():
            for path, value in leaves(call["args"].get(parameter), ""):
                for sender, sent, content in contents(subject, name, value):
                    if is_float(content) and "events" not in subject.model["lambdas"][name]["infra"]:
                        yield finding(call, f"{path} is a float: {sender} sends one ({sent['file']}:{sent['line']})",
                                      "json.loads(..., parse_float=Decimal), or send a whole number",
                                      "TypeError: Float types are not supported. Use Decimal types instead.")
                        break


def refused_types(subject: Subject) -> Findings:
    """Parts of a message as parameters of a call that takes another type than a sender sends."""
    for name, call in subject.all_calls:
        shape = models.input_shape(call["service"], call["operation"])
        if shape is None or not call["sure"] or call["via"] != "client":
            continue
        for parameter, value in call["args"].items():
            member = models.shape(call["service"], shape)["members"].get(parameter, {}).get("shape")
            for path, part, type_ in parts(call["service"], member, value, parameter, "event") if member else ():
                for sender, sent, content in contents(subject, name, part):
                    fault = next((message for kind, message, _hint in parameters.problems(call, type_, content, path)
                                  if kind == "type"), "")
                    if fault:
                        yield finding(call, f"{fault}: {sender} sends it ({sent['file']}:{sent['line']})",
                                      parameters.hint_of(models.shape(call["service"], type_), ""),
                                      "ParamValidationError: Invalid type for a parameter")
                        break


def refused_attributes(subject: Subject) -> Findings:
    """Attributes of items as parameters of a call that takes another type than all writes of the app give them."""
    for name, call in subject.all_calls:
        shape = models.input_shape(call["service"], call["operation"])
        if shape is None or not call["sure"] or call["via"] not in ("client", "resource"):
            continue
        for parameter, value in call["args"].items():
            member = models.shape(call["service"], shape)["members"].get(parameter, {}).get("shape")
            for path, part, type_ in parts(call["service"], member, value, parameter, "row") if member else ():
                content = row_types.plain_type(subject, name, part)
                for kind, message, hint in parameters.problems(call, type_, content, path) if content else ():
                    if kind == "type":
                        yield finding(call, f"{message}: the writes to the table give {part['path'][0]!r} this type",
                                      hint, "ParamValidationError: Invalid type for a parameter")


def type_of(subject, name, marks: list[str], deep: int = 0) -> str | None:
    """The type that all senders of a lambda give to a part of its message; None if it is not certain.

    marks  of data_types.of_json(): ["sent", *path]; deep: how many lambdas have passed it on
    """
    base, deliveries = messages.messages(subject, name)
    is_below = marks[1:][:len(base)] == base and len(marks) - 1 > len(base)
    types = {of_part(subject, sender, option, deep) for sender, _call, content in deliveries if is_below
             for option in options(messages.at(content, marks[1 + len(base):]))}
    type_ = types.pop() if len(types) == 1 else None
    return None if type_ == "float" and marks[0] == "exact" else type_


def of_part(subject, sender, value, deep):
    """The type of a plain value that a lambda sends, also of one that another lambda has sent to it."""
    is_passed_on = isinstance(value, dict) and "event" in value and not kind_of(value) and deep < MOST_SENDERS
    return type_of(subject, sender, ["sent", *value["event"]], deep + 1) if is_passed_on else TYPES.get(kind_of(value))


def parts(service, name, value, path, origin):
    """Yields (path, plain value, name of its shape) of the parts of an argument that come from the event, or from an
    item. origin: "event" or "row" """
    shape = models.shape(service, name)
    if isinstance(value, dict) and origin in value:
        yield path, value, name
    elif isinstance(value, dict) and "dict" in value and shape.get("type") == "structure":
        for key, part in fields(value).items():
            if key in shape["members"]:
                yield from parts(service, shape["members"][key]["shape"], part, f"{path}.{key}", origin)
    elif isinstance(value, dict) and "list" in value and shape.get("type") == "list":
        for part in value["list"]:
            yield from parts(service, shape["member"]["shape"], part, f"{path}[]", origin)


def contents(subject, name, value):
    """Yields (sender, call, plain value) of what each sender of a lambda sends as a part of its event, where its
    type is known. JSON keeps these types.

    value  {"event": path}, or {"computed event": path} of a number
    """
    path = (value.get("event") or value.get("computed event") or []) if isinstance(value, dict) else []
    base, deliveries = messages.messages(subject, name) if path and not value.get("exact") else ([], [])
    for sender, sent, content in deliveries if path and path[:len(base)] == base and len(path) > len(base) else ():
        part = messages.at(content, path[len(base):])
        if isinstance(part, (str, int)) or isinstance(part, dict) and ("any" not in part) and (
                part.keys() & {"float", "text", "env", "dict", "list"} or part.get("kind") in JSON_KINDS
                or part.get("is") in ("text", "number", "bool")):
            yield sender, sent, part


AMOUNT = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    message = json.loads(record['body'])\n" \
    "    table.put_item(Item={'pk': 'a', 'sk': record['messageId'], 'cents': message['cents']})"
MAIL = "infra:\n  queue: {}\n  permissions: ['ses:SendEmail']\n---\nfor record in event['Records']:\n" \
    "    message = json.loads(record['body'])\n    boto3.client('ses').send_email(Source='a@example.com', " \
    "Destination={'ToAddresses': %s}, Message={'Subject': {'Data': 'x'}, 'Body': {'Text': {'Data': 'x'}}})"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps({%s}))"
CHECKS = [
    Check("P839", "A float of another lambda's message in a table",
          "TypeError in the lambda that gets the message: boto3 writes no float to a table.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/dynamodb.html",
          AMOUNT, AMOUNT, floats_of_senders, lambda_file("b", SEND % "'cents': round(event['price'] * 100)")
          | lambda_file("b", SEND % "'cents': float(event['price'])", "bad/")),
    Check("P840", "A part of a message, or an attribute of an item, of another type than a call takes",
          "ParamValidationError in the lambda that gets the message, or reads the item.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/error-handling.html",
          MAIL % "message['to']", MAIL % "[message['to']]",
          lambda subject: [*refused_types(subject), *refused_attributes(subject)],
          lambda_file("b", SEND % "'to': f\"{event['name']}@example.com\"")),
]
