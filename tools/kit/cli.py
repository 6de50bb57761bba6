"""How every tool starts and stops, and how it writes to a person."""
import argparse
import errno
import functools
import gc
import io
import os
import re
import sys
import warnings
from collections.abc import Callable, Collection

from kit import interrupts
from kit.problems import Problems, listed, problem

FULL_DISK = "free space on that disk, then repeat the command: no file is half written"
# Errors of this machine that are not our fault, and their hints; any other OSError is a bug of ours.
HINTS_BY_ERRNO: dict[int | None, str] = {
    errno.ENOSPC: FULL_DISK, errno.EDQUOT: FULL_DISK,
    errno.EFBIG: "`ulimit -f unlimited` permits larger files",
    errno.EROFS: "that disk cannot be written to",
    errno.EACCES: "`ls -ld` shows its owner",
    errno.EPERM: "`ls -ld` shows its owner",
    errno.ENOTDIR: "a file is where a folder must be: move it away",
    errno.EEXIST: "a file is where a folder must be: move it away",
    errno.EISDIR: "a folder is where a file must be: move it away",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "a link points to itself",
    errno.EMFILE: "`ulimit -n 4096` permits more open files",
    errno.EIO: "check the disk",
}

# What a terminal executes or reorders, except colours, in texts of others: logs, names of files, messages of errors.
COMMANDS = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|"
                      r"\r(?!\n)|\x1b(?!\[[\d;]*m)")
VANISHED = "it was removed or renamed meanwhile: repeat the command; `make watch` does this by itself"
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that rejects arguments that are not valid UTF-8."""

    def parse_args(self, args=None, namespace=None):
        """The namespace of the arguments, as argparse's. Raises Problems for an argument whose bytes are not UTF-8."""
        for text in args or ():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise problem("", 0, f"{ascii(text)} is not UTF-8", "type it again")
        return super().parse_args(args, namespace)


def parser(doc: str) -> Parser:
    """An ArgumentParser whose --help is the tool's own docstring.

    The `type` of an argument that a person writes after make raises Problems: argparse's own errors name options
    that the person never typed.
    """
    def formatter(prog):
        # Without a width, argparse imports shutil for the width of the terminal: 2 ms.
        return argparse.RawDescriptionHelpFormatter(prog, width=100)
    return Parser(description=doc, formatter_class=formatter)


def choice(name: str, texts: Collection[str]) -> Callable:
    """The `type` of an argument with a fixed set of values: choice("do", ["create", "list"]) takes do=list."""
    def chosen(text):
        if text not in texts:
            from kit.schema import nearest  # only an error needs it
            hint = nearest(text, texts) or f"there are: {', '.join(texts)}"
            raise problem("", 0, f"{name} cannot be {text!r}", hint)
        return text
    return chosen


def names(text: str) -> list[str]:
    """The `type` of an argument with several names: "a, b" -> ["a", "b"]."""
    return [name for part in text.split(",") if (name := part.strip())]


def add_json(parser_: argparse.ArgumentParser) -> None:
    """Adds the option --json, which is json=1 of make."""
    parser_.add_argument("--json", action="store_true", help="print JSON to the standard output")


def check_json(args: argparse.Namespace, is_possible: bool, where: str) -> None:
    """Raises Problems for json=1 with an action that prints no data. where: the action that does, such as "do=list"."""
    if args.json and not is_possible:
        raise problem("", 0, "json=1 has nothing to print here", f"it is for {where}")


def check_variables(args: argparse.Namespace, actions: dict[str, Collection[str]]) -> None:
    """Raises Problems for a variable of make that the action `do` does not use.

    actions  {"name": ["set", "delete"]}: the actions that use a variable, of each that some action does not use
    """
    for variable, users in actions.items():
        if (value := getattr(args, variable)) and args.do not in users:
            raise problem("", 0, f"do={args.do} does not use {variable}={'1' if value is True else value}",
                          f"remove it: {variable}= is for {listed(f'do={action}' for action in users)}")


def say(*texts, sep: str = " ") -> None:
    """Prints a line for the person to stderr, because stdout is for data."""
    print(*texts, sep=sep, file=sys.stderr, flush=True)


def open_streams() -> None:
    """Replace the streams that the person closed (`<&-`), which are None in Python, so that print does not fail; a
    terminal gets escapes for COMMANDS (`\\x1b`), and any output for characters that its encoding lacks.

    A new file takes the lowest free descriptor, which is the closed stream's; the programs that the tool starts get it.
    """
    sys.stdin = sys.stdin or _null("r")
    sys.stdout = sys.stdout or _null("w")
    sys.stderr = sys.stderr or _null("w")
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")  # as Python's own stderr
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty() and "write" not in vars(stream):
            vars(stream)["write"] = functools.partial(_write_escaped, stream.write)


def _null(mode):
    """An empty file that child processes inherit."""
    file = open(os.devnull, mode)
    os.set_inheritable(file.fileno(), True)
    return file


def _write_escaped(write, text):
    """Writes a text with escapes for COMMANDS. write: of the stream"""
    return write(COMMANDS.sub(lambda match: ascii(match[0])[1:-1], text))


def machine_problems(error: OSError) -> Problems | None:
    """The Problems of an OSError that HINTS_BY_ERRNO lists, or of a file of the app that vanished while a tool read the
    app; None for any other, which is a bug of Pareto."""
    hint, path = HINTS_BY_ERRNO.get(error.errno), error.filename or ""
    if error.errno == errno.ENOENT and isinstance(path, str) and os.path.dirname(path) and not os.path.isabs(path):
        hint = VANISHED
    while error.errno in FORBIDDEN and os.path.dirname(path) and not os.path.lexists(path):
        path = os.path.dirname(path)  # the existing folder that could not be written
    return problem(path, 0, str(error.strerror), hint) if hint else None


def removed_bytecode(error: BaseException) -> str:
    """The path of a compiled file that could not be read, and was removed: on a full disk, Python may write a part of
    it, and would never write it again. "" for any other error."""
    trace, path, frame = error.__traceback__, "", None
    while trace:  # of importlib._bootstrap_external
        frame, trace = trace.tb_frame, trace.tb_next
        path = frame.f_locals.get("bytecode_path") or path
    if not (frame and frame.f_code.co_name == "_compile_bytecode" and os.path.exists(path)):
        return ""
    os.remove(path)
    return path


def report_uncaught(kind: type[BaseException], error: BaseException, trace) -> None:
    """sys.excepthook: prints an error of this machine, or a package that .venv lacks, as problems; any other error,
    which is a bug, as Python does."""
    import importlib.util  # only an error needs it

    package = (getattr(error, "name", None) or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    of_machine = machine_problems(error) if isinstance(error, OSError) else None
    if package and not importlib.util.find_spec(package):
        of_machine = problem(".venv", 0, f"the package {package} is missing",
                             "`rm -rf .venv`, then repeat the command, which makes it again")
    if path := removed_bytecode(error):
        of_machine = problem(path, 0, "was half written, and is removed: was the disk full?", "repeat the command")
    if of_machine:
        say(of_machine)
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = report_uncaught  # here: a tool's imports fail before its main is called
_at_end = []


def at_end(action: Callable) -> None:
    """Register a function that run() calls once when the tool ends, also after an error."""
    if action not in _at_end:
        _at_end.append(action)


def forget_actions() -> None:
    """Forget the actions of at_end(): those of a fork's parent."""
    _at_end.clear()


_before_traceback = []


def before_traceback(check: Callable) -> None:
    """Register a function that run() calls before the traceback of a bug: it raises Problems of an input that is the
    real cause."""
    _before_traceback.append(check)


def run(main) -> None:
    """Exit 0 when done, 1 with the problems on stderr, 2 on bad usage (argparse).

    Problems and errors of the machine are caught: any other exception is a bug of Pareto, and its traceback is printed.
    Ctrl-C and a closed pipe (`| head`) are not bugs, and end without a traceback.
    """
    gc.set_threshold(50_000, 20, 100)  # while boto3 is imported, most objects stay: a search for cycles finds none
    open_streams()
    _before_traceback.clear()
    for category in (SyntaxWarning, DeprecationWarning):  # of the code that the tools read: they name no file
        warnings.simplefilter("ignore", category)
    try:
        try:
            with interrupts.interruptible():
                main(sys.argv[1:])
                sys.stdout.flush()
        except (LookupError, TypeError, ValueError, AttributeError):
            for check in _before_traceback:
                check()
            raise
        finally:
            for action in _at_end:
                action()
            gc.freeze()  # a program that ends needs no search for cycles, which takes a tenth of a large scan's time
    except Problems as problems:
        say(problems)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if not (of_machine := machine_problems(error)):
            raise
        say(of_machine)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # its buffer may not fit on the disk either
        sys.exit(1)
