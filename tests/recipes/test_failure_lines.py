"""The app's own file in a traceback, wherever the package and the checkout are."""
from recipes.code.failure_lines import own_file
from tests.fixtures.cases import cases

HASH = "0123456789abcdef" * 2


@cases("path, package, file", [
    ("/var/task/lambdas/orders/index.py", "lambdas", "lambdas/orders/index.py"),
    ("/var/task/lambdas/orders/lambdas/x.py", "lambdas", "lambdas/orders/lambdas/x.py"),
    ("/var/task/shop/orders/index.py", "src/shop", "src/shop/orders/index.py"),
    (f"/home/ann/lambdas/shop/build/local/functions-4566/code/{HASH}/lambdas/a.py", "lambdas", "lambdas/a.py"),
    (f"/home/ann/code/build/local/functions-4566/code/{HASH}/shop/a.py", "src/shop", "src/shop/a.py"),
    ("/var/task/lambdas_of_others/a.py", "lambdas", ""),
    ("/opt/python/lambdas/a.py", "lambdas", ""),
    ("/var/lang/lib/python3.13/json/__init__.py", "lambdas", ""),
])
def test_the_file_of_a_frame(path, package, file):
    assert own_file(path, package) == file
