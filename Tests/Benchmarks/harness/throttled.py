"""Throttled: a plan where a service takes so many requests a second and refuses the rest."""

import estate
from figures import Figure
from loopback import BURST, FOLDER, RATE, cloud
from measuring import PROGRAM, SCRATCH, run, side_by_side

IMAGES = 10 * RATE


def figures(rounds):
    made = estate.make(IMAGES, 10)
    estate.write_lists(FOLDER / "lists", made)
    manifest = estate.write_manifest(SCRATCH / "throttled.yaml", made)
    log = FOLDER / "throttled.log"
    log.unlink(missing_ok=True)
    with cloud() as variables:
        env = variables("throttled")
        plan = lambda: run(PROGRAM, "plan", "-f", manifest, says=made.nothing_to_change(), env=env)
        ours = side_by_side(rounds, {"plan": plan})["plan"]
    statuses = log.read_text().split()
    refused = statuses.count("429") / len(statuses)
    what = f"`plan`, {IMAGES:,} lists from a service that takes {RATE} a second"
    yield Figure("throttled/wall", f"{what}: wall clock", ours.wall, "the rate itself", (IMAGES - BURST) / RATE)
    yield Figure("throttled/refused", f"{what}: share that is refused", refused, "goal", 0.02, "")
