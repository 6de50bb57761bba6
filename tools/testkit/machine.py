"""The files of Lambda's machine, while a handler runs: those of its zip, and /tmp, the only folder that can be written.

An audit hook, and os.stat and os.access, which have no audit event, raise Lambda's own errors, which a handler may
catch as on Lambda. The code of a test is free: what the innermost frame of the project belongs to decides. Processes
that a handler starts are not seen.
docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""
import errno
import importlib.machinery
import os
import sys
import tempfile
from contextlib import contextmanager
from types import FrameType

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
READ_EVENTS = {"os.listdir", "os.scandir"}
# audit event -> the positions of the paths that it changes, and of their dir_fd: the name may be in an open folder
CHANGES = {"os.mkdir": ((0, 2),), "os.rmdir": ((0, 1),), "os.remove": ((0, 1),), "os.rename": ((0, 2), (1, 3)),
           "os.link": ((1, 3),), "os.symlink": ((1, 2),), "os.truncate": ((0, None),), "os.chmod": ((0, 2),),
           "os.utime": ((0, 3),), "os.chown": ((0, 3),)}
IN_MEMORY = (":memory:", "file:")  # databases of sqlite3; a file: may be of any kind
WRITABLE = ("/tmp", "/dev", "/proc", "/mnt")  # /mnt: where a file system of EFS is
NO_SEMAPHORES = "Lambda has no /dev/shm, so neither multiprocessing's Pool, Queue and Lock nor ProcessPoolExecutor " \
                "work: use concurrent.futures.ThreadPoolExecutor"
TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STAT, ACCESS = os.stat, os.access
_running = []  # the Machines of the handlers that run now, the innermost last


class Machine:
    """The files of one lambda.

    root   the project's folder
    name   of the lambda
    files  of its zip: ["lambdas/hello/index.py"]
    """

    def __init__(self, root, name, files):
        self.root, self.name, self.files = os.path.abspath(root), name, set(files)
        self.real_root = os.path.realpath(root)
        self.folders = {folder for path in files for folder in folders_above(path)}
        foreign = (os.path.join(root, "build/layers"), sys.prefix, sys.base_prefix, TOOLS)
        self.foreign = tuple(os.path.join(spelling(path), "") for path in foreign
                             for spelling in (os.path.abspath, os.path.realpath))

    @contextmanager
    def entered(self):
        """A context in which Python has only these files."""
        install()
        _running.append(self)
        sys.meta_path.insert(0, self)
        before = os.stat, os.access
        os.stat, os.access = stat, access
        try:
            yield
        finally:
            os.stat, os.access = before
            sys.meta_path.remove(self)
            _running.remove(self)

    def inside(self, path):
        """A path from the project's folder on, as "lambdas/hello/index.py"; None for one that is not the project's."""
        if os.fsdecode(path).startswith("<"):  # code without a file
            return None
        absolute = os.path.abspath(os.fsdecode(path))
        real = os.path.realpath(path)
        for root, candidate in ((self.root, absolute), (self.real_root, absolute), (self.real_root, real)):
            if candidate.startswith(os.path.join(root, "")):
                return None if candidate.startswith(self.foreign) else os.path.relpath(candidate, root)
        return None

    def is_missing(self, path):
        """Whether a file or folder is in the project but not in the zip, and the lambda's code opens it."""
        inside = self.inside(path)
        return inside is not None and inside not in self.files and inside not in self.folders \
            and "__pycache__" not in inside and ACCESS(path, os.F_OK) and self.runs_lambda()

    def is_read_only(self, path):
        """Whether Lambda would refuse to write a path, and the lambda's code writes it."""
        real = os.path.realpath(path)
        roots = [os.path.realpath("/tmp"), os.path.realpath(tempfile.gettempdir())]
        roots += [] if is_below(real, "/dev/shm") else WRITABLE
        # The project itself may lie below /tmp, and a folder for temporary files may lie in the project.
        writable = any(is_below(real, root) for root in roots
                       if not is_below(real, self.real_root) or not is_below(self.real_root, root))
        return not writable and "__pycache__" not in real and self.runs_lambda()

    def runs_lambda(self):
        """Whether the innermost frame of the project or the kit is the lambda's, and not one of a test or the kit."""
        frame: FrameType | None = sys._getframe(1)
        while frame:
            path = frame.f_code.co_filename
            if path.startswith(os.path.join(TOOLS, "")) and path != __file__:
                return False
            inside = self.inside(path)
            if inside is not None:
                return inside in self.files
            frame = frame.f_back
        return True  # in a thread

    def advice(self, path):
        """The reason why a file is not on Lambda, and what to do."""
        return f"{self.inside(path)} is not in the zip of {self.name}. The zip has the lambda's folder without tests," \
               " the modules that it imports, and the data files beside those: move it there"

    def check_read(self, path):
        """Raises FileNotFoundError for a file that the zip does not have."""
        if self.is_missing(path):
            raise FileNotFoundError(errno.ENOENT, self.advice(path), os.fsdecode(path))

    def check_write(self, path):
        """Raises OSError for a path that Lambda cannot write."""
        if self.is_read_only(path):
            raise OSError(errno.EROFS, "Read-only file system: on Lambda only /tmp can be written", os.fsdecode(path))

    def find_spec(self, name, path=None, target=None):
        """The finder of sys.meta_path that refuses a module of the project that the zip does not have."""
        if _running[-1] is not self:  # a lambda that this lambda invokes is running
            return
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and spec.has_location and self.is_missing(spec.origin):
            raise ModuleNotFoundError(f"No module named {name!r}: {self.advice(spec.origin)}", name=name)


def is_below(path, folder):
    """Whether a path is a folder, or lies below it."""
    return f"{path}/".startswith(f"{folder}/")


def folders_above(path):
    """Yields the folders above a path: "lambdas/hello/index.py" -> "lambdas/hello", "lambdas"."""
    while path := os.path.dirname(path):
        yield path


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """os.stat for os.path.exists, Path.is_file and others. Raises FileNotFoundError for what the zip does not have."""
    if _running and dir_fd is None and is_path(path):
        _running[-1].check_read(path)
    return STAT(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def access(path, *arguments, **options):
    """os.access, which is False for what the zip does not have."""
    is_absent = _running and not options.get("dir_fd") and is_path(path) and _running[-1].is_missing(path)
    return not is_absent and ACCESS(path, *arguments, **options)


def audit(event, arguments):
    """Python's audit hook, sys.addaudithook: checks each path that is opened, listed or changed."""
    if not _running:
        return
    machine = _running[-1]
    if event == "open" and is_path(arguments[0]):
        (machine.check_write if arguments[2] & WRITING else machine.check_read)(arguments[0])
    elif event in READ_EVENTS and is_path(arguments[0]):
        if not sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):  # find_spec explains more
            machine.check_read(arguments[0])
    elif event in CHANGES:
        for position, folder in CHANGES[event]:
            if is_path(arguments[position]) and (folder is None or arguments[folder] == -1):
                machine.check_write(arguments[position])
    elif event == "sqlite3.connect" and is_path(arguments[0]) and not os.fsdecode(arguments[0]).startswith(IN_MEMORY):
        machine.check_read(arguments[0])
        if not os.path.exists(arguments[0]):
            machine.check_write(arguments[0])


def is_path(value):
    """Whether an argument is a path, and neither a file's number nor None."""
    return isinstance(value, (str, bytes, os.PathLike))


def install():
    """Adds the hook, and the errors of a machine without /dev/shm, once a process."""
    if "installed" in STATE:
        return
    STATE.add("installed")
    sys.addaudithook(audit)
    try:
        import _multiprocessing  # some builds of Python lack both
        import _posixshmem
    except ImportError:  # a Python without them
        return

    class SemLock(_multiprocessing.SemLock):
        """The semaphore behind multiprocessing's locks, queues and pools."""

        def __new__(cls, *args, **more):
            refuse_shared_memory()
            return super().__new__(cls, *args, **more)

    def shm_open(*args, _open=_posixshmem.shm_open, **more):
        refuse_shared_memory()
        return _open(*args, **more)

    _multiprocessing.SemLock, _posixshmem.shm_open = SemLock, shm_open


STATE = set()
os.supports_follow_symlinks.add(stat)  # where shutil looks up what it may pass


def refuse_shared_memory():
    """Raises glibc's error of a machine without /dev/shm, for the code of a lambda."""
    if _running and _running[-1].runs_lambda():
        raise OSError(errno.ENOSYS, f"Function not implemented: {NO_SEMAPHORES}")
