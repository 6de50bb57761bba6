"""Roles of code with classes: methods without a known caller run on the objects that the code makes."""
from tests.fixtures.cases import cases

START = '"""\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\n'
STORE = """class Store:
    def __init__(self, table):
        self.table = table

    def get(self, key):
        return self.table.get_item(Key=key)

    def save(self, item):
        self.table.put_item(Item=item)


def table(name):
    return boto3.resource("dynamodb").Table(name)


"""
MADE = STORE + 'store = Store(table(os.environ["DEMO_TABLE"]))\n\n\ndef handler(event, context):\n'
CHILD = STORE + """class Child(Store):
    def save(self, item):
        self.table.update_item(Key=item)


"""
HANDLER = "def handler(event, context):\n"
GET, PUT, UPDATE = "GetItem demo", "PutItem demo", "UpdateItem demo"
DOUBT = "the object whose get_item() is called is not known"
TABLE = 'table(os.environ["DEMO_TABLE"])'


def role(lambda_calls, code):
    """(["GetItem demo"] of the table's actions, [why of a doubt]) of a lambda"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    return sorted(f"{call['action'].partition(':')[2]} {call['on']['name']}" for call in calls), sorted({*doubts})


@cases("code, expected", [
    (MADE + "    store.save(context.get('item'))\n", [GET, PUT]),
    (MADE + "    store.save(event['item'])\n", [PUT]),
    (STORE + HANDLER + f"    Store({TABLE}).save(context.get('a'))\n", [GET, PUT]),
    (STORE + f"stores = {{'a': Store({TABLE}), 'b': Store(table(os.environ['DEMO_OTHER_TABLE']))}}\n\n\n" + HANDLER
     + "    stores['a'].save(context.get('item'))\n", [GET, "GetItem demo-other", PUT]),
    (STORE.replace("    def __init__(self, table):\n        self.table = table\n", "    table: object\n    name: str = ''\n")
     .replace("class", "from dataclasses import dataclass, replace\n\n\n@dataclass\nclass", 1)
     + f"one = Store({TABLE})\nother = replace(one, table=table(os.environ['DEMO_OTHER_TABLE']))\n\n\n" + HANDLER
     + "    other.save(context.get('item'))\n", [GET, "GetItem demo-other", "PutItem demo-other"]),
    ("class Table:\n    def __init__(self, name):\n        self.name = name\n\n    def __get__(self, owner, kind):\n"
     "        return boto3.resource('dynamodb').Table(os.environ[self.name])\n\n\nclass Stores:\n"
     "    notes = Table('DEMO_TABLE')\n\n\n" + HANDLER + "    Stores().notes.put_item(Item=event)\n", [PUT]),
    ("class Variable:\n    def __init__(self, name):\n        self.name = name\n\n    def __get__(self, store, owner=None):\n"
     "        return os.environ[self.name]\n\n\nclass Settings:\n    table = Variable('DEMO_TABLE')\n\n\n" + HANDLER
     + "    boto3.resource('dynamodb').Table(Settings.table).put_item(Item=event)\n", [PUT]),
    (CHILD + f"store: Store = Child({TABLE})\n\n\n" + HANDLER + "    store.save(event)\n", [UPDATE]),
    (CHILD + f"store = Child({TABLE})\n\n\ndef act(store: Store):\n    store.save({{}})\n\n\n" + HANDLER
     + "    act(store)\n", [UPDATE]),
    (CHILD.replace("self.table.update_item(Key=item)", "super().save(item)") + f"store = Child({TABLE})\n\n\n" + HANDLER
     + "    store.save(event)\n", [PUT]),
    (CHILD + HANDLER + f"    for store in (Store({TABLE}), Child({TABLE})):\n        event['on'](store.save)\n",
     [PUT, UPDATE]),
])
def test_a_method_without_a_known_caller_runs_on_the_objects_of_its_class(lambda_calls, code, expected):
    assert role(lambda_calls, code) == (expected, [])


@cases("code", [
    # Other code may make an object of the class, or change one: the method runs on an unknown object too.
    MADE.replace("store = ", "make = [Store]\nstore = ")
    + "    make[0](other(event)).get(store.save(event))\n\n\ndef other(event):\n    return event['a'].b()\n",
    MADE.replace("store = ", "from os import path as Name\nOther = Store\nstore = ")
    + "    store.save(context.get('item'))\n    Other(event['table']).other()\n",
    MADE + "    event['make'](Store)\n    store.save(context.get('item'))\n",
    MADE.replace("    def save", "    def again(self, table):\n        return type(self)(table)\n\n    def save")
    + "    store.again(other(event)).save(context.get('item'))\n\n\ndef other(event):\n    return event['a'].b()\n",
    MADE + "    event['clone'].table = event['table']\n    store.save(context.get('item'))\n",
    MADE + "    store.save(context.get('item'))\n    eval(event['code'])\n",
    "from registry import registered\n\n\n@registered\n" + MADE + "    store.save(context.get('item'))\n",
    "from orm import Model\n\n\n" + MADE.replace("Store:", "Store(Model):") + "    store.save(context.get('item'))\n",
    MADE + "    calls = [Store.get]\n    store.save(event['item'])\n    calls[event['a']](event['b'])\n",
])
def test_a_class_whose_objects_are_not_all_known_keeps_its_doubt(lambda_calls, code):
    actions, doubts = role(lambda_calls, code)
    assert DOUBT in doubts


@cases("code", [
    "import inspect\n\n\ndef injected(function):\n    kinds = inspect.signature(function).parameters.values()\n"
    "    return lambda event, context: function(event, *[kind.annotation() for kind in kinds])\n\n\n@injected\n"
    "def handler(event, store: Own):\n    store.save(event)\n",
    "import injector\n\n\nclass Service:\n    def __init__(self, store: Own):\n        self.store = store\n\n\n"
    "def handler(event, context):\n    injector.Injector().get(Service).store.save(event)\n",
    "from pydantic import BaseModel\n\n\nclass Service(BaseModel):\n    store: Own\n\n\n"
    "def handler(event, context):\n    Service(**event).store.save(event)\n",
    "from typing import Annotated\nfrom aws_lambda_powertools.event_handler.openapi.params import Depends\n\n\n"
    "def made():\n    return Own()\n\n\ndef handler(event, store: Annotated[object, Depends(made)]):\n"
    "    store.save(event)\n",
])
def test_a_class_that_only_a_type_names_may_be_made_by_code_that_reads_types(lambda_calls, code):
    own = f"class Own(Store):\n    def __init__(self):\n        super().__init__({TABLE})\n\n\n"
    actions, doubts = role(lambda_calls, STORE + own + code)
    assert PUT in actions or "the object whose put_item() is called is not known" in doubts


@cases("method, expected", [
    ("__exit__(self, kind, error, trace):\n        if kind is not None:\n            self.table.delete_item(Key={})",
     ["DeleteItem demo"]),
    ("__exit__(self, *error):\n        if not any(error):\n            self.table.put_item(Item={})", [PUT]),
    ("__exit__(self, kind, error, trace):\n        if isinstance(error, ValueError):\n"
     "            self.table.delete_item(Key={})\n        else:\n            self.table.put_item(Item={})",
     ["DeleteItem demo", PUT]),
])
def test_the_end_of_a_with_may_get_an_exception(lambda_calls, method, expected):
    code = f"class Store:\n    def __init__(self):\n        self.table = boto3.resource('dynamodb').Table(" \
        f"os.environ['DEMO_TABLE'])\n\n    def __enter__(self):\n        return self\n\n    def {method}\n\n\n" + HANDLER \
        + "    with Store():\n        return event['a']\n"
    assert role(lambda_calls, code) == (expected, [])

SENT = "client = boto3.client('dynamodb')\n\n\n"
UNIT = SENT + """class Unit:
    def __init__(self):
        self.items = []

    def __enter__(self):
        self.items.clear()
        return self

    def put(self, item):
        self.items.append({"Put": {"TableName": os.environ["DEMO_TABLE"], "Item": item}})

    def __exit__(self, *error):
        client.transact_write_items(TransactItems=self.items)


"""
MANAGER = SENT + """import contextlib


@contextlib.contextmanager
def unit():
    items = []
    yield items
    client.transact_write_items(TransactItems=items)


"""
ITEM = '{"Put": {"TableName": os.environ["DEMO_TABLE"], "Item": {}}}'


@cases("code, expected", [
    (UNIT + HANDLER + "    with Unit() as unit:\n        unit.put(event['a'])\n        return 1\n", [PUT]),
    (UNIT + "import contextlib\n\n\n" + HANDLER + "    with contextlib.ExitStack() as stack:\n"
     "        unit = stack.enter_context(Unit())\n        unit.put(event['a'])\n", [PUT]),
    (UNIT + "import contextlib\n\n\n" + HANDLER + "    stack = contextlib.ExitStack()\n"
     "    stack.enter_context(Unit()).put(event['a'])\n    stack.close()\n", [PUT]),
    (UNIT.replace("__exit__(self, *error)", "close(self)") + "import contextlib\n\n\n" + HANDLER
     + "    with contextlib.closing(Unit()) as unit:\n        unit.put(event['a'])\n", [PUT]),
    (UNIT.replace("__exit__(self, *error)", "flush(self)") + "import contextlib\n\n\n" + HANDLER
     + "    unit = Unit()\n    with contextlib.ExitStack() as stack:\n        stack.callback(unit.flush)\n"
     "        unit.put(event['a'])\n", [PUT]),
    (UNIT + HANDLER + "    with Unit() as one, Unit() as other:\n        one.put(event['a'])\n        other.put(event['b'])\n", [PUT]),
    (UNIT.replace("__e", "__ae").replace("def __ae", "async def __ae") + "import asyncio\n\n\nasync def main(item):\n"
     "    async with Unit() as unit:\n        unit.put(item)\n\n\n" + HANDLER + "    asyncio.run(main(event['a']))\n", [PUT]),
])
def test_the_end_of_a_with_sees_what_its_body_has_changed(lambda_calls, code, expected):
    actions, doubts = role(lambda_calls, code)
    assert (actions, doubts) == (expected, [])


@cases("code", [
    MANAGER + HANDLER + f"    with unit() as items:\n        items.append({ITEM})\n",
    MANAGER.replace("yield items", "try:\n        yield items\n    finally:\n        pass")
    + HANDLER + f"    with unit() as items:\n        items.append({ITEM})\n",
    MANAGER.replace("yield items", "yield {'items': items}")
    + HANDLER + f"    with unit() as unit_:\n        unit_['items'].append({ITEM})\n",
    MANAGER.replace("contextmanager", "asynccontextmanager").replace("def unit", "async def unit")
    + f"import asyncio\n\n\nasync def main():\n    async with unit() as items:\n        items.append({ITEM})\n\n\n"
    + HANDLER + "    asyncio.run(main())\n",
    MANAGER + HANDLER + "    with contextlib.ExitStack() as stack:\n        items = stack.enter_context(unit())\n"
    f"        items.append({ITEM})\n",
    UNIT.replace("__exit__(self, *error)", "flush(self)") + "import contextlib\n\n\n@contextlib.contextmanager\n"
    "def unit():\n    made = Unit()\n    yield made\n    made.flush()\n\n\n" + HANDLER
    + "    with unit() as made:\n        made.put(event['a'])\n",
    SENT + "import contextlib\n\n\nclass Writer:\n    @contextlib.contextmanager\n    def unit(self):\n        items = []\n"
    "        yield items\n        client.transact_write_items(TransactItems=items)\n\n\n" + HANDLER
    + f"    with Writer().unit() as items:\n        items.append({ITEM})\n",
])
def test_the_end_of_a_generator_sees_what_the_body_has_changed(lambda_calls, code):
    assert role(lambda_calls, code) == ([PUT], [])


@cases("made", [
    ("TABLE = None\n\n\ndef table():\n    global TABLE\n    if TABLE is None:\n"
     "        TABLE = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n    return TABLE\n\n\n"),
    ("class Store:\n    def __init__(self):\n        self.own = None\n\n    @property\n    def table(self):\n"
     "        if self.own is None:\n            self.own = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n"
     "        return self.own\n\n\nSTORE = Store()\n\n\ndef table():\n    return STORE.table\n\n\n"),
])
def test_a_table_that_is_made_at_its_first_use_is_known_at_each_further_use(lambda_calls, made):
    """Each use may make the object: these are equal, and not too many values."""
    uses = ["get_item(Key={})", "put_item(Item={})", "update_item(Key={})", *["get_item(Key={})"] * 8]
    assert role(lambda_calls, made + HANDLER + "".join(f"    table().{use}\n" for use in uses)) == ([GET, PUT, UPDATE], [])


def test_a_method_does_not_run_on_objects_of_a_class_with_a_method_of_its_own(lambda_calls):
    made = f"CLASSES.get(event['a'], Child)({TABLE}).save({{}})\n"
    classes = CHILD.replace("    def get(self, key):\n        return self.table.get_item(Key=key)\n\n", "")
    assert role(lambda_calls, classes + f"CLASSES = {{'a': Child}}\n\n\n{HANDLER}    {made}") == ([UPDATE], [])
