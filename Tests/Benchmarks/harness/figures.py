"""What a benchmark finds: figures, each of ours against another's or a goal, kept in a file a part."""

import json
from typing import NamedTuple

from measuring import SCRATCH


class Figure(NamedTuple):
    """One of our figures and what it is held against, both in the same unit."""

    # PART/… as in the file of thresholds.
    name: str
    what: str
    ours: float
    against: str
    other: float
    # s, MB or none; the figures themselves are in seconds and bytes.
    unit: str = "s"

    @property
    def ratio(self):
        return self.ours / self.other


def compare(name, what, ours, against, other, cpu=True, peak=True):
    """The figures of one process against another: its wall clock, its CPU, its peak memory."""
    yield Figure(f"{name}/wall", f"{what}: wall clock", ours.wall, against, other.wall)
    if cpu:
        yield Figure(f"{name}/cpu", f"{what}: CPU", ours.cpu, against, other.cpu)
    if peak:
        yield Figure(f"{name}/peak", f"{what}: peak memory", ours.peak, against, other.peak, "MB")


def place(part):
    return SCRATCH / "results" / f"{part}.json"


def keep(part, figures):
    place(part).parent.mkdir(parents=True, exist_ok=True)
    place(part).write_text(json.dumps([figure._asdict() for figure in figures], indent=1))


def kept(part):
    return [Figure(**fields) for fields in json.loads(place(part).read_text())]
