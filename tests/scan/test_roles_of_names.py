"""Roles of code that looks functions, methods and attributes up by their names; any other text is no name."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '"""\ninfra: {}\n"""\nimport functools\nimport operator\nimport sys\nimport boto3\nfrom lambdas.a import prices\n\n\n' \
    "class Order:\n%s    @property\n    def price(self):\n        return boto3.client('s3').get_object(Bucket='a', Key='b')\n\n" \
    "    def total(self):\n        return boto3.client('s3').put_object(Bucket='a', Key='b')\n\n%s\n\n" \
    "def handler(event, context):\n    order, name, find = Order(), event['name'], prices.VAT\n    "
PRICES = "import boto3\n\nVAT = 2\nNAMES = ['get']\n\n\ndef price():\n    return boto3.client('s3').get_object(Bucket='a', Key='b')\n\n\n" \
    "def total():\n    return boto3.client('s3').put_object(Bucket='a', Key='b')\n"


def role(app_folder, code, members="", functions=""):
    """[action without its service]"""
    app_folder({"lambdas/a/index.py": START % (members, functions) + code + "\n", "lambdas/a/prices.py": PRICES})
    fn = scanned()["lambdas"]["a"]
    return sorted({call["action"].partition(":")[2] for call in fn["calls"]}), bool(fn["doubts"])


@cases("code", [
    "return event['price']", "return {'price': prices.VAT, 'total': 1}", "print('total')",
    "return event.get('price'), str(order)", "return getattr(context, 'function_name', '')",
    "return hasattr(order, 'price')", "return '{price}'.format(price=event['total'])",
    "return event['__dict__'], 'globals', 'price'",
    "match event:\n        case {'price': 1}:\n            return order",
])
def test_a_text_is_no_name_where_no_code_looks_names_up(app_folder, code):
    assert role(app_folder, code) == ([], False)


READ, WRITE = ["GetObject"], ["PutObject"]


@cases("code, actions, members, functions", [
    ("return getattr(prices, 'price')()", READ, "", ""),
    ("return getattr(event['a'], 'price')", READ, "", ""),
    ("return [function() for function in map(getattr, [prices], ['price'])]", READ + WRITE, "", ""),
    ("return functools.reduce(getattr, name.split('.'), prices)()", READ + WRITE, "", ""),
    ("return getattr(order, 'pr%s' % name)", READ, "", ""),
    ("return getattr(*name)", READ + WRITE, "", ""),
    ("return operator.methodcaller(name)(order)", READ + WRITE, "", ""),
    ("return operator.methodcaller(f'to{name}')(order)", WRITE, "", ""),
    ("return list(map(operator.methodcaller('total'), [event['a']]))", WRITE, "", ""),
    ("return operator.attrgetter('order.price')(event['a'])", READ, "", ""),
    ("return operator.attrgetter(*name)(event['a'])", READ + WRITE, "", ""),
    ("return globals()[name]()", READ + WRITE, "", "def save():\n    return Order().total()\n"),
    ("return globals().get(name)()", READ + WRITE, "", "def save():\n    return Order().total()\n"),
    ("functions = globals()\n    return functions[name]()", READ + WRITE, "", "def save():\n    return Order().total()\n"),
    ("return globals()['save']()", WRITE, "", "def save():\n    return Order().total()\n"),
    ("return vars(prices)['price']()", READ, "", ""),
    ("return vars(prices).get(name)()", READ + WRITE, "", ""),
    ("return prices.__dict__.get('price')()", READ, "", ""),
    ("return sys.modules[name].__dict__[{'a': 'price'}[name]]()", READ + WRITE, "", ""),
    ("return eval('prices.price()')", READ + WRITE, "", ""),
    ("return '{0.price}'.format(event['a'])", READ, "", ""),
    ("return '{a[0].order.price:>8}'.format(**name)", READ, "", ""),
    ("match event['a']:\n        case Order(price=value):\n            return value", READ, "", ""),
    ("match event['a']:\n        case Order(value):\n            return value", READ,
     "    __match_args__ = ('price',)\n\n", ""),
    ("return order['total']()", WRITE, "    def __getitem__(self, name):\n        return getattr(self, name)\n\n", ""),
    ("return order[name]()", READ + WRITE, "    def __getitem__(self, name):\n        return getattr(self, name)\n\n", ""),
    ("return order['price']", READ + WRITE,
     "    def __getitem__(self, name):\n        return self.__getattribute__(name)\n\n", ""),
])
def test_a_name_that_code_looks_up_is_used(app_folder, code, actions, members, functions):
    assert role(app_folder, code, members, functions)[0] == actions


TEXTS = '("get", "put")'
GUARDED = "getattr(boto3.client('s3'), f'{name}_object')(Bucket='a', Key='b')"
RETURN = ":\n        return None\n    return "


@cases("code, functions", [
    (f"if name not in {TEXTS}{RETURN}{GUARDED}", ""), (f"if name in {{'get', 'put'}}:\n        {GUARDED}", ""),
    (f"if not name in {TEXTS}:\n        raise ValueError(name)\n    return {GUARDED}", ""),
    (f"assert name in {TEXTS}\n    return {GUARDED}", ""),
    (f"return {GUARDED} if name in {TEXTS} else None", ""),
    (f"if name == 'get' or name == 'put':\n        {GUARDED}", ""),
    (f"if name != 'get' and name != 'put'{RETURN}{GUARDED}", ""),
    (f"if name == 'get':\n        {GUARDED}\n    elif name == 'put':\n        {GUARDED}", ""),
    (f"match name:\n        case 'get' | 'put':\n            {GUARDED}", ""),
    (f"match name:\n        case 'get' | 'put':\n            pass\n        case _:\n            return None\n    {GUARDED}", ""),
    (f"if name not in NAMES{RETURN}{GUARDED}", f"NAMES = {TEXTS}"),
    (f"if name not in NAMES{RETURN}{GUARDED}", "NAMES = frozenset(['get', 'put'])"),
    (f"if (name := event.get('name')) in NAMES:\n        {GUARDED}", "NAMES = {'get': 1, 'put': 2}"),
    ("change(event['name'])", "def change(name):\n    if name not in ['get', 'put']:\n        raise ValueError(name)\n"
     f"    {GUARDED}\n"),
])
def test_a_name_that_is_tested_to_be_one_of_constants_is_one_of_them(app_folder, code, functions):
    assert role(app_folder, code, "", functions) == (["GetObject", "PutObject"], False)


@cases("code", [
    f"if name in {TEXTS}:\n        print(name)\n    return {GUARDED}",
    f"if name in {TEXTS} and event:\n        return None\n    return {GUARDED}",
    f"if name not in {TEXTS} and event:\n        return None\n    return {GUARDED}",
    f"if name == 'get' or event:\n        {GUARDED}", f"if name.lower() in {TEXTS}:\n        {GUARDED}",
    f"if name in event['names']:\n        {GUARDED}", f"if name in ('get', event['a']):\n        {GUARDED}",
    f"if 'get' in name:\n        {GUARDED}", f"if name in 'get put':\n        {GUARDED}",
    f"if name in {TEXTS}:\n        name = event['a']\n        {GUARDED}",
])
def test_any_other_test_leaves_a_name_unknown(app_folder, code):
    assert role(app_folder, code)[1]


@cases("functions", [
    "NAMES = ['get']\n\n\ndef add(name):\n    NAMES.append(name)\n\n\n",
    "NAMES = {'get': 1}\n\n\ndef add(name):\n    NAMES[name] = 1\n\n\n",
    "NAMES = {'get'}\n\n\ndef add(name):\n    global NAMES\n    NAMES = {name}\n\n\n",
    "NAMES = ['get']\n\n\ndef add(name):\n    global NAMES\n    NAMES += [name]\n\n\n",
    "from lambdas.a.prices import NAMES\n\n\ndef add(name):\n    prices.NAMES.append(name)\n\n\n",
])
def test_constants_that_code_changes_later_leave_a_name_unknown(app_folder, functions):
    assert role(app_folder, f"if name in NAMES:\n        {GUARDED}\n    add(name)", "", functions)[1]


DATA = "import json\nimport os\n\nimport boto3\nfrom lambdas.a import rows\n\ntable = boto3.resource('dynamodb')\n"
ROWS = "import boto3\n\n\ndef get(key):\n    return boto3.client('s3').get_object(Bucket='a', Key='b')\n\n\n" \
    "def update(key):\n    return boto3.client('s3').put_object(Bucket='a', Key='b')\n"


@cases("code, actions", [
    ("event.get('a')", []),
    ("os.environ.get('NAME')", []),
    ("{}.update(a=1)", []),
    ("' '.join(event['a']), boto3.client('sts').get_caller_identity().get('Account')", []),
    ("rows.get('a')", READ),
    ("event.get('a'), rows.get('a')", READ),
    ("event['find'](rows).get('a')", [*READ, *WRITE]),
])
def test_a_method_of_a_mapping_or_a_text_is_no_function_of_the_app(app_folder, code, actions):
    app_folder({"lambdas/a/index.py": f'"""\ninfra: {{}}\n"""\n{DATA}\n\ndef handler(event, context):\n    return {code}\n',
                "lambdas/a/rows.py": ROWS})
    assert sorted({call["action"].partition(":")[2] for call in scanned()["lambdas"]["a"]["calls"]}) == actions


SERVICE = "import boto3\n\n\nclass Base:\n    def run(self, name, *rest):\n        getattr(self, name)()\n%s\n\nclass Files(Base):\n" \
    "    def read(self):\n        return boto3.client('s3').get_object(Bucket='a', Key='b')\n\n" \
    "    def drop(self):\n        return Rows().erase()\n\n\nclass Rows(Base):\n" \
    "    def erase(self):\n        return boto3.client('s3').put_object(Bucket='a', Key='b')\n\n\n" \
    "class Alone:\n    def read(self):\n        return Files().read()\n\n\n" \
    "def other():\n    return boto3.client('s3').delete_object(Bucket='a', Key='b')\n"
AGAIN = "        for name in rest:\n            (Files() if name == 'read' else Rows()).run(*rest)\n"
LOOP = "for name in ('read', 'erase'):\n        if hasattr(files, name):\n            getattr(files, name)()"


@cases("code, more, actions", [
    (LOOP, "", READ),  # Files has no erase
    ("getattr(services.Alone(), event['a'])()", "", READ),  # its own methods, and no function of the module
    ("files.run('read')", "", READ),
    ("files.run('read', *event['a'])", AGAIN, ["DeleteObject", *READ, *WRITE]),  # a call in itself is not followed
    ("[operator.methodcaller(name)(files) for name in ('read',)]", "", READ),
    ("operator.methodcaller(event['a'])(files)", "", ["DeleteObject", *READ, *WRITE]),
    ("for kind in event['kinds']:\n        getattr(registry.find(kind), 'run')(event['a'])", "", ["DeleteObject", *READ, *WRITE]),
    ("getattr(event['service'], event['a'])()", "", ["DeleteObject", *READ, *WRITE]),
])
def test_a_computed_name_is_one_of_the_objects_own(app_folder, code, more, actions):
    app_folder({"lambdas/a/services.py": SERVICE % more, "lambdas/a/index.py":
                f'"""\ninfra: {{}}\n"""\nimport operator\n\nimport registry\nfrom lambdas.a import services\n\n\n'
                f"def handler(event, context):\n    files = services.Files()\n    {code}\n"})
    assert sorted({call["action"].partition(":")[2] for call in scanned()["lambdas"]["a"]["calls"]}) == actions
