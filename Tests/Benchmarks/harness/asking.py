"""Asking: a plan of 20,000 images whose lists a web server has, against those who ask for the same lists."""

import estate
from figures import compare
from loopback import FOLDER, cloud
from measuring import PEERS, PROGRAM, SCRATCH, run, side_by_side

IMAGES, PER_IMAGE, CONNECTIONS = 20_000, 10, 8


def figures(rounds):
    made = estate.make(IMAGES, PER_IMAGE)
    estate.write_lists(FOLDER / "lists", made)
    manifest = estate.write_manifest(SCRATCH / "asking.yaml", made)
    names = SCRATCH / "asking.images"
    names.write_text("\n".join(made.images))
    with cloud() as variables:
        env = variables("lists")
        found = side_by_side(
            rounds,
            {
                "plan": lambda: run(
                    PROGRAM,
                    "plan",
                    "-f",
                    manifest,
                    "--concurrency",
                    str(CONNECTIONS),
                    says=made.nothing_to_change(),
                    env=env,
                ),
                "gophercloud": lambda: run(
                    PEERS / "lists", names, str(CONNECTIONS), says=f"{made.pairs} members", env=env
                ),
                "curl": lambda config=curl_config(made, env): run("curl", "--config", config, env=env),
            },
        )
    ours, gophercloud, curl = found.values()
    what = f"`plan`, {IMAGES:,} lists of {PER_IMAGE} on {CONNECTIONS} connections"
    yield from compare("asking", what, ours, "gophercloud", gophercloud)
    yield from compare("asking/curl", what, ours, "curl, which reads none of them", curl, peak=False)


def curl_config(made, env):
    """A file of curl's options: all lists, each to nowhere."""
    address = env["OS_AUTH_URL"].replace("/v3", "/lists/v2/images")
    config = SCRATCH / "curl.conf"
    with config.open("w") as file:
        file.write(f'no-progress-meter\nfail\nparallel\nparallel-max = {CONNECTIONS}\nheader = "X-Auth-Token: token"\n')
        file.writelines(f'url = "{address}/{image}/members"\noutput = "/dev/null"\n' for image in made.images)
    return config
