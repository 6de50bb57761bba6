"""Arguments with each other's names, subjects without a limit, notifications that are lost."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
READ = "def read(bucket, key):\n    return f'{bucket} {key}'\n\n\ndef again(key, bucket):\n" \
    "    return again(bucket, key) if key else bucket\n\n\ndef handler(event, context):\n" \
    "    bucket, key = event['bucket'], event['key']\n    print(again(key, bucket))\n    return read(%s)"
SUBJECT = "%sboto3.client('sns').publish(TopicArn=os.environ['DEMO_O_TOPIC'], Message='m', Subject=%s)"
TOPIC = "infra:\n  topic: {}\n  timeout: 30\n---\nfor record in event['Records']:\n    try:\n" \
    "        print(json.loads(record['Sns']['Message'])['id'])\n    except %s as error:\n        print(error)%s"


@cases("arguments, ids", [
    ("bucket, key", []), ("key, bucket", ["P156"]), ("key=key, bucket=bucket", []), ("key, key", [])])
def test_arguments_with_the_names_of_other_parameters(finding_ids, arguments, ids):
    assert finding_ids(READ % arguments) == ids


@cases("before, subject, ids", [
    ("", "f\"Late: {', '.join(event['names'])}\"", ["P230"]), ("", "', '.join(event['names'])", ["P230"]),
    ("", "'Late: ' + ', '.join(event['names'])", ["P230"]),
    ("subject = ' '.join(event['names'])\n", "subject", ["P230"]),
    ("subject = ' '.join(event['names'])\nsubject = subject[:100]\n", "subject", []),
    ("", "f\"Late: {', '.join(event['names'])}\"[:100]", []), ("", "f\"Late: {', '.join(event['names'])[:80]}\"", []),
    ("", "f\"Late: {len(event['names'])}\"", [])])
def test_a_subject_has_a_limit(finding_ids, before, subject, ids):
    assert finding_ids({"a": SUBJECT % (before, subject), "o": "infra:\n  topic: {}\n---\nreturn None"}) == ids


@cases("caught, after, ids", [
    ("Exception", "", ["P511"]), ("Exception", "\n        raise", []), ("Exception", "\n    print('then')", []),
    ("KeyError", "", [])])
def test_a_notification_that_fails_is_raised(finding_ids, caught, after, ids):
    assert finding_ids(TOPIC % (caught, after)) == ids
