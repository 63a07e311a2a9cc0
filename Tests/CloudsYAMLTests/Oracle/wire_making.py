"""Makes the cases of wire_cases.py and wire_pairs.py: configurations by a few words."""

HOME = "home/.config/openstack/"
OPENRC = {
    "OS_AUTH_URL": "$CLOUD/identity/v3",
    "OS_USERNAME": "demo",
    "OS_PASSWORD": "s",
    "OS_PROJECT_NAME": "web",
    "OS_USER_DOMAIN_NAME": "Default",
    "OS_PROJECT_DOMAIN_NAME": "Default",
}
AUTH = {"auth_url": "$CLOUD/identity/v3", "username": "demo", "password": "s", "project_name": "web"}


def case(about, files=None, environment=None, arguments="", why=None):
    return {
        "about": about,
        "files": files or {},
        "environment": environment or {},
        "arguments": arguments.split(),
        "why": why,
    }


def openrc(about, arguments="", why=None, **changes):
    """Variables alone; None takes one away."""
    environment = {**OPENRC, **changes}
    return case(about, None, {name: value for name, value in environment.items() if value is not None}, arguments, why)


def cloud(*lines, **auth):
    """A clouds.yaml with one cloud; None takes an auth setting away, and underscores stay as they are."""
    settings = {name: value for name, value in {**AUTH, **auth}.items() if value is not None}
    inner = "".join(f'      {name}: "{value}"\n' for name, value in settings.items())
    return f"clouds:\n  prod:\n    auth:\n{inner}" + "".join(f"    {line}\n" for line in lines)


def written(about, clouds, environment=None, arguments="", why=None, secure=None, profiles=None, more=None):
    """A cloud of a clouds.yaml in the user's configuration."""
    named = {"clouds.yaml": clouds, "secure.yaml": secure, "clouds-public.yaml": profiles}
    files = {HOME + name: text for name, text in named.items() if text is not None}
    return case(about, {**files, **(more or {})}, environment, arguments, why)


def secure(*lines, **auth):
    """A secure.yaml for the same cloud."""
    inner = "".join(f'      {name}: "{value}"\n' for name, value in auth.items())
    return "clouds:\n  prod:\n" + (f"    auth:\n{inner}" if auth else "") + "".join(f"    {line}\n" for line in lines)


PROD = {"OS_CLOUD": "prod"}
EMPTY = "an empty text is no setting; openstack takes it for one, and then has none"
OVERLOOKED = "openstack overlooks this variable where a cloud is named; here each variable counts everywhere"
PROFILE = "public-clouds:\n  ours:\n    auth: {auth_url: $CLOUD/identity/v3}\n    %s\n"


def with_profile(about, profile, *lines, why=None, environment=None, arguments=""):
    return written(
        about, cloud("profile: ours", *lines, auth_url=None), environment, arguments, why, profiles=PROFILE % profile
    )


def both_ways(about, one, other, why=None, **auth):
    return [
        written(f"{about}, {order}", cloud(*pair, **auth), why=why)
        for order, pair in (("one first", (one, other)), ("the other first", (other, one)))
    ]


def in_auth(about, clouds_lines, why=None):
    lines = "".join(f"      {line}\n" for line in clouds_lines)
    return written(about, f"clouds:\n  prod:\n    auth:\n{lines}", why=why)


FEDERATED = {
    "OS_AUTH_URL": "$CLOUD/identity/v3",
    "OS_AUTH_TYPE": "v3oidcclientcredentials",
    "OS_IDENTITY_PROVIDER": "provider",
    "OS_PROTOCOL": "openid",
    "OS_CLIENT_ID": "client",
    "OS_CLIENT_SECRET": "cs",
    "OS_PROJECT_NAME": "web",
    "OS_PROJECT_DOMAIN_NAME": "Default",
}


def federated(about, why=None, **more):
    return case(about, None, {**FEDERATED, **more}, why=why)


PLAIN_AUTH = ["auth_url: $CLOUD/identity/v3", "username: demo", "password: s", "project_name: web"]
OTHER = "$CLOUD/other/identity/v3"
