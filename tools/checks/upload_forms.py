"""Presigned forms for uploads to S3, and the beginnings of keys for which a bucket has rules and settings."""
from checks import bucket_reads, patterns, rules
from checks.bucket_reads import READS
from checks.check import Check, Finding, Findings, Subject, finding
from checks.dynamodb_values import start_of
from checks.example import lambda_file
from interpreter.plain import elements, fields
from kit.schema import line_of, nearest

# Fields that need no condition: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
FREE = {"awsaccesskeyid", "policy", "signature", "x-amz-signature", "file", "bucket", "key"}
WRITES = frozenset({"PutObject", "CopyObject", "CreateMultipartUpload"})
LISTS = frozenset({"ListObjectsV2", "ListObjects"})
PRESIGNED = ("generate_presigned_post", "generate_presigned_url")


def unconditional_fields(subject: Subject) -> Findings:
    """Fields of a form that no condition of its policy names."""
    for _name, note in subject.notes("form"):
        sent, conditions = note["fields"], note["conditions"]
        parts = elements(conditions)
        is_known = conditions is None or isinstance(conditions, dict) and not conditions.get("open", True)
        if not (is_known and fields(sent)) or not all(
                isinstance(part, dict) and ("list" in part or not part.get("open", True)) for part in parts):
            continue
        names_of_conditions = {key.lower() for part in parts for key in fields(part)} | {
            text[1:].lower() for part in parts for text in elements(part)[1:2] if isinstance(text, str)}
        lacking = [field for field in fields(sent) if field not in sent["maybe"]
                   and field.lower() not in names_of_conditions | FREE and not field.lower().startswith("x-ignore-")]
        for field in lacking[:1]:
            value = fields(sent)[field]
            yield finding(note, f"the form has the field {field!r}, and no condition names it",
                          f"Conditions=[{{{field!r}: {value!r}}}, ...]" if isinstance(value, str) else
                          f"Conditions=[['starts-with', '${field}', ''], ...]",
                          f"403 AccessDenied: Invalid according to Policy: Extra input fields: {field.lower()}")


def broken_conditions(subject: Subject) -> Findings:
    """Conditions of a form with too few parts, ["content-length-range", 5000], and ranges with a wrong end."""
    for _name, note in subject.notes("form"):
        for condition in elements(note["conditions"]):
            parts = elements(condition)
            operator = parts[0] if parts and isinstance(parts[0], str) else ""
            if operator in ("content-length-range", "starts-with", "eq") and not condition.get("open") \
                    and (len(parts) != 3 or operator == "content-length-range" and any(
                        isinstance(part, str) for part in parts[1:])):
                yield finding(note, f"{operator!r} has two values", "['content-length-range', 1, 5_000_000]"
                              if operator[0] == "c" else f"[{operator!r}, '$key', 'raw/']",
                              "403 AccessDenied: Invalid Policy")
            elif operator == "content-length-range" and len(parts) == 3 and isinstance(parts[1], int) \
                    and isinstance(parts[2], int) and parts[1] > parts[2]:
                yield finding(note, f"the range begins with {parts[1]}, and ends with {parts[2]}",
                              f"['content-length-range', {parts[2]}, {parts[1]}]",
                              "400 EntityTooSmall, or EntityTooLarge, for each upload")


def leading_slashes(subject: Subject) -> Findings:
    """Beginnings of keys with a slash, in an app whose code writes no such key."""
    prefixes = [(subject.settings["path"], line_of(subject.settings["lines"], f"buckets.{name}.{kind}"), move["prefix"])
                for name, bucket in sorted(subject.model["state"]["bucket"].items()) for kind in ("expire", "archive")
                for move in bucket.get("settings", {}).get(kind, [])]
    prefixes += [(*rules.line(subject, rule, "prefix"), start) for rule in rules.rules(subject)
                 for start in starts(rule)]
    slashed = [(path, line, prefix) for path, line, prefix in prefixes if prefix.startswith("/")]
    texts = set().union(*map(subject.texts, subject.files)) if slashed else set()
    for path, line, prefix in slashed:
        if not any(text.startswith(prefix) for text in texts):
            yield Finding(path, line, f"the prefix {prefix!r} begins with a slash, and no code writes such a key",
                          f"prefix: {prefix.lstrip('/')}", "no error: no key of an object begins with it")


def written_slashes(subject: Subject) -> Findings:
    """Keys with a slash at their beginning, where the rules of the bucket, and the calls that read what these write, or
    write what these read, have keys without it."""
    for name, call in subject.calls("s3", WRITES | READS):
        bucket, start = bucket_reads.bucket_of(subject, name, call), start_of(call["args"].get("Key"))
        if not bucket or not start.startswith("/") or not call["sure"]:
            continue
        is_write = call["operation"] in WRITES
        expected = [beginning for rule in rules.rules(subject) if rule["source"] == ("bucket", bucket)
                    for beginning in starts(rule) if beginning] if is_write else []
        others = [start_of(other["args"].get(word)) for lambda_, other in subject.calls("s3", (
                      READS | LISTS if is_write else WRITES))
                  for word in ("Key", "Prefix") if word in other["args"]
                  and bucket_reads.bucket_of(subject, lambda_, other) in (bucket, None)]
        near = next((beginning for beginning in [*expected, *others] if beginning
                     and meet(beginning, start.lstrip("/"))), "")
        known = [beginning for beginning in others if beginning or near not in expected]
        if near and not any(meet(beginning, start) for beginning in [*expected, *known]):
            other = "the rule of the bucket is for" if near in expected else "other code has"
            yield finding(call, f"the key begins with a slash, and {other} {near!r}", f"begin with {near!r}",
                          "no error: no rule matches the object" if near in expected else
                          "NoSuchKey: The specified key does not exist")


def unwritten_prefixes(subject: Subject) -> Findings:
    """Prefixes in expire and archive that are nearly those of the keys that code writes, and begin none of them, nor of
    the keys for which there is a rule, or of which code has the beginning: others upload such objects."""
    for name, bucket in sorted(subject.model["state"]["bucket"].items()):
        for kind in ("expire", "archive"):
            moves = [move["prefix"] for move in bucket.get("settings", {}).get(kind, []) if move.get("prefix")]
            written = [start_of(call["args"].get("Key", call["ids"].get("Key"))) for lambda_, call in subject.calls(
                "s3", WRITES)
                if bucket_reads.bucket_of(subject, lambda_, call) in (name, None)] if moves else []
            expected = {beginning for rule in rules.rules(subject) if rule["source"] == ("bucket", name)
                        for beginning in starts(rule) if beginning} if moves else set()
            for prefix in moves:
                if any(meet(prefix, start) for start in expected) or any(
                        prefix in text for path in subject.files for text in subject.texts(path)):
                    continue
                near = nearest(prefix.partition("/")[0], [start.partition("/")[0] for start in written], 0.6)
                if near and all(written) and not any(meet(prefix, start) for start in written):
                    line = line_of(subject.settings["lines"], f"buckets.{name}.{kind}")
                    yield Finding(subject.settings["path"], line, f"no key that the code writes begins with {prefix!r}",
                                  near, "no error: S3 keeps these objects for ever")


def unread_uploads(subject: Subject) -> Findings:
    """Presigned uploads whose keys match no rule of their bucket, and that no code reads, where a rule waits for keys
    that no code writes; for keys with the same ending, if its lambda reads what the event names."""
    for name, call in subject.calls("s3", frozenset({"PutObject"})):
        bucket, start = bucket_reads.bucket_of(subject, name, call), start_of(call["args"].get("Key"))
        if call["method"] not in PRESIGNED or not call["sure"] or not bucket or not start:
            continue
        keys = [other_call["args"][word] for lambda_, other_call in subject.calls("s3")
                if other_call is not call and bucket_reads.bucket_of(subject, lambda_, other_call) in (bucket, None)
                for word in ("Key", "Prefix") if word in other_call["args"]]
        other_starts = [start_of(key) for key in keys if not is_of_event(key)]
        expected, end = [first for first, _last in key_conditions(subject, bucket)], end_of(call["args"]["Key"])
        waiting = [first for first, last in key_conditions(subject, bucket)
                   if not any(meet(first, text) for text in other_starts)
                   and (len(keys) == len(other_starts) or last and "." in end and fits(last, end))]
        is_misspelt = any(patterns.is_near(start, beginning) for beginning in waiting)  # P803
        if waiting and not is_misspelt and not any(meet(start, beginning) for beginning in [*expected, *other_starts]):
            yield finding(call, f"no rule of the bucket {bucket!r} is for keys that begin with {start!r}, and no code "
                          "reads them", f"a rule waits for {waiting[0]!r}, which no code writes",
                          "no error: nothing is done with the uploads")


def unmatched_endings(subject: Subject) -> Findings:
    """Presigned uploads whose keys have another ending than the rule for their prefix matches, where no code writes a
    key for that rule."""
    for name, call in subject.calls("s3", frozenset({"PutObject"})):
        key, bucket = call["args"].get("Key"), bucket_reads.bucket_of(subject, name, call)
        if call["method"] not in PRESIGNED or not call["sure"] or not bucket or "." not in end_of(key) \
                or isinstance(key, str):  # P803 knows the whole key
            continue
        waiting = [pair for pair in key_conditions(subject, bucket) if start_of(key) and meet(pair[0], start_of(key))]
        written = [other["args"].get("Key") for lambda_, other in subject.calls("s3", WRITES)
                   if other is not call and bucket_reads.bucket_of(subject, lambda_, other) in (bucket, None)]
        if waiting and all(last and not fits(last, end_of(key)) and not any(
                meet(first, start_of(text)) and fits(last, end_of(text)) for text in written)
                for first, last in waiting):
            yield finding(call, f"the key ends with {end_of(key)!r}, and the rule of the bucket {bucket!r} matches "
                          f"{waiting[0][1]!r} alone", f"a key that ends with {waiting[0][1]!r}",
                          "no error: nothing is done with the uploads")


def key_conditions(subject, bucket):
    """[(beginning, end)] of the keys of a bucket that rules match, "" if it may be any."""
    return [(patterns.start_of(condition), ending(condition)) for rule in rules.rules(subject)
            if rule["source"] == ("bucket", bucket) for alternative in rule["alternatives"]
            for condition in dict(alternative).get("detail.object.key", [""])]


def is_of_event(key):
    """Whether a plain key is that of S3's event: of an object for which the lambda has a rule."""
    paths = [key.get("event"), *key.get("of", [])] if isinstance(key, dict) else []
    return len(paths) > 0 and all(path is None or path[-2:] == ["object", "key"] or path[-3:] == [
        "object", "key", "decoded"] for path in paths) and any(paths)


def end_of(value):
    """The known end of a plain text, "" if there is none."""
    last = value["text"][-1] if isinstance(value, dict) and "text" in value else value
    return last if isinstance(last, str) else ""


def ending(condition):
    """The end of the texts that pass a condition: {"wildcard": "inbox/*.csv"} -> .csv; "" if it has none."""
    value = next(iter(condition.values())) if isinstance(condition, dict) and condition.keys() <= {
        "suffix", "wildcard"} else ""
    return value.rpartition("*")[2] if isinstance(value, str) else ""


def fits(end, text):
    """Whether a text with a known end, "" if it is unknown, may have the other end."""
    return text.endswith(end) or end.endswith(text)


def starts(rule):
    """The beginnings of the keys that a rule of objects matches: "" if it matches keys with any."""
    return [patterns.start_of(condition) for alternative in rule["alternatives"]
            for condition in dict(alternative).get("detail.object.key", [""])]


def meet(first, second):
    """Whether one text begins with the other: a key may have both beginnings."""
    return first.startswith(second) or second.startswith(first)


FORM = "s3 = boto3.client('s3')\nreturn s3.generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a.mp3', " \
    "Fields={'Content-Type': 'audio/mpeg'}, Conditions=[%s['content-length-range', 1, 1000000]])"
RULE = "infra:\n  events:\n  - name: uploaded\n    source: {type: bucket, name: demo}\n    topic: Object Created\n" \
    "    prefix: %s\n---\nprint(event['detail']['object']['key'])"
UPLOAD = "return boto3.client('s3').generate_presigned_url('put_object', Params={\n" \
    "    'Bucket': os.environ['DEMO_BUCKET'], 'Key': f\"%s/{event['name']}\"})"
STORED = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"tickets/{event['id']}\", Body=b'a')"
EXPIRE = "name: demo\nbuckets: {demo: {expire: {after: 90 days, prefix: %s}}}\n"
CHECKS = [
    Check("P225", "A field of an upload's form without a condition",
          "S3 refuses each upload with 403: the policy of a form names all of its fields but those of the signature.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html",
          FORM % "", FORM % "{'Content-Type': 'audio/mpeg'}, ",
          lambda subject: [*unconditional_fields(subject), *broken_conditions(subject)]),
    Check("P614", "A prefix of keys with a slash at its beginning",
          "The rule matches no object: the key of s3://bucket/raw/a.mp3 is raw/a.mp3.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",
          RULE % "/raw/", RULE % "raw/",
          lambda subject: [*leading_slashes(subject), *written_slashes(subject)]),
    Check("P838", "A prefix of app.yaml that begins no key",
          "S3 deletes, and archives, the objects whose keys begin with the prefix.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html",
          STORED, STORED, unwritten_prefixes,
          {"bad/app.yaml": EXPIRE % "ticket-files/", "app.yaml": EXPIRE % "tickets/"}),
    Check("P835", "Uploads under a prefix, or with an ending, for which there is no rule",
          "The objects stay as they are: no rule invokes a lambda for them, and no code reads them.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html",
          UPLOAD % "uploads", UPLOAD % "raw",
          lambda subject: [*unread_uploads(subject), *unmatched_endings(subject)], lambda_file("b", RULE % "raw/")),
]
