"""Results that are None, functions that a loop keeps, and members of Enums."""
from tests.fixtures.checks import finds

HEAD = "import json\nfrom enum import Enum, StrEnum\n\n\nclass State(Enum):\n    PAID = 'paid'\n\n\nclass Kind(StrEnum):\n    BIG = 'big'\n\n\n" \
    "def save(order):\n    print(order)\n\n\ndef rows(orders):\n    for order in orders:\n        yield order\n\n\n" \
    "def price(order):\n    if order:\n        return 5\n\n\ndef fail(order):\n    raise ValueError(order)\n\n\n" \
    "def later(order):\n    ...\n\n\ndef handler(event, context):\n    %s"


def of_code(pairs):
    """[(code, [id])] of handlers with the code."""
    return [(HEAD % code.replace("\n", "\n    "), expected) for code, expected in pairs]


test_a_function_without_a_return_gives_nothing = finds(of_code([
    ("saved = save(event)\nreturn saved['id']", ["P188"]), ("return save(event) + 1", ["P188"]),
    ("for row in save(event):\n    print(row)", ["P188"]), ("return {'saved': save(event)}", ["P188"]),
    ("save(event)\nreturn 1", []), ("return save(event)", []), ("_ = save(event)\nreturn 1", []),
    ("saved = save(event)\nreturn 1", []), ("cost = price(event)\nreturn cost", []), ("return fail(event)", []),
    ("done = later(event)\nreturn done", []), ("return [save(order) for order in event['orders']]", []),
    ("return rows(event['orders'])[0]", ["P188"]), ("return len(rows(event['orders']))", ["P188"]),
    ("return rows(event['orders']) + [1]", ["P188"]), ("return json.dumps(rows(event['orders']))", ["P188"]),
    ("return [row for row in rows(event['orders'])]", []), ("return next(rows(event['orders']))", []),
    ("found = rows(event['orders'])\nreturn list(found)", []),
    ("def inner(save):\n    done = save(1)\n    return done\nreturn inner(event['a'])", []),
]))

SHARED = "from lambdas.common import orders\nfrom lambdas.common.orders import save\n\n\ndef handler(event, context):\n    return %s"
ORDERS = {"lambdas/common/__init__.py": "", "lambdas/common/orders.py": "def save(order):\n    print(order)\n"}

test_a_function_of_another_module_gives_nothing = finds([
    ({"a": SHARED % "save(event)['a'], orders.__name__", **ORDERS}, ["P188"]),
    ({"a": SHARED % "orders.save(event)['a'], save.__name__", **ORDERS}, ["P188"]),
    ({"a": SHARED % "orders.save(event), save.__name__", **ORDERS}, []),
])

test_a_function_of_a_loop_keeps_its_value = finds(of_code([
    ("calls = []\nfor name in event['names']:\n    calls.append(lambda: name)\nreturn [call() for call in calls]", ["P189"]),
    ("calls = {}\nfor name in event['names']:\n    calls[name] = lambda: print(name)\nreturn [*calls]", ["P189"]),
    ("return [call() for call in [lambda: name for name in event['names']]]", ["P189"]),
    ("import concurrent.futures as futures\nwith futures.ThreadPoolExecutor() as pool:\n"
     "    tasks = [pool.submit(lambda: print(name)) for name in event['names']]\nreturn [task.result() for task in tasks]",
     ["P189"]),
    ("calls = []\nfor name in event['names']:\n    calls.append(lambda name=name: name)\nreturn [call() for call in calls]", []),
    ("calls = []\nfor name in event['names']:\n    calls.append(sorted(event['rows'], key=lambda row: row[name]))\nreturn calls", []),
    ("calls = []\nfor name in event['names']:\n    calls.append(lambda order: order)\nreturn [call(1) for call in calls]", []),
]))

test_a_text_is_no_member_of_an_enum = finds(of_code([
    ("return 'paid' == State.PAID", ["P119"]), ("return 'paid' == State.PAID.value", []), ("return 'big' == Kind.BIG", []),
    ("return State('paid') == State.PAID", []), ("return event['state'] == State.PAID.value", []),
    ("return State.PAID == State.PAID", []), ("state = State.PAID.value\nreturn 'paid' == state", []),
]))
