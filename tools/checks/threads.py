"""Threads and tasks that nobody waits for: Lambda freezes them when the handler returns."""
import ast

from checks.check import Check, pitfalls_of
from checks.syntax import keywords, method_name
from interpreter.sources import FUNCTIONS, called_name, every_node, functions, nodes_of

THREADS = {"Thread", "Timer"}
# Methods and functions that wait for a thread, a future or a task.
WAITING = {"wait", "result", "results", "acquire", "shutdown", "as_completed", "gather", "wait_for", "TaskGroup",
           "is_alive", "run_forever", "run_until_complete", "add_done_callback"}
# {module: {name of what makes a thread, a pool or a task: which}}
KINDS = {"threading": dict.fromkeys(THREADS, "thread"), "concurrent.futures": {"ThreadPoolExecutor": "pool"},
         "asyncio": {"create_task": "task", "ensure_future": "task"}}
MAKING = {"partial", "copy_context", "attrgetter", "itemgetter", "methodcaller"}  # calls that make functions
FUTURES = {"asyncio.gather", "asyncio.create_task", "asyncio.ensure_future"}
COROUTINES = {"asyncio.sleep", "asyncio.to_thread", "asyncio.wait_for", "asyncio.wait"}


def unawaited(tree):
    """Yields [kind, line, message, hint] of threads that are started, and of futures and tasks that are dropped."""
    kinds = makers(tree)
    if not kinds:
        return
    nodes = [node for function in functions(tree) for node in every_node(function)]
    waits = any(map(_is_wait, nodes))
    starts = any(method_name(node) == "start" for node in nodes)
    started_at_once = {id(node.value) for node in nodes if isinstance(node, ast.Attribute) and node.attr == "start"}
    withs = {id(item.context_expr) for node in nodes_of(tree, ast.With, ast.AsyncWith) for item in node.items}
    pools = [node for node in nodes_of(tree, ast.Call) if kinds.get(called(node)) == "pool"]
    for node in {id(node): node for node in nodes}.values():
        call = node.value if isinstance(node, ast.Expr) else None
        method = getattr(call, "func", None)
        started = getattr(method, "value", None) if getattr(method, "attr", "") == "start" else None
        is_unstarted = kinds.get(called(node)) == "thread" and id(node) not in started_at_once
        if kinds.get(called(started)) == "thread" or is_unstarted and not waits and starts:
            yield _pitfall(node, "the thread")
        elif not waits and (kinds.get(called(call)) == "task" or getattr(method, "attr", "") == "submit"
                            and pools and not any(id(pool) in withs for pool in pools)):
            yield _pitfall(node, "this work")


def unawaited_coroutines(tree):
    """Yields pitfalls of statements save(row), self.save(row) and asyncio.sleep(1): calls of coroutine functions of the
    module, of the class or of asyncio, that nothing awaits."""
    for node in nodes_of(tree, ast.Expr):
        if called(node.value) in COROUTINES:
            yield _unawaited(node, called(node.value))
    for scope in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))):
        names = [node.name for node in scope.body if isinstance(node, FUNCTIONS) and hasattr(node, "name")]
        before = "self." if isinstance(scope, ast.ClassDef) else ""
        coroutines = {before + node.name for node in scope.body if isinstance(node, ast.AsyncFunctionDef)
                      and not node.decorator_list and names.count(node.name) == 1}
        for node in nodes_of(scope, ast.Expr) if coroutines else ():
            if called(node.value) in coroutines:
                yield _unawaited(node, called(node.value))


def called_at_once(tree):
    """Yields pitfalls of Thread(target=work()), args=("a"), pool.submit(work()), gather([work()]) and
    asyncio.run(gather(...)): what stands there is called at once, or is no tuple, no coroutine."""
    kinds = makers(tree)
    pools = "pool" in kinds.values()
    for call in nodes_of(tree, ast.Call):
        of_asyncio, name = called(call).startswith("asyncio."), called_name(call)
        if kinds.get(called(call)) == "thread":
            target, arguments = keywords(call).get("target"), keywords(call).get("args")
            if isinstance(target, ast.Call) and called_name(target) not in MAKING:
                yield _at_once(call, target)
            if isinstance(arguments, (ast.Constant, ast.JoinedStr)):
                yield ["at-once", call.lineno, f"args is no tuple: {ast.unparse(arguments)} is a value alone",
                       f"args=({ast.unparse(arguments)},)"]
        elif pools and name == "submit" and len(call.args) == 1 and isinstance(call.args[0], ast.Call) \
                and called_name(call.args[0]) not in MAKING:
            yield _at_once(call, call.args[0])
        elif of_asyncio and name == "gather" and len(call.args) == 1 and isinstance(
                call.args[0], (ast.List, ast.ListComp, ast.GeneratorExp)):
            yield ["at-once", call.lineno, "gather() takes coroutines, and this is a list of them",
                   f"gather(*{ast.unparse(call.args[0])})"]
        elif of_asyncio and name == "run" and call.args and called(call.args[0]) in FUTURES:
            yield ["at-once", call.lineno, f"asyncio.run() takes a coroutine, and {called(call.args[0])}() is none",
                   "an async function that awaits it"]


def _at_once(call, work):
    """The pitfall of a thread or a pool that gets the result of a call."""
    return ["at-once", call.lineno, f"{ast.unparse(work)} runs here and now: the thread gets its result",
            f"{ast.unparse(work.func)}, and its arguments beside it"]


def _unawaited(node, name):
    """The pitfall of a statement that calls the coroutine function of that name."""
    return ["coroutine", node.lineno, f"nothing awaits {name}(): it only makes a coroutine",
            f"await {name}(...), or asyncio.run({name}(...))"]


def _pitfall(node, dropped):
    """[kind, line, message, hint] at a node; dropped: what nobody waits for, "the thread"."""
    return ["thread", node.lineno, f"nobody waits for {dropped}: it stops when the handler returns",
            "thread.join(), or future.result(), before the handler returns"]


def makers(tree):
    """{expression that makes a thread, pool or task: "thread", "pool" or "task"}, by the imports of the file."""
    names = {}
    for node in nodes_of(tree, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            names |= {f"{alias.asname or alias.name}.{name}": kind for alias in node.names
                      for name, kind in KINDS.get(alias.name, {}).items()}
        else:
            of_module = KINDS.get(node.module or "", {})
            names |= {alias.asname or alias.name: of_module[alias.name] for alias in node.names
                      if alias.name in of_module}
    return names


def called(node):
    """The function of a call as text, "" of another node."""
    function = node.func if isinstance(node, ast.Call) else None
    return ast.unparse(function) if isinstance(function, (ast.Name, ast.Attribute)) else ""


def _is_wait(node):
    """Whether a node waits: thread.join(), future.result(), await task; "".join(x) is none."""
    if isinstance(node, ast.Await) and not isinstance(node.value, ast.Call):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = called_name(node)
    is_join = name == "join" and (not node.args or isinstance(node.args[0], ast.Constant))
    return name in WAITING or is_join and not (isinstance(getattr(node.func, "value", None), ast.Constant))


THREAD = "import threading\n\n\ndef handler(event, context):\n" \
    "    thread = threading.Thread(target=print, args=(event,))\n    thread.start()\n%s"
COROUTINE = "import asyncio\n\n\nasync def work(event):\n    %sasyncio.sleep(1)\n\n\n" \
    "def handler(event, context):\n    asyncio.run(work(event))"
POOL = "from concurrent.futures import ThreadPoolExecutor\n\n\ndef handler(event, context):\n" \
    "    with ThreadPoolExecutor() as pool:\n        return pool.submit(len%s).result()"
PITFALLS = [(("async",), unawaited_coroutines), (("threading", "async", "concurrent"), unawaited),
            (("threading", "async", "concurrent"), called_at_once)]
CHECKS = [
    Check("P146", "A coroutine that nothing awaits",
          "The call of an async function makes a coroutine, and runs nothing.",
          "https://docs.python.org/3/library/asyncio-task.html#coroutines",
          COROUTINE % "", COROUTINE % "await ",
          pitfalls_of("coroutine", "RuntimeWarning: coroutine was never awaited")),
    Check("P118", "A thread that nobody waits for",
          "Lambda freezes the environment when the handler returns: the thread continues with the next invocation, or "
          "never.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
          THREAD % "", THREAD % "    thread.join()", pitfalls_of("thread", "no error: the work is late, or lost")),
    Check("P195", "Work for a thread or a task that runs at once, or is none",
          "The call runs before the thread starts, and the thread calls its result: TypeError.",
          "https://docs.python.org/3/library/threading.html#threading.Thread",
          POOL % "(event['rows'])", POOL % ", event['rows']",
          pitfalls_of("at-once", "TypeError: the object is not callable, or no coroutine")),
]
