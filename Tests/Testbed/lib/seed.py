"""Fills Keystone with users, projects and endpoints, and describes the bed in files.

Can be run again: what is there already is found and brought up to date.
The files go to <state>/description; `up` puts them in place once everything answers.
"""

import json
import os
import shlex
from pathlib import Path

from bed import load, save, state
from identity import Identity

small_region, tls_region = "RegionSmall", "RegionTLS"
bed = load()
urls, passwords = bed["urls"], bed["passwords"]
admin = Identity(urls["keystone"]).sign_in("admin", passwords["admin"], "admin")


# Regions, services, endpoints. RegionOne leads to the Glance with 128 members an image, RegionSmall to
# the one with 5, RegionTLS through nginx to the first. The image endpoints have no /v2, as in the field.

for region in ("RegionOne", small_region, tls_region):
    if not any(known["id"] == region for known in admin.call("GET", "/regions")["regions"]):
        admin.call("POST", "/regions", {"region": {"id": region}})

endpoints = {
    ("identity", "RegionOne"): urls["keystone"] + "/v3",
    ("identity", small_region): urls["keystone"] + "/v3",
    ("image", "RegionOne"): urls["glance"],
    ("image", small_region): urls["glance-small"],
    ("identity", tls_region): urls["nginx"] + "/identity/v3",
    ("image", tls_region): urls["nginx"] + "/image",
}
for (kind, region), url in endpoints.items():
    name = {"identity": "keystone", "image": "glance"}[kind]
    service = admin.ensure("services", ["type"], type=kind, name=name)
    for interface in ("public", "internal", "admin"):
        place = {"service_id": service["id"], "interface": interface, "region_id": region}
        admin.ensure("endpoints", list(place), change={"url": url}, **place)


# Projects and users. The users are all in the domain Default, most projects too; the domain Internal has a
# tree of projects, some with tags, some disabled: the same as the sandbox's.

def project(name, domain="default", parent=None, **more):
    place = {"domain_id": domain, "parent_id": parent or domain}
    return admin.ensure("projects", ["name", "domain_id"], name=name, **place, **more)["id"]


roles = {role["name"]: role["id"] for role in admin.call("GET", "/roles")["roles"]}
consumer_names = [f"consumer-{number}" for number in range(1, 25)]
names = ["admin", "service", "demo", "consumer", *consumer_names]
projects = {name: project(name) for name in names}

internal = admin.ensure("domains", ["name"], name="Internal")["id"]
golden = "golden-images"
project("web-prod", tags=[golden, "prod"])
project("web-test", tags=[golden])
platform = project("platform", internal, tags=["prod"])
continuous = project("platform-ci", internal, platform)
project("platform-ci-runners", internal, continuous)
project("platform-old", internal, platform, enabled=False)
data = project("data", internal)
project("data-lake", internal, data, tags=[golden, "prod"])
project("web-prod", internal, tags=[golden, "prod"])
project("billing", internal, tags=["prod"])
project("research", internal, tags=[golden])
project("security", internal, tags=[golden, "not for sale"])
project("archive", internal, tags=[golden], enabled=False)
project("payroll", internal)


def user(name, account, project_name, *role_names):
    # Never changed afterwards: Keystone then revokes even the tokens of the same second to come.
    secret = {"password": passwords[account]}
    made = admin.ensure("users", ["name", "domain_id"], name=name, domain_id="default", **secret)
    for role in role_names:
        path = f"/projects/{projects[project_name]}/users/{made['id']}/roles/{roles[role]}"
        admin.call("PUT", path)
    return {
        "name": name,
        "id": made["id"],
        "password": passwords[account],
        "project_name": project_name,
        "project_id": projects[project_name],
    }


user("glance", "glance", "service", "admin", "service")
users = {
    "owner": user("demo", "owner", "demo", "member"),
    "owner_admin": user("demo-admin", "owner_admin", "demo", "admin"),
    "reader": user("demo-reader", "reader", "demo", "reader"),
    "consumer": user("consumer", "consumer", "consumer", "member"),
    "admin": {
        "name": "admin",
        "id": admin.user_id,
        "password": passwords["admin"],
        "project_name": "admin",
        "project_id": projects["admin"],
    },
}

# Somebody who looks projects up in the domain Internal, and does nothing else.
users["domain_reader"] = user("domain-reader", "domain_reader", "demo") | {"project_id": "", "project_name": ""}
admin.call("PUT", f"/domains/{internal}/users/{users['domain_reader']['id']}/roles/{roles['reader']}")


# Application credentials of demo: one that may do what demo may, one that may only look and share.

demo = Identity(urls["keystone"]).sign_in("demo", passwords["owner"], "demo")
demo_credentials = f"/users/{demo.user_id}/application_credentials"
look_and_share = [
    {"service": "image", "method": "GET", "path": "/v2/images"},
    {"service": "image", "method": "GET", "path": "/v2/images/**"},
    {"service": "image", "method": "GET", "path": "/v2/images/*/members"},
    {"service": "image", "method": "POST", "path": "/v2/images/*/members"},
]


def application_credential(name, account, **more):
    for known in demo.call("GET", demo_credentials)["application_credentials"]:
        if known["name"] == name:
            demo.call("DELETE", f"{demo_credentials}/{known['id']}")
    wanted = {"name": name, "secret": passwords[account], "unrestricted": False, **more}
    made = demo.call("POST", demo_credentials, {"application_credential": wanted})
    made = made["application_credential"]
    return {"id": made["id"], "secret": passwords[account], "name": name}


application = application_credential("glance-share", "application_credential")
restricted = application_credential(
    "glance-share-restricted", "restricted_application_credential", access_rules=look_and_share
)


# The description, in three languages: JSON for the tests, a shell's, and OpenStack's own.

auth_url, short_auth_url = urls["keystone"] + "/v3", urls["keystone-short"] + "/v3"
tls_auth_url, tls = urls["nginx"] + "/identity", state / "tls"
# The same behind the port that asks for a certificate.
tls_client_url = f"https://127.0.0.1:{bed['ports']['nginx_client']}"
cloud = {
    "kind": "openstack",
    "auth_url": auth_url,
    "short_auth_url": short_auth_url,
    "region": "RegionOne",
    "small_region": small_region,
    "image_url": urls["glance"],
    "small_image_url": urls["glance-small"],
    "tls_region": tls_region,
    "tls_auth_url": tls_auth_url,
    "tls_image_url": urls["nginx"] + "/image",
    "tls_client_auth_url": tls_client_url + "/identity",
    "tls_client_image_url": tls_client_url + "/image",
    "ca_file": str(tls / "ca.pem"),
    "client_certificate": str(tls / "client.pem"),
    "client_key": str(tls / "client.key"),
    "domain_id": "default",
    "projects": projects,
    "users": users,
    "consumers": [projects[name] for name in consumer_names],
    "application_credential": application,
    "restricted_application_credential": {**restricted, "access_rules": look_and_share},
    "openstack_command": str(state / "bin" / "openstack"),
    "state": str(state),
    "services": {
        name: {
            "url": url,
            "pid_file": str(state / "run" / f"{name}.pid"),
            "log": str(state / "log" / f"{name}.log"),
        }
        for name, url in urls.items()
    },
}


def password_auth(account, url=auth_url):
    return {
        "auth_url": url,
        "username": account["name"],
        "password": account["password"],
        "project_name": account["project_name"],
        "user_domain_id": "default",
        "project_domain_id": "default",
    }


def entry(auth, region="RegionOne", **more):
    return {"auth": auth, "region_name": region, "identity_api_version": "3", **more}


def credential_entry(credential):
    auth = {
        "auth_url": auth_url,
        "application_credential_id": credential["id"],
        "application_credential_secret": credential["secret"],
    }
    return entry(auth, auth_type="v3applicationcredential")


owner = users["owner"]
clouds = {
    "demo": entry(password_auth(owner)),
    "demo-admin": entry(password_auth(users["owner_admin"])),
    "demo-reader": entry(password_auth(users["reader"])),
    "consumer": entry(password_auth(users["consumer"])),
    "admin": entry(password_auth(users["admin"])),
    "demo-small": entry(password_auth(owner), small_region),
    "demo-short": entry(password_auth(owner, short_auth_url)),
    "demo-tls": entry(password_auth(owner, tls_auth_url), tls_region, cacert=str(tls / "ca.pem")),
    "demo-application": credential_entry(application),
    "demo-restricted": credential_entry(restricted),
}
variables = {"OS_IDENTITY_API_VERSION": "3", "OS_AUTH_TYPE": "password", "OS_REGION_NAME": "RegionOne"}
variables |= {f"OS_{key.upper()}": value for key, value in password_auth(owner).items()}

description = state / "description"
description.mkdir(exist_ok=True)
save(description / "cloud.json", json.dumps(cloud, indent=2) + "\n")
save(description / "clouds.yaml", json.dumps({"clouds": clouds}, indent=2) + "\n")
exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
save(description / "demo.env", exports)
