"""The test bed's cloud, with images of ours in it."""

import json
import os
import urllib.request
from pathlib import Path

import estate
from measuring import SCRATCH

# The images, those who are to have them, and both as a manifest.
IMAGE_FILE, PROJECT_FILE, MANIFEST = SCRATCH / "cloud.images", SCRATCH / "cloud.projects", SCRATCH / "cloud.yaml"


class Bed:
    """A session of user demo, who owns the images."""

    def __init__(self):
        cloud = json.loads(Path(os.environ["GLANCE_SHARE_TESTBED_CLOUD"]).read_text())
        self.url, self.consumers, self.images = cloud["image_url"], cloud["consumers"], []
        user = cloud["users"]["owner"]
        identity = {
            "methods": ["password"],
            "password": {"user": {"id": user["id"], "password": user["password"]}},
        }
        scope = {"project": {"id": user["project_id"]}}
        answer = self.call("POST", cloud["auth_url"] + "/auth/tokens", {"auth": {"identity": identity, "scope": scope}})
        self.token = answer.headers["X-Subject-Token"]

    def call(self, method, url, body=None, **headers):
        request = urllib.request.Request(
            url,
            json.dumps(body).encode() if body else None,
            {"Content-Type": "application/json", **headers},
            method=method,
        )
        return urllib.request.urlopen(request)

    def new_images(self, count, consumers):
        """Makes images that nobody has yet, and the files that name them and who is to have them."""
        self.forget()
        wanted = {"name": "benchmark", "visibility": "shared", "disk_format": "raw", "container_format": "bare"}
        for _ in range(count):
            with self.call("POST", self.url + "/v2/images", wanted, **{"X-Auth-Token": self.token}) as answer:
                self.images.append(json.load(answer)["id"])
        made = estate.Estate(self.images, self.consumers[:consumers], consumers)
        IMAGE_FILE.write_text("\n".join(made.images))
        PROJECT_FILE.write_text("\n".join(made.projects))
        estate.write_manifest(MANIFEST, made)
        return made

    def forget(self):
        for image in self.images:
            self.call("DELETE", f"{self.url}/v2/images/{image}", **{"X-Auth-Token": self.token}).close()
        self.images = []
