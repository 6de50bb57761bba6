"""Messages of a queue whose exception a decorator swallows, or nobody reads from a thread or a task."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

QUEUE = "infra:\n  queue: {batch: 10}\n---\nimport asyncio\nimport functools\n" \
    "from concurrent.futures import ThreadPoolExecutor, as_completed\n\n\n"
PROCESS = "def process(record):\n    print(int(record['body']))\n\n\n"
TRIES = "def process(record):\n    try:\n        print(int(record['body']))\n    except ValueError:\n        print('bad')\n\n\n"
POOL = "def handler(event, context):\n    with ThreadPoolExecutor() as pool:\n        %s"
TASKS = "async def process(record):\n    print(int(record['body']))\n\n\nasync def main(event):\n    %s\n\n\n" \
    "def handler(event, context):\n    asyncio.run(main(event))"
SAFE = "def safe(function):\n    @functools.wraps(function)\n    def inner(*parts):\n        try:\n            %s\n" \
    "        except Exception as error:\n            %s\n    return inner\n\n\n@safe\n" + PROCESS
HANDLER = "def handler(event, context):\n    for record in event['Records']:\n        %s"


@cases("code, expected", [
    (PROCESS + POOL % "for record in event['Records']:\n            pool.submit(process, record)", ["P511"]),
    (PROCESS + POOL % "futures = [pool.submit(process, record) for record in event['Records']]", ["P511"]),
    (PROCESS + POOL % "records = event['Records']\n        futures = []\n        for record in records:\n"
     "            futures.append(pool.submit(process, record))", ["P511"]),
    (PROCESS + POOL % "pool.map(process, event['Records'])", ["P511"]),
    (TASKS % "await asyncio.gather(*[process(record) for record in event['Records']], return_exceptions=True)", ["P511"]),
    (PROCESS + POOL % "list(pool.map(process, event['Records']))", []),
    (PROCESS + POOL % "futures = [pool.submit(process, record) for record in event['Records']]\n"
     "        for future in as_completed(futures):\n            future.result()", []),
    (PROCESS + POOL % "futures = {pool.submit(process, record): record for record in event['Records']}\n"
     "        failed = [futures[future] for future in futures if future.exception()]\n"
     "        print(failed)", []),
    (TRIES + POOL % "pool.map(process, event['Records'])", []),
    (PROCESS + POOL % "pool.map(process, ['1', '2'])", ["P150"]),
    (PROCESS + POOL % "for record in event['Records']:\n            pool.submit(process, record)\n            print(record)", []),
    (PROCESS + POOL % "pool.map(process, event['Records'])\n        return {'batchItemFailures': []}", []),
    (TASKS % "await asyncio.gather(*[process(record) for record in event['Records']])", []),
    (TASKS % "results = await asyncio.gather(*[process(record) for record in event['Records']], return_exceptions=True)\n"
     "    print(results)", []),
    (SAFE % ("return function(*parts)", "print(error)") + HANDLER % "process(record)", ["P511"]),
    (SAFE % ("function(*parts)", "print(error)") + HANDLER % "process(record)", ["P511"]),
    (SAFE % ("return function(*parts)", "print(error)\n            raise") + HANDLER % "process(record)", []),
    (SAFE % ("return function(*parts)", "return False") + HANDLER % "if process(record) is False:\n            raise OSError", []),
    (SAFE % ("return function(*parts)", "print(error)") + HANDLER % "done = process(record)\n        print(done)", []),
])
def test_a_message_is_lost_if_nobody_reads_its_exception(code, expected, finding_ids):
    assert finding_ids(QUEUE + code) == expected
