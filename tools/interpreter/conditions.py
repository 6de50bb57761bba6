"""What decides whether a line is come to: a call of AWS that nothing decides about is made whenever the lambda runs.

    run.doubts   how many conditions and loops decide over what is followed now
    run.chosen   how many of them are conditions
    run.raises   how many exceptions were raised on a condition, or may be: they go up to who called
    run.routine  above 0 where we follow what is done about a failure of AWS: that decides nothing
    run.expects  above 0 where a missing key was thought of
"""
import ast

from interpreter.values import Given, List

# What answers hold of failures, and exceptions that say no more than that something is not there.
FAILURES = frozenset("""FailedEntryCount Failed FunctionError UnprocessedItems FailedRecordCount FailedPutCount
    HTTPStatusCode""".split())
NOT_THERE = frozenset("NoSuchKey NoSuchBucket ResourceNotFoundException".split())
MISSING = frozenset("KeyError LookupError".split())
BROAD = frozenset("Exception BaseException".split())
NEVER_EMPTY = {("Records",), ("detail", "records")}


def entered(analysis, decided=True):
    """Go on under one more condition, if `decided`; what to give to `left`."""
    kept = analysis.doubts, analysis.raises, analysis.chosen
    analysis.doubts += decided
    analysis.chosen += decided
    return kept


def left(analysis, kept):
    """Leave what was entered: only what may be raised there still decides."""
    analysis.doubts = kept[0] + (analysis.raises > kept[1])
    analysis.chosen = kept[2]


def looped(analysis, kept, inside):
    """Leave a loop, entered with `inside` doubts: what ended the way in it may have ended it for good."""
    analysis.doubts = kept[0] + (analysis.raises > kept[1] or analysis.doubts > inside)
    analysis.chosen = kept[2]


def met(ways, analysis, routine=False):
    """After ways of which some go on: which one was taken decides over the rest."""
    decides = not routine and len({bool(ended) for ended, _names in ways}) > 1
    analysis.doubts += decides
    analysis.chosen += decides


def raised(analysis):
    """Something is raised, or may be: if a condition decides that, it decides over all that follows."""
    analysis.raises += bool(analysis.doubts) and not analysis.routine


def may_fail(analysis):
    """A write with a condition: what follows happens only if it held."""
    analysis.doubts += 1
    analysis.raises += 1


def is_routine(test):
    """Whether a condition only looks whether AWS took what it was given."""
    return any(isinstance(node, ast.Constant) and node.value in FAILURES for node in ast.walk(test))


def caught(node, ended, ways, analysis):
    """After a try: a handler that leaves, where the body goes on, decides over what follows."""
    for handler, (left_by, _kept) in zip(node.handlers, ways):
        if left_by and not ended and not isinstance(handler.body[-1], ast.Raise) \
                and not _names(handler.type) & NOT_THERE:
            analysis.doubts += 1


def expects_key(node):
    """Whether a try has an answer to a missing key: it names KeyError, or does nothing else than read."""
    small = len(node.body) == 1 and isinstance(node.body[0], (ast.Assign, ast.AnnAssign, ast.Return))
    return any(_names(handler.type) & MISSING or small and (handler.type is None or _names(handler.type) & BROAD)
               for handler in node.handlers)


def _names(node):
    """The names and attributes of an expression: {"s3", "exceptions", "NoSuchKey"}."""
    return {getattr(one, "id", getattr(one, "attr", "")) for one in ast.walk(node)} if node is not None else set()


def surely_some(value):
    """Whether a loop over a value has a first round: over a batch's records it has."""
    if value.__class__ is Given:
        return value.path in NEVER_EMPTY
    return value.__class__ is List and (value.some or bool(value.items) and not value.open)
