"""Batches that Powertools processes: what a record handler reads, and the response that the handler returns."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
LAYER = {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\npydantic==2.12.5\n"}
BATCH = "infra:\n  layers: [powertools]\n  %s\n---\nfrom aws_lambda_powertools.utilities.batch import (\n" \
    "    BatchProcessor, EventType, batch_processor, process_partial_response)\n" \
    "from aws_lambda_powertools.utilities.parser.models import SqsRecordModel\n\nprint(SqsRecordModel, batch_processor)\n" \
    "processor = BatchProcessor(event_type=EventType.%s)\n\n\ndef process(record):\n    print(%s)\n\n\n"
CALL = "process_partial_response(event=event, record_handler=process, processor=processor, context=context)"
HANDLER = "def handler(event, context):\n    %s\n"
QUEUE = BATCH % ("queue: {batch: 10}", "%s", "%s") + HANDLER
RETURN = HANDLER % f"return {CALL}"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps({'title': 'x'}))"
WRITE = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'name': 'x'})"


@cases("read, of_processor, ids", [
    ("record.json_body['title']", "SQS", []),
    ("record.json_body['name']", "SQS", ["P820"]),
    ("json.loads(record.body)['name']", "SQS", ["P820"]),
    ("record.body['title']", "SQS", ["P404"]),
    ("record.message_id, record.receipt_handle, record.attributes, record.raw_event, record['messageId']", "SQS", []),
    ("record.json_body['name']", "SQS, model=SqsRecordModel", [])])
def test_what_a_record_handler_reads(finding_ids, read, of_processor, ids):
    code = QUEUE % (of_processor, read, f"return {CALL}")
    assert finding_ids({"a": code, "b": SEND, **LAYER}) == ids


@cases("word, kind, read", [
    ("stream: {table: demo}", "DynamoDBStreams", "record.dynamodb.new_image['name'], record.dynamodb.keys['pk']"),
    ("kinesis: {stream: demo}", "KinesisDataStreams", "record.kinesis.data_as_json()['name']")])
def test_records_of_streams(finding_ids, word, kind, read):
    assert finding_ids({"a": BATCH % (word, kind, read) + RETURN, "b": WRITE, **LAYER}) == []


DECORATED = "@batch_processor(record_handler=process, processor=processor)\n"


@cases("handler, ids", [
    (RETURN, []), (HANDLER % CALL, ["P518"]), (HANDLER % f"answer = {CALL}", ["P518"]),
    (HANDLER % f"answer = {CALL}\n    print(answer)\n    return answer", []),
    (DECORATED + HANDLER % "return processor.response()", []), (DECORATED + HANDLER % "print(event)", ["P518"])])
def test_the_handler_returns_the_failed_messages(finding_ids, handler, ids):
    assert finding_ids({"a": BATCH % ("queue: {}", "SQS", "int(record.body)") + handler, **LAYER}) == ids
