"""Roles of code that looks functions, methods and attributes up by their names; any other text is no name."""
import pytest

from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

pytest_plugins = ["tests.fixtures.scans"]
START = '"""\ninfra: {}\n"""\nimport functools\nimport operator\nimport sys\nimport boto3\nfrom lambdas.a import prices\n\n\n' \
    "class Order:\n%s    @property\n    def price(self):\n        return boto3.client('s3').get_object(Bucket='a', Key='b')\n\n" \
    "    def total(self):\n        return boto3.client('s3').put_object(Bucket='a', Key='b')\n\n%s\n\n" \
    "def handler(event, context):\n    order, name, find = Order(), event['name'], prices.VAT\n    "
PRICES = "import boto3\n\nVAT = 2\n\n\ndef price():\n    return boto3.client('s3').get_object(Bucket='a', Key='b')\n\n\n" \
    "def total():\n    return boto3.client('s3').put_object(Bucket='a', Key='b')\n"


@pytest.fixture
def role(app_folder):
    """role(code of the handler, code in a class, code of its module) -> [action without its service]"""
    def of(code, members="", functions=""):
        app_folder({"lambdas/a/index.py": START % (members, functions) + code + "\n", "lambdas/a/prices.py": PRICES})
        fn = scanned()["lambdas"]["a"]
        return sorted({call["action"].partition(":")[2] for call in fn["calls"]}), bool(fn["doubts"])
    return of


@cases("code", [
    "return event['price']", "return {'price': prices.VAT, 'total': 1}", "print('total')",
    "return event.get('price'), str(order)", "return getattr(context, 'function_name', '')",
    "return hasattr(order, 'price')", "return '{price}'.format(price=event['total'])",
    "return event['__dict__'], 'globals', 'price'",
    "match event:\n        case {'price': 1}:\n            return order",
])
def test_a_text_is_no_name_where_no_code_looks_names_up(role, code):
    assert role(code) == ([], False)


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
    ("return order['total']()", READ + WRITE, "    def __getitem__(self, name):\n        return getattr(self, name)\n\n", ""),
    ("return order['price']", READ + WRITE,
     "    def __getitem__(self, name):\n        return self.__getattribute__(name)\n\n", ""),
])
def test_a_name_that_code_looks_up_is_used(role, code, actions, members, functions):
    assert role(code, members, functions)[0] == actions
