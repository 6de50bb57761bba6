"""The types of the scan's modules: the facts of a file, and the imports and variables of a lambda."""
from typing import TypedDict


class HandlerFacts(TypedDict):
    """The definition of `handler`."""

    line: int
    fault: str  # why Lambda cannot call it: "is async: ..."; "" if it can


class FileFacts(TypedDict):
    """The facts of one file, as lists and not tuples, because they come from a cache as JSON."""

    parsed: bool  # whether it is Python
    infra: dict | None  # of index.py: its block (in scan/scanning.py in normal form); None without a valid one
    lines: dict[str, int]  # {"timer.rate": 5}: the file's line of each key of the block
    trigger: str | None  # of index.py; UNKNOWN if the block cannot be read
    handler: HandlerFacts | None  # of index.py
    imports: list  # [dotted name, line, certain] of the package's own modules: see _imports
    reads: list  # [variable, line, optional] of kit/variable_reads.py
    assigns: list[str]  # variables that the file sets
    plain: bool  # whether it reads nothing else: see kit/variable_reads.py
    helpers: dict[str, dict]  # functions that read a variable which their caller names: see kit/helper_reads.py
    uses: dict[str, list | None]  # calls of names from the package's own modules: see kit/helper_reads.py
    names: dict[str, str]  # {"setting": "lambdas.common.setting"} of what the file imports from the package
    ignored: list[int]  # lines with `# pareto: ignore`
    problems: list  # [line, message, hint]


class Link(TypedDict):
    """What a lambda imports and reads, over all its files."""

    module: str  # dotted, of its index.py
    files: set[str]  # the paths
    reads: list[tuple[str, str, int, bool]]  # (variable, path, line, optional), sorted
    assigns: set[str]  # variables that its code sets
