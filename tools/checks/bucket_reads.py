"""Buckets whose objects lambdas read, and to which nothing writes."""
import json

from checks import emitted, rules
from checks.check import Check, Findings, Subject, finding
from checks.example import lambda_file
from recipes import bucket as recipe

READS = frozenset({"GetObject", "HeadObject"})
HARMLESS = ("Get", "Head", "List", "Delete", "Select")  # operations that store no object


def empty_buckets(subject: Subject) -> Findings:
    """Reads of objects of a bucket that stays empty. Reads of a constant key are not included, because a person may
    upload that object; nor are objects of a rule, which another program writes."""
    for bucket in sorted(subject.model["state"]["bucket"]):
        reads = [(name, call) for name, call in subject.calls("s3", READS)
                 if bucket_of(subject, name, call) == bucket and call["sure"]]
        keys = [call["args"].get("Key", call["ids"].get("Key")) for _name, call in reads]
        if reads and not any(isinstance(key, str) or key is None for key in keys) and not has_source(subject, bucket):
            call = reads[0][1]
            written = sorted({target for name, write in subject.calls("s3", frozenset({"PutObject", "CopyObject"}))
                              if (target := bucket_of(subject, name, write))})
            yield finding(call, f"no lambda writes to the bucket {bucket!r}",
                          f"they write to {', '.join(written)}" if written else
                          "if a person or another program does: # pareto: allow P831, because ...",
                          "NoSuchKey: The specified key does not exist")


def bucket_of(subject, name, call):
    """The name of the app's bucket that a call of S3 is for; None if it is unknown, or none of the app's."""
    value = call["args"].get("Bucket", call["ids"].get("BucketName", call["ids"].get("Name")))
    kind, bucket = subject.referenced(name, value)
    return bucket if kind == "bucket" else None


def has_source(subject, bucket):
    """Whether something may write to a bucket: code, another program, or a resource of the app's own."""
    if recipe.bucket_id(bucket) in json.dumps(subject.model.get("resources", {})) \
            or any(rule["source"] == ("bucket", bucket) for rule in rules.rules(subject)):
        return True
    for name, fn in subject.model["lambdas"].items():
        own = {variable for variable, use in subject.kinds[name].items() if use == ("bucket", bucket)}
        actions = {action.lower() for entry in fn["infra"].get("permissions", []) for action in entry["action"]}
        if any(action.startswith(("s3:", "*")) for action in actions) or own and (
                emitted.has_unknown_use(subject, name, "s3", "bucket")
                or any(is_write(subject, name, call, own) for call in subject.observations[name]["calls"])):
            return True
    return False


def is_write(subject, name, call, variables):
    """Whether a call of the lambda `name` may store an object in the bucket that these variables of its own name."""
    if call["service"] != "s3":
        return any(variable in json.dumps(call["args"]) for variable in variables)
    bucket = bucket_of(subject, name, call)
    return not call["operation"].startswith(HARMLESS) and (
        bucket is None or bucket in {subject.kinds[name][variable][1] for variable in variables})


READ = "boto3.client('s3').get_object(Bucket=os.environ['%s'], Key=event['key'])"
STORE = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=event['key'], Body=b'')"
CHECKS = [
    Check("P831", "A bucket to which nothing writes",
          "NoSuchKey: a bucket of the app exists as soon as a variable names it, and stays empty if no lambda, "
          "presigned URL or other resource writes to it.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
          READ % "DEMO_FILES_BUCKET", READ % "DEMO_BUCKET", empty_buckets, lambda_file("b", STORE)),
]
