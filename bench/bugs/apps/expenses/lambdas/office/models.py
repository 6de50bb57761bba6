"""What an expense is."""
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from decimal import Decimal


def now():
    """The time as rows and events have it."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


@dataclass
class Expense:
    employee: str
    number: str
    email: str
    title: str
    amount: Decimal
    currency: str
    total: Decimal
    status: str = "open"
    submitted: str = field(default_factory=now)
    receipt: str | None = None

    @classmethod
    def of_row(cls, row):
        """The expense of a row of the table."""
        return cls(
            employee=row["pk"].removeprefix("employee#"),
            number=row["sk"].removeprefix("expense#"),
            email=row["email"],
            title=row["title"],
            amount=row["amount"],
            currency=row["currency"],
            total=row["total"],
            status=row["status"],
            submitted=row["submitted"],
            receipt=row.get("receipt"),
        )

    def summary(self):
        """What pages show of it."""
        return asdict(self)
