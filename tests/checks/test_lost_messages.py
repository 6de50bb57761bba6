"""Messages of a queue whose exception a helper of the handler swallows."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

QUEUE = "infra:\n  queue: {batch: 10}\n---\nimport logging\nlog = logging.getLogger()\n\n\n"
HANDLER = "def handler(event, context):\n    for record in event['Records']:\n        process(record)"
PROCESS = "def process(record):\n    try:\n        print(int(record['body']))\n    except Exception:\n        %s\n\n\n"
LOGS = PROCESS % "log.exception('failed')"
SAVE = "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).put_item(Item={'pk': 'a', 'sk': 'b'})"


@cases("code, expected", [
    (LOGS + HANDLER, ["P511"]),
    (PROCESS % "log.exception('failed')\n        return" + HANDLER, ["P511"]),
    (PROCESS % "pass" + HANDLER, ["P511"]),
    (PROCESS % "log.exception('failed')\n        raise" + HANDLER, []),
    (PROCESS % "log.exception('failed')\n        return False" + HANDLER, []),
    (LOGS.replace("Exception", "ValueError") + HANDLER, []),
    (PROCESS % (SAVE + "\n        print('saved')") + HANDLER, []),
    (LOGS + "def handler(event, context):\n    [process(record) for record in event['Records']]", ["P511"]),
    (LOGS + "def handler(event, context):\n    list(map(process, event['Records']))", ["P511"]),
    (LOGS + "def checked(record):\n    print(record)\n    process(record)\n\n\n"
     + HANDLER.replace("process", "checked"), ["P511"]),
    ("class Worker:\n    def process(self, record):\n        try:\n            print(int(record['body']))\n"
     "        except Exception as error:\n            log.error(error)\n\n\ndef handler(event, context):\n"
     "    worker = Worker()\n    for record in event['Records']:\n        worker.process(record)", ["P511"]),
    # A step after the work may be an optional one, and a function that returns something may tell what failed.
    (LOGS.rstrip() + "\n    print(record)\n\n\n" + HANDLER, []),
    (LOGS + f"def saved(record):\n    {SAVE}\n    process(record)\n\n\n" + HANDLER.replace("process", "saved"), []),
    (LOGS + HANDLER.replace("process(record)", f"{SAVE}\n        process(record)"), []),
    (LOGS.replace("print(int(record['body']))", "return int(record['body'])") + HANDLER, []),
    (LOGS + HANDLER + "\n    return {'batchItemFailures': []}", []),
    (LOGS + HANDLER + "\n    if len(event) > 5:\n        raise OSError('failed')", []),
    ("def setup():\n    try:\n        print(int('5'))\n    except Exception:\n        log.exception('failed')\n\n\n"
     "def handler(event, context):\n    setup()\n    for record in event['Records']:\n        print(record)", []),
])
def test_a_message_is_lost_if_a_helper_swallows_its_exception(code, expected, finding_ids):
    assert finding_ids(QUEUE + code) == expected


def test_a_helper_may_be_in_another_module_and_a_topic_has_no_batch(finding_ids):
    module = {"lambdas/work.py": LOGS.replace("log.exception", "print").rstrip() + "\n"}
    assert finding_ids({"a": QUEUE + "from lambdas.work import process\n\n\n" + HANDLER, **module}) == ["P511"]
    assert finding_ids(QUEUE.replace("queue: {batch: 10}", "topic: {}") + LOGS.replace("'body'", "'Sns'") + HANDLER) == []
