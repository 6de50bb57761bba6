"""The complexity of wildcards, by which EventBridge rejects patterns as "too complex". Pure.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html does not state the measure; it is
event-ruler's (MachineComplexityEvaluator): how many prefixes of wildcards one text
can match at the same time. The limit is consistent with patterns that AWS accepted and rejected in public reports.
"""
from functools import lru_cache

MAX_COMPLEXITY = 10
MAX_STATES = 500  # sets of positions that are examined
ANY = "*"  # a token; other tokens are ("byte",)


def is_too_complex(conditions):
    """Whether EventBridge rejects a field's list of valid conditions for its wildcards."""
    alternatives = []
    for condition in conditions:
        wildcards = _wildcards(condition)
        if wildcards:
            alternatives.append(tuple(wildcards))
    return bool(alternatives) and complexity(tuple(alternatives)) > MAX_COMPLEXITY


def _wildcards(condition):
    """The wildcards of {"wildcard": "a*"} or {"anything-but": {"wildcard": ["a*"]}}; [] of other conditions."""
    operand = condition.get("anything-but", condition) if isinstance(condition, dict) else None
    texts = operand.get("wildcard", []) if isinstance(operand, dict) else []
    return [texts] if isinstance(texts, str) else texts


@lru_cache(maxsize=200)
def complexity(alternatives):
    """The most positions in all wildcards that one text can reach at once, counted up to MAX_COMPLEXITY + 1.

    alternatives  (("a*b",), ("*c", "*d")): one tuple for each condition
    """
    sequences = [(number, _tokens(wildcard)) for number, wildcards in enumerate(alternatives) for wildcard in wildcards]
    literals = {token for _number, tokens in sequences for token in tokens if token != ANY} | {None}
    start = frozenset((index, 0) for index in range(len(sequences)))
    most, reached, waiting = 0, {start}, [start]
    while waiting and len(reached) < MAX_STATES:
        positions = waiting.pop()
        for byte in literals:  # None: any other byte
            following = frozenset(position for index, at in positions
                                  for position in _following(sequences[index][1], index, at, byte))
            if following and following not in reached:
                reached.add(following)
                waiting.append(following)
                most = max(most, len({_state(sequences[index], index, at) for index, at in following}))
                if most > MAX_COMPLEXITY:
                    return most
    return most


def _tokens(wildcard):
    r"""The bytes of a wildcard between quotes, as event-ruler reads it: ANY for *, (42,) for \*."""
    tokens: list = [(34,)]
    text = iter(wildcard.encode())
    for byte in text:
        tokens.append(ANY if byte == 42 else (next(text),) if byte == 92 else (byte,))
    return [*tokens, (34,)]


def _following(tokens, index, at, byte):
    """The positions after a byte: a position (index, 3) means that 3 tokens have matched.

    At a * the position before it and the one after it are both reached.
    """
    if at > 0 and tokens[at - 1] == ANY:
        yield index, at
    if at < len(tokens) and tokens[at] == byte:
        yield index, at + 1
        if at + 1 < len(tokens) and tokens[at + 1] == ANY:
            yield index, at + 2


def _state(sequence, index, at):
    """Equal for positions that event-ruler counts once: those of one condition before the end of a first *."""
    number, tokens = sequence
    first = tokens.index(ANY) + 1 if ANY in tokens else len(tokens)
    return (number, tuple(tokens[:at])) if at <= first else (index, at)
