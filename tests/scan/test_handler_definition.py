"""Which definition of `handler` counts in a module, and why Lambda cannot call it."""
from scan import source
from tests.fixtures.cases import cases, results

RUN = "class App:\n    def run(self, event, context): pass\n"

test_a_handler_takes_what_lambda_gives = results(lambda text: source.facts("lambdas/hello/index.py", text)["handler"], [
    ("def handler(event, context): pass", {"line": 1, "fault": ""}),
    ("def handler(event, context, more=1): pass", {"line": 1, "fault": ""}),
    ("def handler(event, /, context): pass", {"line": 1, "fault": ""}),
    ("def handler(*args): pass", {"line": 1, "fault": ""}),
    ("def handler(event, context=None): pass", {"line": 1, "fault": ""}),
    ("@wrapped\ndef handler(): pass", {"line": 2, "fault": ""}),
    ("from a import b as handler", {"line": 1, "fault": ""}),
    ("handler = make()", {"line": 1, "fault": ""}),
    ("handler: Any = make()", {"line": 1, "fault": ""}),
    ("try:\n    x\nexcept E:\n    def handler(e, c): pass", {"line": 4, "fault": ""}),
    ("async def handler(event, context): pass",
     {"line": 1, "fault": "is async: Lambda would get a coroutine"}),
    ("def handler(event, context):\n    with x:\n        yield 1",
     {"line": 1, "fault": "has a yield: Lambda would get a generator, and run none of its code"}),
    ("def handler(event, context):\n    def parts():\n        yield 1\n    return [*parts()]", {"line": 1, "fault": ""}),
    ("@streamed\ndef handler(event, context):\n    yield 1", {"line": 2, "fault": ""}),
    ("def handler(): pass", {"line": 1, "fault": "takes no arguments: Lambda passes two"}),
    ("def handler(event): pass", {"line": 1, "fault": "takes 1 argument: Lambda passes two"}),
    ("def handler(a, b, c): pass", {"line": 1, "fault": "takes 3 arguments: Lambda passes two"}),
    ("def handler(a, b, *, c): pass", {"line": 1, "fault": "takes 2 arguments: Lambda passes two"}),
    ("def handle(event, context): pass", None),
    ("class A:\n    def handler(event, context): pass", None),
    ("def f():\n    def handler(event, context): pass", None),
])


@cases("text, fault", [
    ("def handler(e, c): pass\nhandler = None", "is None: Lambda needs a function"),
    ("handler = 'index.main'", "is 'index.main': Lambda needs a function"),
    ("handler = {}", "is a dict: Lambda needs a function"),
    ("def handler(e, c): pass\ndel handler", "is deleted here"),
    ("handler = lambda event: 1", "takes 1 argument: Lambda passes two"),
    ("handler = lambda event, context: 1", ""),
    ("def main(event): pass\nhandler = main", "takes 1 argument: Lambda passes two"),
    ("def main(event): pass\nif x:\n    def main(a, b): pass\nhandler = main", ""),
    ("def main(event): pass\nhandler = wrapped(main)", ""),
    ("class handler: pass", "is a class: Lambda would return an object of it, which is not JSON"),
    (RUN + "handler = App()", "is an object of App, a class without __call__: Lambda needs a function"),
    (RUN.replace("run", "__call__") + "handler = App()", ""),
    (RUN.replace("App:", "App(Base):") + "handler = App()", ""),
    (RUN + "handler = App.run", "takes 3 arguments: Lambda passes two"),
    (RUN + "handler = App().run", ""),
    (RUN.replace("    def", "    @classmethod\n    def") + "handler = App.run", ""),
    ("def handler(e, c): pass\nhandler = logging.StreamHandler()", "is a logging.StreamHandler: Lambda needs a function"),
    ("def handler(e, c): pass\nif root.handlers:\n    for handler in root.handlers: pass",
     "is one of logging's handlers after this loop"),
    ("for handler in a: pass\ndef handler(e, c): pass", ""),
    ("for handler in root.handlers: pass\ndef handler(e, c): pass", ""),
    ("try:\n    from a import handler\nexcept ImportError:\n    handler = None", ""),
    ("try:\n    from a import b\nexcept ImportError:\n    handler = None", "is None: Lambda needs a function"),
    ("if a:\n    def handler(e, c): pass\nelse:\n    handler = None", ""),
    ("def handler(e): pass\nif __name__ == '__main__':\n    handler = None", "takes 1 argument: Lambda passes two"),
    ("if __name__ == '__main__':\n    handler = None\nelse:\n    def handler(e, c): pass", ""),
    ("handler: Callable\ndef main(e, c): pass\nhandler = main", ""),
])
def test_a_value_of_handler_is_a_function_for_lambda(text, fault):
    assert source.facts("lambdas/hello/index.py", text)["handler"]["fault"] == fault


@cases("text", ["if __name__ == '__main__':\n    def handler(e, c): pass", "handler: Callable",
                "def main():\n    handler = 1", "other, name = 1, 2"])
def test_a_handler_that_lambda_would_not_find_is_none(text):
    assert source.facts("lambdas/hello/index.py", text)["handler"] is None
