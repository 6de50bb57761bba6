"""Functions that call another one: pools of threads and processes, threads, and event loops."""
from interpreter import deferral, iterators, literals, members, values
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, Aws, Dict, Function, List, Method, Partial, Unknown

CALLABLES = (Function, Partial, Method, values.Class, Aws, values.External)
# Methods: the position of the function that they call with the arguments after it.
DIRECT = {"submit": 0, "apply": 0, "apply_async": 0, "run_in_executor": 1, "call_soon": 0, "run_sync": 0, "callback": 0,
          "push_async_callback": 0, "add_done_callback": 0, "call_later": 1, "call_at": 1}
FUTURES = ("submit", "apply_async")  # of these the result is a Future, and an AsyncResult of multiprocessing
MOST_REDUCED = 12  # elements for each of which reduce() is followed
MAPPING = {"map": False, "imap": False, "imap_unordered": False, "map_async": False, "starmap": True}


def of_method(name, arguments, site):
    """The result of executor.submit(f, ...), executor.map(f, items), ...; None for other methods."""
    if name in DIRECT and len(arguments.positional) > DIRECT[name]:
        at = DIRECT[name]
        if is_callable(arguments.positional[at]):
            placed, keywords = arguments.positional[at + 1:], arguments.keywords
            if name.startswith("apply") and placed and placed[0].__class__ is List:  # apply(f, (a, b), {"c": 1})
                keywords = placed[1].items if len(placed) > 1 and placed[1].__class__ is Dict else {}
                placed = placed[0].items
            passed = Arguments(placed, keywords, arguments.more)
            if name.endswith("callback") and not passed.more:  # of a stack: when the with ends
                site.analysis.entered.append(Partial(arguments.positional[at], placed, keywords))
                return UNKNOWN
            result = deferral.started(site.analysis.call, arguments.positional[at], passed, site)
            return Unknown("future", detail={"result": result}) if name in FUTURES else UNKNOWN
    if name in ("push", "push_async_exit") and len(arguments.positional) == 1:  # of a stack
        exit_ = arguments.positional[0]
        if exit_.__class__ is Function:
            exit_ = Partial(exit_, [UNKNOWN] * 3, {})
            site.analysis.swallowing[id(exit_)] = exit_
        site.analysis.entered += [exit_] * (exit_.__class__ in (Partial, values.Instance))
    if name in ("enter_context", "enter_async_context") and arguments.positional:
        site.analysis.entered.append(arguments.positional[0])  # the with of the stack leaves it
        return members.entered(arguments.positional[0], site)
    if name in MAPPING and len(arguments.positional) > 1 and is_callable(arguments.positional[0]):
        return (iterators.starred if MAPPING[name] else iterators.mapped)(arguments, site)
    return None


def is_callable(value):
    """Whether all options of a value are functions that the interpreter can follow."""
    return all(option.__class__ in CALLABLES for option in values.options(value))


def _thread(arguments, site):
    """threading.Thread(target=f, args=(a,), kwargs={}): f is called."""
    target, placed = arguments.get(1, "target"), arguments.get(3, "args", None)
    keywords = arguments.keywords.get("kwargs")
    if target.__class__ in CALLABLES:
        is_whole = placed is None or placed.__class__ is List and not placed.open
        deferral.started(site.analysis.call, target, Arguments(placed.items if placed is not None and is_whole else [],
                                             keywords.items if keywords.__class__ is Dict else {}, not is_whole), site)
    return UNKNOWN


def _timer(arguments, site):
    """threading.Timer(seconds, f, args, kwargs): f is called."""
    keywords = {"args": arguments.get(2, "args", None), "kwargs": arguments.get(3, "kwargs", None)}
    return _thread(Arguments([], {"target": arguments.get(1, "function"), **{
        key: value for key, value in keywords.items() if value is not None}}), site)


def _to_thread(arguments, site):
    """asyncio.to_thread(f, a), atexit.register(f, a): f is called."""
    return site.analysis.call(arguments.get(0), Arguments(arguments.positional[1:], arguments.keywords,
                                                          arguments.more), site) if arguments.positional else UNKNOWN


def _reduce(arguments, site):
    """functools.reduce(f, items, start): f is called with an element."""
    if len(arguments.positional) < 2:
        return UNKNOWN
    function, items = arguments.positional[:2]
    if items.__class__ is List and not items.open and len(items.items) <= MOST_REDUCED:
        result, *elements = [*arguments.positional[2:3], *items.items] or [UNKNOWN]
        for element in elements:
            result = site.analysis.call(function, Arguments([result, element]), site)
        return result
    return site.analysis.call(function, Arguments([UNKNOWN, literals.element(items, site.analysis)]), site)


def _completed(arguments, site):
    """concurrent.futures.as_completed(futures): the futures, in another order."""
    return List([literals.element(arguments.get(0, "fs"), site.analysis)], True)


def _gather(arguments, site):
    """asyncio.gather(a, b): their results."""
    return List([*arguments.positional, *arguments.starred], arguments.more)


FUNCTIONS = {"threading.Thread": _thread, "multiprocessing.Process": _thread, "asyncio.to_thread": _to_thread,
             "threading.Timer": _timer, "atexit.register": _to_thread, "operator.call": _to_thread,
             "asyncio.gather": _gather, "concurrent.futures.as_completed": _completed, "functools.reduce": _reduce}
