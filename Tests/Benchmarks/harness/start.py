"""Start: `validate` of a small file as a whole process, against a client that says its version."""

import estate
from figures import Figure, compare
from measuring import OPENSTACK, PROGRAM, SCRATCH, run, side_by_side


def figures(rounds):
    made = estate.make(2, 3)
    path = estate.write_manifest(SCRATCH / "small.yaml", made)
    contenders = {
        "validate": lambda: run(PROGRAM, "validate", "-f", path, says=made.valid()),
        "openstack --version": lambda: run(OPENSTACK, "--version", says="openstack"),
    }
    ours, other = side_by_side(rounds, contenders, times=10).values()
    what = "`validate` of a small file"
    yield from compare("start", what, ours, "`openstack --version`", other)
    yield Figure("start/goal", f"{what}: CPU", ours.cpu, "goal", 0.010)
