"""P234: requests without entries, beside those whose list the code tests."""
from tests.fixtures.checks import finds

pytest_plugins = ["tests.fixtures.checks"]
PAGES = "bucket, s3 = os.environ['DEMO_BUCKET'], boto3.client('s3')\n\n\ndef handler(event, context):\n" \
    "    for page in s3.get_paginator('list_objects_v2').paginate(Bucket=bucket, Prefix=event['prefix']):\n%s"
KEYS = "        keys = [{'Key': entry['Key']} for entry in %s]\n"
DELETE = "s3.delete_objects(Bucket=bucket, Delete={'Objects': keys, 'Quiet': True})"
CONTENTS = "page.get('Contents', [])"
ROWS = "def handler(event, context):\n    rows = table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=9)['Items']\n%s" \
    "    items = [{'Delete': {'TableName': table.name, 'Key': {'pk': row['pk'], 'sk': row['sk']}}} for row in %s]\n" \
    "    table.meta.client.transact_write_items(TransactItems=items)"
SEND = "infra:\n  queue: {batch: 10}\n---\nentries = [{'Id': str(number), 'MessageBody': record['body']} for number, record in " \
    "enumerate(event['Records'])%s]\n" \
    "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=entries)\n" \
    "if response.get('Failed'):\n    raise OSError"
test_a_request_without_entries = finds([
    (PAGES % (KEYS % CONTENTS + "        " + DELETE), ["P234"]),
    (PAGES % (KEYS % "page.get('Contents') or []" + "        " + DELETE), ["P234"]),
    (PAGES % (KEYS % CONTENTS + "        if keys:\n            " + DELETE), []),
    (PAGES % (KEYS % CONTENTS + "        keys and " + DELETE), []),
    (PAGES % (KEYS % CONTENTS + "        if len(keys) == 0:\n            break\n        " + DELETE), []),
    (PAGES % ("        if page['KeyCount'] == 0:\n            return\n" + KEYS % CONTENTS + "        " + DELETE), []),
    (PAGES % (KEYS % CONTENTS + "        keys.append({'Key': 'index'})\n        " + DELETE), []),
    (PAGES % ("        found = page.get('Contents', [])\n        if not found:\n            continue\n" + KEYS % "found"
              + "        " + DELETE), []),
    (PAGES % (KEYS % CONTENTS + "        for at in range(0, len(keys), 500):\n            "
              + DELETE.replace("keys", "keys[at:at + 500]")), []),
    (ROWS % ("", "rows"), ["P234"]), (ROWS % ("    if not rows:\n        return\n", "rows"), []),
    (SEND % "", []), (SEND % " if record['body'] != 'ping'", []),
])
