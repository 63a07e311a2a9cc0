"""More configurations of the same kinds as those of wire_cases.py: too many for every run of the tests."""

from wire_making import HOME, OPENRC, PROD, case, cloud, federated, openrc, secure, with_profile, written

GUESSED = "an application credential or a token that stands alone is what is meant; openstack wants a password"
LEFT_OVER = "what is left over beside the credential is in nobody's way; openstack stumbles over it"
DEFAULT = "a default domain counts whatever the version; openstack wants OS_IDENTITY_API_VERSION=3 with it"
TOLD = "an error here; openstack goes on"
CRASH = "openstack crashes"
APPLICATION = "auth_url: $CLOUD/identity/v3, application_credential_id: c, application_credential_secret: cs"
TLS = {"auth_url": "$TLS/identity/v3"}


def plain(about, auth, kind=None, environment=None, why=None):
    kind = f"auth_type: {kind}, " if kind else ""
    return written(about, "clouds: {prod: {%sauth: {%s}}}\n" % (kind, auth), environment, why=why)


def named(about, *lines, why=None, variables=None, arguments="", **auth):
    """A cloud with more lines, named by its variable beside other variables."""
    return written(about, cloud(*lines, **auth), {**PROD, **(variables or {})}, arguments, why)


def endpoint(text, why=None):
    return named(f"the image endpoint {text}", f"image_endpoint_override: {text}", why=why)


CASES = [
    # IDs and names of one kind.
    named(
        "OS_PROJECT_NAME beside a project's ID", variables={"OS_PROJECT_NAME": "n"}, project_name=None, project_id="p"
    ),
    named("OS_PROJECT_ID beside a project's name", variables={"OS_PROJECT_ID": "n"}),
    named("OS_USER_ID beside a user's name", variables={"OS_USER_ID": "u"}),
    named("OS_USERNAME beside a user's ID", variables={"OS_USERNAME": "n"}, username=None, user_id="u"),
    named("OS_USER_DOMAIN_NAME beside an ID", variables={"OS_USER_DOMAIN_NAME": "N"}, user_domain_id="d"),
    named("OS_PROJECT_DOMAIN_ID beside a name", variables={"OS_PROJECT_DOMAIN_ID": "i"}, project_domain_name="D"),
    # Domains.
    named("OS_DEFAULT_DOMAIN", variables={"OS_DEFAULT_DOMAIN": "dd", "OS_IDENTITY_API_VERSION": "3"}),
    named("OS_DEFAULT_DOMAIN without a version", variables={"OS_DEFAULT_DOMAIN": "dd"}, why=DEFAULT),
    named("a default domain by its ID", default_domain_id="dd"),
    named("a default domain by its name", default_domain_name="dd"),
    named("OS_DOMAIN_NAME for both", variables={"OS_DOMAIN_NAME": "Users"}),
    named("one domain for both", domain_id="d"),
    named("one domain for both, beside auth", "domain_id: d"),
    named("one domain for the one that has none", domain_id="d", user_domain_name="x"),
    # Regions and interfaces.
    named("a region's values with dashes", "regions: [{name: One, values: {image-endpoint-override: $CLOUD/r/image}}]"),
    named("a region's project with dashes", "regions: [{name: One, values: {auth: {project-name: r}}}]"),
    named("a region with more than values", "regions: [{name: One, value: {interface: admin}}]"),
    named("regions and a region", "regions: [One, Two]", "region_name: Two"),
    named("a region that is not in the catalog", "region_name: Three"),
    named("a region that is not the cloud's", "region_name: One", arguments="--os-region-name Two"),
    named("OS_REGION_NAME that is not the cloud's", "region_name: One", variables={"OS_REGION_NAME": "Two"}),
    named("an image region", "region_name: One", "image_region_name: Two"),
    named("an interface by its old name", "interface: adminURL"),
    named("interfaces", "interface: [admin, internal]"),
    named("an interface in capitals", "interface: Internal"),
    openrc("OS_INTERFACE by its old name", OS_INTERFACE="internalURL"),
    # Profiles.
    with_profile("a profile's regions", "regions: [Two, One]"),
    with_profile("a profile's regions, one as a flag", "regions: [Two, One]", arguments="--os-region-name One"),
    with_profile("a profile's regions with values", "regions: [{name: Two, values: {interface: admin}}, One]"),
    with_profile("a profile's region and the cloud's", "regions: [Two]", "region_name: One"),
    with_profile("a profile's user beside auth", "username: theirs"),
    named("an empty profile", 'profile: ""'),
    # secure.yaml.
    written("a cloud that only secure.yaml has", "clouds: {}\n", secure=cloud()),
    written("a cloud that both have", cloud(), secure=cloud("region_name: Two", username="apart")),
    written("an empty region in secure.yaml", cloud("region_name: Two"), secure=secure('region_name: ""')),
    written("another cloud's secret", cloud(), PROD, secure="clouds: {other: {auth: {password: x}}}\n"),
    case(
        "secure.json",
        {
            HOME + "clouds.yaml": cloud(password=None),
            HOME + "secure.json": '{"clouds": {"prod": {"auth": {"password": "j"}}}}',
        },
    ),
    # Credentials.
    plain("an application credential", APPLICATION, "v3applicationcredential"),
    plain("an application credential without its type", APPLICATION, why=GUESSED),
    plain(
        "an application credential and a project",
        APPLICATION + ", project_name: x",
        "v3applicationcredential",
        why=LEFT_OVER,
    ),
    plain(
        "an application credential and another user's variables",
        APPLICATION,
        "v3applicationcredential",
        {**PROD, "OS_USERNAME": "u", "OS_PASSWORD": "p"},
        why=LEFT_OVER,
    ),
    plain(
        "an application credential by its name",
        "auth_url: $CLOUD/identity/v3, application_credential_name: c, "
        "application_credential_secret: cs, username: u, user_domain_name: D",
        "v3applicationcredential",
    ),
    plain("a token", "auth_url: $CLOUD/identity/v3, token: t, project_id: p", "v3token"),
    plain("a token by its older name", "auth_url: $CLOUD/identity/v3, auth-token: t, project_id: p", "token"),
    plain("a token without its type", "auth_url: $CLOUD/identity/v3, token: t, project_id: p", why=GUESSED),
    plain(
        "a token without a scope",
        "auth_url: $CLOUD/identity/v3, token: t",
        "token",
        why="to exchange it would lose the project that it has",
    ),
    plain("a given token", "endpoint: $CLOUD/own/image/v2, token: t", "admin_token"),
    plain("no authentication", "endpoint: $CLOUD/own/image", "none", why="openstack sends a token that says notused"),
    named("the system", project_name=None, system_scope="all", why="images belong to projects"),
    named("a trust", project_name=None, trust_id="t"),
    named("blanks around a password", password=" s "),
    federated("an access token", OS_AUTH_TYPE="v3oidcaccesstoken", OS_ACCESS_TOKEN="at"),
    federated("a project by its ID", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token", OS_PROJECT_ID="p"),
    federated("an endpoint with a slash", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token/"),
    federated("a provider with a blank", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token", OS_IDENTITY_PROVIDER="my own"),
    federated("a secret with signs", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token", OS_CLIENT_SECRET="p%+: "),
    federated(
        "both endpoints",
        OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token",
        OS_DISCOVERY_ENDPOINT="$CLOUD/idp/.well-known/openid-configuration",
        why="the document is not needed, and openstack reads it all the same",
    ),
    # Addresses.
    endpoint("$CLOUD/own/image/"),
    endpoint("$CLOUD/own/image/v2/"),
    endpoint("$CLOUD/%(project_id)s/image", why="openstack fills in what is in the catalog only"),
    named("an image endpoint by its short name", "image_endpoint: $CLOUD/own/image"),
    named(
        "an image endpoint by both names", "image_endpoint: $CLOUD/a/image", "image_endpoint_override: $CLOUD/b/image"
    ),
    named("Keystone with a slash", auth_url="$CLOUD/identity/v3/"),
    named("Keystone's whole path", auth_url="$CLOUD/identity/v3/auth/tokens", why="what is meant is plain"),
    # Certificates.
    written(
        "an authority in the home directory", cloud("cacert: ~/ca.pem", **TLS), more={"home/ca.pem": "->../../ca.pem"}
    ),
    written(
        "an authority in the working directory", cloud("cacert: ca.pem", **TLS), more={"work/ca.pem": "->../../ca.pem"}
    ),
    named("verify: a path", "verify: $PEM/ca.pem", **TLS, why=TOLD),
    named("verify: no", "verify: no", **TLS),
    named("verify: 'false'", "verify: 'false'", **TLS, why="openstack takes it for a file's name"),
    named("verify: false and insecure: false", "verify: false", "insecure: false", **TLS),
    named("verify: true and insecure: true", "verify: true", "insecure: true", **TLS),
    named("OS_CACERT over another", "cacert: $PEM/other.pem", variables={"OS_CACERT": "$PEM/ca.pem"}, **TLS),
    named("--os-cacert over another", "cacert: $PEM/other.pem", arguments="--os-cacert $PEM/ca.pem", **TLS),
    # Proxies.
    openrc("a proxy for everything", ALL_PROXY="$PROXY"),
    openrc("a proxy, and an exception for another port", all_proxy="$PROXY", no_proxy="127.0.0.1:1"),
    openrc("a proxy in small and in capital letters", http_proxy="$PROXY", HTTP_PROXY="http://127.0.0.1:1"),
    openrc("a proxy for https only", HTTPS_PROXY="$PROXY"),
    # Which cloud.
    case("a region alone", {HOME + "clouds.yaml": cloud("region_name: One")}, {"OS_REGION_NAME": "One"}),
    case("an empty OS_CLOUD", {HOME + "clouds.yaml": cloud()}, {"OS_CLOUD": ""}),
    case("the cloud of the variables", {HOME + "clouds.yaml": cloud()}, {**OPENRC, "OS_CLOUD": "envvars"}),
    case(
        "the cloud of the variables by a name",
        {HOME + "clouds.yaml": cloud()},
        {**OPENRC, "OS_CLOUD": "mine", "OS_CLOUD_NAME": "mine"},
    ),
    case(
        "the cloud of the variables by a name that is taken",
        {HOME + "clouds.yaml": cloud()},
        {**OPENRC, "OS_CLOUD_NAME": "prod"},
    ),
    case(
        "--os-cloud over OS_CLOUD",
        {HOME + "clouds.yaml": cloud() + "  other: {}\n"},
        {"OS_CLOUD": "other"},
        "--os-cloud prod",
    ),
    case("two clouds, and none is named", {HOME + "clouds.yaml": cloud() + "  other: {}\n"}),
    case("a variable that is none of a cloud's", {HOME + "clouds.yaml": cloud()}, {"OS_IDENTITY_API_VERSION": "3"}),
    case("no clouds", {HOME + "clouds.yaml": "clouds:\n"}, OPENRC, why=CRASH),
    case("other things than clouds", {HOME + "clouds.yaml": "cache: {}\n"}, OPENRC),
    case(
        "a file by its variable",
        {"e.conf": cloud("region_name: Two"), HOME + "clouds.yaml": cloud()},
        {"OS_CLIENT_CONFIG_FILE": "@/e.conf"},
    ),
]
