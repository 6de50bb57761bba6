"""AWS::S3: buckets and their policies."""
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call, tag_map


def renamed(value, names):
    """A dict with some keys renamed. names: {old: new}."""
    return {names.get(key, key): item for key, item in value.items()}


def encryption(value):
    """The property BucketEncryption in the form of PutBucketEncryption."""
    names = {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"}
    return {"Rules": [renamed(rule, names) for rule in value["ServerSideEncryptionConfiguration"]]}


def cors(value):
    """The property CorsConfiguration in the form of PutBucketCors."""
    names = {"ExposedHeaders": "ExposeHeaders", "Id": "ID", "MaxAge": "MaxAgeSeconds"}
    return {"CORSRules": [renamed(rule, names) for rule in value["CorsRules"]]}


def lifecycle(value):
    """LifecycleConfiguration in the form of PutBucketLifecycleConfiguration."""
    return {"Rules": [lifecycle_rule(rule) for rule in value["Rules"]]}


def lifecycle_rule(definition):
    """One lifecycle rule in the form of the API, which nests fields that are flat in a template."""
    rule = renamed(definition, {"Id": "ID"})
    expiration = {new: rule.pop(old) for old, new in (
        ("ExpirationInDays", "Days"), ("ExpirationDate", "Date"),
        ("ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker")) if old in rule}
    if expiration:
        rule["Expiration"] = expiration
    if "NoncurrentVersionExpirationInDays" in rule:
        days = rule.pop("NoncurrentVersionExpirationInDays")
        rule["NoncurrentVersionExpiration"] = {"NoncurrentDays": days}
    if "Transition" in rule:
        rule["Transitions"] = [*rule.get("Transitions", []), rule.pop("Transition")]
    for name, days in (("Transitions", {"TransitionInDays": "Days", "TransitionDate": "Date"}),
                       ("NoncurrentVersionTransitions", {"TransitionInDays": "NoncurrentDays"})):
        if name in rule:
            rule[name] = [renamed(move, days) for move in rule[name]]
    prefix, tags = rule.pop("Prefix", None), rule.pop("TagFilters", [])
    return rule | {"Filter": {"And": {"Prefix": prefix or "", "Tags": tags}} if tags else {"Prefix": prefix or ""}}


def notifications(value):
    """NotificationConfiguration in the form of PutBucketNotificationConfiguration."""
    configuration: dict = {}
    for kind, arn in (("Lambda", "Function"), ("Queue", "Queue"), ("Topic", "Topic")):
        entries = [notification(entry, arn, f"{kind}FunctionArn" if kind == "Lambda" else f"{kind}Arn")
                   for entry in value.get(f"{kind}Configurations", [])]
        if entries:
            configuration["LambdaFunctionConfigurations" if kind == "Lambda" else f"{kind}Configurations"] = entries
    bridge = value.get("EventBridgeConfiguration")
    if bridge is not None and str(bridge.get("EventBridgeEnabled", True)).lower() == "true":
        configuration["EventBridgeConfiguration"] = {}
    return configuration


def notification(definition, old, new):
    """One destination of a bucket's events; its ARN, of property Function, Queue or Topic, moves to the new key."""
    entry = renamed(definition, {old: new})
    entry["Events"] = [entry.pop("Event")]
    if "Filter" in entry:
        entry["Filter"] = {"Key": {"FilterRules": entry["Filter"]["S3Key"]["Rules"]}}
    return entry


def website(value):
    """The property WebsiteConfiguration in the form of PutBucketWebsite."""
    configuration = dict(value)
    for name, key in (("IndexDocument", "Suffix"), ("ErrorDocument", "Key")):
        if name in configuration:
            configuration[name] = {key: configuration[name]}
    rules = [renamed(rule, {"RedirectRule": "Redirect", "RoutingRuleCondition": "Condition"})
             for rule in configuration.pop("RoutingRules", [])]
    return {**configuration, "RoutingRules": rules} if rules else configuration


def tagging(tags):
    """{"TagSet": [{"Key": ..., "Value": ...}]} of a template's Tags, as PutBucketTagging takes them."""
    return {"TagSet": [{"Key": key, "Value": value} for key, value in tag_map(tags).items()]}


# property: (operation that puts it, its parameter, conversion (dict: a copy), operation that deletes it or value to put
# instead)
PARTS: dict[str, tuple] = {
    "BucketEncryption": ("put_bucket_encryption", "ServerSideEncryptionConfiguration", encryption,
                         "delete_bucket_encryption"),
    "CorsConfiguration": ("put_bucket_cors", "CORSConfiguration", cors, "delete_bucket_cors"),
    "LifecycleConfiguration": ("put_bucket_lifecycle_configuration", "LifecycleConfiguration", lifecycle,
                               "delete_bucket_lifecycle"),
    "NotificationConfiguration": ("put_bucket_notification_configuration", "NotificationConfiguration",
                                  notifications, {}),
    "OwnershipControls": ("put_bucket_ownership_controls", "OwnershipControls", dict,
                          "delete_bucket_ownership_controls"),
    "PublicAccessBlockConfiguration": ("put_public_access_block", "PublicAccessBlockConfiguration", dict,
                                       "delete_public_access_block"),
    "Tags": ("put_bucket_tagging", "Tagging", tagging, "delete_bucket_tagging"),
    "VersioningConfiguration": ("put_bucket_versioning", "VersioningConfiguration", dict, {"Status": "Suspended"}),
    "WebsiteConfiguration": ("put_bucket_website", "WebsiteConfiguration", website, "delete_bucket_website"),
}


def create_bucket(task):
    """Creates a bucket. Ref is the bucket's name. LocationConstraint must not be us-east-1."""
    configuration = None if task.region == "us-east-1" else {"LocationConstraint": task.region}
    task.call("s3", "create_bucket", Bucket=task.name, CreateBucketConfiguration=configuration)
    task.mark_created(task.name, **bucket_attributes(task.name, task.region))
    write_parts(task)


def bucket_attributes(name, region):
    """{attribute: value} of a bucket."""
    return {"Arn": f"arn:aws:s3:::{name}", "DomainName": f"{name}.s3.amazonaws.com",
            "DualStackDomainName": f"{name}.s3.dualstack.{region}.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
            "WebsiteURL": f"http://{name}.s3-website-{region}.amazonaws.com"}


def write_parts(task):
    """Puts every changed part of a bucket's configuration, and deletes removed ones."""
    for name, (put, parameter, form, remove) in PARTS.items():
        if name in task.properties and task.changed(name):
            task.call("s3", put, Bucket=task.ref, **{parameter: form(task.properties[name])})
        elif name in task.before and name not in task.properties and isinstance(remove, dict):
            task.call("s3", put, Bucket=task.ref, **{parameter: remove})
        elif name in task.before and name not in task.properties:
            task.call("s3", remove, Bucket=task.ref)


def delete_bucket(task):
    """A bucket with objects cannot be deleted; one that AWS would retain is emptied first."""
    if task.retained:
        empty_bucket(task)
    task.call("s3", "delete_bucket", Bucket=task.ref)


def empty_bucket(task):
    """Deletes every object of the bucket and every version, a page at a time. Raises ApiError."""
    while True:
        page = task.call("s3", "list_object_versions", Bucket=task.ref, MaxKeys=1000)
        versions = [{"Key": entry["Key"], "VersionId": entry["VersionId"]}
                    for entry in page.get("Versions", []) + page.get("DeleteMarkers", [])]
        if not versions:
            return
        response = task.call("s3", "delete_objects", Bucket=task.ref, Delete={"Objects": versions, "Quiet": True})
        if response.get("Errors"):
            raise ApiError(f"{response['Errors'][0]['Key']}: {response['Errors'][0]['Message']}")


def write_bucket_policy(task):
    """Sets a bucket's policy. Ref is the bucket's name."""
    task.call("s3", "put_bucket_policy", Bucket=task.properties["Bucket"], Policy=task.properties["PolicyDocument"])
    task.mark_created(task.properties["Bucket"])


TYPES = {
    "AWS::S3::Bucket": Kind(
        create_bucket, write_parts, delete_bucket, name="BucketName", longest=63, lower=True,
        properties="BucketName " + " ".join(PARTS),
        attributes="Arn DomainName DualStackDomainName RegionalDomainName WebsiteURL",
        replacing="BucketName"),
    "AWS::S3::BucketPolicy": Kind(
        write_bucket_policy, write_bucket_policy, one_call("s3", "delete_bucket_policy", properties="Bucket"),
        properties="Bucket PolicyDocument", replacing="Bucket"),
}
