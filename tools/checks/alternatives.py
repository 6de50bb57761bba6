"""Calls with none of several parameters of which AWS needs one, or with two of them that exclude each other: botocore,
which knows each of them as optional, sends such a call."""
from collections.abc import Iterator
from typing import Any

from checks.check import Check, Findings, Subject, finding
from interpreter.plain import fields, options, possible_elements

# {service: {operation: {path of a mapping in its arguments: the parts of which it needs one}}}; "" is the arguments
# themselves, [] each element of a list. botocore's documentation of the operations says so of the metrics, PutRule,
# PutSecretValue, Publish and StartTranscriptionJob; of the others it follows from what the mapping is for.
NEEDED: dict[str, dict[str, dict[str, str]]] = {
    "cloudwatch": {"PutMetricData": {"MetricData[]": "Value Values StatisticValues"},
                   "GetMetricStatistics": {"": "Statistics ExtendedStatistics"},
                   "GetMetricData": {"MetricDataQueries[]": "MetricStat Expression"}},
    "dynamodb": {"Query": {"": "KeyConditionExpression KeyConditions"}},
    "ec2": {"RunInstances": {"": "ImageId LaunchTemplate"}},
    "events": {"PutRule": {"": "ScheduleExpression EventPattern"}},
    "lambda": {"UpdateFunctionCode": {"": "ZipFile S3Bucket ImageUri"},
               "PublishLayerVersion": {"Content": "ZipFile S3Bucket"}},
    "rekognition": {
        **dict.fromkeys("""DetectCustomLabels DetectFaces DetectLabels DetectModerationLabels DetectProtectiveEquipment
            DetectText IndexFaces RecognizeCelebrities SearchFacesByImage SearchUsersByImage""".split(),
                        {"Image": "Bytes S3Object"}),
        "CompareFaces": {"SourceImage": "Bytes S3Object", "TargetImage": "Bytes S3Object"}},
    "route53": {"ChangeResourceRecordSets": {
        "ChangeBatch.Changes[].ResourceRecordSet": "ResourceRecords AliasTarget TrafficPolicyInstanceId"}},
    "secretsmanager": {"PutSecretValue": {"": "SecretString SecretBinary"}},
    "ses": {"SendEmail": {"Message.Body": "Text Html", "Destination": "ToAddresses CcAddresses BccAddresses"}},
    "sesv2": {"SendEmail": {"Content": "Simple Raw Template", "Content.Simple.Body": "Text Html"}},
    "sns": {"Publish": {"": "TopicArn TargetArn PhoneNumber"}},
    "ssm": {"SendCommand": {"": "InstanceIds Targets"}},
    "textract": dict.fromkeys(("AnalyzeDocument", "AnalyzeExpense", "DetectDocumentText"),
                              {"Document": "Bytes S3Object"}),
    "transcribe": {"StartTranscriptionJob": {"": "LanguageCode IdentifyLanguage IdentifyMultipleLanguages",
                                             "Media": "MediaFileUri RedactedMediaFileUri"}}}
# Of these a mapping has at most one.
EXCLUSIVE: dict[str, dict[str, dict[str, str]]] = {
    "dynamodb": {"TransactWriteItems": {"TransactItems[]": "ConditionCheck Put Update Delete"},
                 "BatchWriteItem": {"RequestItems.*[]": "PutRequest DeleteRequest"}},
    "sns": {"Publish": {"": "TopicArn TargetArn PhoneNumber"}}}


def lacking(subject: Subject) -> Findings:
    """Mappings in the arguments of calls with none of the parts of which AWS needs one."""
    for call, path, value, parts in _mappings(subject, NEEDED):
        if not value["open"] and parts.isdisjoint(value["dict"]):
            yield finding(call, f"{call['method']}: {path} needs {' or '.join(sorted(parts))}", "",
                          "the service refuses the call: ValidationException, InvalidParameter ...")


def excluding(subject: Subject) -> Findings:
    """Mappings in the arguments of calls with two parts that exclude each other."""
    for call, path, value, parts in _mappings(subject, EXCLUSIVE):
        both = sorted(part for part in parts & value["dict"].keys() if part not in value["maybe"]
                      and value["dict"][part] is not None)
        if len(both) > 1:
            yield finding(call, f"{call['method']}: {path} takes one of {' and '.join(both)}", "an entry for each",
                          "the service refuses the call: ValidationException, InvalidParameter ...")


def _mappings(subject, table) -> Iterator[tuple[dict[str, Any], str, dict[str, Any], set[str]]]:
    """Yields (call, description of the mapping, its plain form, the parts) of each mapping of a table in a call."""
    for service, operations in table.items():
        for _name, call in subject.calls(service, frozenset(operations)):
            arguments = {"dict": call["args"], "maybe": [], "open": not call["whole"]}
            for path, parts in operations[call["operation"]].items() if call["sure"] and not call["placed"] else ():
                for value in _parts_at(arguments, path.split(".") if path else []):
                    yield call, path or "it", value, set(parts.split())


def _parts_at(value, steps):
    """[plain mapping] at a path in a plain value: each option, each element of a list."""
    mappings = [option for option in options(value) if isinstance(option, dict) and "dict" in option]
    if not steps:
        return mappings
    name, is_list = steps[0].removesuffix("[]"), steps[0].endswith("[]")
    values = [part for mapping in mappings for part in (
        fields(mapping).values() if name == "*" else [fields(mapping).get(name)])]
    entries = [entry for part in values for entry in (possible_elements(part) if is_list else [part])]
    return [mapping for entry in entries for mapping in _parts_at(entry, steps[1:])]


PUBLISH = "infra:\n  permissions: ['sns:Publish']\n---\n" \
    "boto3.client('sns').publish(Message='a'%s)"
TRANSACTION = "boto3.client('dynamodb').transact_write_items(TransactItems=[\n" \
    "    {'Put': {'TableName': os.environ['DEMO_TABLE'], 'Item': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}}}%s" \
    "'Delete': {'TableName': os.environ['DEMO_TABLE'], 'Key': {'pk': {'S': 'a'}, 'sk': {'S': 'c'}}}}])"
CHECKS = [
    Check("P238", "A call without the parameter that it needs",
          "Each of several parameters is optional for boto3, and the service needs one of them.",
          "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
          PUBLISH % "", PUBLISH % ", PhoneNumber='+491511234567'", lacking),
    Check("P239", "Two parameters that exclude each other",
          "Each of several parameters is optional for boto3, and the service takes one of them.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItem.html",
          TRANSACTION % ", ", TRANSACTION % "}, {", excluding),
]
