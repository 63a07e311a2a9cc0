"""Checks an audit trail: as many additions as there should be, each with all that is to be known of it."""

import json
import os
import stat
import sys

path, additions, commit = sys.argv[1:]
with open(path) as file:
    entries = [json.loads(line) for line in file]
keys = ["time", "commit", "file", "line", "action", "image", "member", "outcome", "http_status", "request_id", "user"]


def say(fine, name, *why):
    print("ok" if fine else "not ok", name, *([] if fine else why))


created = [entry for entry in entries if entry["outcome"] == "created"]
say(len(created) == int(additions), "the audit trail has each addition", len(created))
say(all(list(entry) == keys for entry in entries), "each line of the audit trail has its keys in order")
say(all(entry["commit"] == commit for entry in entries), "the audit trail names the commit", entries[:1])
say(all(entry["line"] > 0 and entry["file"] for entry in entries), "the audit trail names the line")
say(all(entry["request_id"] and entry["user"] for entry in entries), "the audit trail names request and user", entries[:1])
say(stat.S_IMODE(os.stat(path).st_mode) == 0o640, "others may not read the audit trail")
