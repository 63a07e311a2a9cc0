"""A reader who types the commands of a document into one shell, and a cloud in memory to type them at."""

import difflib
import json
import os
import re
import secrets
import select
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

PATIENCE = 60
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"
MEMBER_LIMIT = 3
# Images of which the documents tell what goes wrong with them, and how each is.
CONSUMER = "29387fb970918faf04b534e5e8fe4b98"
ODD_IMAGES = {
    "b0a9c4d2-0d8e-4f43-a4a7-4f0e1e3f7a11": {"name": "cirros", "visibility": "public"},
    "c7d1e0f3-5b7a-4a56-8d8b-2f64c0b3a922": {"name": "draft", "visibility": "private"},
    "d4f2a8b6-93c1-4b0e-9f57-6a1d2c8e5b33": {"name": "theirs", "owner": CONSUMER},
}


def pattern(shown):
    """What a document shows, to be matched: `…` is anything in a line, or any lines; a time is any time."""
    parts = []
    for line in trimmed("\n".join(shown)).splitlines():
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            pieces = [re.escape(piece) for piece in re.split(f"…|{TIME}", line)]
            gaps = [".*?" if gap == "…" else TIME for gap in re.findall(f"…|{TIME}", line)] + [""]
            parts.append("".join(piece + gap for piece, gap in zip(pieces, gaps, strict=True)) + r"\n")
    return re.compile("".join(parts))


def difference(shown, output):
    """How output differs from what a document shows."""
    lines = [trimmed(text).splitlines() for text in ("\n".join(shown), output)]
    return "\n".join(difflib.unified_diff(*lines, "shown", "said", lineterm="", n=1))


def trimmed(text):
    """Without blanks that nobody sees, and with a line break at the end of what there is."""
    text = re.sub(r" +$", "", text, flags=re.MULTILINE).strip("\n")
    return text + "\n" if text else ""


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return str(server.getsockname()[1])


class Reader:
    """One shell in a folder of its own, with or without a cloud called `prod`."""

    def __init__(self, folder, has_cloud):
        self.folder, self.has_cloud = folder, has_cloud
        self.port = free_port()
        self.sandbox = None

    def __enter__(self):
        variables = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
        variables |= {"HOME": str(self.folder / "home"), "LANG": "C.UTF-8"}
        (self.folder / "home").mkdir()
        if self.has_cloud:
            self.open_cloud(variables)
            variables["OS_CLOUD"] = "prod"
        self.shell = subprocess.Popen(
            ["bash", "--norc"], cwd=self.folder, env=variables, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        return self

    def __exit__(self, *_):
        os.killpg(self.shell.pid, signal.SIGTERM)
        self.shell.stdin.close()
        self.shell.wait()
        if self.sandbox:
            self.sandbox.terminate()
            self.sandbox.wait()

    def open_cloud(self, variables):
        """Starts a sandbox, puts the odd images into it, and writes it into clouds.yaml."""
        openrc = self.folder / "home/openrc"
        words = [os.environ["GLANCE_SHARE"], "sandbox", "--port", "0", "--manifest", "examples/quickstart"]
        words += ["--member-limit", str(MEMBER_LIMIT), "--env-file", openrc]
        self.sandbox = subprocess.Popen(words, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not (openrc.exists() and openrc.read_text()):
            if self.sandbox.poll() is not None:
                raise SystemExit("the sandbox does not start")
            time.sleep(0.02)
        cloud = dict(re.findall(r"export OS_(\w+)=(.*)", openrc.read_text()))
        add_odd_images(cloud)
        auth = {name.lower(): cloud[name] for name in ("AUTH_URL", "USERNAME", "PASSWORD", "PROJECT_NAME")}
        auth |= {"user_domain_name": "Default", "project_domain_name": "Default"}
        prod = {"auth": auth, "region_name": cloud["REGION_NAME"]}
        clouds = {
            "prod": prod,
            "reader": prod | {"auth": auth | {"username": "demo-reader"}},
            "stale": prod | {"auth": auth | {"password": "not-this-one"}},
            "gone": prod | {"auth": auth | {"auth_url": f"http://127.0.0.1:{self.port}/identity"}},
            "plain": prod | {"auth": auth | {"auth_url": "https" + auth["auth_url"].removeprefix("http")}},
        }
        file = self.folder / "home/.config/openstack/clouds.yaml"
        file.parent.mkdir(parents=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps({"clouds": clouds}))

    def run(self, command, shown=()):
        """Types a command, and `^C` where the document does.

        Returns its exit status and what it said."""
        command = command.replace("9797", self.port)
        end = secrets.token_hex(8)
        typed = f"{{ {command}\n}} </dev/null\n__status=$?; printf '\\n%s %s\\n' {end} $__status; (exit $__status)\n"
        others = self.children()
        self.shell.stdin.write(typed.encode())
        self.shell.stdin.flush()
        said, limit = "", time.monotonic() + PATIENCE
        lines = list(shown)
        awaited = pattern(lines[: lines.index("^C")]) if "^C" in lines else None
        while not (ending := re.search(rf"\n{end} (\d+)\n", said)):
            ready, _, _ = select.select([self.shell.stdout], [], [], 0.1)
            chunk = os.read(self.shell.stdout.fileno(), 1 << 16).decode(errors="replace") if ready else ""
            said += chunk.replace(self.port, "9797")
            if awaited and awaited.fullmatch(trimmed(said)):
                awaited = None
                said += "^C\n"
                for child in self.children() - others:
                    os.kill(child, signal.SIGINT)
            if time.monotonic() > limit or (ready and not chunk):
                return None, said + "\n(and it does not end)"
        return int(ending[1]), trimmed(said[: ending.start() + 1])

    def children(self):
        path = Path(f"/proc/{self.shell.pid}/task/{self.shell.pid}/children")
        return {int(child) for child in path.read_text().split()}


def ask(url, body, token=None):
    """Sends a POST with JSON; returns the answer's header fields."""
    fields = {"Content-Type": "application/json"} | ({"X-Auth-Token": token} if token else {})
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), fields)) as answer:
        return answer.headers


def add_odd_images(cloud):
    """Makes the images that the documents have trouble with, as an administrator of the sandbox."""
    domain = {"name": "Default"}
    user = {"name": "admin", "domain": domain, "password": cloud["PASSWORD"]}
    scope = {"project": {"name": "admin", "domain": domain}}
    identity = {"methods": ["password"], "password": {"user": user}}
    request = {"auth": {"identity": identity, "scope": scope}}
    token = ask(cloud["AUTH_URL"] + "/v3/auth/tokens", request)["X-Subject-Token"]
    images = cloud["AUTH_URL"].removesuffix("/identity") + "/image/v2/images"
    for identifier, image in ODD_IMAGES.items():
        plain = {"id": identifier, "owner": cloud["PROJECT_ID"], "disk_format": "qcow2", "container_format": "bare"}
        ask(images, plain | image, token)
    # Their owner has shared it with us: we see it, and cannot pass it on.
    theirs = next(identifier for identifier, image in ODD_IMAGES.items() if "owner" in image)
    ask(f"{images}/{theirs}/members", {"member": cloud["PROJECT_ID"]}, token)
