"""Waiting times, compared with the timeout of the lambda: sleeps that add up, and API Gateway."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

BATCH = "infra:\n  queue: {batch: 10}\n  timeout: 30\n---\nfor record in event['Records']:\n    print(record['body'])\n    %s"
ALONE = "infra:\n  timeout: 30\n---\n%s"
STREAM = BATCH.replace("queue: {batch: 10}", "stream: {table: demo, batch: 100}").replace("['body']", "['eventID']")
HELPER = "infra:\n  queue: {batch: 10}\n  timeout: 30\n---\nPAUSE = 4\n\n\ndef send(record):\n    time.sleep(PAUSE)\n" \
    "    print(record['body'])\n\n\ndef handler(event, context):\n    for record in event['Records']:\n        send(record)"

test_sleeps_that_add_up_to_the_timeout = finds([
    (BATCH % "time.sleep(3)", ["P611"]), (BATCH % "time.sleep(2.9)", []), (STREAM % "time.sleep(0.5)", ["P611"]),
    (STREAM % "time.sleep(0.2)", []), (HELPER, ["P611"]), (HELPER.replace("PAUSE = 4", "PAUSE = 2"), []),
    (BATCH % "if record['body'] == 'later':\n        time.sleep(5)", []),
    (BATCH.replace("batch: 10", "batch: 1") % "time.sleep(5)", []),
    (ALONE % "for _ in range(10):\n    time.sleep(3)", ["P611"]), (ALONE % "for _ in range(9):\n    time.sleep(3)", []),
    (ALONE % "for _ in range(10):\n    time.sleep(3)\n    if event['done']:\n        break", []),
    (ALONE % "for _ in range(len(event['ids'])):\n    time.sleep(3)", []),
    (ALONE % "time.sleep(20)\nprint(event)\ntime.sleep(10)", ["P611"]), (ALONE % "time.sleep(20)\ntime.sleep(9)", []),
    (ALONE % "for _ in range(5):\n    try:\n        print(event['id'])\n    except KeyError:\n        time.sleep(10)", []),
], only=["P606", "P611"])


@cases("endpoint, timeout, ids", [
    ("method: GET, path: /", 30, []), ("method: GET, path: /", 60, ["P601"]), ("method: GET, path: /", 5, []),
    ("method: GET, path: /, wait: 60", 60, []), ("method: GET, path: /, wait: 60", 5, ["P601"]),
    ("method: GET, path: /, wait: 10", 5, []), ("method: GET, path: /, wait: 10", 20, ["P601"]),
    ("routes: [{method: GET, path: /, wait: 60}, GET /b]", 30, ["P601"])])
def test_the_gateway_waits_as_long_as_the_lambda_runs(finding_ids, endpoint, timeout, ids):
    assert finding_ids(f"infra:\n  endpoint: {{api: public, {endpoint}}}\n  timeout: {timeout}\n---\n"
                       "return {'statusCode': 200}") == ids


PAYMENTS = "infra:\n  queue: {batch: %s}\n---\nimport urllib.request\n\n\ndef pay(record):\n" \
    "    urllib.request.urlopen('https://pay.example', record['body'].encode()%s)\n\n\ndef handler(event, context):\n" \
    "    failures = []\n    for record in event['Records']:\n        try:\n            pay(record)\n" \
    "        except OSError:\n            failures.append({'itemIdentifier': record['messageId']})\n" \
    "    return {'batchItemFailures': failures}"

test_a_request_for_one_message_ends = finds((PAYMENTS % (size, timeout), ids) for size, timeout, ids in [(10, "", ["P608"]), (10, ", timeout=.1", [])])
