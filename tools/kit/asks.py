"""How Python code asks for a variable, or for a module by its name: the dotted functions."""

# How names are asked for: dotted name -> whether the ask itself gives a default or only looks.
READS = {
    "os.environ.__getitem__": False, "os.environ.get": False, "os.environ.pop": False, "os.getenv": False,
    "os.environ.setdefault": True, "os.environ.__contains__": True,
}
ASSIGNS = {"os.environ.__setitem__", "os.environ.setdefault", "os.putenv"}
IMPORTS = {"importlib.import_module", "__import__", "builtins.__import__"}


def askers(expression):
    """The functions whose parameters an expression holds."""
    if not isinstance(expression, list):
        return []
    if expression[0] == "param":
        return [expression[1]]
    parts = [*expression[1], *expression[2]] if expression[0] == "dict" else expression[1:]
    return [name for part in parts for name in askers(part)]
