"""A GitLab and a GitHub in memory, as far as comments on a merge request and its plan go; also the `gh` that speaks to it.

forge.py serve FILE PLAN   listens on a free port of loopback, and writes its address to FILE; every commit is that of a
                           merge request whose pipeline has saved PLAN, where there is such a file
forge.py gh ARGUMENT…      `gh api`, at $FORGE
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

OURS = {"id": 7, "login": "github-actions[bot]"}
COMMENTS = []
PLAN = None


def add(author, body):
    COMMENTS.append({"id": 1000 + len(COMMENTS), "author": author, "user": author, "body": body})
    return COMMENTS[-1]


class Forge(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def reply(self, status, value):
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def content(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if "json" in self.headers.get("Content-Type", ""):
            return json.loads(text)
        return {key: values[0] for key, values in parse_qs(text).items()}

    def do_GET(self):
        address = urlsplit(self.path)
        if address.path.endswith("/user"):
            return self.reply(200, OURS)
        if address.path in self.plan_answers():
            return self.reply(200, self.plan_answers()[address.path])
        if address.path.endswith("/artifacts/plan.json"):
            return self.send_file(PLAN)
        query = parse_qs(address.query)
        page, size = int(query.get("page", ["1"])[0]), int(query.get("per_page", ["30"])[0])
        return self.reply(200, COMMENTS[(page - 1) * size : page * size])

    def plan_answers(self):
        """What is known of the merge request that a commit came by, and of its plan."""
        exists = os.path.exists(PLAN)
        # A commit can belong to requests that were never merged, and a request has other artifacts.
        return {
            "/projects/1/repository/commits/0123abcd/merge_requests": [
                {"iid": 1, "state": "closed"}, *([{"iid": 2, "state": "merged"}] if exists else [])],
            "/projects/1/merge_requests/2": {"iid": 2, "head_pipeline": {"id": 30}},
            "/projects/1/pipelines/30/jobs": [
                {"id": 40, "name": "validate", "status": "success"}, {"id": 41, "name": "plan", "status": "success"}],
            "/repos/cloud/images/commits/0123abcd/pulls": [
                {"merged_at": None, "head": {"sha": "eeee"}},
                *([{"merged_at": "2026-03-01T12:00:00Z", "head": {"sha": "ffff"}}] if exists else [])],
            "/repos/cloud/images/actions/artifacts": {"artifacts": [
                {"expired": False, "workflow_run": {"id": 50, "head_sha": "eeee"}},
                {"expired": True, "workflow_run": {"id": 51, "head_sha": "ffff"}},
                {"expired": False, "workflow_run": {"id": 52, "head_sha": "ffff"}}]},
        }

    def send_file(self, path):
        with open(path, "rb") as file:
            content = file.read()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self):
        content = self.content()
        # The test's own door: somebody else comments.
        author = {"id": 8, "login": content["as"]} if "as" in content else OURS
        self.reply(201, add(author, content["body"]))

    def do_PUT(self):
        number = int(re.search(r"\d+$", self.path)[0])
        for comment in COMMENTS:
            if comment["id"] == number:
                comment["body"] = self.content()["body"]
                comment["edited"] = True
                return self.reply(200, comment)
        return self.reply(404, {})

    do_PATCH = do_PUT


def serve(path, plan):
    global PLAN
    PLAN = plan
    server = ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    with open(path + ".new", "w") as file:
        file.write(f"http://127.0.0.1:{server.server_port}")
    os.rename(path + ".new", path)
    server.serve_forever()


def request(method, path, fields=None):
    body = json.dumps(fields).encode() if fields else None
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(
        urllib.request.Request(f"{os.environ['FORGE']}/{path}", data=body, headers=headers, method=method)
    ) as answer:
        return answer.read().decode()


def gh(command, *arguments):
    """`gh api` with the options that the pipeline uses (https://cli.github.com/manual/gh_api)."""
    assert command == "api"
    method, path, fields, query, pages, silent = "GET", None, {}, None, False, False
    words = iter(arguments)
    for word in words:
        match word:
            case "--method":
                method = next(words)
            case "--jq":
                query = next(words)
            case "--field":
                name, _, value = next(words).partition("=")
                fields[name] = open(value[1:]).read() if value.startswith("@") else value
            case "--paginate":
                pages = True
            case "--silent":
                silent = True
            case _:
                assert path is None and not word.startswith("-"), word
                path = word
    page = 1
    while True:
        text = request(method, f"{path}?page={page}" if pages else path, fields)
        if query:
            subprocess.run(["jq", "--raw-output", query], input=text, text=True, check=True)
        elif not silent:
            print(text)
        if not pages or json.loads(text) == []:
            return
        page += 1


if __name__ == "__main__":
    {"serve": serve, "gh": gh}[sys.argv[1]](*sys.argv[2:])
