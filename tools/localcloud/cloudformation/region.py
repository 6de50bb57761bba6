"""The stacks and change sets of one region."""
import threading
import traceback

from localcloud.cloudformation.refusal import Refusal

# What a stack ends in when our own code breaks under way: stuck "in progress" would hang every waiter.
BROKEN = {
    "CREATE_IN_PROGRESS": "CREATE_FAILED",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": "UPDATE_COMPLETE",
    "UPDATE_IN_PROGRESS": "UPDATE_FAILED",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": "UPDATE_ROLLBACK_COMPLETE",
}

_regions = {}
_making = threading.Lock()


class Region:
    """Everything that CloudFormation remembers of a region. Hold lock to look and then act."""

    def __init__(self, name):
        self.name = name
        self.lock = threading.RLock()
        self.live = {}  # {name: Stack}
        self.gone = {}  # {id: Stack}
        self.change_sets = {}  # {id: ChangeSet}

    def find(self, name, missing="Stack with id {} does not exist"):
        """The stack of a name, or of an id, which finds deleted ones too. Raises Refusal: missing."""
        with self.lock:
            for stack in [*self.live.values(), *self.gone.values()]:
                if name == stack.id or (name == stack.name and not stack.deleted):
                    return stack
        raise Refusal(missing.format(name))

    def stacks(self):
        """Every stack, newest first, the deleted ones last."""
        with self.lock:
            return [*reversed(self.live.values()), *reversed(self.gone.values())]

    def exports(self):
        """{export name: value} of all stacks."""
        return {name: value for stack in self.stacks() for name, value in stack.exports().items()
                if not stack.deleted}

    def importers(self, name):
        """Names of the stacks that use an export, sorted."""
        return sorted(stack.name for stack in self.stacks() if name in stack.imports and not stack.deleted)

    def bury(self, stack):
        """A deleted stack frees its name, and is found by its id only."""
        with self.lock:
            if self.live.get(stack.name) is stack:
                del self.live[stack.name]
            self.gone[stack.id] = stack
            for id_ in [id_ for id_, change in self.change_sets.items() if change.stack is stack]:
                del self.change_sets[id_]

    def start(self, stack, work):
        """Runs work in a thread of the stack's own, which never dies without a word."""
        before = stack.thread
        stack.thread = threading.Thread(target=watched, args=(stack, before, work), daemon=True,
                                        name=f"stack {stack.name}")
        stack.thread.start()


def watched(stack, before, work):
    """Does the work after the thread before it; should our own code break, leaves a state that ends."""
    if before:
        before.join()
    stack.cancelled.clear()
    try:
        work()
    except Exception as error:
        traceback.print_exc()
        status = BROKEN.get(stack.status, stack.status.replace("_IN_PROGRESS", "_FAILED"))
        stack.tell(status, f"fault of the local cloud: {type(error).__name__}: {error}")


def named(name):
    """The region of a name, empty when first asked for."""
    with _making:
        if name not in _regions:
            _regions[name] = Region(name)
        return _regions[name]


def every():
    """The live stacks of all regions, newest first."""
    with _making:
        return [stack for region in _regions.values() for stack in region.stacks() if not stack.deleted]


def forget():
    """Forgets every stack of every region, as when the local cloud's state is reset."""
    _regions.clear()
