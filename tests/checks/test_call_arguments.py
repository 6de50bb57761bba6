"""Arguments of calls: names of other parameters, long subjects, and keywords that logging refuses."""
from tests.fixtures.checks import finds

READ = "def read(bucket, key):\n    return f'{bucket} {key}'\n\n\ndef again(key, bucket):\n" \
    "    return again(bucket, key) if key else bucket\n\n\ndef handler(event, context):\n" \
    "    bucket, key = event['bucket'], event['key']\n    print(again(key, bucket))\n    return read(%s)"
SUBJECT = "%sboto3.client('sns').publish(TopicArn=os.environ['DEMO_O_TOPIC'], Message='m', Subject=%s)"
TOPIC = "infra:\n  topic: {}\n  timeout: 30\n---\nfor record in event['Records']:\n    try:\n" \
    "        print(json.loads(record['Sns']['Message'])['id'])\n    except %s as error:\n        print(error)%s"

test_arguments_with_the_names_of_other_parameters = finds((READ % arguments, ids) for arguments, ids in [
    ("bucket, key", []), ("key, bucket", ["P156"]), ("key=key, bucket=bucket", []), ("key, key", [])])

test_a_subject_has_a_limit = finds(
    ({"a": SUBJECT % (before, subject), "o": "infra:\n  topic: {}\n---\nreturn None"}, ids) for before, subject, ids in [
    ("", "f\"Late: {', '.join(event['names'])}\"", ["P230"]), ("", "', '.join(event['names'])", ["P230"]),
    ("", "'Late: ' + ', '.join(event['names'])", ["P230"]),
    ("subject = ' '.join(event['names'])\n", "subject", ["P230"]),
    ("subject = ' '.join(event['names'])\nsubject = subject[:100]\n", "subject", []),
    ("", "f\"Late: {', '.join(event['names'])}\"[:100]", []), ("", "f\"Late: {', '.join(event['names'])[:80]}\"", []),
    ("", "f\"Late: {len(event['names'])}\"", [])])

test_a_notification_that_fails_is_raised = finds((TOPIC % (caught, after), ids) for caught, after, ids in [
    ("Exception", "", ["P511"]), ("Exception", "\n        raise", []), ("Exception", "\n    print('then')", []),
    ("KeyError", "", [])])

test_a_record_of_a_log_has_its_own_names = finds([
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.info('a', key=1)", ["P143"]),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.info('a %s', 1, exc_info=True, stacklevel=2)", []),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.error('a', extra={'message': 1})", ["P143"]),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.error('a', extra={'module': 'x'})", ["P143"]),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.error('a', extra={'order': 1})", []),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logging.info('a', order=1)", ["P143"]),
    ("def event_logger():\n    return print\n\n\nlogger = event_logger()\n\n\ndef handler(event, context):\n"
     "    logger('a', end='')", []),
])

VALUES = "import logging\nlogger = logging.getLogger()\n\n\ndef handler(event, context):\n    order = event['id']\n" \
    "    try:\n        print(int(order))\n    except ValueError as error:\n        %s\n        raise"

test_a_log_has_its_values = finds([
    ("logger.error('failed', error)", ["P157"]), ("logger.error('failed %s', error)", []),
    ("logger.error('failed %s %d', error)", ["P157"]), ("logger.error('100%% %s', error)", []),
    ("logger.error('%-10s %5.2f', error, 2.5)", []), ("logger.error('%(id)s', {'id': order})", []),
    ("logger.log(logging.INFO, 'failed %s', error)", []), ("logger.log(logging.INFO, 'failed', error)", ["P157"]),
    ("logger.error(order, error)", []), ("logger.error('failed', *error.args)", []), ("logger.exception('failed')", []),
    ("logger.error('order {order}')", ["P157"]), ("print('order {order}')", ["P157"]),
    ("logger.error('GET /orders/{id}')", []), ("logger.error('{{order}}')", []), ("logger.error(f'order {order}')", [])],
    app=lambda log: VALUES % log, only=["P157"])

LAYER = "aws-lambda-powertools==3.37.0\n"
LOGGER = "infra:\n  layers: [powertools]\n---\nfrom aws_lambda_powertools import Logger\nlogger = Logger()\n\n" \
    "\ndef handler(event, context):\n    logger.info('a', "

test_a_logger_of_powertools_takes_keywords = finds([
    ({"layers/powertools/requirements.txt": LAYER,
      "a": LOGGER + "key=1)"}, []),
    ({"layers/powertools/requirements.txt": LAYER,
      "a": LOGGER + "extra={'name': 1})"}, ["P143"]),
    ({"layers/powertools/requirements.txt": LAYER,
      "a": LOGGER + "extra={'plate': 1})"}, []),
])

LIMITED = "from boto3.dynamodb.conditions import Key\n\n\ndef handler(event, context):\n    return str(%s)"

test_numbers_and_texts_are_within_the_limits_of_botocores_models = finds((LIMITED % code, expected) for code, expected in [
    ("table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=0)", ["P208"]),
    ("table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=1)", []),
    ("table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=event['limit'])", []),
    ("boto3.client('dynamodb').list_tables(Limit=500)", ["P208"]),
    ("boto3.client('dynamodb').list_tables(ExclusiveStartTableName='a b')", ["P208"]),
    ("boto3.client('dynamodb').list_tables(ExclusiveStartTableName='a_b')", []),
])

CONDITION = "from boto3.dynamodb.conditions import Attr, Key\n\n\ndef handler(event, context):\n    return str(%s)"

test_a_condition_is_for_a_table = finds((CONDITION % code, expected) for code, expected in [
    ("table.query(KeyConditionExpression={'pk': 'a'})", ["P204"]),
    ("table.query(KeyConditionExpression=Key('pk').eq('a'))", []),
    ("boto3.client('dynamodb').query(TableName=os.environ['DEMO_TABLE'], KeyConditionExpression=Key('pk').eq('a'))", ["P204"]),
    ("table.scan(FilterExpression=Attr('count').gt(0.5))", ["P320"]),
    ("table.scan(FilterExpression=Attr('count').gt(5))", []),
])
