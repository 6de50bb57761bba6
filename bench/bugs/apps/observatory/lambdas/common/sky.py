"""Where a target is in the sky."""
import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

LATITUDE, LONGITUDE = 28.76, -17.88
LOWEST = 30.0
SLOTS = 10
J2000 = datetime(2000, 1, 1, 12, tzinfo=timezone.utc)
CANARY = ZoneInfo("Atlantic/Canary")


@dataclass(frozen=True)
class Target:
    name: str
    ra: float  # hours
    dec: float  # degrees

    @classmethod
    def from_row(cls, row):
        return cls(row["name"], float(row["ra"]), float(row["dec"]))

    def row(self):
        return {"name": self.name, "ra": Decimal(str(self.ra)), "dec": Decimal(str(self.dec))}


def sidereal_hours(at):
    days = (at - J2000) / timedelta(days=1)
    return (18.697374558 + 24.06570982441908 * days + LONGITUDE / 15) % 24


def altitude(target, at):
    """The degrees above the horizon."""
    angle = math.radians((sidereal_hours(at) - target.ra) * 15)
    latitude, declination = math.radians(LATITUDE), math.radians(target.dec)
    sine = (math.sin(latitude) * math.sin(declination)
            + math.cos(latitude) * math.cos(declination) * math.cos(angle))
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def slot_start(night, slot):
    """When a slot of a night begins; slot 0 is 20:00 on the island."""
    evening = datetime.combine(night, time(20), tzinfo=CANARY)
    return evening.astimezone(timezone.utc) + timedelta(hours=slot)


def visible_slots(target, night):
    return [slot for slot in range(SLOTS) if altitude(target, slot_start(night, slot)) >= LOWEST]
