"""Iterators of Python's library: range, iter, filter, and those of itertools and its relatives."""
from interpreter import literals, values
from interpreter.analysis import Arguments
from interpreter.values import Const, List, Unknown


def batches(iterable_at, size_at):
    """The function(arguments, site) for itertools.batched(rows, 25): a list of lists of at most so many elements.

    iterable_at, size_at  the positions of both arguments
    """
    def result(arguments, site):
        size = arguments.get(size_at, "n")
        most = size.value if size.__class__ is Const and size.value.__class__ is int else None
        batch = List([literals.element(arguments.get(iterable_at, "iterable"), site.analysis)], True, most=most)
        return List([batch], True)
    return result


def islice(arguments, site):
    """The value of itertools.islice(rows, 25) or islice(rows, 0, 25): a list of at most so many elements."""
    numbers = [value.value if value.__class__ is Const else None for value in arguments.positional[1:3]]
    are_integers = numbers and all(number.__class__ is int for number in numbers)
    return List([literals.element(arguments.get(0), site.analysis)], True, most=numbers[-1] if are_integers else None)


def repeated(arguments, site):
    """The value of iter(function, end): a list of the function's results."""
    return List([site.analysis.call(arguments.positional[0], Arguments([]), site)], True)


def ranged(arguments, site):
    """The value of range(...): a list of whole numbers, none of which is known."""
    return List([Unknown("whole", detail={})], True)


def filtered(arguments, site):
    """The value of filter(function, rows): a list that may have each of the elements, whatever the function returns."""
    return List([literals.element(arguments.get(1), site.analysis)], True)


def chained(arguments, site):
    """The value of itertools.chain(a, b): a list of the elements of each."""
    return List([values.union([literals.element(argument, site.analysis) for argument in arguments.positional])], True)


def chained_elements(arguments, site):
    """The value of itertools.chain.from_iterable(rows): a list of the elements of each element."""
    return List([literals.element(literals.element(arguments.get(0), site.analysis), site.analysis)], True)


FUNCTIONS = {
    "builtins.range": ranged, "builtins.filter": filtered, "itertools.islice": islice, "itertools.chain": chained,
    "itertools.chain.from_iterable": chained_elements, "itertools.batched": batches(0, 1),
    "more_itertools.batched": batches(0, 1), "more_itertools.chunked": batches(0, 1),
    "boltons.iterutils.chunked": batches(0, 1), "toolz.partition_all": batches(1, 0)}
