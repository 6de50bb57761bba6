"""Buckets, keys and ranges in another form than S3 takes: "s3://demo/a.csv" as a key; ETags beside digests, without the
quotes that S3 writes around them."""
import ast

from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.dynamodb_values import start_of
from interpreter.models import S3_TRANSFERS
from interpreter.plain import options, variable
from interpreter.sources import assignments, called_name, functions, nodes_of, read_key

ADDRESSES = ("s3://", "arn:aws:s3:::")
ETAGS, PLAIN_ETAGS = {"ETag"}, {"etag", "eTag"}  # of responses, with quotes; of events, without


def refused_values(subject: Subject) -> Findings:
    """Buckets that are an address or an ARN; keys that are one, a path below /tmp or a bucket's name; a Range that does
    not begin with bytes=."""
    for name, call in subject.calls("s3"):
        buckets = {use["name"] for use in subject.model["lambdas"][name]["env"] if use["kind"] in ("bucket", "website")}
        args = {**call["ids"], **call["args"]} if call["sure"] else {}
        for option in options(args.get("Bucket", args.get("BucketName"))):
            if start_of(option).startswith((*ADDRESSES, "https://", "http://")):
                yield finding(call, f"the Bucket begins with {start_of(option)!r}", "the name alone",
                              "ParamValidationError: Invalid bucket name")
        for option in options(args.get("Key")) if call["method"] not in S3_TRANSFERS else ():  # P226 has these
            if start_of(option).startswith((*ADDRESSES, "/tmp/")):
                yield finding(call, f"the Key begins with {start_of(option)!r}", "the name inside of the bucket",
                              "no error, or NoSuchKey: the object has another key")
            elif variable(option) in buckets:
                yield finding(call, "the Key is the name of the bucket", "Bucket=..., Key=...", "NoSuchKey")
        for option in options(args.get("Range")):
            if start_of(option) and not start_of(option).startswith("bytes="):
                yield finding(call, f"a Range begins with 'bytes=', and this one with {start_of(option)!r}",
                              "bytes=0-99", "no error: S3 sends the whole object")


def unquoted_etags(tree):
    """Yields pitfalls of response["ETag"] == digest.hexdigest(), and of an ETag beside that of an event."""
    for function in functions(tree):
        names = dict(assignments(nodes_of(function, ast.Assign)))
        for node in nodes_of(function, ast.Compare):
            sides = [names.get(getattr(side, "id", ""), side) for side in (node.left, *node.comparators)]
            keys = {read_key(side) for side in sides if isinstance(side, (ast.Subscript, ast.Call))}
            is_plain = any(called_name(side) == "hexdigest" for side in sides) or bool(keys & PLAIN_ETAGS)
            if len(sides) == 2 and isinstance(node.ops[0], (ast.Eq, ast.NotEq)) and keys & ETAGS and is_plain:
                yield ["etag", node.lineno, "an ETag of S3 has quotes around it, and this text has none",
                       "response['ETag'].strip('\"')"]


PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=%s, Body=b'')"
SAME = "import hashlib\ntag = boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['ETag']\n" \
    "return tag%s == hashlib.md5(b'a').hexdigest()"
PITFALLS = [(("ETag",), unquoted_etags)]
CHECKS = [
    Check("P250", "A bucket, a key or a range in a form that S3 does not take",
          "A bucket and a key are names, not addresses, and a range begins with bytes=.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",
          PUT % "'s3://demo/a.csv'", PUT % "'a.csv'", refused_values),
    Check("P251", "An ETag beside a text without quotes",
          "In S3's responses an ETag is in quotes; in events, and as a digest, it has none.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html",
          SAME % "", SAME % ".strip('\"')", pitfalls_of("etag", "no error: the comparison is always the same")),
]
