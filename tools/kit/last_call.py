"""The result of a function's last call, for a next call with the same arguments."""
import functools
from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable)


def remembered(function: Function) -> Function:
    """Remembers the result of the last call, for a call with the same objects; equal ones are not recognized, as that
    takes long. `make deploy` runs several programs in one process, which all need the parts of one app model.

    function  of positional arguments, plain data that nobody changes
    """
    last: list[tuple[tuple, Any]] = []

    @functools.wraps(function)
    def result(*arguments):
        if not last or len(last[0][0]) != len(arguments) or any(
                before is not argument for before, argument in zip(last[0][0], arguments)):
            last[:] = [(arguments, function(*arguments))]
        return last[0][1]
    return result  # ty: ignore[invalid-explicit-return]
