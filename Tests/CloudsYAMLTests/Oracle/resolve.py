"""Resolves configurations as the openstack command does, with openstacksdk's own loader.

Standard input is a list of {"directory", "environment", "arguments"}; standard output is a list of what each comes to:
{"values": …} or {"error": …}. Each is resolved in a child process of its own, since the loader looks for files where it
was imported.
"""

import importlib
import json
import logging
import os
import re
import sys
import warnings

import openstack.config.loader
import openstackclient.shell
import osc_lib.cli.client_config
from osc_lib.api import auth

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
auth.get_options_list()


def named(arguments, kind):
    """A user or a project, as it goes to Keystone: its ID, or its name with a domain."""
    name = "username" if kind == "user" else f"{kind}_name"
    if arguments.get(f"{kind}_id"):
        return f"id:{arguments[f'{kind}_id']}"
    if not arguments.get(name):
        return None
    domain = "id:default"  # where none is said, Keystone has none to look in
    for source in (f"{kind}_domain", "default_domain"):
        if arguments.get(f"{source}_id"):
            domain = f"id:{arguments[f'{source}_id']}"
            break
        if arguments.get(f"{source}_name"):
            domain = f"name:{arguments[f'{source}_name']}"
            break
    return f"name:{arguments[name]} in {domain}"


def scope(arguments):
    project = named(arguments, "project")
    if project:
        return f"project {project}"
    for key in ("domain_id", "domain_name"):
        if arguments.get(key):
            return f"domain {key[7:]}:{arguments[key]}"
    if arguments.get("system_scope"):
        return "system"
    if arguments.get("trust_id"):
        return f"trust {arguments['trust_id']}"
    return "unscoped"


def unversioned(url, version):
    return re.sub(rf"/{version}(\.\d+)?$", "", url.rstrip("/")) if url else None


def values(cloud):
    config = cloud.config
    arguments = config["auth"]
    kind = re.sub("^v3(?=password|token$)", "", config["auth_type"])
    verify, certificate = cloud.get_requests_verify_args()
    interface = cloud.get_interface("image")
    interfaces = interface if isinstance(interface, list) else [interface]
    result = {
        "type": kind,
        "auth_url": unversioned(arguments.get("auth_url"), "v3"),
        "region": cloud.get_region_name("image") or None,
        "interface": ",".join(name.removesuffix("URL") for name in interfaces),
        "override": unversioned(cloud.get_endpoint("image"), "v2"),
        "verify": str(bool(verify)).lower(),
        "cacert": verify if isinstance(verify, str) else None,
        "cert": certificate[0] if isinstance(certificate, tuple) else certificate,
        "key": certificate[1] if isinstance(certificate, tuple) else None,
        "timeout": str(float(config["api_timeout"])) if config.get("api_timeout") else None,
        "service_name": cloud.get_service_name("image"),
        "service_type": cloud.get_service_type("image"),
        "rate": str(float(cloud.get_rate_limit("image"))) if cloud.get_rate_limit("image") else None,
        "concurrency": str(cloud.get_concurrency("image")) if cloud.get_concurrency("image") else None,
        "connect_retries": cloud.get_connect_retries("image"),
        # 5 is what openstacksdk has for itself.
        "status_retries": retries if (retries := cloud.get_status_code_retries("image")) != 5 else None,
    }
    if kind in ("password", "token", "v3oidcclientcredentials", "v3oidcaccesstoken"):
        result["scope"] = scope(arguments)
    if kind == "password":
        result["user"] = named(arguments, "user")
        result["secret"] = arguments.get("password")
    elif kind in ("token", "admin_token"):
        result["secret"] = arguments.get("token")
    elif kind == "v3applicationcredential":
        result["credential"] = arguments.get("application_credential_id")
        if not result["credential"]:
            result["credential"] = arguments.get("application_credential_name")
            result["user"] = named(arguments, "user")
        result["secret"] = arguments.get("application_credential_secret")
    elif kind == "v3oidcclientcredentials":
        result["client"] = arguments.get("client_id")
        result["secret"] = arguments.get("client_secret")
        result["token_endpoint"] = arguments.get("access_token_endpoint") or arguments.get("discovery_endpoint")
    elif kind == "v3oidcaccesstoken":
        result["secret"] = arguments.get("access_token")
    if kind.startswith("v3oidc"):
        result["federation"] = f"{arguments.get('identity_provider')} by {arguments.get('protocol')}"
    if kind in ("admin_token", "none"):
        result["endpoint"] = result.pop("override") or unversioned(arguments.get("endpoint"), "v2")
        result.pop("auth_url", None)
    return {key: str(value) for key, value in result.items() if value is not None}


def resolve(case):
    os.environ.clear()
    os.environ.update(case["environment"])
    os.chdir(case["directory"])
    importlib.reload(openstack.config.loader)
    importlib.reload(osc_lib.cli.client_config)
    shell = openstackclient.shell.OpenStackShell()
    shell.options, _ = shell.parser.parse_known_args(case["arguments"])
    shell._final_defaults()
    loader = osc_lib.cli.client_config.OSC_Config(
        override_defaults={"interface": "public", "auth_type": shell._auth_type}
    )
    return {"values": values(loader.get_one(cloud=shell.options.cloud, argparse=shell.options))}


def in_child(case):
    reader, writer = os.pipe()
    if not os.fork():
        try:
            answer = resolve(case)
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(writer, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = json.load(pipe)
    os.wait()
    return answer


if __name__ == "__main__":
    json.dump([in_child(case) for case in json.load(sys.stdin)], sys.stdout)
