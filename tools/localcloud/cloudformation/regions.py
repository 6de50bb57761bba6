"""The stacks and change sets of each region."""
import threading
import traceback

from localcloud.cloudformation.errors import ApiError

# The final status of a stack after a fault of our own code: every waiter would wait for ever for "in progress".
BROKEN = {
    "CREATE_IN_PROGRESS": "CREATE_FAILED",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": "UPDATE_COMPLETE",
    "UPDATE_IN_PROGRESS": "UPDATE_FAILED",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": "UPDATE_ROLLBACK_COMPLETE",
}

_regions = {}
_lock = threading.Lock()


class Region:
    """The state of CloudFormation in one region. Hold lock while a check and its action belong together."""

    def __init__(self, name):
        self.name = name
        self.lock = threading.RLock()
        self.live = {}  # {name: Stack}
        self.deleted = {}  # {id: Stack}
        self.change_sets = {}  # {id: ChangeSet}
        self.detections = {}  # {id of a drift detection: its status}

    def find(self, name, missing="Stack with id {} does not exist"):
        """The stack with a name, or with an id (deleted ones, too). Raises ApiError with the message missing."""
        with self.lock:
            for stack in [*self.live.values(), *self.deleted.values()]:
                if name == stack.id or (name == stack.name and not stack.deleted):
                    return stack
        raise ApiError(missing.format(name))

    def stacks(self):
        """[Stack]: all stacks, newest first, the deleted ones last."""
        with self.lock:
            return [*reversed(self.live.values()), *reversed(self.deleted.values())]

    def exports(self):
        """{export name: value} of all stacks of the region."""
        return {name: value for stack in self.stacks() for name, value in stack.exports().items() if not stack.deleted}

    def importers(self, name):
        """[name] of the stacks that use an export, sorted."""
        return sorted(stack.name for stack in self.stacks() if name in stack.imports and not stack.deleted)

    def archive(self, stack):
        """Moves a deleted stack out of the live ones: its name is free, and only its id finds it."""
        with self.lock:
            if self.live.get(stack.name) is stack:
                del self.live[stack.name]
            self.deleted[stack.id] = stack
            for id_ in [id_ for id_, change in self.change_sets.items() if change.stack is stack]:
                del self.change_sets[id_]

    def start(self, stack, work):
        """Runs work in a thread of the stack; an exception in it becomes the stack's status."""
        before = stack.thread
        stack.thread = threading.Thread(target=run_work, args=(stack, before, work), daemon=True,
                                        name=f"stack {stack.name}")
        stack.thread.start()


def run_work(stack, before, work):
    """Waits for the thread before, then does the work. An unexpected exception sets a final status (BROKEN)."""
    if before:
        before.join()
    stack.cancelled.clear()
    try:
        work()
    except Exception as error:
        traceback.print_exc()
        status = BROKEN.get(stack.status, stack.status.replace("_IN_PROGRESS", "_FAILED"))
        stack.set_status(status, f"fault of the local cloud: {type(error).__name__}: {error}")


def by_name(name):
    """The Region with a name; created, empty, at its first use."""
    with _lock:
        if name not in _regions:
            _regions[name] = Region(name)
        return _regions[name]


def every():
    """[Stack]: the live stacks of all regions; those of one region newest first."""
    with _lock:
        regions = [*_regions.values()]
    # Without the locks of the regions: a caller may hold one, and two callers would wait for each other for ever. A
    # dict's values are copied in one step.
    return [stack for region in regions for stack in reversed([*region.live.values()]) if not stack.deleted]
