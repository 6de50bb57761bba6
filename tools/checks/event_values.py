"""Values of events and responses that code uses as another type: texts as numbers, mappings and streams as JSON."""
from checks.check import Check, Findings, Subject, finding
from checks.events_read import OK, STARS, shown
from interpreter.sources import identifiers
from recipes import kinesis


def texts_counted(subject: Subject) -> Findings:
    """A text of the event in one operation with a number; a text for a function that takes numbers."""
    for _name, note in subject.notes("text-number"):
        if not note["caught"] or note["equal"]:
            value = shown(note["path"]) if note["path"] else f"the variable {note['key']}" if note["key"] else \
                "this part of the response"
            operand = "text" if note["how"] == "number" else "number"
            yield finding(note, f"{value} is a {note['how']}, and the other operand is a {operand}",
                          "int(...)" if operand == "number" else "str(...), or an f-string",
                          "no error: a text and a number are never equal" if note["equal"] else
                          "TypeError: a text and a number can be neither added nor compared")
    for _name, note in subject.notes("text-argument"):
        if not note["caught"] and not {"isinstance", "isdigit"} & identifiers(subject.tree(note["file"])):
            yield finding(note, f"{note['name']}() takes numbers, and gets a text", "int(...)",
                          "TypeError: a text is no number")


def objects_loaded(subject: Subject) -> Findings:
    """json.loads of a value that is no text."""
    for path, note in ((note["value"].get("event"), note) for _name, note in subject.notes("loads-object")):
        loaded = shown(path) if path is not None else "the argument of json.loads"
        if path != kinesis.DATA:  # P515
            yield finding(note, f"{loaded} is a mapping or list already", "remove json.loads",
                          "TypeError: the JSON object must be str, bytes or bytearray, not dict")


def streams(subject: Subject) -> Findings:
    """The body of an S3 object or the payload of a lambda, used without .read()."""
    for _name, note in subject.notes("loads-stream", "index-stream", "stream-method"):
        yield finding(note, "the body of the response is a stream", "['Body'].read() first",
                      "TypeError, or AttributeError: 'StreamingBody' object")


BUCKET = "BUCKET = os.environ['DEMO_BUCKET']\n"
CHECKS = [
    Check("P409", "A text in one operation with a number",
          "TypeError: the values of a query, a path or a header are texts.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
          STARS.replace("name", "size") + OK % "str(event['queryStringParameters']['size'] + 1)",
          STARS.replace("name", "size") + OK % "str(int(event['queryStringParameters']['size']) + 1)", texts_counted),
    Check("P405", "json.loads of a value that is no text",
          "TypeError: the JSON object must be str, bytes or bytearray.",
          "https://docs.python.org/3/library/json.html#json.loads",
          "infra:\n  events:\n  - {name: paid, topic: OrderPaid}\n---\nreturn json.loads(event['detail'])",
          "infra:\n  events:\n  - {name: paid, topic: OrderPaid}\n---\nreturn event['detail']", objects_loaded),
    Check("P407", "A stream that is used without reading it",
          "TypeError: .read() reads a body.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/s3/client/get_object.html",
          BUCKET + "return json.loads(boto3.client('s3').get_object(Bucket=BUCKET, Key='k')['Body'])",
          BUCKET + "return json.loads(boto3.client('s3').get_object(Bucket=BUCKET, Key='k')['Body'].read())", streams),
]
