"""ACLs of objects in the app's buckets, which accept none."""
from checks.check import Check, Findings, Subject, finding
from interpreter.plain import options

WRITES = frozenset({"PutObject", "CopyObject", "CreateMultipartUpload", "PutObjectAcl"})
REFUSED = ("public-read", "public-read-write", "authenticated-read")


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


PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_WEBSITE'], Key='a.html', Body=b'a'%s)"
CHECKS = [
    Check("P223", "An ACL for an object of a bucket without ACLs",
          "AccessControlListNotSupported: since 2023 buckets have no ACLs, and Pareto's have none; the local cloud "
          "accepts them.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
          PUT % ", ACL='public-read'", PUT % "", refused_acls),
]
