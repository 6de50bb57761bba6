"""Values that differ between environments: times with and without a time zone, and the hash of a text."""
from checks.check import Check, Finding
from checks.dynamodb_values import leaves

KEPT_BY = frozenset("dynamodb s3 sqs sns events lambda ssm secretsmanager kinesis stepfunctions".split())


def mixed_times(subject):
    """A naive and an aware time in one operation."""
    for _name, note in subject.notes("naive-aware"):
        yield Finding(note["file"], note["line"], "one time has a time zone, and the other has none",
                      "datetime.now(timezone.utc): times of AWS's responses have a time zone",
                      "TypeError: can't compare offset-naive and offset-aware datetimes")


def kept_hashes(subject):
    """The hash() of a text in a call of AWS: each environment of a lambda computes another one."""
    for _name, call in subject.calls():
        for path, value in leaves({"dict": call["args"]}, "") if call["service"] in KEPT_BY else ():
            if isinstance(value, dict) and value.get("hash"):
                yield Finding(call["file"], call["line"],
                              f"{path} has the hash() of a text, which is another one in each environment",
                              "hashlib.sha256(text.encode()).hexdigest()",
                              "no error: another invocation does not find it again")


OBJECT = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    response = boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')\n" \
    "    return response['LastModified'] < datetime.now(%s)"
CHECKS = [
    Check("P116", "A time with a time zone beside one without",
          "TypeError: can't compare offset-naive and offset-aware datetimes. boto3 returns times with a time zone.",
          "https://docs.python.org/3/library/datetime.html",
          OBJECT % "", OBJECT % "timezone.utc", mixed_times),
    Check("P117", "The hash() of a text that is kept",
          "Python salts the hash of texts: each environment of a lambda computes another one.",
          "https://docs.python.org/3/reference/datamodel.html#object.__hash__",
          "table.put_item(Item={'pk': f\"user#{hash(event['mail'])}\", 'sk': 'a'})",
          "import hashlib\n\n\ndef handler(event, context):\n    digest = hashlib.sha256(event['mail'].encode())\n"
          "    table.put_item(Item={'pk': f'user#{digest.hexdigest()}', 'sk': 'a'})", kept_hashes),
]
