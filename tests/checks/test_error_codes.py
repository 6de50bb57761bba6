"""The codes and exceptions of AWS's errors: those that no call raises, and cancelled transactions."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

IMPORT = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n"
TABLE = "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])"
PUT = IMPORT + f"    try:\n        {TABLE}.put_item(Item={{'pk': 'a', 'sk': 'b'}}, ConditionExpression=" \
    "'attribute_not_exists(pk)')\n    except ClientError as error:\n        "
CODE = "error.response['Error']['Code']"
CODES = [
    (PUT + f"if {CODE} == 'ConditionalCheckFailed':\n            return 409", ["P212"]),
    (PUT + f"if {CODE} == 'ConditionalCheckFailedException':\n            return 409", []),
    (PUT + f"if {CODE} != 'ConditionalCheckFailedError':\n            raise", ["P212"]),
    (PUT + f"if {CODE} == 'ConditionalCheckFailedExeption':\n            return 409", ["P212"]),
    (PUT + f"code = {CODE}\n        if code == 'ConditionalCheckFailed':\n            return 409", ["P212"]),
    (PUT + f"if {CODE} in ('ThrottlingException', 'ProvisionedThroughputExceeded'):\n            return 503", ["P212"]),
    (PUT + f"if {CODE} in ('ThrottlingException', 'ProvisionedThroughputExceededException'):\n            return 503", []),
    (PUT + "if error.response.get('Error', {}).get('Code') == 'ResourceNotFound':\n            return 404", ["P212"]),
    (PUT + f"match {CODE}:\n            case 'ConditionalCheckFailed':\n                return 409", ["P212"]),
    (PUT + f"if (code := {CODE}) == 'ConditionalCheckFailed':\n            print(code)", ["P212"]),
    (PUT + f"if {CODE} == 'ValidationException':\n            return 400", []),
    (PUT + f"if {CODE} == 'MyOwnCode':\n            return 400", []),
    (PUT + "if error.response['CancellationReasons'][0]['Code'] == 'ConditionalCheckFailed':\n            return 409", []),
    ("def is_taken(error):\n    return error.response['Error']['Code'] == 'ConditionalCheckFailed'\n\n\n"
     + PUT + "if is_taken(error):\n            return 409", ["P212"]),
    (IMPORT + "    try:\n        boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')\n"
     f"    except ClientError as error:\n        return {CODE} == 'NoSuchKeyException'", ["P212"]),
    (IMPORT + "    try:\n        boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')\n"
     f"    except ClientError as error:\n        return {CODE} in ('NoSuchKey', '404', 'AccessDenied')", []),
    ("kind = event['kind']\nreturn kind == 'ConditionalCheckFailed'", []),
    ("TAKEN = 'ConditionalCheckFailed'\n" + PUT + f"if {CODE} == TAKEN:\n            return 409", ["P212"]),
    ("TAKEN = frozenset(['ResourceNotFound', 'ConditionalCheckFailed'])\n" + PUT + f"if {CODE} not in TAKEN:\n            raise", ["P212"]),
    ("TAKEN = {'ConditionalCheckFailed', 'ConditionalCheckFailedException'}\n" + PUT + f"if {CODE} not in TAKEN:\n            raise",
     []),
    ("def code_of(error):\n    return error.response.get('Error', {}).get('Code')\n\n\n" + PUT
     + "if code_of(error) == 'ConditionalCheckFailed':\n            return 409", ["P212"]),
    (PUT + f"return {{'ConditionalCheckFailed': 409}}.get({CODE}, 500)", ["P212"]),
    (PUT + f"return {{'ConditionalCheckFailedException': 409}}[{CODE}]", []),
    (PUT + "details = error.response['Error']\n        if details['Code'] == 'ConditionalCheckFailed':\n            return 409",
     ["P212"]),
]
NAMED = "client = boto3.client('dynamodb')\ntry:\n    client.scan(TableName=os.environ['DEMO_TABLE'])\n" \
    "except client.exceptions.%s:\n    return 404"
OF_TABLE = f"table_ = {TABLE}\ntry:\n    table_.put_item(Item={{'pk': 'a', 'sk': 'b'}}, ConditionExpression=" \
    "'attribute_not_exists(pk)')\nexcept table_.meta.client.exceptions.%s:\n    return 409"
EXCEPTIONS = [
    (NAMED % "ResourceNotFoundException", []), (NAMED % "ResourceNotFound", ["P201"]), (NAMED % "ClientError", []),
    (NAMED % "ItemNotFoundException", ["P201"]), (OF_TABLE % "ConditionalCheckFailedException", []),
    (OF_TABLE % "ConditionalCheckFailed", ["P201"]),
    ("s3 = boto3.client('s3')\ntry:\n    s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')\n"
     "except s3.exceptions.NoSuchKeyError:\n    return 404", ["P201"]),
]
S3 = "s3 = boto3.client('s3')\n\n\n"
HEAD = "s3.head_object(Bucket=os.environ['DEMO_BUCKET'], Key=%s)"
BY_NAME = "    except s3.exceptions.NoSuchKey:\n        return 404"
HEADS = [
    (S3 + "def handler(event, context):\n    try:\n        " + HEAD % "'k'" + "\n" + BY_NAME, ["P213"]),
    (S3 + "def handler(event, context):\n    try:\n        " + HEAD % "'k'" + "\n"
     + BY_NAME.replace("NoSuchKey", "ClientError"), []),
    (S3 + "def handler(event, context):\n    try:\n        " + HEAD.replace("head", "get") % "'k'" + "\n" + BY_NAME, []),
    (S3 + "def handler(event, context):\n    try:\n        " + HEAD % "'k'" + "\n        "
     + HEAD.replace("head", "get") % "'k'" + "\n" + BY_NAME, ["P213"]),
    (S3 + "def handler(event, context):\n    try:\n        " + HEAD % "'k'" + "\n        "
     + HEAD.replace("head", "get") % "'other'" + "\n" + BY_NAME, []),
    (S3 + "def handler(event, context):\n    try:\n        " + HEAD.replace("head", "get") % "'k'" + "\n        "
     + HEAD % "'k'" + "\n" + BY_NAME, []),
    (S3 + "def exists(key):\n    " + HEAD % "key" + "\n\n\ndef handler(event, context):\n    try:\n        exists('k')\n"
     + BY_NAME, ["P213"]),
    (S3 + "def handler(event, context):\n    try:\n        other(s3, " + HEAD % "'k'" + ")\n" + BY_NAME, ["P101"]),
    (S3 + "def handler(event, context):\n    try:\n        " + HEAD % "'k'" + "\n"
     + BY_NAME.replace("s3.exceptions.NoSuchKey", "(s3.exceptions.NoSuchKey, s3.exceptions.ClientError)"), []),
    (S3 + IMPORT + "    try:\n        " + HEAD % "'k'" + f"\n    except ClientError as error:\n"
     f"        return {CODE} == 'NoSuchKey'", ["P213"]),
    (S3 + IMPORT + "    try:\n        " + HEAD % "'k'" + f"\n    except ClientError as error:\n"
     f"        return {CODE} in ('404', 'NoSuchKey')", []),
    (S3 + IMPORT + "    try:\n        " + HEAD % "'k'" + f"\n    except ClientError as error:\n"
     f"        return {CODE} == '404'", []),
    (IMPORT + "    try:\n        boto3.resource('s3').Object(os.environ['DEMO_BUCKET'], 'k').load()\n"
     f"    except ClientError as error:\n        return {CODE} == 'NoSuchKey'", ["P213"]),
]

OF_BUCKET = "os.environ['DEMO_BUCKET']"
DOWNLOADS = [(S3 + "def handler(event, context):\n    try:\n        " + call + "\n    except s3.exceptions." + name
              + ":\n        return 404", ids) for call, name, ids in [
    (f"s3.download_file({OF_BUCKET}, 'k', '/tmp/a')", "NoSuchKey", ["P213"]),
    (f"s3.download_file({OF_BUCKET}, 'k', '/tmp/a')", "ClientError", []),
    (f"s3.download_fileobj({OF_BUCKET}, 'k', event['file'])", "NoSuchKey", ["P213"]),
    (f"boto3.resource('s3').Bucket({OF_BUCKET}).download_file('k', '/tmp/a')", "NoSuchKey", ["P213"]),
    (f"s3.head_bucket(Bucket={OF_BUCKET})", "NoSuchBucket", ["P213"]),
    (f"s3.list_objects_v2(Bucket={OF_BUCKET}, MaxKeys=1)", "NoSuchBucket", []),
    (f"s3.download_file({OF_BUCKET}, s3.get_object(Bucket={OF_BUCKET}, Key='a')['Metadata']['k'], '/tmp/a')",
     "NoSuchKey", [])]]

test_an_error_is_one_that_the_call_raises = finds([*CODES, *EXCEPTIONS, *HEADS, *DOWNLOADS])

HEADS_AGAIN = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')\n" \
    "    except ClientError as error:\n        if "

test_the_code_of_an_error_is_a_text = finds([
    (HEADS_AGAIN + "error.response['Error']['Code'] == 404:\n            return None\n        raise", ["P212"]),
    (HEADS_AGAIN + "error.response['Error']['Code'] in ('404', 'NotFound'):\n            return None\n"
     "        raise", []),
    (HEADS_AGAIN + "error.response['Error']['Code'] in (404, 403):\n            return None\n        raise", ["P212"]),
    (HEADS_AGAIN + "error.response['ResponseMetadata']['HTTPStatusCode'] == 404:\n            return None\n"
     "        raise", []),
    (HEADS_AGAIN + "int(error.response['Error']['Code']) == 404:\n            return None\n        raise", []),
])

TRANSACTION_HEAD = "infra:\n  permissions: ['dynamodb:PutItem']\n  %s\n---\nclient = boto3.client('dynamodb')\n" \
    "Cancelled = client.exceptions.TransactionCanceledException\n\n\n"
SAVE = TRANSACTION_HEAD + "def save(items):\n    try:\n        client.transact_write_items(TransactItems=items)\n    except %s%s\n" \
    "    return True\n\n\ndef handler(event, context):\n    failures = []\n    for record in event['Records']:\n" \
    "        items = json.loads(record['body'])['items']\n        %s\n    return {'batchItemFailures': failures}"
QUEUE, ENDPOINT = "queue: {batch: 10}", "endpoint: {method: GET, path: /a, api: public}"
GOES_ON = "save(items)\n        print('done')"
TESTED = "if not save(items):\n            %s"
REPORT = "failures.append({'itemIdentifier': record['messageId']})\n            continue"
PLAIN, ERROR = "client.exceptions.TransactionCanceledException", "Cancelled as error"
CASES = [
    (QUEUE, PLAIN, ":\n        print('seen')", GOES_ON, ["P222"]), (QUEUE, "Cancelled", ":\n        pass", GOES_ON, ["P222"]),
    (QUEUE, "Cancelled", ":\n        return None", GOES_ON, ["P222"]), (QUEUE, "Cancelled", ":\n        raise", GOES_ON, []),
    (QUEUE, "Cancelled", ":\n        return False", TESTED % "continue", []),
    (QUEUE, "Cancelled", ":\n        return False", TESTED % "raise ValueError(items)", []),
    (QUEUE, "Cancelled", ":\n        return False", TESTED % REPORT, []),
    (QUEUE, ERROR, ":\n        if error.response['CancellationReasons'][0]['Code'] != 'ConditionalCheckFailed':\n"
     "            raise", GOES_ON, []),
    (QUEUE, ERROR, ":\n        handle(error)", "def handle(error):\n            raise error\n        save(items)", []),
    (ENDPOINT, "Cancelled", ":\n        pass", GOES_ON, [])]


@cases("trigger, caught, body, use, expected", CASES)
def test_a_cancelled_transaction_is_not_always_a_failed_condition(finding_ids, trigger, caught, body, use, expected):
    code = SAVE % (trigger, caught, body, use)
    assert [id_ for id_ in finding_ids(code) if id_ == "P222"] == expected


ITEMS = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('dynamodb').transact_write_items(TransactItems=[{'Put': {'TableName': os.environ['DEMO_TABLE'], " \
    "'Item': event['a'], 'ConditionExpression': 'attribute_not_exists(pk)'}}, {'Put': {'TableName': " \
    "os.environ['DEMO_TABLE'], 'Item': event['b']}}])\n    except ClientError as error:\n" \
    "        if error.response['CancellationReasons'][%s]['Code'] != 'ConditionalCheckFailed':\n            raise"

test_an_item_without_a_condition_never_fails_one = finds([("0", []), ("1", ["P216"]), ("event['place']", [])],
    app=lambda place: ITEMS % place, only=["P216"])

TRANSACTION = "client = boto3.client('dynamodb')\nRefused = client.exceptions.ConditionalCheckFailedException\n\n\n" \
    "def handler(event, context):\n    try:\n        client.transact_write_items(TransactItems=[])%s\n" \
    "    except %s:\n        return None"
SINGLE = "\n        client.delete_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': 'a'}, 'sk': {'S': 'b'}}%s)"
IF_THERE = ", ConditionExpression='attribute_exists(pk)'"

test_an_exception_is_one_of_the_call = finds([
    ("", "Refused", ["P231"]), ("", "client.exceptions.TransactionCanceledException", []),
    (SINGLE % IF_THERE, "Refused", []), (SINGLE % "", "Refused", ["P231"]), ("", "(Refused, client.exceptions.TransactionCanceledException)", []),
    ("", "Refused:\n        return 1\n    except Exception", []),
    ("", "Refused:\n        return 1\n    except client.exceptions.TransactionCanceledException", [])],
    app=lambda more, exception: TRANSACTION % (more, exception), only=["P231"])

WAITING = "from botocore.exceptions import ClientError, WaiterError\n\ns3 = boto3.client('s3')\n\n\ndef handler(event, context):\n" \
    "    try:\n        %s\n    except %s:\n        return False\n    return True"
WAIT = f"s3.get_waiter('object_exists').wait(Bucket={OF_BUCKET}, Key='k')"
test_a_waiter_raises_its_own_error = finds(((WAITING % (code, caught), ids) for code, caught, ids in [
    (WAIT, "ClientError", ["P354"]), (WAIT, "WaiterError", []), (WAIT, "(ClientError, WaiterError)", []),
    (WAIT, "Exception", []), (WAIT, "ClientError:\n        raise\n    except WaiterError", []),
    (f"s3.put_object(Bucket={OF_BUCKET}, Key='k', Body=b'a')\n        {WAIT}", "ClientError", []),
    (f"try:\n            {WAIT}\n        except ClientError:\n            return None", "Exception", [])]), only=["P354"])
