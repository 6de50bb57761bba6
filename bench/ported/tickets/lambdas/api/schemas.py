from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints


class NewTicket(BaseModel):
    title: Annotated[str, StringConstraints(min_length=3, max_length=100)]
    priority: Literal["low", "high"] = "low"
    seats: Annotated[int, Field(ge=1, le=8)]


class Ticket(NewTicket):
    id: str
    status: str = "open"
