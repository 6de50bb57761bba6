"""Dates and times of Python: which are aware of their time zone, and which are naive."""
import datetime
import re

from interpreter import percent_formats, texts, values
from interpreter.values import AWARE, NAIVE, NONE, TEXT, TIME, Const, External

ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d(:\d\d){0,2}(\.\d+)?)?")  # without a time zone
OF_UTC = ("datetime.timezone.utc", "datetime.UTC")
ZONE = "datetime.tzinfo"  # of ZoneInfo("Europe/Oslo")
EXTREMES = {"datetime.datetime.min", "datetime.datetime.max"}


def awareness(value):
    """Whether a time has a time zone: True, False, or None if that is unknown, or the value is no time."""
    if value.__class__ is External:
        return False if value.dotted in EXTREMES else None
    if value.__class__ is values.Any:
        of_options = {awareness(option) for option in value.options}
        return of_options.pop() if len(of_options) == 1 else None
    return value.detail.get("aware") if value.__class__ is values.Unknown and value.detail else None


def _with_zone(at, word):
    """The function for a call whose argument is a time zone: datetime.now(tz)."""
    def result(arguments, site):
        zone = arguments.get(at, word, NONE)
        if zone.__class__ is External and not arguments.more:
            return values.UTC if zone.dotted in OF_UTC else AWARE
        return NAIVE if zone.__class__ is Const and zone.value is None and not arguments.more else TIME
    return result


def _zone(arguments, site):
    """ZoneInfo("Europe/Oslo"), timezone(timedelta(hours=1)): a time zone."""
    if texts.is_text(arguments.get(0, "key")):
        site.note("zone", name=site.analysis.plain(arguments.get(0, "key")))
    return External("datetime.timezone.utc" if texts.text(arguments.get(0, "key")) in ("UTC", "Etc/UTC") else ZONE)


def _naive(arguments, site):
    """datetime.utcnow()"""
    return NAIVE


def _parsed(arguments, site):
    """datetime.strptime(text, format): aware if the format has a time zone."""
    format_ = texts.text(arguments.get(1, "format"))
    if format_ is not None:
        _note_unreadable(arguments.get(0, "date_string"), format_, site)
    return TIME if format_ is None else AWARE if "%z" in format_ else NAIVE


# {the last key of a path in an event: a time as AWS writes it there}; its pages: recipes/event_shapes.py
TIMES_OF_EVENTS = {"time": "2026-05-04T10:00:00Z", "eventTime": "2026-05-04T10:00:00.000Z",
                   "Timestamp": "2026-05-04T10:00:00.000Z", "requestTime": "04/May/2026:10:00:00 +0000"}
TIMES_OF_ISOFORMAT = [f"2026-05-04T10:00:00{fraction}" for fraction in ("", ".123456")]


def _note_unreadable(value, format_, site):
    """Note a text of a known form that strptime() cannot read with a format: isoformat()'s, the event's time."""
    iso = value.detail.get("iso") if value.__class__ is values.Unknown and value.detail else None
    examples = [f"{example}{'+00:00' * iso}" for example in TIMES_OF_ISOFORMAT] if iso is not None else []
    if value.__class__ is values.Shaped and value.path[-1:] and value.shape["is"] == "text":
        examples = [TIMES_OF_EVENTS[value.path[-1]]] if value.path[-1] in TIMES_OF_EVENTS else []
    elif texts.text(value) is not None:
        examples = [texts.text(value)]
    if examples and not site.analysis.open_tries and not any(_is_read(example, format_) for example in examples):
        site.note("unreadable-time", key=format_, text=examples[0])


def _is_read(text, format_):
    """Whether strptime() reads a text with a format. Formats that it does not know: checks/time_formats.py"""
    try:
        datetime.datetime.strptime(text, format_)
    except ValueError as error:
        return not str(error).startswith(("time data", "unconverted data"))
    return True


def iso_text(time):
    """The value of time.isoformat(): a text of which it is known whether it has a time zone, if that of the time is, or
    the attribute of an item from which the time was parsed."""
    aware = awareness(time)
    if aware is None and time.detail and "row" in time.detail:
        return values.Unknown("text", detail={"iso row": time.detail["row"]})
    return TEXT if aware is None else values.Unknown("text", detail={"iso": aware, **(
        {"utc": True} if time is values.UTC else {})})


def _of_iso_format(arguments, site):
    """datetime.fromisoformat(text): by the end of the text, if that is known; of an attribute of a table's item see
    note_mixture in arithmetic.py."""
    options = [option for option in values.options(arguments.get(0, "date_string"))
               if option.__class__ is not Const]  # of `row or {"at": ""}` the constant is no time
    value = options[0] if len(options) == 1 else arguments.get(0, "date_string")
    if value.__class__ is values.Shaped and value.path == ("time",):
        return AWARE  # of EventBridge's envelope: 2026-05-04T10:00:00Z
    if value.__class__ is values.Unknown and value.detail and "iso" in value.detail:
        return AWARE if value.detail["iso"] else NAIVE
    if value.__class__ is values.Row and len(value.path) == 1:
        return values.Unknown("time", detail={"row": value})
    parts = texts.parts_of(arguments.get(0, "date_string"))
    last = parts[-1] if parts[-1].__class__ is str else ""
    if len(parts) == 1 and ISO_TIME.fullmatch(last):
        return NAIVE
    return AWARE if last.endswith(("Z", "+00:00")) else TIME


def in_zone(arguments):
    """The value of time.astimezone(zone)."""
    zone = arguments.get(0, "tz")
    return values.UTC if zone.__class__ is External and zone.dotted in OF_UTC else AWARE


def replaced(receiver, arguments, site):
    """The value of time.replace(tzinfo=...): aware, naive, or as before; notes a zone in place of UTC."""
    zone = arguments.keywords.get("tzinfo")
    if zone.__class__ is External and zone.dotted == ZONE and len(arguments.keywords) == 1 and receiver.detail:
        row = receiver.detail.get("row")
        if row is not None or "utc" in receiver.detail:
            site.note("utc-replaced", key=row and row.path[0], call=row and row.call)
    return _with_zone(7, "tzinfo")(arguments, None) if "tzinfo" in arguments.keywords or arguments.more else receiver


FUNCTIONS = {
    "datetime.datetime.now": _with_zone(0, "tz"), "datetime.datetime.fromtimestamp": _with_zone(1, "tz"),
    "datetime.datetime": _with_zone(7, "tzinfo"), "datetime.datetime.utcnow": _naive,
    "datetime.datetime.today": _naive, "datetime.datetime.utcfromtimestamp": _naive,
    "time.strftime": lambda arguments, _site: percent_formats.of_time(arguments.get(0, "format")),
    "datetime.timezone": _zone, "zoneinfo.ZoneInfo": _zone, "pytz.timezone": _zone, "dateutil.tz.tzutc": _zone,
    "datetime.datetime.strptime": _parsed, "datetime.datetime.fromisoformat": _of_iso_format}
