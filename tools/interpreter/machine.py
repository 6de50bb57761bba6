"""Notes for the checks of what code needs of Lambda's machine: the paths that it writes, and shared memory."""
from interpreter import texts
from interpreter.values import UNKNOWN, Unknown

SHARED = [f"multiprocessing.{name}" for name in (
    "Pool", "Queue", "JoinableQueue", "SimpleQueue", "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Event",
    "Condition", "Barrier", "Value", "Array", "pool.Pool", "pool.ThreadPool", "shared_memory.SharedMemory")] + [
    "concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process.ProcessPoolExecutor"]
# {function of the library: position and name of the path that it writes}
WRITERS = {**{f"shutil.{name}": (1, "dst") for name in ("copy", "copy2", "copyfile", "copytree", "move")},
           "shutil.make_archive": (0, "base_name"), "shutil.unpack_archive": (1, "extract_dir"),
           "urllib.request.urlretrieve": (1, "filename"), "logging.FileHandler": (0, "filename"),
           **{f"logging.handlers.{name}": (0, "filename") for name in (
               "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler")}}
# Functions that write if their second argument, mode, begins with w, a or x, and the name of the path
OPENERS = {"zipfile.ZipFile": "file", "tarfile.open": "name", "gzip.open": "filename", "gzip.GzipFile": "filename",
           "bz2.open": "filename", "lzma.open": "filename", "codecs.open": "filename"}
WRITES = {"write_text", "write_bytes", "touch", "mkdir"}  # methods of a Path


def _open(arguments, site):
    """open("a.txt", "w")"""
    note_open(arguments.get(0, "file"), arguments.get(1, "mode"), site)
    return UNKNOWN


def note_open(path, mode, site):
    """Note the path of a file that open(path, mode) opens for writing; path, mode: values."""
    mode = texts.text(mode)
    path_of_text = texts.text(path) if path.__class__ is not Unknown else path.json if path.kind == "path" else None
    if mode and isinstance(path_of_text, str) and set(mode) & set("wxa"):
        site.note("opens", key=path_of_text, how="append" if "a" in mode else "new")
    if mode and set(mode) & set("wax+"):
        note_write(path, f"open(..., {mode!r})", site)


def note_write(path, call, site):
    """Note the path, in plain form, that a call writes. call: its text for messages, "os.mkdir()"."""
    if path.__class__ is Unknown and path.kind == "path":
        site.note("writes", path=path.json, call=call)
    else:
        site.note("writes", path=site.analysis.plain(path), call=call)


def note_call(dotted, arguments, site):
    """Note the path that a function of WRITERS or OPENERS writes."""
    if dotted in WRITERS:
        note_write(arguments.get(*WRITERS[dotted]), f"{dotted}()", site)
    elif (mode := texts.text(arguments.get(1, "mode"))) and mode[0] in "wax":
        note_write(arguments.get(0, OPENERS[dotted]), f"{dotted}(..., {mode!r})", site)


def _folder_function(name):
    """os.mkdir("a"), os.makedirs("a")"""
    def result(arguments, site):
        note_write(arguments.get(0, "path" if name == "mkdir" else "name"), f"os.{name}()", site)
        return UNKNOWN
    return result


def _path(arguments, site):
    """pathlib.Path("a"): the path as plain JSON; of several parts nothing is known."""
    is_single = len(arguments.positional) == 1 and not arguments.more
    return Unknown("path", site.analysis.plain(arguments.get(0))) if is_single else UNKNOWN


def method(path, name, arguments, site):
    """A method of a Path; None for one that writes nothing."""
    if name in WRITES:
        note_write(path, f"{name}()", site)
    elif name == "open":
        note_open(path, arguments.get(0, "mode"), site)


def _shared_memory(name):
    """multiprocessing.Queue()"""
    def result(_arguments, site):
        site.note("shared-memory", name=name)
        return UNKNOWN
    return result


def _chdir(_arguments, site):
    """os.chdir(x): relative paths are of an unknown folder then."""
    site.note("chdir")
    return UNKNOWN


FUNCTIONS = {"builtins.open": _open, "io.open": _open, "os.mkdir": _folder_function("mkdir"),
             "os.makedirs": _folder_function("makedirs"), "pathlib.Path": _path, "os.chdir": _chdir,
             **{name: _shared_memory(name) for name in SHARED}}
