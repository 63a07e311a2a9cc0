"""shares.py IMAGES MEMBERS: shares each image of one file with each project of the other by openstacksdk.

As a script does, it lists an image's members and adds those that are missing, one after the other. The cloud is that of
the variables OS_*.
"""

import sys
from pathlib import Path

import openstack


def main():
    images, projects = (Path(name).read_text().split() for name in sys.argv[1:])
    service = openstack.connect().image
    added = 0
    for image in images:
        there = {member.member_id for member in service.members(image)}
        for project in projects:
            if project not in there:
                service.add_member(image, member_id=project)
                added += 1
    print(f"added: {added}")


if __name__ == "__main__":
    main()
