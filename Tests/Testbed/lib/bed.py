"""What is random in a bed (ports, passwords), kept in bed.json, and the configuration made of it.

    bed.py write             create what is missing, write the configuration, print it for Bash
    bed.py busy NAME…        exit 0 if the port of one of these services is taken by somebody
    bed.py new-ports         choose all ports again
"""

import json
import os
import random
import secrets
import socket
import string
import sys
from pathlib import Path

state = Path(os.environ["BED_STATE"])
config = Path(os.environ["BED_SCRIPTS"]) / "config"
memory = state / "bed.json"

services = {
    # A list limit of 0 is none.
    "keystone": {"token_seconds": 3600, "list_limit": 0},
    "keystone-short": {"token_seconds": 4, "list_limit": 10},
    "glance": {"member_quota": 128},
    "glance-small": {"member_quota": 5},
}
# What each service listens on. nginx has a second port for those who show a certificate.
ports_of = {name: [name] for name in ["postgres", *services]} | {"nginx": ["nginx", "nginx_client"]}
accounts = ["database", "glance", "admin", "owner", "owner_admin", "reader", "domain_reader", "consumer"]
accounts += ["application_credential", "restricted_application_credential"]


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
    return True


def free_port():
    """Below the range from which the kernel serves outgoing connections: a service that is
    stopped for a while must find its port free again."""
    limits = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(limits.read_text().split()[0]) if limits.exists() else 32768
    while first > 12000:
        port = random.SystemRandom().randrange(10000, first)
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def free_ports(known):
    """All ports, those that are known already among them."""
    names = [name for group in ports_of.values() for name in group]
    ports = {}
    while len(set(ports.values())) < len(names):
        ports = {name: known.get(name) or free_port() for name in names}
    return ports


def load():
    bed = json.loads(memory.read_text()) if memory.exists() else {}
    bed["ports"] = free_ports(bed.get("ports", {}))
    passwords = bed.setdefault("passwords", {})
    for account in accounts:
        passwords.setdefault(account, secrets.token_hex(16))
    bed["urls"] = {name: f"http://127.0.0.1:{bed['ports'][name]}" for name in services}
    bed["urls"]["nginx"] = f"https://127.0.0.1:{bed['ports']['nginx']}"
    return bed


def save(path, text):
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text)
    partial.chmod(0o600)
    partial.replace(path)


def write_configuration(bed):
    for name, own in {**services, "nginx": {}}.items():
        kind = name.split("-")[0]
        file = {"keystone": "keystone.conf", "glance": "glance-api.conf", "nginx": "nginx.conf"}[kind]
        values = {"name": name, "state": state, "venv": state / "venv", **own}
        values["url_self"] = bed["urls"][name]
        for group in ("ports", "passwords", "urls"):
            values |= {f"{group[:-1]}_{key}": value for key, value in bed[group].items()}
        target = state / "etc" / name / file
        target.parent.mkdir(parents=True, exist_ok=True)
        save(target, string.Template((config / file).read_text()).substitute(values))
        if file == "glance-api.conf":
            for directory in ("staging", "tasks", "lock"):
                (state / "store" / name / directory).mkdir(parents=True, exist_ok=True)
    (state / "store" / "images").mkdir(exist_ok=True)
    (state / "run" / "nginx").mkdir(exist_ok=True)


def main(command, *names):
    bed = load()
    if command == "busy":
        ports = [bed["ports"][port] for name in names for port in ports_of[name]]
        sys.exit(0 if any(not is_free(port) for port in ports) else 1)
    if command == "new-ports":
        bed["ports"] = free_ports({})
    save(memory, json.dumps(bed, indent=2) + "\n")
    if command == "write":
        write_configuration(bed)
        for group in ("ports", "passwords", "urls"):
            for key, value in bed[group].items():
                print(f"bed[{group}.{key}]={value}")


if __name__ == "__main__":
    main(*sys.argv[1:])
