"""Batches that are larger than a service accepts: by the models of botocore, and the limits that these do not have."""
import ast

from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.dynamodb_values import leaves
from checks.syntax import function_name, keywords, method_name, module_constants
from interpreter import models
from interpreter.plain import fields, options
from interpreter.sources import assignments, every_node, functions, nodes_of
from interpreter.unlimited import ITEMS
from recipes import IDENTIFIERS

REFUSED = "the service refuses the whole call: TooManyEntriesInBatchRequest, or ValidationException"
# docs.aws.amazon.com: the limits of lists that botocore's models do not have.
MAXIMA = {("sqs", "SendMessageBatchRequestEntryList"): 10, ("sqs", "DeleteMessageBatchRequestEntryList"): 10,
          ("sqs", "ChangeMessageVisibilityBatchRequestEntryList"): 10, ("sns", "PublishBatchRequestEntryList"): 10,
          ("s3", "ObjectIdentifierList"): 1000, ("events", "PutEventsRequestEntryList"): 10,
          ("cloudwatch", "MetricData"): 1000,
          # docs.aws.amazon.com/ses/latest/dg/quotas.html: 50 recipients of a message
          ("ses", "AddressList"): 50, ("sesv2", "EmailAddressList"): 50}

SMALL = 100  # a query returns more items than that in any table that grows

# docs.aws.amazon.com: the most entries of one request; {method: (parameter, number)}
LARGEST = {"put_records": ("Records", 500), "put_record_batch": ("Records", 500), "put_events": ("Entries", 10),
           "send_message_batch": ("Entries", 10), "delete_message_batch": ("Entries", 10),
           "publish_batch": ("PublishBatchRequestEntries", 10), "put_metric_data": ("MetricData", 1000),
           "transact_write_items": ("TransactItems", 100)}


def large_batches(subject: Subject) -> Findings:
    """Lists with more elements than the service accepts, where their number is known: literals and slices."""
    for name, call in subject.calls():
        shape = models.input_shape(call["service"], call["operation"])
        if not call["sure"] or shape is None or call["via"] not in ("client", "resource"):
            continue
        for path, number, most in large_lists(call["service"], shape, {"dict": call["args"]}, "",
                                              most_records(subject, name)):
            yield finding(call, f"{call['method']}: {path} may have {number} elements, and the maximum is {most}",
                          f"batches of {most}", REFUSED)


def most_records(subject, name):
    """The most records of an event of a lambda's queue or stream, of a table or Kinesis; None for other triggers."""
    infra = subject.model["lambdas"][name]["infra"]
    return next((infra[word]["batch"] for word in IDENTIFIERS if word in infra), None)


def large_lists(service, name, value, path, records):
    """Yields (path, number of elements, maximum) of the lists in a plain value that are longer than AWS accepts.

    name     of the value's shape in botocore's model of the service
    path     of the value in the call's arguments: "Entries"
    records  the most records of the lambda's event, None if it is not of a queue
    """
    shape = models.shape(service, name)
    for option in options(value):
        if shape.get("type") == "structure":
            for key, part in fields(option).items():
                if key in shape["members"]:
                    yield from large_lists(service, shape["members"][key]["shape"], part,
                                           f"{path}.{key}".lstrip("."), records)
        elif shape.get("type") == "map" and isinstance(option, dict):
            for part in (*fields(option).values(), *option.get("rest", [])):
                yield from large_lists(service, shape["value"]["shape"], part, path, records)
        elif shape.get("type") == "list" and isinstance(option, dict) and "list" in option:
            most, number = MAXIMA.get((service, name), shape.get("max")), length(option, records)
            if most and number > most:
                yield path, number, most
            elif most and option.get("unlimited"):
                number = "any number of" if option["unlimited"] & ITEMS else records
                if number and (most <= SMALL if isinstance(number, str) else number > most):
                    yield path, number, most


def length(value, records):
    """The number of elements of a plain list, 0 if it is unknown.

    records  the most records of a queue's event: a list made from these has at most as many
    """
    number = value.get("most", 0) if value["open"] else len(value["list"])
    from_records = records and any(isinstance(leaf, dict) and leaf.get("event", [""])[0] == "Records"
                                   for _path, leaf in leaves(value, ""))
    return min(number, records) if from_records else number


def allowed_sizes(tree):
    """Yields pitfalls of a batch of an entry for each element of a list, where a condition lets the list be larger than
    a request may be."""
    constants = module_constants(tree)
    for function in functions(tree):
        calls = [node for node in nodes_of(function, ast.Call) if method_name(node) in LARGEST]
        nodes = every_node(function) if calls else []
        lists = {name: value for name, value in assignments(nodes) if isinstance(value, ast.ListComp)}
        limits = {limited[0]: limited[1] for node in nodes if isinstance(node, ast.If)
                  and isinstance(node.body[-1], (ast.Return, ast.Raise)) for part in every_node(node.test)
                  if (limited := limit(part, constants))}
        for node in calls:
            parameter, most = LARGEST[node.func.attr]
            value = keywords(node).get(parameter)
            value = lists.get(getattr(value, "id", ""), value)
            source = getattr(value.generators[0].iter, "id", "") if isinstance(value, ast.ListComp) \
                and len(value.generators) == 1 and not value.generators[0].ifs else ""
            if value is not None and limits.get(source, 0) > most:
                yield ["large", node.lineno, f"{parameter} may have {limits[source]} elements, and the maximum is "
                       f"{most}", f"batches of {most}"]


def limit(node, constants):
    """(name, number) of len(name) > number, for which a function ends; None of other nodes."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], (ast.Gt, ast.GtE)):
        return None
    call, bound = node.left, node.comparators[0]
    number = constants.get(getattr(bound, "id", ""), getattr(bound, "value", None))
    if function_name(call) == "len" and call.args and type(number) is int:
        return getattr(call.args[0], "id", ""), number - isinstance(node.ops[0], ast.GtE)
    return None


QUEUE = "infra:\n  queue: {}\n---\n"
SEND = QUEUE + "def chunks(rows, size):\n    for at in range(0, len(rows), size):\n        yield rows[at:at + size]" \
    "\n\n\ndef handler(event, context):\n    rows = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])" \
    ".query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n    for chunk in chunks(rows, %s):\n" \
    "        entries = [{'Id': str(at), 'MessageBody': row['pk']} for at, row in enumerate(chunk)]\n" \
    "        response = boto3.client('sqs').send_message_batch(" \
    "QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=entries)\n" \
    "        if response.get('Failed'):\n            raise RuntimeError(response['Failed'])"
PITFALLS = [(tuple(LARGEST), allowed_sizes)]
CHECKS = [
    Check("P210", "A batch that is larger than the service accepts",
          "The service refuses the whole call: TooManyEntriesInBatchRequest of SQS and SNS, ValidationException of "
          "EventBridge and DynamoDB.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html",
          SEND % 100, SEND % 10, lambda subject: [*large_batches(subject), *pitfalls_of("large", REFUSED)(subject)]),
]
