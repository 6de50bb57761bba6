"""The failures of a test's handlers that would send a message to the people in `alerts`: docs/alerts.md."""
import os
import traceback
from collections import Counter
from collections.abc import Mapping

from kit.alert_settings import NOBODY
from recipes import recipients


class Alerts(list):
    """[{"lambda", "error", "message", "at"}], as `make errors json=1` has them: one for each message, in their order.

    The same failure again is no message; with `alarm: {errors: 5 in 10 minutes}` the fifth error is the first one.
    """

    def __init__(self):
        super().__init__()
        self.numbers: Counter[str] = Counter()  # {lambda: its failures}

    def note(self, fn: Mapping, error: BaseException, root: str, model: Mapping) -> None:
        """Adds the exception of a lambda's handler, or of its import, if it would be a message.

        fn     the lambda, of the app model
        root   the app's folder
        """
        settings, package = model["settings"], model["package"]
        limit = fn["infra"].get("alarm", recipients.when(settings.get("alerts", NOBODY)))["errors"]
        self.numbers[fn["name"]] += 1
        entry = {"lambda": fn["name"], "error": type(error).__name__, "message": str(error),
                 "at": own_line(error, root, package)}
        keys = ("lambda",) if limit and limit[1] else ("lambda", "error", "at")
        is_known = any(all(before[key] == entry[key] for key in keys) for before in self)
        if limit and self.numbers[fn["name"]] >= limit[0] and not is_known:
            self.append(entry)


def own_line(error: BaseException, root: str, package: str) -> str:
    """"lambdas/orders/index.py:12": the innermost line of the app's own code, or ""."""
    folder = os.path.join(root, package, "")
    lines = [f"{os.path.relpath(frame.filename, root)}:{frame.lineno}"
             for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folder)]
    return lines[-1] if lines else ""
