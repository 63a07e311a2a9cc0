"""Plot: what `validate` takes against the number of members, as a picture next to libyaml's bare events."""

import subprocess
import sys
from pathlib import Path

import estate
from figures import place
from measuring import PEERS, PROGRAM, SCRATCH, run, side_by_side
from reading import BARE, validating

PER_IMAGE, IMAGES = 500, (2, 6, 20, 60, 200, 600, 2_000)
SCRIPT = Path(__file__).with_name("pairs.gnuplot")


def figures(rounds):
    table = place("plot").with_name("pairs.tsv")
    table.parent.mkdir(parents=True, exist_ok=True)
    with table.open("w") as file:
        for images in IMAGES:
            made = estate.make(images, PER_IMAGE)
            path = estate.write_manifest(SCRATCH / "pairs.yaml", made)
            contenders = {
                f"validate, {made.pairs} members": validating(path, made),
                BARE: lambda path=path: run(PEERS / "bare", path, says="events"),
            }
            found = side_by_side(rounds, contenders).values()
            values = [value for usage in found for value in (usage.wall * 1e3, usage.peak / 1e6)]
            print(made.pairs, *values, sep="\t", file=file, flush=True)
    subprocess.run(["gnuplot", SCRIPT], cwd=table.parent, check=True)
    print(f"    {table.with_suffix('.png')}", file=sys.stderr)
    return []
