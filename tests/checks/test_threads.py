"""Threads, futures and tasks: those that nobody waits for stop when the handler returns."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

H = "\n\n\ndef handler(event, context):\n"
T = "import threading"
POOL = "from concurrent.futures import ThreadPoolExecutor"
CASES = [
    (T + H + "    threading.Thread(target=print, args=(event,)).start()", ["P118"]),
    (T + H + "    thread = threading.Thread(target=print)\n    thread.start()", ["P118"]),
    (T + H + "    thread = threading.Thread(target=print)\n    thread.start()\n    thread.join()", []),
    (T + H + "    thread = threading.Thread(target=print)\n    thread.start()\n    thread.join(timeout=5)", []),
    ("from threading import Thread" + H + "    Thread(target=print).start()", ["P118"]),
    (T + H + "    threads = [threading.Thread(target=print, args=(x,)) for x in event['xs']]\n    for thread in threads:\n"
     "        thread.start()", ["P118"]),
    (T + H + "    threads = [threading.Thread(target=print, args=(x,)) for x in event['xs']]\n    for thread in threads:\n"
     "        thread.start()\n    for thread in threads:\n        thread.join()", []),
    (T + H + "    thread = threading.Thread(target=print)\n    thread.start()\n    print(', '.join(event))", ["P118"]),
    (T + H + "    timer = threading.Timer(5, print)\n    timer.start()", ["P118"]),
    (T + H + "    done = threading.Event()\n    thread = threading.Thread(target=done.set)\n    thread.start()\n"
     "    done.wait(5)", []),
    (POOL + H + "    with ThreadPoolExecutor(4) as pool:\n        for x in event['xs']:\n            pool.submit(print, x)",
     []),
    (POOL + "\n\nPOOL = ThreadPoolExecutor(4)" + H + "    POOL.submit(print, event)", ["P118"]),
    (POOL + "\n\nPOOL = ThreadPoolExecutor(4)" + H + "    future = POOL.submit(print, event)\n    future.result()", []),
    (POOL + H + "    pool = ThreadPoolExecutor(4)\n    pool.submit(print, event)\n    pool.shutdown()", []),
    ("import asyncio\n\n\nasync def work(event):\n    asyncio.create_task(asyncio.sleep(1))" + H
     + "    asyncio.run(work(event))", ["P118"]),
    ("import asyncio\n\n\nasync def work(event):\n    task = asyncio.create_task(asyncio.sleep(1))\n    await task" + H
     + "    asyncio.run(work(event))", []),
    ("async def work(event):\n    print(event)\n\n\nasync def main(event):\n    work(event)" + H
     + "    import asyncio\n    return asyncio.run(main(event))", ["P118"]),
    ("async def work(event):\n    print(event)\n\n\nasync def main(event):\n    await work(event)\n    later = work(event)\n"
     "    await later" + H + "    import asyncio\n    return asyncio.run(main(event))", []),
    ("class Job:\n    async def run(self):\n        self.send()\n\n    async def send(self):\n        print(1)" + H
     + "    import asyncio\n    return asyncio.run(Job().run())", ["P118"]),
    ("class Job:\n    async def run(self):\n        self.send()\n\n    def send(self):\n        print(1)" + H
     + "    import asyncio\n    return asyncio.run(Job().run())", []),
    ("async def send(event):\n    print(event)\n\n\nclass Job:\n    def send(self):\n        print(1)\n\n    def run(self):\n"
     "        self.send()" + H + "    import asyncio\n    Job().run()\n    asyncio.run(send(event))", []),
    ("class Job:\n    def start(self):\n        print('started')" + H + "    Job().start()", []),
]


@cases("code, expected", CASES)
def test_a_thread_is_waited_for(code, expected, finding_ids):
    assert finding_ids(code) == expected
