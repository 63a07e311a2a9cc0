"""Estates of images and projects: manifests that name them, and the lists of members that Glance has of them."""

import json
import random
import uuid
from typing import NamedTuple


class Estate(NamedTuple):
    """Images that are shared with the same number of projects each."""

    images: list[str]
    projects: list[str]
    per_image: int

    @property
    def pairs(self):
        return len(self.images) * self.per_image

    def members(self, number):
        """The projects of an image: neighbouring ones, from another place for each image if there are more of them."""
        start = number % (len(self.projects) - self.per_image + 1)
        return self.projects[start : start + self.per_image]

    def valid(self):
        """What `validate` says of its manifest."""
        return f"valid, {counted(len(self.images), 'image')}, {counted(self.pairs, 'member')}."

    def nothing_to_change(self):
        """What `plan` says where its manifest is carried out."""
        return f"Nothing to change: 0 to add, {self.pairs} in place ({counted(len(self.images), 'image')}"


def counted(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def make(images, per_image):
    """So many images with so many of at least 500 projects each; the same in every run."""
    generator = random.Random(1)

    def identifier():
        return uuid.UUID(int=generator.getrandbits(128), version=4)

    projects = [identifier().hex for _ in range(max(500, per_image))]
    return Estate([str(identifier()) for _ in range(images)], projects, per_image)


def write_manifest(path, estate, numbers=None):
    """Writes a manifest of an estate's images, or of those with these numbers."""
    with path.open("w") as file:
        file.write("version: 1\nimages:\n")
        for number in numbers or range(len(estate.images)):
            file.write(f"  {estate.images[number]}:\n")
            file.writelines(f"    - {project}\n" for project in estate.members(number))
    return path


def write_lists(folder, estate):
    """Writes the list of members of each image to where a web server finds it by the path of the Image API."""
    for number, image in enumerate(estate.images):
        rows = [row(image, project) for project in estate.members(number)]
        path = folder / "v2/images" / image / "members"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"members": rows, "schema": "/v2/schemas/members"}))


def row(image, project):
    """A member as Glance tells of it."""
    return {
        "created_at": "2026-01-01T00:00:00Z",
        "image_id": image,
        "member_id": project,
        "schema": "/v2/schemas/member",
        "status": "accepted",
        "updated_at": "2026-01-01T00:00:00Z",
    }
