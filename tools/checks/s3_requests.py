"""Requests of S3: ACLs of objects, which the app's buckets refuse; metadata that a copy does not take; a copy of
an object onto itself; arguments of transfers; presigned URLs."""
import ast

from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.syntax import keywords, method_name
from interpreter.plain import fields, options
from interpreter.sources import called_name, nodes_of
from kit.schema import nearest

WRITES = frozenset({"PutObject", "CopyObject", "CreateMultipartUpload", "PutObjectAcl"})
SIGNATURES = {"upload_file": "Filename, Bucket, Key", "download_file": "Bucket, Key, Filename",
              "upload_fileobj": "Fileobj, Bucket, Key", "download_fileobj": "Bucket, Key, Fileobj"}
PRESIGNED = {"generate_presigned_url": "ClientMethod Params ExpiresIn HttpMethod",
             "generate_presigned_post": "Bucket Key Fields Conditions ExpiresIn"}
METHODS = {"put_object": "PUT", "get_object": "GET", "head_object": "HEAD", "delete_object": "DELETE",
           "upload_part": "PUT"}
OF_OBJECTS = {"GET", "HEAD", "PUT", "DELETE"}
REFUSED = ("public-read", "public-read-write", "authenticated-read")
# docs.aws.amazon.com, API_CopyObject: what is ignored unless the directive is REPLACE
METADATA = ("ContentType", "Metadata", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage",
            "Expires")
# One of these makes a copy of an object onto itself lawful.
CHANGES = frozenset("""MetadataDirective TaggingDirective StorageClass WebsiteRedirectLocation ServerSideEncryption
    SSEKMSKeyId SSECustomerKey SSECustomerAlgorithm BucketKeyEnabled ChecksumAlgorithm ACL""".split())


def refused_acls(subject: Subject) -> Findings:
    """put_object(ACL="public-read") and its siblings, on a bucket or website of a variable."""
    for name, call in subject.calls("s3", WRITES):
        kinds = {variable["name"]: variable["kind"] for variable in subject.model["lambdas"][name]["env"]}
        bucket, acl = call["args"].get("Bucket"), call["args"].get("ACL")
        kind = kinds.get(bucket.get("env")) if isinstance(bucket, dict) else None
        if kind in ("bucket", "website") and acl is not None and all(value in REFUSED for value in options(acl)):
            yield finding(call, f"the buckets of an app accept no ACL {options(acl)[0]!r}",
                          "remove it: the objects of a website are public" if kind == "website" else
                          "a website (..._WEBSITE) has public objects, a presigned URL lets one person read one",
                          "AccessControlListNotSupported: The bucket does not allow ACLs")


def ignored_metadata(subject: Subject) -> Findings:
    """Copies with new metadata, and without the directive that replaces those of the source."""
    for _name, call in subject.calls("s3", {"CopyObject"}):
        args = call["args"]
        present = [key for key in METADATA if key in args and args[key] is not None]
        if present and call["whole"] and call["sure"] and "MetadataDirective" not in args:
            yield finding(call, f"{call['method']} ignores {present[0]}: it copies the metadata of the source",
                          "MetadataDirective='REPLACE', and all metadata that the copy should have",
                          "no error: the copy has the old metadata")


def copies_onto_itself(subject: Subject) -> Findings:
    """Copies whose source is their own object, and that change nothing."""
    for _name, call in subject.calls("s3", {"CopyObject"}):
        args, ids, source = call["args"], call["ids"], fields(call["args"].get("CopySource"))
        own = (args.get("Bucket", ids.get("BucketName")), args.get("Key", ids.get("Key")))
        is_known = isinstance(own[1], str) or isinstance(own[1], dict) and "event" in own[1]  # two equal ones are one
        if call["whole"] and call["sure"] and is_known and own == (source.get("Bucket"), source.get("Key")) \
                and not CHANGES & args.keys() and "VersionId" not in source:
            yield finding(call, f"{call['method']} copies an object onto itself and changes nothing",
                          "another Key, or MetadataDirective='REPLACE'",
                          "InvalidRequest: This copy request is illegal because it is trying to copy an object to "
                          "itself")


def broken_sources(subject: Subject) -> Findings:
    """Copies whose source lacks its bucket or its key: CopySource="a.csv", CopySource={"bucket": ...}."""
    for _name, call in subject.calls("s3", {"CopyObject", "UploadPartCopy"}):
        source = call["args"].get("CopySource") if call["sure"] else None
        lacking = [key for key in ("Bucket", "Key") if key not in source["dict"]] if isinstance(source, dict) \
            and "dict" in source and not source["open"] else []
        if lacking:
            yield finding(call, f"the CopySource has no {lacking[0]!r}", nearest(lacking[0], fields(source)) and
                          "the keys are 'Bucket' and 'Key'" or "{'Bucket': ..., 'Key': ...}",
                          f"KeyError: {lacking[0]!r}, of botocore")
        elif isinstance(source, str) and "/" not in source.strip("/"):
            yield finding(call, f"the CopySource {source!r} is no bucket and key", "{'Bucket': ..., 'Key': ...}",
                          "InvalidArgument: Copy Source must mention the source bucket and key")


def unknown_arguments(subject: Subject) -> Findings:
    """Arguments that upload_file() and similar methods of boto3 do not have, and a Key that is no text."""
    for _name, note in subject.notes("transfer"):
        if note["key"] == "Key":
            yield finding(note, "the Key of an object is a text, not a path", "str(...)",
                          "ParamValidationError: Invalid type for parameter Key")
            continue
        yield finding(note, f"{note['name']} has no parameter {note['key']!r}",
                      f"ExtraArgs={{{note['key']!r}: ...}}", f"TypeError: {note['name']}() got an unexpected keyword "
                      f"argument {note['key']!r}")


def presigned_arguments(tree):
    """Yields pitfalls of arguments that generate_presigned_url() and generate_presigned_post() do not have."""
    for call in nodes_of(tree, ast.Call):
        accepted = PRESIGNED.get(method_name(call), "").split()
        for name in keywords(call) if accepted else ():
            if name and name not in accepted:
                yield ["presigned", call.lineno, f"{method_name(call)}() has no parameter {name!r}",
                       nearest(name, accepted, 0.5) or f"it has {', '.join(accepted)}"]


def misplaced_arguments(subject: Subject) -> Findings:
    """Arguments of transfers in the place of another: upload_file(bucket, key, path), upload_fileobj("/tmp/a", ...)."""
    for _name, note in subject.notes("misplaced"):
        order = SIGNATURES.get(note["name"], "Bucket=..., Key=...")
        hint = "open(path, 'rb'), or upload_file(...)" if note["key"] == "Fileobj" else f"{note['name']}({order})"
        yield finding(note, f"the {note['key']} of {note['name']}() is {note['how']}", hint,
                      "ValueError, FileNotFoundError or ParamValidationError")


def unsigned_methods(tree):
    """Yields pitfalls of presigned URLs of an operation for POST, which S3 has for forms and multipart uploads."""
    for node in nodes_of(tree, ast.Call):
        arguments = {**dict(zip(("ClientMethod", "Params", "ExpiresIn", "HttpMethod"), node.args)), **keywords(node)}
        method, operation = (getattr(arguments.get(name), "value", None) for name in ("HttpMethod", "ClientMethod"))
        if called_name(node) == "generate_presigned_url" and operation in METHODS and isinstance(method, str) \
                and method not in OF_OBJECTS:
            yield ["method", arguments["HttpMethod"].lineno, f"S3 has no {method} for {operation}",
                   f"HttpMethod={METHODS[operation]!r}, or no HttpMethod"]


FILE = "boto3.client('s3').upload_file('/tmp/a.csv', os.environ['DEMO_BUCKET'], 'a.csv', %s)"
PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_WEBSITE'], Key='a.html', Body=b'a'%s)"
COPY = "boto3.client('s3').copy_object(Bucket=os.environ['DEMO_BUCKET'], Key='b.svg', " \
    "CopySource={'Bucket': os.environ['DEMO_BUCKET'], 'Key': 'a.svg'}, ContentType='image/svg+xml'%s)"
OWN = "boto3.client('s3').copy_object(Bucket=os.environ['DEMO_BUCKET'], Key='a.svg', " \
    "CopySource={'Bucket': os.environ['DEMO_BUCKET'], 'Key': 'a.svg'}%s)"
FROM = "boto3.client('s3').copy_object(Bucket=os.environ['DEMO_BUCKET'], Key='b.svg', CopySource=%s)"
PITFALLS = [(tuple(PRESIGNED), presigned_arguments), (("generate_presigned_url",), unsigned_methods)]
URL = "return boto3.client('s3').generate_presigned_url('put_object', Params={'Bucket': os.environ['DEMO_BUCKET'],\n" \
    "    'Key': 'raw/a.mp3'}, HttpMethod='%s')"
CHECKS = [
    Check("P226", "An argument that a transfer of boto3 does not have, or that belongs in another place",
          "upload_file() and its relatives take a path or a file, and the parameters of their requests in ExtraArgs.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/s3-uploading-files.html",
          FILE % "ContentType='text/csv'", FILE % "ExtraArgs={'ContentType': 'text/csv'}",
          lambda subject: [*unknown_arguments(subject), *misplaced_arguments(subject),
                           *pitfalls_of("presigned", "TypeError: got an unexpected keyword argument")(subject)]),
    Check("P223", "An ACL for an object of a bucket without ACLs",
          "AccessControlListNotSupported: since 2023 buckets have no ACLs, and Pareto's have none; the local cloud "
          "accepts them.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
          PUT % ", ACL='public-read'", PUT % "", refused_acls),
    Check("P232", "Metadata that a copy of an object does not take",
          "Without MetadataDirective='REPLACE' S3 copies the metadata of the source, and ignores those of the request.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html",
          COPY % "", COPY % ", MetadataDirective='REPLACE'", ignored_metadata),
    Check("P233", "A copy of an object onto itself",
          "S3 refuses a copy onto the same key that changes neither metadata nor storage.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html",
          OWN % "", OWN % ", StorageClass='STANDARD_IA'", copies_onto_itself),
    Check("P237", "A CopySource without a bucket or a key",
          "A source is {'Bucket': ..., 'Key': ...}, or a text like bucket/key.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html",
          FROM % "'a.svg'", FROM % "{'Bucket': os.environ['DEMO_BUCKET'], 'Key': 'a.svg'}", broken_sources),
    Check("P433", "A presigned URL for a method that its operation does not have",
          "403 SignatureDoesNotMatch, or 405: the signature is for this method, and S3 puts objects with PUT.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",
          URL % "POST", URL % "PUT", pitfalls_of("method", "403 SignatureDoesNotMatch")),
]
