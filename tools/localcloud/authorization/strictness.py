"""Whether the local cloud denies what roles do not allow: `local` of app.yaml, read when a denial is due."""
import functools
import os

from kit import settings
from kit.problems import Problems


def is_strict():
    """False if app.yaml of the local cloud's folder has `local: {strict: false}`; a change takes effect at once."""
    try:
        state = os.stat(settings.FILE)
    except OSError:
        return True
    return _is_strict(state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=1)
def _is_strict(_time, _size):
    """is_strict() of the app.yaml that was written at that time."""
    try:
        return settings.read().get("local", {}).get("strict", True)
    except Problems:
        return True
