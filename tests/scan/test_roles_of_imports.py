"""Roles of code that imports names: an import alone is no use of them."""
from tests.fixtures.cases import results

START = '"""\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n'
SHARED = START.replace("infra: {}", "Rows.") + """table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def put():
    table.put_item(Item={})


def drop():
    table.delete_item(Key={})


class Store:
    def put(self):
        put()


class Other:
    def __init__(self):
        table.scan()


"""
HANDLER = "\n\ndef handler(event, context):\n    "
PUT, DELETE = ["PutItem"], ["DeleteItem"]


def role(lambda_calls, code, files):
    """The actions without their service"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code, "lambdas/shared/rows.py": SHARED,
                                  **{f"lambdas/{path}.py": f'"""Code."""\n{text}' for path, text in files.items()}})
    assert doubts == []
    return sorted(call["action"].partition(":")[2] for call in calls)


IMPORTED = "from lambdas.shared.rows import put, drop\n"
PACKAGE = "from lambdas.shared.p import put\n" + HANDLER + "put()\n"

test_an_import_alone_is_no_use_of_a_name = results(role, [
    (IMPORTED + HANDLER + "put()\n", {}, PUT),
    ("from lambdas.shared.rows import put, drop as other\n" + HANDLER + "put()\n", {}, PUT),
    ("from lambdas.shared.rows import put, drop as other\n" + HANDLER + "other()\n", {}, DELETE),
    ("import lambdas.shared.rows as rows\n" + HANDLER + "rows.put()\n", {}, PUT),
    ("from lambdas.shared.rows import *\n" + HANDLER + "put()\n", {}, PUT),
    (HANDLER + "from lambdas.shared.rows import put, drop\n    put()\n", {}, PUT),
    ("try:\n    " + IMPORTED + "except ImportError:\n    put = drop = None\n" + HANDLER + "put()\n", {}, PUT),
    (IMPORTED + 'BY_NAME = {"put": put, "drop": drop}\n' + HANDLER + "BY_NAME[event['name']]()\n", {}, DELETE + PUT),
    ("import shop_layer\n" + IMPORTED + HANDLER + "shop_layer.run(drop)\n", {}, DELETE),
    ("from lambdas.shared.q import run\n" + HANDLER + "run()\n",
     {"shared/q": IMPORTED + "\n\ndef run():\n    put()\n\n\ndef never():\n    drop()\n"}, PUT),
    (PACKAGE, {"shared/p/__init__": "from lambdas.shared.rows import drop, put\n"}, PUT),
    (PACKAGE, {"shared/p/__init__": 'from lambdas.shared.rows import drop, put\n__all__ = ["drop", "put"]\n'}, PUT),
    ("from lambdas.shared.p import first\n" + HANDLER + "first()\n",
     {"shared/p/__init__": "from lambdas.shared.rows import drop as last, put as first\n"}, PUT),
    ("from lambdas.shared.p import last\n" + HANDLER + "last.run()\n",
     {"shared/p/__init__": "from lambdas.shared.rows import drop as one\n\n\nclass Last:\n    def run(self):\n        one()\n"
      "\n\nlast = Last()\n"}, DELETE),
    ("from lambdas.shared.rows import Other, Store\n\n\nclass Item:\n    pass\n" + HANDLER
     + "Store().put()\n    return vars(Item())\n", {}, PUT),
    ("from lambdas.shared.rows import Other, Store\n" + HANDLER + "Store().put()\n    return event.__dict__\n", {}, PUT),
    ("from lambdas.shared.rows import Other, Store\n" + HANDLER + "return Other(), Store\n", {}, ["Scan"]),
], "lambda_calls")
