"""Runs configurations with the openstack command and with a program beside it, and compares what each sends.

Usage: wire.py PROGRAM [cases|more|pairs]. Standard output is a list of objects: "about" says what the case is about,
"why" what makes the programs differ, "problem" what is wrong with what they did; "openstack" and "program" are what each
sent and said.

Each run has a directory of its own. In files and variables @/ stands for it, $CLOUD and $TLS for the servers'
addresses, $PROXY for the proxy's, and $PEM for the certificates' directory. A text that begins with -> makes a link.

What is looked at is who proves what to whom, and which image service is asked; looking for versions is not.
"""

import contextlib
import importlib
import io
import json
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import traceback
import warnings

import recorder
import wire_cases
import wire_more
import wire_pairs

IMAGE = "54d63e39-4ee1-4a62-8704-0ae5025a0deb"
MANIFEST = f"version: 1\nimages: {{{IMAGE}: [f6a818c3d4aa458798ed86892e7150c0]}}\n"
AT_ONCE = 4
RUNS = 2  # of the program: what hangs on the order of a hash table must not show
LONGEST = 30


def prepare():
    """Loads what every run of the openstack command needs, so that its children need not."""
    import keystoneauth1.identity
    import keystoneauth1.loading
    import openstack.config.loader
    import openstack.image.v2._proxy
    import openstackclient.image.v2.image
    import openstackclient.shell
    import osc_lib.cli.client_config
    from osc_lib.api import auth

    warnings.simplefilter("ignore")
    auth.get_options_list()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        openstackclient.shell.OpenStackShell().run(["image", "member", "list", "--help"])


def openstack(arguments):
    import openstack.config.loader
    import openstackclient.shell
    import osc_lib.cli.client_config

    # The loader looks for files where it was imported.
    importlib.reload(openstack.config.loader)
    importlib.reload(osc_lib.cli.client_config)
    logging.getLogger().handlers.clear()
    return openstackclient.shell.OpenStackShell().run([*arguments, "image", "member", "list", IMAGE])


class Run:
    """A case in a directory of its own, run by somebody."""

    def __init__(self, root, who, case, places):
        self.who = who
        self.folder = os.path.join(root, who)
        self.arguments = case["arguments"]
        for name in ("work", "home"):
            os.makedirs(os.path.join(self.folder, name))

        def filled(text):
            for name, place in places.items():
                text = text.replace(name, place.replace("WHO", who))
            return text.replace("@/", self.folder + "/")

        for path, text in {"work/sharing.yaml": MANIFEST, **case["files"]}.items():
            path = os.path.join(self.folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if text.startswith("->"):
                os.symlink(text[2:], path)
                continue
            with open(path, "w") as file:
                file.write(filled(text))
        self.environment = {name: filled(value) for name, value in case["environment"].items()}
        self.environment |= {"HOME": os.path.join(self.folder, "home"), "PATH": os.environ.get("PATH", "")}
        self.arguments = [filled(argument) for argument in case["arguments"]]

    def start(self, program):
        self.process = os.fork()
        if self.process:
            return
        try:
            os.chdir(os.path.join(self.folder, "work"))
            os.environ.clear()
            os.environ.update(self.environment)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            said = os.open(os.path.join(self.folder, "said"), os.O_WRONLY | os.O_CREAT)
            os.dup2(said, 1)
            os.dup2(said, 2)
            signal.alarm(LONGEST)
            if program:
                limits = ["--retry-for", "1ms", "--request-timeout", "10s"]
                os.execve(program, [program, "plan", *limits, *self.arguments], os.environ)
            openstack(self.arguments)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)

    def result(self, requests):
        with open(os.path.join(self.folder, "said"), errors="replace") as file:
            said = file.read().replace(self.folder, "@").strip()
        return {"sent": sent(requests.get(self.who, [])), "said": said}


def sent(requests):
    """What counts of a run's requests, a line each, without immediate repetitions."""
    lines = []
    for request in requests:
        path = request["path"]
        if request["method"] == "GET" and not re.search("/(auth/tokens|members|openid-configuration)$", path):
            continue
        line = f"{request['method']} {path}"
        complete(request.get("body"))
        if path.endswith("/auth/tokens") and "body" in request:
            request.pop("X-Auth-Token", None)  # openstack repeats the token that the body exchanges
        rest = {name: value for name, value in request.items() if name not in ("who", "method", "path")}
        if rest:
            line += " " + json.dumps(rest, sort_keys=True)
        if lines[-1:] != [line]:
            lines.append(line)
    return lines


def complete(body):
    """Names the domain that the program takes where none is said: openstack leaves it out, and Keystone refuses."""
    if not isinstance(body, dict) or "auth" not in body:
        return
    identity, scope = body["auth"].get("identity", {}), body["auth"].get("scope", {})
    for named in (
        identity.get("password", {}).get("user", {}),
        identity.get("application_credential", {}).get("user", {}),
        scope.get("project", {}),
    ):
        if "name" in named:
            named.setdefault("domain", {"id": "default"})


def problem(case, theirs, ours):
    """What is wrong with a case; None where nothing is."""
    if any(run["sent"] != ours[0]["sent"] for run in ours):
        return "the program does not send the same every time"
    sent, wanted = ours[0]["sent"], theirs["sent"]
    arrived = any("/members" in line for line in sent + wanted)
    # Where nobody gets to the images, it is no difference that a mistake is told before anything is sent.
    is_same = sent == wanted if arrived else set(sent) <= set(wanted)
    if is_same and case["why"]:
        return "the difference has gone: strike it out"
    if not is_same and not case["why"]:
        return "there is a difference, and nothing says why"
    return None


def run_all(runs):
    """Runs a few at once; the openstack command's in children of this process, which has loaded it already."""
    alive = 0
    for run, program in runs:
        if alive == AT_ONCE:
            os.wait()
            alive -= 1
        run.start(program)
        alive += 1
    for _ in range(alive):
        os.wait()


def main():
    program, table = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "cases"
    cases = {"cases": wire_cases, "more": wire_more, "pairs": wire_pairs}[table].CASES
    root = tempfile.mkdtemp(prefix="wire-")
    try:
        log_path = os.path.join(root, "requests")
        log_file = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        server, port, secure_port = recorder.serve(root, log_file)
        places = {
            "$CLOUD": f"http://127.0.0.1:{port}/WHO",
            "$TLS": f"https://127.0.0.1:{secure_port}/WHO",
            "$PROXY": f"http://127.0.0.1:{port}",
            "$PEM": root,
        }
        try:
            prepare()
            groups = []
            for index, case in enumerate(cases):
                mine = [Run(root, f"{index}-{number}", case, places) for number in range(RUNS)]
                groups.append((Run(root, f"{index}-openstack", case, places), mine))
            # Children that are heavy come first, and the light ones fill in.
            for_openstack = [(theirs, None) for theirs, _ in groups]
            run_all(for_openstack + [(run, program) for _, mine in groups for run in mine])
        finally:
            os.kill(server, signal.SIGKILL)
        requests = {}
        with open(log_path) as file:
            for line in file:
                request = json.loads(line)
                requests.setdefault(request["who"], []).append(request)
        answers = []
        for case, (theirs, mine) in zip(cases, groups):
            openstack_result, results = theirs.result(requests), [run.result(requests) for run in mine]
            answers.append(
                {
                    "about": case["about"],
                    "why": case["why"],
                    "problem": problem(case, openstack_result, results),
                    "openstack": openstack_result,
                    "program": results,
                }
            )
        json.dump(answers, sys.stdout, indent=1)
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
