"""Types that senders give to parts of messages, queues that listen to topics, and writes to items that nobody creates."""
from checks import example
from tests.fixtures.checks import OF_TYPES, finds, problems_there

QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    message = json.loads(record['body'])\n    "
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps({'at': %s}))"
PASS = QUEUE + SEND % "message['at']"
SENT = [  # (what a lambda does with a message, what others send to it, whether its type is wrong)
    ("print(message['at'] + 5)", ["str(event)"], True), ("print(message['at'] + 5)", ["5"], False),
    ("print(message['at'] + 5)", ["event['at']"], False), ("print(message['at'] + 5)", ["str(event)", "5"], False),
    ("print('at ' + message['at'])", ["len(event)"], True), ("print(message['at'].upper())", ["str(event)"], False),
    ("print(json.loads(message['at']))", ["{'a': 1}"], True), ("print(json.loads(message['at']))", ["str(event)"], False),
]


def test_a_part_of_a_message_has_the_type_of_its_senders(folder):
    """One app has all cases, as ty is a process for each app. The last one passes a part on."""
    texts = {}
    for at, (receiver, senders, _is_wrong) in enumerate(SENT):
        texts[f"lambdas/a{at}/index.py"] = QUEUE + receiver
        texts |= {f"lambdas/b{at}{number}/index.py": (SEND % value).replace("A_QUEUE", f"A{at}_QUEUE")
                  for number, value in enumerate(senders)}
    texts |= {"lambdas/last/index.py": QUEUE + "print(message['at'] + 5)",
              "lambdas/middle/index.py": PASS.replace("A_QUEUE", "LAST_QUEUE"),
              "lambdas/first/index.py": (SEND % "str(event)").replace("A_QUEUE", "MIDDLE_QUEUE")}
    problems = problems_there(folder, {path: example.index(text) for path, text in texts.items()}, OF_TYPES)
    wrong = [f"lambdas/a{at}/index.py" for at, (*_parts, is_wrong) in enumerate(SENT) if is_wrong]
    assert sorted(problem.path for problem in problems) == [*wrong, "lambdas/last/index.py"]


LISTENER = "infra:\n  queue: {from: {source: {type: topic, name: b}}}\n---\nfor record in event['Records']:\n" \
    "    print(json.loads(record['body'])['%s'])"
TOPIC = "infra:\n  topic: {}\n---\nfor record in event['Records']:\n    print(record['Sns']['Message'])"
PUBLISH = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_B_TOPIC'], Message=json.dumps({'id': 1}))"
test_a_queue_of_a_topic_gets_its_messages = finds([
    ({"a": LISTENER % "key", "b": TOPIC, "c": PUBLISH}, ["P820"]), ({"a": LISTENER % "id", "b": TOPIC, "c": PUBLISH}, []),
    ({"a": LISTENER % "key", "b": TOPIC, "c": PUBLISH, "d": SEND % "5"}, []),
    ({"a": (LISTENER % "key").replace("name: b}", "name: b}, filter: {body: {id: [1]}}"), "b": TOPIC, "c": PUBLISH}, []),
], only=["P820"])

UPDATE = "table.update_item(Key={'pk': f\"%s{event['id']}\", 'sk': 'BOAT'}, UpdateExpression='SET a = :a', " \
    "%sExpressionAttributeValues={':a': 1})"
PUT = "table.put_item(Item={'pk': f\"BOAT#{event['id']}\", 'sk': 'BOAT'})"
EXISTS = "ConditionExpression='attribute_exists(pk)', "
test_an_update_of_an_item_that_exists = finds([
    ({"a": UPDATE % ("boat#", EXISTS), "b": PUT}, ["P825"]), ({"a": UPDATE % ("BOAT#", EXISTS), "b": PUT}, []),
    ({"a": UPDATE % ("boat#", ""), "b": PUT}, []),
], only=["P825"])
