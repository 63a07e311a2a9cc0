"""Daemon: what one costs that looks after 20,000 images with 50 members each and has nothing to do."""

import re
import subprocess
import time
from contextlib import contextmanager

import estate
from figures import Figure
from loopback import FOLDER, await_port, cloud, free_port
from measuring import PROGRAM, SCRATCH, run, side_by_side

IMAGES, PER_IMAGE, FILES = 20_000, 50, 100
# Seconds.
IDLE, LOOK = 60, 5


def figures(rounds):
    made = estate.make(IMAGES, PER_IMAGE)
    estate.write_lists(FOLDER / "estate", made)
    folder = SCRATCH / "estate"
    folder.mkdir(exist_ok=True)
    size = IMAGES // FILES
    files = [
        estate.write_manifest(folder / f"{number:03}.yaml", made, range(number * size, (number + 1) * size))
        for number in range(FILES)
    ]
    with cloud() as variables, daemon(folder, variables("estate")) as (process, port):
        share = idle_share(process)
        paths = ("/", "/status.json?limit=500", "/status.json")
        pages = {path: seconds_of(f"http://127.0.0.1:{port}{path}", rounds) for path in paths}
        resident, peak = memory(process)
        change = cost_of_change(process, files[FILES // 2]) - share * 3 * LOOK
    alone = side_by_side(rounds, {"validate": lambda: run(PROGRAM, "validate", "-f", files[0])}, times=5)["validate"]

    what = f"`daemon`, {IMAGES:,} images × {PER_IMAGE}"
    budget = 60e6 + 150 * made.pairs
    yield Figure("daemon/memory", f"{what}: memory", resident, "goal", budget, "MB")
    yield Figure("daemon/peak", f"{what}: peak memory", peak, "memory", resident, "MB")
    yield Figure("daemon/idle", f"{what}: CPU of a second between ticks", share, "goal", 0.002)
    for path, seconds in pages.items():
        yield Figure(f"daemon{path.rstrip('/') or '/page'}", f"{what}: `{path}`", seconds, "goal", 0.1)
    yield Figure(
        "daemon/change", f"{what}, one of {FILES} files changes: CPU", change, "`validate` of that file", alone.cpu
    )


@contextmanager
def daemon(manifests, env):
    """Runs a daemon that has looked at every image once and does so again in an hour; gives it and its port."""
    port = free_port()
    log = SCRATCH / "daemon.log"
    command = [PROGRAM, "daemon", "-f", manifests, "--listen", f"127.0.0.1:{port}", "--no-spread"]
    command += ["--interval", "1h", "--manifest-interval", f"{LOOK}s"]
    with log.open("w") as errors:
        process = subprocess.Popen(command, env=env, stdout=errors, stderr=errors)
    try:
        await_port(process, port)
        while process.poll() is None and not re.search(r"tick", log.read_text()):
            time.sleep(0.5)
        if process.poll() is not None:
            raise SystemExit(f"the daemon has ended: see {log}")
        time.sleep(2 * LOOK)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def cpu(process):
    """The CPU that another process has taken, in seconds, by its clock: finer than the ticks of /proc."""
    return time.clock_gettime(~process.pid << 3 | 2)


def idle_share(process):
    """The share of a second that it takes while nothing happens."""
    before, began = cpu(process), time.monotonic()
    time.sleep(IDLE)
    return (cpu(process) - before) / (time.monotonic() - began)


def memory(process):
    """Its memory now, and at its peak, in bytes."""
    with open(f"/proc/{process.pid}/status") as file:
        sizes = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", file.read(), re.MULTILINE))
    return int(sizes["VmRSS"]) * 1024, int(sizes["VmHWM"]) * 1024


def seconds_of(address, rounds):
    """How long the slowest of some answers takes: the first is made for it, later ones may be kept."""
    command = ["curl", "--silent", "--show-error", "--fail", "--noproxy", "*", "--output", "/dev/null"]
    command += ["--write-out", "%{time_total}", address]
    return max(float(subprocess.check_output(command)) for _ in range(rounds))


def cost_of_change(process, file):
    """The CPU that it takes in the time of three looks, when one file gets a line more that means nothing."""
    before = cpu(process)
    with file.open("a") as manifest:
        manifest.write("# one more line\n")
    time.sleep(3 * LOOK)
    return cpu(process) - before
