"""Parts of a batch: its first record alone, and images of records that a change does not have."""
from tests.fixtures.checks import finds

STREAM = "infra:\n  stream: {table: demo, filter: {eventName: [%s]}}\n---\nfor record in event['Records']:\n" \
    "    try:\n        image = record['dynamodb']%s\n    except Exception:\n        raise\n    print(%s)"

test_an_image_of_a_record_has_types = finds((STREAM % (kinds, image, value), ids) for kinds, image, value, ids in [
    ("REMOVE", "['NewImage']", "image", ["P429"]), ("REMOVE", "['OldImage']", "image", []),
    ("REMOVE", ".get('NewImage')", "image", []), ("INSERT, REMOVE", "['NewImage']", "image", []),
    ("INSERT", "['NewImage']", "image['state'] == 'paid'", ["P430"]),
    ("INSERT", "['NewImage']", "int(image['size'])", ["P430"]),
    ("INSERT", "['NewImage']", "image['state']['S'] == 'paid'", []),
    ("INSERT", "['NewImage']", "image['state'] == {'S': 'paid'}", []),
    ("INSERT", "['NewImage']", "int(image['size']['N'])", [])])

RECORDS = "infra:\n  queue: {batch: %s}\n---\n%s"

test_a_batch_is_read_as_a_whole = finds([
    (RECORDS % (10, "print(event['Records'][0]['body'])"), ["P513"]), (RECORDS % (1, "print(event['Records'][0])"), []),
    (RECORDS % (10, "for record in event['Records'][:1]:\n    print(record)"), ["P513"]),
    (RECORDS % (10, "first, more = event['Records'][0], event['Records'][1:]\nprint(first, more)"), []),
    (RECORDS % (10, "for record in event['Records'][:10]:\n    print(record)"), []),
    ("infra:\n  topic: {}\n---\nprint(event['Records'][0]['Sns']['Message'])", []),
    ("infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\nprint(event['detail']['records'][0])", []),
    ("infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\n"
     "for record in event['detail']['records'][:1]:\n    print(record)", ["P513"]),
    ("infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\n"
     "for record in event['detail']['records']:\n    print(record)", []),
])

CHANGES = "infra:\n  stream: {table: demo, filter: {eventName: [INSERT, REMOVE]}}\n---\ndef count(name, change):\n    image = %s\n" \
    "    print(name == 'INSERT', image%s)\n\n\ndef handler(event, context):\n    for record in event['Records']:\n        %s"
CALL = "count(record['eventName'], record['dynamodb'])"

test_an_image_is_that_of_the_change = finds((CHANGES % (image, use, call), ids) for image, use, call, ids in [
    ("change['NewImage']", "", CALL, ["P429"]),
    ("change['NewImage'] if name == 'INSERT' else change['OldImage']", "", CALL, []),
    ("change.get('NewImage')", "", CALL, []),
    ("change['NewImage']", "", "if record['eventName'] == 'INSERT':\n            " + CALL, []),
    ("change['NewImage']", "", "if record['eventName'] != 'INSERT':\n            continue\n        " + CALL, []),
    ("change['NewImage'] if name == 'INSERT' else change['OldImage']", "['pk'].split('#')", CALL, ["P430"]),
    ("change['NewImage'] if name == 'INSERT' else change['OldImage']", "['pk']['S'].split('#')", CALL, [])])
