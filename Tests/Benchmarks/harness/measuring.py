"""Runs whole processes side by side: how long, how much CPU, how much memory at most."""

import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

PROGRAM = os.environ["GLANCE_SHARE"]
# The folder of what is made for the benchmarks, with peers/, the programs to compare with, in it.
SCRATCH = Path(os.environ["BENCHMARKS_SCRATCH"])
PEERS = SCRATCH / "peers"
PYTHON = SCRATCH / "venv/bin/python"
OPENSTACK = SCRATCH / "venv/bin/openstack"
# What would send requests elsewhere.
FOREIGN = re.compile(r"OS_|GLANCE_SHARE_|.*_proxy$", re.IGNORECASE)


class Usage(NamedTuple):
    """What a process took: wall clock and CPU in seconds, memory at its peak in bytes."""

    wall: float
    cpu: float
    peak: int


def environment(**variables):
    """The surroundings of a process: ours, without what steers OpenStack's clients, and with these."""
    return {name: value for name, value in os.environ.items() if not FOREIGN.match(name)} | variables


def run(*command, says="", statuses=(0,), env=None):
    """Runs a command once, and makes sure that it has done its work: it ends so, and says so on standard output."""
    usage, said, complaints = SCRATCH / "usage", SCRATCH / "said", SCRATCH / "complaints"
    with said.open("wb") as output, complaints.open("wb") as errors:
        status = subprocess.run(
            [PEERS / "timed", usage, *command],
            env=env or environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
        ).returncode
    if status not in statuses or says not in said.read_text(errors="replace"):
        words = " ".join(map(str, command))[:300]
        sys.exit(
            f"{words}\nended with {status}, and did not say {says!r}; what it did say is in {said} and {complaints}"
        )
    wall, cpu, kilobytes = usage.read_text().split()
    return Usage(float(wall), float(cpu), int(kilobytes) * 1024)


def side_by_side(rounds, contenders, times=1):
    """The medians of contenders, a function each, that take turns: every second round in the opposite order."""
    found = {name: [] for name in contenders}
    for number in range(rounds):
        for name in list(contenders)[:: -1 if number % 2 else 1]:
            for _ in range(times):
                found[name].append(contenders[name]())
            told = ", ".join(f"{usage.wall:.3f} s" for usage in found[name][-min(times, 5) :])
            print(f"    round {number + 1}: {name}: {told}", file=sys.stderr, flush=True)
    return {name: Usage(*map(median, zip(*usages))) for name, usages in found.items()}
