"""Checks of handlers of a stream: the form of its records, and how they report failures."""
import pytest

from tests.fixtures.checks import finds

STREAM = "infra:\n  stream: {table: demo}\n---\n"
LOOP = "failed = []\nfor record in event['Records']:\n    try:\n        print(record['dynamodb']['NewImage']['n']['N'])\n" \
    "    except Exception as error:\n        "

test_a_handler_of_a_stream_is_checked = finds((STREAM + code, expected) for code, expected in [
    ("for record in event['Records']:\n    if record['eventName'] == 'INSERT':\n"
     "        print(record['dynamodb']['NewImage']['n']['N'], record['dynamodb']['Keys']['pk']['S'])", []),
    ("for record in event['Records']:\n    print(record['dynamodb']['Keys']['id']['S'])", ["P401"]),
    ("for record in event['Records']:\n    print(record['dynamodb']['Keys']['pk']['N'])", ["P401"]),
    ("for record in event['Records']:\n    print(record['dynamoDb'])", ["P401"]),
    ("for record in event['Records']:\n    print((record.get('userIdentity') or {}).get('type'))", []),
    ("return {'batchItemFailures': [record['eventID'] for record in event['Records']]}", ["P510"]),
    ("return {'batchItemFailures': [{'itemIdentifier': record['eventID']} for record in event['Records']]}", ["P510"]),
    ("return {'batchItemFailures': [{'itemIdentifier': record['dynamodb']['SequenceNumber']} "
     "for record in event['Records']]}", []),
    ("return {'batchItemFailure': []}", ["P510"]),
    ("return f\"{len(event['Records'])} records\"", []),
    (LOOP + "print(error)", ["P511"]),
    (LOOP + "print(error)\n        return {'batchItemFailures': [{'itemIdentifier': "
     "record['dynamodb']['SequenceNumber']}]}", []),
    (LOOP + "print(error)\n        raise", []),
])


@pytest.mark.parametrize("batch, expected", [(100, ["P210"]), (5, [])])
def test_a_batch_has_no_more_elements_than_the_stream_passes(finding_ids, batch, expected):
    code = "entries = [{'Id': str(at), 'Message': record['eventID']} for at, record in enumerate(event['Records'][:20])]\n" \
        "boto3.client('sns').publish_batch(TopicArn=os.environ['DEMO_A_TOPIC'], PublishBatchRequestEntries=entries)"
    assert [id_ for id_ in finding_ids({
        "a": "infra:\n  topic: {}\n---\nprint(event['Records'][0]['Sns']['Message'])",
        "b": STREAM.replace("demo}", f"demo, batch: {batch}}}") + code}) if id_ == "P210"] == expected


KINESIS = "infra:\n  kinesis: {stream: demo}\n---\n"

test_a_handler_of_a_kinesis_stream_is_checked = finds(
    (KINESIS + "import base64\n" + code, expected) for code, expected in [
    ("for record in event['Records']:\n    print(base64.b64decode(record['kinesis']['data']), record['kinesis']['partitionKey'])", []),
    ("for record in event['Records']:\n    print(record['kinesis']['payload'])", ["P401"]),
    ("for record in event['Records']:\n    print(record['body'])", ["P401"]),
    ("return {'batchItemFailures': [{'itemIdentifier': record['eventID']} for record in event['Records']]}", ["P510"]),
    ("return {'batchItemFailures': [{'itemIdentifier': record['kinesis']['sequenceNumber']} "
     "for record in event['Records']]}", []),
    ("boto3.client('kinesis').put_record(StreamName=os.environ['DEMO_STREAM'], Data=b'a', PartitionKey='b')", []),
    ("boto3.client('kinesis').put_records(StreamName=os.environ['DEMO_A_STREAM'], Records=[{'Data': b'a', 'PartitionKey': 'b'}])", []),
    ("boto3.client('kinesis').put_record(StreamName='other', Data=b'a', PartitionKey='b')", []),
])


@pytest.mark.parametrize("block, code, expected", [
    ("{stream: demo}", "'DEMO_STREAM'", ["P810"]), ("{stream: demo}", "'DEMO_OTHER_STREAM'", []),
    ("{stream: demo, filter: {kind: [new]}}", "'DEMO_STREAM'", [])])
def test_a_handler_that_puts_records_on_its_own_stream_is_a_loop(finding_ids, block, code, expected):
    put = f"boto3.client('kinesis').put_record(StreamName=os.environ[{code}], Data=b'a', PartitionKey='b')"
    assert [id_ for id_ in finding_ids({"a": f"infra:\n  kinesis: {block}\n---\n{put}", "b": "infra: {}\n---\nreturn 1"})
            if id_ == "P810"] == expected


IMAGES = "infra:\n  stream: {table: demo"

test_a_removal_has_no_new_image = finds([
    (IMAGES + "}\n---\nfor record in event['Records']:\n    print(record['dynamodb']['NewImage'])", []),
    (IMAGES + "}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\nfor record in event['Records']:\n"
     "    print(record['dynamodb']['NewImage'])", ["P429"]),
    (IMAGES + "}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\nfor record in event['Records']:\n"
     "    print(record['dynamodb'].get('NewImage'))", []),
    (IMAGES + "}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\nfor record in event['Records']:\n"
     "    if record['eventName'] == 'REMOVE':\n        continue\n    print(record['dynamodb']['NewImage'])", []),
    (IMAGES + "}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\nfor record in event['Records']:\n"
     "    if 'NewImage' in record['dynamodb']:\n        print(record['dynamodb']['NewImage'])", []),
    (IMAGES + ", filter: {eventName: [INSERT]}}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\n"
     "for record in event['Records']:\n    print(record['dynamodb']['NewImage'])", []),
    (IMAGES + ", filter: {eventName: [INSERT]}}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\n"
     "for record in event['Records']:\n    print(record['dynamodb']['OldImage'])", ["P429"]),
    (IMAGES + ", filter: {eventName: [MODIFY]}}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\n"
     "for record in event['Records']:\n    print(record['dynamodb']['OldImage'], record['dynamodb']['NewImage'])", []),
    (IMAGES + ", filter: {dynamodb: {NewImage: {pk: {S: [a]}}}}}\n---\n"
     "table.delete_item(Key={'pk': 'a', 'sk': 'b'})\nfor record in event['Records']:\n"
     "    print(record['dynamodb']['NewImage'])", []),
    (IMAGES + "}\n---\ntable.delete_item(Key={'pk': 'a', 'sk': 'b'})\nfor record in event['Records']:\n"
     "    try:\n        print(record['dynamodb']['NewImage'])\n    except KeyError:\n        print('no')", []),
])

IMAGE = "infra:\n  stream: {table: demo, filter: {eventName: [INSERT]}}\n---\nfor record in event['Records']:\n" \
    "    image = record['dynamodb']['NewImage']\n    %s"

test_numbers_of_an_image_are_texts = finds((IMAGE % code, expected) for code, expected in [
    ("print(image['size']['N'] * 2)", ["P430"]),
    ("print(image['size']['N'] > 2)", ["P430"]),
    ("print(image['size']['N'] - image['used']['N'])", ["P430"]),
    ("print(int(image['size']['N']) * 2)", []),
    ("print(image['size']['N'] + ' pieces')", []),
    ("print(image['size']['N'] == '2')", []),
])

test_an_image_is_no_item_of_the_resource = finds((IMAGE % code, expected) for code, expected in [
    ("table.put_item(Item=image)", ["P430"]),
    ("table.put_item(Item=record['dynamodb']['NewImage'])", ["P430"]),
    ("boto3.client('dynamodb').put_item(TableName=os.environ['DEMO_TABLE'], Item=image)", []),
    ("table.put_item(Item={'pk': image['pk']['S'], 'sk': 'copy'})", []),
])
