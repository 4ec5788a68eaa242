"""Times as QDash reads and writes them. Inside the demo every time is naive and means UTC."""

from datetime import datetime

def utc_now() -> datetime:
    """Return the current time."""

def naive_utc(moment: datetime) -> datetime:
    """Drop the offset of a time, after a change to UTC; without one the time is in UTC already."""

def stamp(moment: datetime) -> str:
    """Write a time as QDash does when it comes from its database: no offset, milliseconds in six digits."""

def stamp_utc(moment: datetime) -> str:
    """Write a time as QDash does for runs of tasks and for the echo of a query: in UTC, with a Z."""

def parse(text: str) -> datetime:
    """Read an ISO 8601 time or date; without an offset it is in UTC. Raises ValueError for anything else."""

def whole_milliseconds(moment: datetime) -> datetime:
    """Drop what QDash's database does not keep of a time."""
