"""The types of a check and of its findings."""
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from checks.subject import Subject


class Check(NamedTuple):
    """One check.

    why        what AWS or Python does with such code
    source     the page of AWS or Python on which `why` is based
    bad, good  see checks/example.py; files: {path: text} beside both, those in bad/ only beside the bad one
    findings   function(subject) -> Findings
    """

    id: str
    title: str
    why: str
    source: str
    bad: str
    good: str
    findings: Callable[[Subject], "Findings"]
    files: dict = {}


class Finding(NamedTuple):
    """One place in a file that fails a check.

    message      what is wrong, in Pareto's words; line 0 stands for the whole file
    hint         what to write instead, "" if there is no advice
    aws_message  the error of AWS or Python that the code would cause, "" if there is none
    """

    path: str
    line: int
    message: str
    hint: str = ""
    aws_message: str = ""


Findings = Iterable[Finding]


def finding(site: Any, message: str, hint: str = "", aws_message: str = "") -> Finding:
    """The Finding at the line of a call or a note (interpreter/observation.py)."""
    return Finding(site["file"], site["line"], message, hint, aws_message)


def notes_of(kind: str, message: str, hint: str, aws_message: str = "") -> Callable[[Subject], Findings]:
    """The function of a Check that finds each note of one kind, "head-key".

    message  may have fields of the note (interpreter/observation.py): "the key {key!r} may be absent"
    """
    return lambda subject: (finding(note, message.format_map(note), hint.format_map(note), aws_message)
                            for _name, note in subject.notes(kind))


def pitfalls_of(kind: str, aws_message: str = "") -> Callable[[Subject], Findings]:
    """The function of a Check whose findings are the pitfalls of one kind, "strip": see PITFALLS in checks/__init__.py.

    aws_message  of each Finding
    """
    def findings(subject):
        for path, facts in sorted(subject.files.items()):
            for pitfall, line, message, hint in facts["pitfalls"]:
                if pitfall == kind:
                    yield Finding(path, line, message, hint, aws_message)
    return findings
