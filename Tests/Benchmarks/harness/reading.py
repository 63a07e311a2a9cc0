"""Reading: `validate` of large manifests, against libyaml's bare events."""

import estate
from figures import Figure, compare
from measuring import PEERS, PROGRAM, SCRATCH, run, side_by_side

BARE = "libyaml's bare events"
# Name, images, members of each.
SHAPES = [("million", 2_000, 500), ("many-images", 100_000, 10), ("long-lists", 10, 100_000)]


def validating(path, made):
    return lambda: run(PROGRAM, "validate", "-f", path, says=made.valid())


def figures(rounds):
    results = {}
    for name, images, per_image in SHAPES:
        made = estate.make(images, per_image)
        path = estate.write_manifest(SCRATCH / f"{name}.yaml", made)
        results[name] = found = side_by_side(
            rounds,
            {
                f"validate, {name}": validating(path, made),
                BARE: lambda path=path: run(PEERS / "bare", path, says="events"),
            },
        )
        ours, bare = found.values()
        what = f"`validate`, {images:,} images × {per_image:,}"
        yield from compare(f"reading/{name}", what, ours, BARE, bare)
        if name == "million":
            yield Figure("reading/million/memory", f"{what}: peak memory", ours.peak, "goal", 100e6, "MB")
            million = ours
    yield growth(rounds, million)


def growth(rounds, million):
    """What one more pair costs at a million of them against ten thousand, without what a process costs by itself."""
    sizes = {"one member": (1, 1), "10,000 members": (20, 500)}
    contenders = {}
    for name, (images, per_image) in sizes.items():
        made = estate.make(images, per_image)
        path = estate.write_manifest(SCRATCH / f"{images}-{per_image}.yaml", made)
        contenders[name] = validating(path, made)
    one, ten_thousand = side_by_side(rounds, contenders, times=20).values()
    return Figure(
        "reading/growth",
        "`validate`, CPU of a thousand pairs: at 1,000,000",
        (million.cpu - one.cpu) / 1_000,
        "at 10,000",
        (ten_thousand.cpu - one.cpu) / 10,
    )
