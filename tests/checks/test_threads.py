"""Threads, futures and tasks: those that nobody waits for stop when the handler returns."""
from tests.fixtures.checks import finds

H = "\n\n\ndef handler(event, context):\n"
T = "import threading"
POOL = "from concurrent.futures import ThreadPoolExecutor"

test_threads_tasks_and_coroutines_are_waited_for = finds([
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
     + "    import asyncio\n    return asyncio.run(main(event))", ["P146"]),
    ("async def work(event):\n    print(event)\n\n\nasync def main(event):\n    await work(event)\n    later = work(event)\n"
     "    await later" + H + "    import asyncio\n    return asyncio.run(main(event))", []),
    ("class Job:\n    async def run(self):\n        self.send()\n\n    async def send(self):\n        print(1)" + H
     + "    import asyncio\n    return asyncio.run(Job().run())", ["P146"]),
    ("class Job:\n    async def run(self):\n        self.send()\n\n    def send(self):\n        print(1)" + H
     + "    import asyncio\n    return asyncio.run(Job().run())", []),
    ("async def send(event):\n    print(event)\n\n\nclass Job:\n    def send(self):\n        print(1)\n\n    def run(self):\n"
     "        self.send()" + H + "    import asyncio\n    Job().run()\n    asyncio.run(send(event))", []),
    ("class Job:\n    def start(self):\n        print('started')" + H + "    Job().start()", []),
])

MODULES = "import asyncio, functools, threading\nfrom concurrent.futures import ThreadPoolExecutor\n\n\n" \
    "def work(row=None):\n    print(row)\n\n\nasync def load():\n    return 1\n\n\n"
THREAD = MODULES + "def handler(event, context):\n    thread = threading.Thread(%s)\n    thread.start()\n    thread.join()"
POOL = MODULES + "def handler(event, context):\n    with ThreadPoolExecutor() as pool:\n" \
    "        return pool.submit(%s).result()"
MAIN = MODULES + "async def main():\n    return %s\n\n\ndef handler(event, context):\n    return asyncio.run(main())"

test_a_thread_gets_a_function = finds([
    (THREAD % "target=work(event)", ["P195"]), (THREAD % "target=work, args=(event,)", []),
    (THREAD % "target=work, args=('a')", ["P195"]), (THREAD % "target=work, args=['a']", []),
    (THREAD % "target=functools.partial(work, event)", []),
    (POOL % "work(event)", ["P195"]), (POOL % "work, event", []), (POOL % "functools.partial(work, event)", []),
    (MAIN % "await asyncio.gather([load(), load()])", ["P195"]), (MAIN % "await asyncio.gather(*[load()])", []),
    (MAIN % "await asyncio.gather(load(), load())", []),
    (MODULES + "def handler(event, context):\n    return asyncio.run(asyncio.gather(load(), load()))", ["P195"]),
])

COROUTINE = "import asyncio\n\n\nasync def save(row):\n    print(row)\n\n\n"
MAPPED = "from concurrent.futures import ThreadPoolExecutor\n\n\ndef save(row):\n    print(int(row))\n\n\n" \
    "def careful(row):\n    try:\n        print(int(row))\n    except ValueError:\n        print('no')\n\n\n" \
    "def handler(event, context):\n    with ThreadPoolExecutor(4) as pool:\n        "

test_a_coroutine_is_awaited = finds([
    (COROUTINE + "def handler(event, context):\n    save(event)", ["P146"]),
    (COROUTINE + "def handler(event, context):\n    asyncio.run(save(event))", []),
    (COROUTINE + "async def work():\n    asyncio.sleep(1)\n    await save(1)\n\n\n"
     "def handler(event, context):\n    asyncio.run(work())", ["P146"]),
    (COROUTINE + "def handler(event, context):\n    asyncio.to_thread(print, event)\n    asyncio.run(save(1))",
     ["P146"]),
])

test_the_exceptions_of_a_pool_are_read = finds([
    (MAPPED + "pool.map(save, event['rows'])", ["P150"]),
    (MAPPED + "pool.map(lambda row: save(row), event['rows'])", ["P150"]),
    (MAPPED + "pool.map(careful, event['rows'])", []),
    (MAPPED + "list(pool.map(save, event['rows']))", []),
    (MAPPED + "for row in pool.map(save, event['rows']):\n            print(row)", []),
    (MAPPED + "pool.map(print, event['rows'])", []),
])
