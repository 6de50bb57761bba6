"""Responses of batches whose failed entries the code does not read, beside code that does."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CALL = "boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=[{'Id': '1', 'MessageBody': 'a'}])"
DELETE = "boto3.client('s3').delete_objects(Bucket=os.environ['DEMO_BUCKET'], Delete={'Objects': [{'Key': 'a'}]})"
QUEUE = {"b": "infra:\n  queue: {}\n---\nprint(event['Records'])"}
HELPER = "def send():\n    return " + CALL + "\n\n\ndef handler(event, context):\n    %s"
CASES = [(f"return {CALL}['ResponseMetadata']['HTTPStatusCode'] == 200", ["P808"]),
         (f"status = {CALL}.get('ResponseMetadata')\nreturn status", ["P808"]),
         (f"return {CALL}['Failed']", []), (f"return {CALL}.get('Failed', [])", []), (f"return {CALL}", []),
         (f"response = {CALL}\nreturn response['ResponseMetadata']['HTTPStatusCode']", ["P808"]),
         (f"response = {CALL}\nif response['ResponseMetadata']['HTTPStatusCode'] != 200 or response.get('Failed'):\n"
          "    raise RuntimeError('failed')", []),
         (f"while True:\n    response = {CALL}\n    if response['ResponseMetadata']['HTTPStatusCode'] == 200:\n"
          "        return len(event)\n    print(response['Failed'])", ["P808"]),
         (f"while True:\n    response = {CALL}\n    if not response.get('Failed'):\n        return len(event)", []),
         (HELPER % "send()", ["P808"]), (HELPER % "return send()['Failed']", []), (HELPER % "print(send())", []),
         (DELETE, ["P808"]), (f"if {DELETE}.get('Errors'):\n    raise RuntimeError('failed')", [])]


@cases("code, expected", CASES)
def test_failed_entries_are_lost(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids({"a": code, **QUEUE}) if id_ == "P808"] == expected
