"""A cloud of files behind nginx on loopback: a token, and lists of members."""

import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from string import Template

from measuring import SCRATCH, environment

FOLDER = SCRATCH / "cloud"
# What a region that is throttled lets through: requests a second, and how many at once besides.
RATE, BURST = 400, 8
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")


@contextmanager
def cloud():
    """Serves the lists in the folders below FOLDER, one a region; gives the variables OS_* of a region."""
    port = free_port()
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = Template(Path(__file__).with_name("nginx.conf").read_text())
    values = {"folder": FOLDER, "port": port, "rate": RATE, "burst": BURST, "token": json.dumps(token(port))}
    configuration = FOLDER / "nginx.conf"
    configuration.write_text(template.substitute(values))
    server = subprocess.Popen([NGINX, "-c", configuration, "-p", FOLDER])
    try:
        await_port(server, port)
        yield lambda region: variables(port, region)
    finally:
        server.terminate()
        server.wait()


def free_port():
    """A port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(server, port):
    """Returns when a server answers on a port of loopback."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"{server.args[0]} ended with {server.returncode}")


def variables(port, region):
    """The surroundings of a client of a region."""
    return environment(
        OS_AUTH_URL=f"http://127.0.0.1:{port}/v3",
        OS_USERNAME="demo",
        OS_PASSWORD="demo",
        OS_PROJECT_NAME="demo",
        OS_USER_DOMAIN_NAME="Default",
        OS_PROJECT_DOMAIN_NAME="Default",
        OS_DOMAIN_NAME="Default",
        OS_REGION_NAME=region,
    )


def token(port):
    """Keystone's answer: a token for a project, with a catalog that has a path for each region."""
    default = {"id": "default", "name": "Default"}
    endpoints = [
        {
            "id": region,
            "interface": "public",
            "region": region,
            "region_id": region,
            "url": f"http://127.0.0.1:{port}/{region}",
        }
        for region in ("lists", "throttled", "estate")
    ]
    return {
        "token": {
            "catalog": [{"endpoints": endpoints, "id": "image", "name": "glance", "type": "image"}],
            "expires_at": "2099-01-01T00:00:00.000000Z",
            "issued_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "is_domain": False,
            "methods": ["password"],
            "project": {"domain": default, "id": "0123456789abcdef0123456789abcdef", "name": "demo"},
            "roles": [{"id": "member", "name": "member"}],
            "user": {"domain": default, "id": "fedcba9876543210fedcba9876543210", "name": "demo"},
        }
    }
