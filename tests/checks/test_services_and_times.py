"""Calls of AWS and of Powertools, and times, whose values come through other functions: widened checks."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
SECRET = "import hashlib\nimport hmac\nfrom aws_lambda_powertools.utilities import parameters\n\n\n" \
    "def handler(event, context):\n    print(hmac, hashlib)\n" \
    "    secret = parameters.get_secret(os.environ['DEMO_KEY_SECRET']%s)\n    return %s"
UPDATE = "def change(**more):\n    return table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET a = :a',\n" \
    "        ExpressionAttributeValues={':a': 'x'}, **more)\n\n\ndef handler(event, context):\n    return %s"
TRANSACTION = "client = boto3.client('dynamodb')\nRefused = client.exceptions.ConditionalCheckFailedException\n\n\n" \
    "def handler(event, context):\n    try:\n        client.transact_write_items(TransactItems=[])%s\n" \
    "    except %s:\n        return None"
SINGLE = "\n        client.delete_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': 'a'}, 'sk': {'S': 'b'}}%s)"
IF_THERE = ", ConditionExpression='attribute_exists(pk)'"
STREAM = "infra:\n  stream: {table: demo, filter: {eventName: [%s]}}\n---\nfor record in event['Records']:\n" \
    "    try:\n        image = record['dynamodb']%s\n    except Exception:\n        raise\n    print(%s)"


def of(ids, *wanted_ids):
    """The ids among some, without those of a missing layer."""
    return [id_ for id_ in ids if id_ in wanted_ids]


@cases("options, result, ids", [
    ("", "secret['SecretString']", ["P152"]), ("", "secret.get('password')", ["P152"]),
    (", transform='json'", "secret['password']", []), ("", "json.loads(secret)['password']", []),
    ("", "hmac.new(secret, b'a', hashlib.sha256).hexdigest()", ["P127"]),
    ("", "hmac.new(secret.encode(), b'a', hashlib.sha256).hexdigest()", [])])
def test_a_secret_of_powertools_is_a_text(finding_ids, options, result, ids):
    assert of(finding_ids(SECRET % (options, result)), "P152", "P127") == ids


@cases("result, ids", [
    ("change()['Attributes']", ["P206"]), ("change(ReturnValues='NONE')['Attributes']", ["P206"]),
    ("change(ReturnValues='ALL_NEW')['Attributes']", []), ("change(**event['more'])['Attributes']", []),
    ("change().get('Attributes')", [])])
def test_a_write_returns_attributes_only_on_request(finding_ids, result, ids):
    assert of(finding_ids(UPDATE % result), "P206") == ids


@cases("more, exception, ids", [
    ("", "Refused", ["P231"]), ("", "client.exceptions.TransactionCanceledException", []),
    (SINGLE % IF_THERE, "Refused", []), (SINGLE % "", "Refused", ["P231"]), ("", "(Refused, client.exceptions.TransactionCanceledException)", []),
    ("", "Refused:\n        return 1\n    except Exception", []),
    ("", "Refused:\n        return 1\n    except client.exceptions.TransactionCanceledException", [])])
def test_an_exception_is_one_of_the_call(finding_ids, more, exception, ids):
    assert of(finding_ids(TRANSACTION % (more, exception)), "P231") == ids


@cases("kinds, image, value, ids", [
    ("REMOVE", "['NewImage']", "image", ["P429"]), ("REMOVE", "['OldImage']", "image", []),
    ("REMOVE", ".get('NewImage')", "image", []), ("INSERT, REMOVE", "['NewImage']", "image", []),
    ("INSERT", "['NewImage']", "image['state'] == 'paid'", ["P430"]),
    ("INSERT", "['NewImage']", "int(image['size'])", ["P430"]),
    ("INSERT", "['NewImage']", "image['state']['S'] == 'paid'", []),
    ("INSERT", "['NewImage']", "image['state'] == {'S': 'paid'}", []),
    ("INSERT", "['NewImage']", "int(image['size']['N'])", [])])
def test_an_image_is_there_and_has_types(finding_ids, kinds, image, value, ids):
    assert finding_ids(STREAM % (kinds, image, value)) == ids


NOW = "from datetime import datetime, timezone\n\n\ndef now():\n    return datetime.now(timezone.utc)\n"
COMMON = {"lambdas/common/__init__.py": "", "lambdas/common/clock.py": NOW}


@cases("code, ids", [
    ("from lambdas.common import clock\nLIMIT = clock.now().isoformat()\n\n\ndef handler(event, context):\n"
     "    return {'at': LIMIT}", ["P112"]),
    ("from lambdas.common.clock import now\nLIMIT = now().isoformat()\n\n\ndef handler(event, context):\n"
     "    return {'at': LIMIT}", ["P112"]),
    ("from lambdas.common import clock\nSTARTED = clock.now()\n\n\ndef handler(event, context):\n"
     "    return {'age': str(clock.now() - STARTED)}", []),
    ("from lambdas.common import clock\n\n\ndef handler(event, context):\n    return {'at': clock.now().isoformat()}",
     [])])
def test_a_time_of_another_module_is_one_of_the_cold_start(finding_ids, code, ids):
    assert finding_ids({"a": code, **COMMON}) == ids


ZONES = "from datetime import UTC, datetime\nfrom zoneinfo import ZoneInfo\nZONE = ZoneInfo('Europe/Oslo')\n\n\n" \
    "def handler(event, context):\n    print(UTC, ZONE)\n    return str(%s)"


@cases("time, ids", [
    ("datetime.now(UTC).replace(tzinfo=ZONE)", ["P161"]),
    ("datetime.now(UTC).astimezone(ZONE)", []), ("datetime.now(ZONE).replace(tzinfo=ZONE)", []),
    ("datetime.now(UTC).replace(tzinfo=None)", []), ("datetime.now(UTC).replace(tzinfo=ZoneInfo('UTC'))", []),
    ("datetime.now(UTC).replace(hour=9, tzinfo=ZONE)", []),
    ("datetime.fromisoformat(event['at']).replace(tzinfo=ZONE)", [])])
def test_a_zone_replaces_no_utc(finding_ids, time, ids):
    assert of(finding_ids(ZONES % time), "P161") == ids


@cases("values, code, ids", [
    ("{MINUTES: 15 min}", "int(os.environ['MINUTES'])", ["P615"]),
    ("{MINUTES: {dev: '15', '*': '7,5'}}", "float(os.environ['MINUTES'])", ["P615"]),
    ("{MINUTES: '15'}", "int(os.environ['MINUTES'])", []), ("{MINUTES: 1.5}", "Decimal(os.environ['MINUTES'])", []),
    ("{MINUTES: none}", "None if os.environ['MINUTES'] == 'none' else int(os.environ['MINUTES'])", []),
    ("{MINUTES: x}", "int(os.environ['MINUTES']) if os.environ['MINUTES'].isdigit() else 5", []),
    ("{MINUTES: ff}", "int(os.environ['MINUTES'], 16)", []),
    ("{OTHER: x}", "int(os.environ.get('MINUTES', '5')), os.environ['OTHER']", [])])
def test_a_number_of_app_yaml_is_one(finding_ids, values, code, ids):
    assert finding_ids(f"return str([{code}])", env=values) == ids
