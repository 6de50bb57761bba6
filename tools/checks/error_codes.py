"""Codes and exceptions of AWS's errors that no call raises."""
from checks.check import Check, Finding, Findings, Subject, finding, notes_of
from interpreter import models
from kit.schema import nearest

# docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html, and AmazonS3/latest/API/ErrorResponses.html
COMMON = frozenset("""AccessDenied AccessDeniedException ExpiredToken ExpiredTokenException Forbidden
    IncompleteSignature InternalError InternalFailure InternalServerError InternalServiceError
    InvalidAccessKeyId InvalidAction InvalidClientTokenId InvalidParameter InvalidParameterCombination
    InvalidParameterException InvalidParameterValue InvalidRequest InvalidSignatureException
    MalformedQueryString MissingAction MissingAuthenticationToken MissingParameter NotAuthorized NotFound
    OptInRequired PreconditionFailed PriorRequestNotComplete RequestExpired RequestLimitExceeded
    RequestThrottled RequestThrottledException RequestTimeTooSkewed RequestTimeout SerializationException
    ServiceFailure ServiceUnavailable ServiceUnavailableException SignatureDoesNotMatch SlowDown Throttling
    ThrottledException ThrottlingException TooManyRequestsException TransactionInProgressException
    UnrecognizedClientException ValidationError ValidationException BucketAlreadyExists BucketAlreadyOwnedByYou
    NoSuchBucket NoSuchKey NoSuchVersion NoSuchUpload NoSuchBucketPolicy InvalidBucketName InvalidObjectState
    InvalidRange MethodNotAllowed ObjectLockConfigurationNotFoundError NoSuchTagSet NoSuchLifecycleConfiguration
    NoSuchCORSConfiguration NoSuchWebsiteConfiguration ServerSideEncryptionConfigurationNotFoundError""".split())
ENDINGS = ("Exception", "Error", "Fault")


def unknown_codes(subject: Subject) -> Findings:
    """Codes that are nearly those of a service that the lambda calls, and that no service has."""
    for path, facts in sorted(subject.files.items()):
        services = {call["service"] for name, observation in subject.observations.items()
                    if path in observation["files"] for call in observation["calls"]} if facts.get("codes") else set()
        service_codes = {code for service in services for code in models.exceptions(service).values()} | COMMON
        names = {name: code for service in services for name, code in models.exceptions(service).items()}
        for code, line, others in [(*pair, dict(group)) for group in facts.get("codes", ()) for pair in group]:
            if isinstance(code, int):
                yield Finding(path, line, f"the code of an error is a text, and {code} a number",
                              f"'{code}', or ['ResponseMetadata']['HTTPStatusCode'] == {code}",
                              "no error: a text is never equal to a number")
                continue
            suggestion = meant(code, service_codes, names) if code not in service_codes and services else ""
            if suggestion and suggestion not in others:
                yield Finding(path, line, f"no service has the error code {code!r}", f"did you mean {suggestion!r}?",
                              "no error: the condition is never true")


def meant(code, service_codes, names):
    """The code that is meant: with another ending, of the exception of that name, or nearly the same; "" if none is.

    service_codes  those of the services and COMMON; names  {name of an exception: its code}
    """
    if code in names:
        return names[code]
    stem = next((code.removesuffix(ending) for ending in ENDINGS if code.endswith(ending)), code)
    changed = [stem, *(stem + ending for ending in ENDINGS)]
    near = nearest(code, service_codes, 0.85)
    variant = next((candidate for candidate in changed if candidate in service_codes), "")
    return variant or (near.split("'")[1] if near else "")


caught_heads = notes_of(
    "head-key", "{name} never raises {key}: the response of a HEAD request has no body, so the code is '404'",
    'except ClientError as error: if error.response["Error"]["Code"] == "404"',
    "botocore.exceptions.ClientError: An error occurred (404) when calling the HeadObject operation")


def unraised(subject: Subject) -> Findings:
    """An except for an exception that no call of its try raises, whoever calls the function around it."""
    raised = {(note["file"], note["line"]) for _name, note in subject.notes("raised")}
    for _name, note in subject.notes("unraised"):
        if (note["file"], note["line"]) not in raised:
            is_single = note["name"] == "ConditionalCheckFailedException" and not note["operation"].startswith("Trans")
            yield finding(note, f"{note['operation']}{' without a ConditionExpression' * is_single} never raises "
                          f"{note['name']}", HINTS.get((note["name"], is_single), "see the errors of the operation in "
                                                       "the API reference"), UNCAUGHT[is_single])


HINTS = {("ConditionalCheckFailedException", True): "ConditionExpression='attribute_exists(...)', or no except",
         ("ConditionalCheckFailedException", False): "TransactionCanceledException",
         ("TransactionCanceledException", False): "ConditionalCheckFailedException is that of a single write"}
UNCAUGHT = ("the exception is not caught", "no error: the write succeeds whatever the item is")
PUT = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        table.put_item(Item={'pk': 'a', 'sk': 'b'}, ConditionExpression='attribute_not_exists(pk)')\n" \
    "    except ClientError as error:\n        if error.response['Error']['Code'] != '%s':\n            raise"
HEAD = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')\n" \
    "    except ClientError as error:\n        return error.response['Error']['Code'] == '%s'"
TRANSACTION = "client = boto3.client('dynamodb')\n\n\ndef handler(event, context):\n    try:\n" \
    "        client.transact_write_items(TransactItems=[{'Put': {'TableName': os.environ['DEMO_TABLE'], 'Item': {" \
    "'pk': {'S': 'a'}, 'sk': {'S': 'b'}}, 'ConditionExpression': 'attribute_not_exists(pk)'}}])\n" \
    "    except client.exceptions.%s:\n        return False"
WAIT = "from botocore.exceptions import ClientError, WaiterError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('s3').get_waiter('object_exists').wait(Bucket=os.environ['DEMO_BUCKET'], Key='k', " \
    "WaiterConfig={'Delay': 1, 'MaxAttempts': 2})\n    except %s:\n        return False\n    return True"
CHECKS = [
    Check("P212", "An error code that no service has",
          "The condition is never true, and the error is treated as another one.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html",
          PUT % "ConditionalCheckFailed", PUT % "ConditionalCheckFailedException", unknown_codes),
    Check("P213", "NoSuchKey of head_object, or of a download",
          "head_object raises ClientError with the code 404 for a missing object: the response of a HEAD has no body. "
          "download_file and download_fileobj begin with a head_object.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html",
          HEAD % "NoSuchKey", HEAD % "404", caught_heads),
    Check("P354", "ClientError of a waiter",
          "A waiter raises WaiterError, which is no ClientError, if the time is over or the request fails.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/error-handling.html",
          WAIT % "ClientError", WAIT % "WaiterError", notes_of(
              "waiter-error", "a waiter raises WaiterError, and never ClientError",
              "except WaiterError, of botocore.exceptions",
              "botocore.exceptions.WaiterError: Waiter ObjectExists failed: Max attempts exceeded")),
    Check("P231", "An exception that the call never raises",
          "A failed condition of a transaction is a TransactionCanceledException, of a single write a "
          "ConditionalCheckFailedException: the except does not catch the other one. A write without a condition "
          "raises neither.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html",
          TRANSACTION % "ConditionalCheckFailedException", TRANSACTION % "TransactionCanceledException", unraised),
]
