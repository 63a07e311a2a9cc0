"""Cloud: adding and looking at a real Glance, against raw posts, gophercloud and openstacksdk. Runs in the test bed."""

import os
from pathlib import Path

from bed import IMAGE_FILE, MANIFEST, PROJECT_FILE, Bed
from figures import Figure, compare
from measuring import PEERS, PROGRAM, PYTHON, run, side_by_side

IMAGES, WORKERS, LISTS = 20, (1, 2, 4, 8, 16), 200
SCRIPT = Path(__file__).parent.parent / "peers/shares.py"


def posts(bed, workers):
    env = os.environ | {"OS_TOKEN": bed.token}
    return run(PEERS / "posts", bed.url, IMAGE_FILE, PROJECT_FILE, str(workers), says="added", env=env)


def shares(workers):
    return run(PEERS / "shares", IMAGE_FILE, PROJECT_FILE, str(workers), says="added", env=gophercloud())


def gophercloud():
    """The environment, for one that knows one domain, and by this name alone."""
    return os.environ | {"OS_DOMAIN_ID": "default"}


def apply(says):
    return run(PROGRAM, "apply", "-f", MANIFEST, says=says, env=os.environ)


def script(says):
    return run(PYTHON, SCRIPT, IMAGE_FILE, PROJECT_FILE, says=says, env=os.environ)


def figures(rounds):
    bed = Bed()
    try:
        yield from adding(bed, rounds)
        yield from looking(bed, rounds)
    finally:
        bed.forget()


def best(tried):
    """The quickest of one round, by its name."""
    name, _ = min(side_by_side(1, tried).items(), key=lambda item: item[1].wall)
    return {name: tried[name]}


def said(contender):
    return f"{next(iter(contender))} at once"


def adding(bed, rounds):
    """20 images × 24 projects from nothing, and once more where nothing is left to do."""

    def afresh(work):
        bed.new_images(IMAGES, len(bed.consumers))
        return work()

    pairs = IMAGES * len(bed.consumers)
    best_posts = best({f"posts, {n}": lambda n=n: afresh(lambda: posts(bed, n)) for n in WORKERS})
    best_shares = best({f"gophercloud, {n}": lambda n=n: afresh(lambda: shares(n)) for n in WORKERS})
    found = side_by_side(
        rounds,
        {
            "apply": lambda: afresh(lambda: apply(f"Applied: {pairs} added")),
            **best_posts,
            **best_shares,
            "openstacksdk": lambda: afresh(lambda: script(f"added: {pairs}\n")),
        },
    )
    ours, raw, go, sdk = found.values()
    what = f"`apply`, {IMAGES} images × {len(bed.consumers)} from nothing"
    yield from compare("cloud/posts", what, ours, f"raw {said(best_posts)}", raw, peak=False)
    yield Figure("cloud/adds/wall", f"{what}: wall clock", ours.wall, said(best_shares), go.wall)
    yield from compare("cloud/sdk", what, ours, "openstacksdk", sdk)
    again = {
        "apply again": lambda: apply(f"0 added, {pairs} in place"),
        "openstacksdk again": lambda: script("added: 0\n"),
    }
    ours, sdk = side_by_side(rounds, again).values()
    yield from compare("cloud/again", "`apply` where nothing is to be done", ours, "openstacksdk", sdk)


def looking(bed, rounds):
    """200 lists of one member, by a client that finds its own level and by one whose level is the best."""
    made = bed.new_images(LISTS, 1)
    posts(bed, 4)

    def lists(workers):
        return run(PEERS / "lists", IMAGE_FILE, str(workers), says=f"{LISTS} members", env=gophercloud())

    best_lists = best({f"gophercloud, {n}": lambda n=n: lists(n) for n in WORKERS})
    plan = lambda: run(PROGRAM, "plan", "-f", MANIFEST, says=made.nothing_to_change(), env=os.environ)
    ours, other = side_by_side(rounds, {"plan": plan, **best_lists}).values()
    yield Figure("cloud/lists/wall", f"`plan`, {LISTS} lists: wall clock", ours.wall, said(best_lists), other.wall)
