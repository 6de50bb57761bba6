"""Records of an event, and responses of other lambdas, that a handler does not get, or does not read."""
import ast

from checks.check import Check, Findings, Subject, finding
from checks.example import lambda_file
from interpreter.sources import every_node

RECORDS = {("Records",): "Records", ("detail", "records"): "records"}


def unread_records(subject: Subject) -> Findings:
    """The first of several records alone: event["Records"][0] of a queue, event["detail"]["records"][:1].

    Not event["detail"]["records"][0]: mostly an event has one record, and the code may know that.
    """
    for name, note in subject.notes("slice"):
        word = RECORDS[tuple(note["path"])]
        batch = subject.model["lambdas"][name]["infra"].get("queue", {}).get("batch", 1)
        most = batch if word == "Records" else None
        reads = sum(isinstance(node, ast.Constant) and node.value == word
                    for node in every_node(subject.tree(note["file"])))
        if word == "records" and note["how"] == "item":
            continue
        if note["reached"] and note["key"] > 0 and (most is None or note["key"] < most) and reads == 1:
            number = f"up to {most}" if most else "one for each change of the items with equal pk and sk"
            yield finding(note, f"an event has several records, {number}, and only "
                          f"{'the first is' if note['key'] == 1 else 'some are'} read",
                          f"for record in event{''.join(f'[{part!r}]' for part in note['path'])}",
                          "no error: the others count as done, and are lost")


def empty_payloads(subject: Subject) -> Findings:
    """The payload of an invocation that does not wait, read as JSON."""
    for _name, note in subject.notes("empty-payload"):
        yield finding(note, f"an invocation of type {note['name']!r} has no payload: Lambda "
                      "answers before the function runs", "InvocationType='RequestResponse', the default",
                      "json.decoder.JSONDecodeError: Expecting value")


QUEUE = "infra:\n  queue: {batch: 10}\n---\nfor record in event['Records']%s:\n    print(record['body'])"
INVOKE = "response = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION']%s)\n" \
    "return json.load(response['Payload'])"
CHECKS = [
    Check("P513", "Records that no code reads",
          "Lambda deletes all messages of a batch when the invocation returns, and a table's event has all changes of "
          "items with equal keys.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
          QUEUE % "[:1]", QUEUE % "", unread_records),
    Check("P221", "The payload of an invocation that does not wait",
          "JSONDecodeError: with InvocationType='Event' Lambda answers before the function runs.",
          "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html",
          INVOKE % ", InvocationType='Event'", INVOKE % "", empty_payloads, lambda_file("b", "return {'a': 1}")),
]
