"""The notes of a finished analysis, for the checks."""

NULL_NOTES = ("null", "no-key", "no-match", "none-attribute")
OPTIONAL = ("maybe", "open-key", "no-enum-key", "looks-up", "looks-up-row")
READS = ("read", "read-row")


def reportable(analysis):
    """[note], each once, without notes on parts of the event that a condition of the code tests."""
    notes, examined, notes_by_line = [], {path[:-1] for path in analysis.looked_up}, {}
    for note in analysis.notes:
        if note["note"] in OPTIONAL:
            note["guarded"] = _is_guarded(note, analysis)
            note["ended"] = _is_guarded({**note, "nested": False}, analysis)
        elif note["note"] in NULL_NOTES and (
                tuple(note["path"]) in analysis.tested and note["note"] != "no-key"
                or (*note["path"], note.get("key")) in analysis.tested and not _is_inner_get(note)):
            continue
        if note["note"] in READS and note["how"] == "item":
            path = tuple(note["path"])
            if (*path, note["key"]) in analysis.looked_up:
                continue
            note["by_row"] = note["chosen"] and any(
                tested and tested[:-1] == path and tested[-1].__class__ is str and tested[-1] != note["key"]
                for tested in analysis.tested)
            if note["chosen"] and path in examined:
                if note["note"] != "read-row" or note["by_row"]:
                    continue
                note["note"] = "read-known-row"
        if note["note"] == "needs-item" and (tuple(note["path"]) in analysis.tested
                                             or (*note["path"], note["key"]) in analysis.looked_up):
            continue
        notes_of_line = notes_by_line.setdefault((note["note"], note["file"], note["line"]), [])
        if note not in notes_of_line:
            notes_of_line.append(note)
            notes.append(note)
    return notes


def _is_inner_get(note):
    """Whether code reads an absent key by .get() of an event's detail: (event["detail"].get("new") or {}) is always {}.
    Of a request it may be for another form of it."""
    return note["note"] == "no-key" and note["path"][:1] == ["detail"] and note["how"] == "get"


def _is_guarded(note, analysis):
    """Whether the code tests a key before, or reads it under a condition on the mapping that contains it, or after one
    under which a branch ends."""
    path = tuple(note["path"])
    if note["note"] in ("no-enum-key", "looks-up", "looks-up-row"):
        return any(tested[:len(path)] == path for tested in analysis.tested)
    base = path[:2] if path[:2] == ("body", "()") else path
    if (*path, note["key"]) in analysis.looked_up or (*path, None) in analysis.looked_up:
        return True
    tests = analysis.tested | analysis.looked_up if note["nested"] else analysis.ending
    return not note["always"] and any(tested[:len(base)] == base for tested in tests)
