"""The names of jobs: what a recorded task runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Job:
    """`run` takes the ids of the task as keyword arguments, reads everything anew, opens its own
    transactions and may run twice. After `retries` failures it is left for a person to look at."""

    name: str
    lane: str
    run: Callable[..., None]
    retries: int


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[..., None], *, lane: str, retries: int = 30) -> None:
    """Make a job known under `name`; wiring does this. Raises ValueError when the name is taken."""
    job = Job(name, lane, run, retries)
    if _jobs.get(name, job) != job:
        raise ValueError(f"job {name!r} is registered already")
    _jobs[name] = job


def get(name: str) -> Job:
    """The job with this name. Raises KeyError when there is none."""
    return _jobs[name]


Arguments = dict[str, Any]
