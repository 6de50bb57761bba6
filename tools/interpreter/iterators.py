"""Iterators of Python's library: range, next, enumerate, zip, filter, and those of itertools and its relatives."""
from interpreter import conditions, literals, responses, unlimited, values
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, Const, List, Row, Unknown

LONGEST_RANGE = 1 << 62  # Python counts the numbers of no longer range


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


def chosen(arguments, site):
    """random.choice(rows): an element."""
    return literals.element(arguments.get(0, "seq"), site.analysis)


def islice(arguments, site):
    """The value of itertools.islice(rows, 25) or islice(rows, 0, 25): a list of at most so many elements."""
    numbers = [value.value if value.__class__ is Const else None for value in arguments.positional[1:3]]
    are_integers = numbers and all(number.__class__ is int for number in numbers)
    return List([literals.element(arguments.get(0), site.analysis)], True, most=numbers[-1] if are_integers else None)


def repeated(arguments, site):
    """The value of iter(function, end): a list of the function's results."""
    return List([site.analysis.call(arguments.positional[0], Arguments([]), site)], True)


def ranged(arguments, site):
    """The value of range(...): a list of unknown whole numbers; of how many, if the arguments are known."""
    numbers = [entry.value for entry in arguments.positional
               if isinstance(entry, Const) and isinstance(entry.value, int)]
    is_known = numbers and len(numbers) == len(arguments.positional) and not arguments.more \
        and numbers[2:] != [0] and max(map(abs, numbers)) < LONGEST_RANGE
    return List([Unknown("whole", detail={})], True, most=len(range(*numbers)) if is_known else None)


def filtered(arguments, site):
    """The value of filter(function, rows): a list that may have each of the elements, whatever the function returns."""
    return List([literals.element(arguments.get(1), site.analysis)], True)


def endless(arguments, site):
    """The value of itertools.repeat(x): a list of it, of the kind "endless" without a number."""
    is_endless = len(arguments.positional) == 1 and not arguments.more and not arguments.keywords
    return List([arguments.get(0, "object")], True, "endless" if is_endless else "list", not_empty=is_endless)


def cycled(arguments, site):
    """The value of itertools.cycle(rows): a list of their elements."""
    return List([literals.element(arguments.get(0), site.analysis)], True)


def chained(arguments, site):
    """The value of itertools.chain(a, b): a list of the elements of each."""
    are_known = all(argument.__class__ is List and not argument.open for argument in arguments.positional)
    if are_known and not arguments.more:
        return values.list_of([item for argument in arguments.positional for item in argument.items])
    return List([values.union([literals.element(argument, site.analysis)
                               for argument in (*arguments.positional, *arguments.starred)])], True)


def chained_elements(arguments, site):
    """The value of itertools.chain.from_iterable(rows): a list of the elements of each element."""
    return List([literals.element(literals.element(arguments.get(0), site.analysis), site.analysis)], True)


def following(arguments, site):
    """next(x), next(x, None)"""
    if not arguments.positional:
        return UNKNOWN
    rows = arguments.get(0)
    if rows.__class__ is Row and rows.many and len(arguments.positional) == 1:
        responses.note_first_item(rows, site)
    return values.union([literals.element(rows, site.analysis), *arguments.positional[1:]])


def enumerated(arguments, site):
    """enumerate(x)"""
    if not arguments.positional:
        return UNKNOWN
    items = arguments.get(0)
    pair = List([Unknown("whole"), literals.element(items, site.analysis)], kind="tuple")
    result = List([pair], True, not_empty=conditions.is_never_empty(items), most=unlimited.most_of(items))
    result.unlimited = unlimited.of_each(items)
    return result


def mapped(arguments, site):
    """map(f, x): the results of f; of few constants one for each."""
    if len(arguments.positional) < 2:
        return UNKNOWN
    rows = _rows(list(map(_few, arguments.positional[1:])))
    if rows:
        return List([site.analysis.call(arguments.positional[0], Arguments(row), site) for row in rows])
    argument = [literals.element(argument, site.analysis) for argument in arguments.positional[1:]]
    over_records = conditions.is_never_empty(arguments.positional[1])
    site.analysis.record_loops += over_records
    result = site.analysis.call(arguments.positional[0], Arguments(argument, {}), site)
    site.analysis.record_loops -= over_records
    return List([result], True, most=unlimited.most_of(arguments.positional[1]))


def _few(column):
    """A List without its items if they are many, or not of rows_of(); an open one, and other values, as they are."""
    return List(literals.rows_of(column)) if column.__class__ is List and not column.open else column


def _rows(columns):
    """[[value]] of the rows of Lists that are equally long, or endless(); [] of other columns."""
    lengths = {len(column.items) for column in columns if column.__class__ is List and not column.open}
    are_known = len(lengths) == 1 and all(column.__class__ is List and (not column.open or column.kind == "endless")
                                          for column in columns)
    return [[column.items[0 if column.open else at] for column in columns]
            for at in range(*lengths)] if are_known else []


def starred(arguments, site):
    """The value of itertools.starmap(function, rows): the function's results."""
    rows = arguments.get(1, "iterable")
    results = [site.analysis.call(arguments.get(0), Arguments(row.items if row.__class__ is List else [], {},
                                                              row.__class__ is not List or row.open), site)
               for row in literals.rows_of(rows) or values.options(literals.element(rows, site.analysis))]
    return List(results, not literals.rows_of(rows))


def grouped(arguments, site):
    """itertools.groupby(x, key): pairs of a key and the elements with it"""
    element = literals.element(arguments.get(0, "iterable"), site.analysis)
    key = arguments.get(1, "key", None)
    value = element if key is None else site.analysis.call(key, Arguments([element]), site)
    return List([List([value, List([element], True)], kind="tuple")], True)


def zipped(arguments, site):
    """zip(a, b): tuples, of few constants or objects one for each."""
    rows = _rows(arguments.positional) if not arguments.more else []
    if rows and len(rows) <= values.MOST_OPTIONS:
        return List([List(row, kind="tuple") for row in rows])
    row = List([literals.element(argument, site.analysis) for argument in arguments.positional], kind="tuple")
    return List([row], True, not_empty=all(map(conditions.is_never_empty, arguments.positional)))


FUNCTIONS = {
    "builtins.next": following, "builtins.map": mapped, "builtins.enumerate": enumerated, "builtins.zip": zipped,
    "builtins.range": ranged, "builtins.filter": filtered, "itertools.groupby": grouped,
    "itertools.starmap": starred, "itertools.repeat": endless, "itertools.cycle": cycled,
    "itertools.islice": islice, "itertools.chain": chained,
    "itertools.chain.from_iterable": chained_elements, "itertools.batched": batches(0, 1),
    "random.choice": chosen, "secrets.choice": chosen,
    "more_itertools.batched": batches(0, 1), "more_itertools.chunked": batches(0, 1),
    "boltons.iterutils.chunked": batches(0, 1), "toolz.partition_all": batches(1, 0)}
