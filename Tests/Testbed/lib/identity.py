"""The little of Keystone's API that seeding needs, over one kept connection."""

import http.client
import json
import urllib.parse


class Refused(Exception):
    pass


class Identity:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        self.token = None
        self.user_id = None

    def sign_in(self, user, password, project):
        domain = {"id": "default"}
        identity = {
            "methods": ["password"],
            "password": {"user": {"name": user, "domain": domain, "password": password}},
        }
        scope = {"project": {"name": project, "domain": domain}}
        self.token = None
        answer = self.call("POST", "/auth/tokens", {"auth": {"identity": identity, "scope": scope}})
        self.user_id = answer["token"]["user"]["id"]
        return self

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.token:
            headers["X-Auth-Token"] = self.token
        payload = None if body is None else json.dumps(body)
        self.connection.request(method, "/v3" + path, payload, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status >= 300:
            raise Refused(f"{method} {path}: {response.status} {text}")
        if path == "/auth/tokens":
            self.token = response.headers["X-Subject-Token"]
        return json.loads(text) if text else None

    def find(self, kind, **query):
        """The only one of its kind that fits, or nothing."""
        answer = self.call("GET", f"/{kind}?" + urllib.parse.urlencode(query))
        found = answer[kind]
        return found[0] if found else None

    def ensure(self, kind, key, change=None, **value):
        """Finds it by `key`, or makes it; then whatever differs in `change` is set."""
        single = kind[:-1]
        query = {name: value[name] for name in key}
        found = self.find(kind, **query)
        if found is None:
            return self.call("POST", f"/{kind}", {single: {**value, **(change or {})}})[single]
        if change:
            path = f"/{kind}/{found['id']}"
            found = self.call("PATCH", path, {single: change})[single]
        return found
