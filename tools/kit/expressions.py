"""What text a piece of Python can stand for, as data.

An expression is one of

    "DEMO_TABLE"                  this text
    ["any", a, b]                 one of these; a list of names is that too
    ["+", a, b]                   one after the other
    ["case", "upper", a]          a.upper(), a.lower()
    ["dict", [keys], [values]]    a mapping
    ["at", "lambdas.dates.ZONE"]  what has that dotted name: a constant, function, module
    ["param", "lambdas.env.need", "name"]   what a call of that function gives it
    None                          something else

and so is plain JSON: facts are kept, and links between modules are made later (kit/link.py).
"""


def any_of(options):
    """One expression of several: those that are known, each once. A list of one stays a list."""
    if len(options) == 1:
        return options[0]
    flat = []
    for option in options:
        for one in option[1:] if isinstance(option, list) and option[0] == "any" else [option]:
            if one is not None and one not in flat:
                flat.append(one)
    return ["any", *flat] if len(flat) > 1 else flat[0] if flat else None


def keys_of(expression):
    """What a loop over it gives: the keys of a mapping, the items of anything else."""
    if isinstance(expression, list) and expression[0] == "dict":
        return any_of(expression[1])
    return None if isinstance(expression, str) else expression


def values_of(expression):
    """What an index into it gives: the values of a mapping, the items of anything else."""
    if isinstance(expression, list) and expression[0] == "dict":
        return any_of(expression[2])
    return expression if isinstance(expression, list) and expression[0] == "any" else None


def member(base, name):
    """["at", "lambdas.config"] and "TABLE" -> ["at", "lambdas.config.TABLE"]; of several, each's."""
    if isinstance(base, list) and base[0] == "any":
        return any_of([member(one, name) for one in base[1:]])
    return ["at", f"{base[1]}.{name}"] if isinstance(base, list) and base[0] == "at" else None


def sum_of(parts):
    """One text after the other; unknown if any of them is."""
    if not parts or any(part is None for part in parts):
        return None
    return "".join(parts) if all(isinstance(part, str) for part in parts) else ["+", *parts]


def of_mapping(method, base):
    """names.get(key), names.keys(), names.values(), environ.copy()."""
    if method == "keys":
        return keys_of(base)
    if method in ("get", "values", "pop") and isinstance(base, list) and base[0] == "dict":
        return values_of(base)
    return base if method in ("copy", "strip") else None
