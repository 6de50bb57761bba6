"""Code that is followed again because it runs after other code: the end of a contextmanager after the body of the with,
and what reads a queue after what fills it. What the first round has observed is forgotten."""
from interpreter import members, values

MANAGERS = {"contextmanager", "asynccontextmanager"}  # decorators


def starts(analysis):
    """The numbers of observations now, of each of analysis.logs()."""
    return [*map(len, analysis.logs())]


def since(numbers, analysis):
    """[(list, {id of an observation})] of those after starts()."""
    return [(log, {*map(id, log[start:])}) for log, start in zip(analysis.logs(), numbers)]


def forget(observations):
    """Remove observations, as of since()."""
    for log, ids in observations:
        log[:] = [entry for entry in log if id(entry) not in ids]


def started(call, target, arguments, site):
    """call(target, arguments, site) of a function that runs while other code does. If it reads a queue that is still
    empty, it is followed again at the end of the handler."""
    analysis, early, before = site.analysis, site.analysis.early, starts(site.analysis)
    result = call(target, arguments, site)
    if analysis.early > early and not analysis.is_ending:
        analysis.later.append((since(before, analysis), lambda: call(target, arguments, site)))
        analysis.early = early
    return result


def end(analysis, site):
    """Follow the end of stacks outside a with, and the code that has read an empty queue."""
    while analysis.entered:
        members.leave(analysis.entered.pop(), site)
    analysis.is_ending = True
    for observations, follow_again in analysis.later:
        forget(observations)
        follow_again()


def resumed(invoke, function, arguments, frame, site):
    """A function without arguments that follows a contextmanager again: its yields return what the body of the with has
    made of the values that they passed to it.

    invoke  functions.invoke; frame: of the first round
    """
    yielded, analysis = site.analysis.yielded, site.analysis
    observations, code = since(frame.before_yield, analysis), id(function.node)

    def follow_again():
        forget(observations)
        before, yielded[code] = yielded.get(code), frame.yields
        invoke(function, arguments, site)
        yielded[code] = before
    return follow_again


def generator(frame, analysis):
    """The value of a call of a generator, or of a contextmanager: a list of what it yields. frame: of its body"""
    result = values.List([values.union(frame.yields)], open_=True)
    result.unlimited = frame.unlimited
    if frame.swallows:
        analysis.swallowing[id(result)] = result
    return result
