"""The configurations that both programs are run with, and why they differ where they do.

A case is about something, has files, variables and arguments, and says in `why` what makes the program do otherwise
than the openstack command; without it, both have to send the same.
"""

from wire_making import (
    AUTH,
    EMPTY,
    both_ways,
    case,
    cloud,
    federated,
    HOME,
    in_auth,
    OPENRC,
    openrc,
    OTHER,
    OVERLOOKED,
    PLAIN_AUTH,
    PROD,
    secure,
    with_profile,
    written,
)

STRICTER = "an interface that no cloud has is told, and not looked for"
LATEST = "what is written last counts, with a warning; openstack has an order of its own for these names"
LAYER = "secure.yaml, variables and flags win also over another name of the setting; openstack then goes by the name"
YES = "who writes 1 or 'yes' means it, and every run warns"
VERSION = "there are no versions to choose from any more, and openstack then takes other commands and fields"
BROKEN = "openstack goes on to the next file, whatever cloud that leads to"

CASES = [
    # A cloud, simply.
    openrc("an openrc file"),
    openrc("an openrc file without domains", OS_USER_DOMAIN_NAME=None, OS_PROJECT_DOMAIN_NAME=None),
    openrc("Keystone without a version", OS_AUTH_URL="$CLOUD/identity"),
    written("the only cloud", cloud()),
    written("a region", cloud("region_name: Two")),
    written("an interface", cloud("interface: internal")),
    written("interfaces in order", cloud("interface: [nowhere, internal]"), why=STRICTER),
    written("an image endpoint", cloud("image_endpoint_override: $CLOUD/own/image")),
    written("an image endpoint with its version", cloud("image_endpoint_override: $CLOUD/own/image/v2")),
    written("a secret apart", cloud(password=None), secure=secure(password="apart")),
    written("a service by name and type", cloud("image_service_type: imagery", "image_service_name: photos")),
    written("regions with values", cloud("regions:\n    - {name: One, values: {interface: internal}}\n    - Two")),
    written(
        "regions with values, the other",
        cloud("regions: [One, {name: Two, values: {interface: admin}}]"),
        arguments="--os-region-name Two",
    ),
    with_profile("a profile", "region_name: Two"),
    # One key in two spellings.
    *both_ways("auth_url and auth-url beside auth", f"auth_url: {OTHER}", "auth-url: $CLOUD/third/identity/v3"),
    *both_ways("region_name and region-name", "region_name: One", "region-name: Two"),
    *both_ways(
        "an endpoint in two spellings",
        "image_endpoint_override: $CLOUD/a/image",
        "image-endpoint-override: $CLOUD/b/image",
    ),
    written("project_name and project-name beside auth", cloud("project_name: a", "project-name: b")),
    written("project-name and project_name beside auth", cloud("project-name: b", "project_name: a"), why=LATEST),
    in_auth("auth_url and auth-url in auth", [*PLAIN_AUTH, f"auth-url: {OTHER}"]),
    in_auth("auth-url and auth_url in auth", [f"auth-url: {OTHER}", *PLAIN_AUTH]),
    in_auth("project_name and project-name in auth", [*PLAIN_AUTH, "project-name: dashed"]),
    in_auth("project-name and project_name in auth", ["project-name: dashed", *PLAIN_AUTH], why=LATEST),
    in_auth("username and user-name in auth", [*PLAIN_AUTH, "user-name: dashed"]),
    written("a key in another spelling in secure.yaml", cloud(), secure=secure(**{"auth-url": OTHER})),
    written(
        "a key in another spelling in secure.yaml, the other way",
        cloud(auth_url=None, **{"auth-url": OTHER}),
        secure=secure(auth_url=AUTH["auth_url"]),
    ),
    written(
        "a project in another spelling in secure.yaml",
        cloud(project_name=None, **{"project-name": "dashed"}),
        secure=secure(project_name="apart"),
        why=LATEST,
    ),
    openrc("OS_USERNAME beside OS_Username", OS_Username="other"),
    openrc("OS_Username alone", OS_USERNAME=None, OS_Username="other"),
    # Nothing in it.
    *(written(f"an empty {key} beside auth", cloud(f'{key}: ""')) for key in ("auth_url", "username", "password")),
    written("an empty project beside auth", cloud('project_name: ""', 'project_id: ""'), why=EMPTY),
    written("an empty password in secure.yaml", cloud(), secure=secure(password=""), why=EMPTY),
    written("an empty user in secure.yaml", cloud(), secure=secure('username: ""')),
    written("an empty region", cloud('region_name: ""')),
    written(
        "an empty region, and one as a flag", cloud('region_name: ""'), arguments="--os-region-name Two", why=EMPTY
    ),
    written("no regions", cloud("regions: []")),
    with_profile("an empty region over a profile's", "region_name: Two", 'region_name: ""'),
    with_profile("an empty interface over a profile's", "interface: internal", 'interface: ""', why=EMPTY),
    with_profile("an empty address over a profile's", "region_name: Two", 'auth_url: ""'),
    with_profile(
        "an empty image endpoint over a profile's",
        "image_endpoint_override: $CLOUD/own/image",
        'image_endpoint_override: ""',
        why=EMPTY,
    ),
    written("an empty domain", cloud(user_domain_name="", project_domain_id="")),
    written("an empty image interface", cloud("interface: internal", 'image_interface: ""'), why=EMPTY),
    written("an empty image region", cloud("region_name: Two", 'image_region_name: ""'), why=EMPTY),
    openrc("empty variables", OS_PROJECT_ID="", OS_REGION_NAME="", OS_TENANT_NAME="", OS_INTERFACE="", OS_CACERT=""),
    written(
        "empty variables beside a cloud", cloud("region_name: Two"), {**PROD, "OS_REGION_NAME": "", "OS_USERNAME": ""}
    ),
    case("an empty clouds.yaml beside an openrc file", {HOME + "clouds.yaml": ""}, OPENRC),
    case("a clouds.yaml of comments beside an openrc file", {HOME + "clouds.yaml": "# nothing yet\n---\n"}, OPENRC),
    case("an empty secure.yaml", {HOME + "clouds.yaml": cloud(), HOME + "secure.yaml": "\n"}),
    case("no file, by its variable", {HOME + "clouds.yaml": cloud()}, {**OPENRC, "OS_CLIENT_CONFIG_FILE": "/dev/null"}),
    # Older names.
    *(
        written(f"{name} with a named cloud", cloud(), {**PROD, name: "older"})
        for name in ("OS_TENANT_NAME", "OS_TENANT_ID")
    ),
    written(
        "OS_TENANT_ID over a project's ID",
        cloud(project_name=None, project_id="mine"),
        {**PROD, "OS_TENANT_ID": "older"},
    ),
    written(
        "OS_TENANT_NAME and OS_PROJECT_NAME", cloud(), {**PROD, "OS_TENANT_NAME": "older", "OS_PROJECT_NAME": "newer"}
    ),
    written(
        "a tenant in the file, a project in a variable",
        cloud(project_name=None, tenant_name="older"),
        {**PROD, "OS_PROJECT_NAME": "newer"},
    ),
    written("a tenant beside auth, a project in it", cloud("tenant_name: older")),
    written("a tenant in secure.yaml", cloud(), secure=secure(tenant_name="older"), why=LAYER),
    written(
        "endpoint_type in the file, OS_INTERFACE",
        cloud("endpoint_type: internal"),
        {**PROD, "OS_INTERFACE": "admin"},
        why=LAYER,
    ),
    written(
        "endpoint_type in the file, --os-interface",
        cloud("endpoint_type: internal"),
        arguments="--os-interface admin",
        why=LAYER,
    ),
    written(
        "OS_ENDPOINT_TYPE with a named cloud",
        cloud("interface: internal"),
        {**PROD, "OS_ENDPOINT_TYPE": "admin"},
        why=OVERLOOKED,
    ),
    openrc("OS_ENDPOINT_TYPE", OS_ENDPOINT_TYPE="internalURL"),
    # The region in texts.
    written("the region in a service's name", cloud("region_name: Two", 'image_service_name: "glance-{region_name}"')),
    written("the region in an address", cloud("region_name: Two", auth_url="$CLOUD/{region_name}/identity/v3")),
    written(
        "the region in an image endpoint",
        cloud("region_name: Two", 'image_endpoint_override: "$CLOUD/{region_name}/image"'),
    ),
    written(
        "the region in the authority's path",
        cloud(
            "region_name: ca", 'cacert: "$PEM/{region_name}.pem"', "image_region_name: One", auth_url="$TLS/identity/v3"
        ),
    ),
    written("the region in a project's name", cloud("region_name: Two", project_name="web-{region_name}")),
    written("braces in a password", cloud(password="{region_name}")),
    # Federation.
    federated("a client of an identity provider", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token"),
    federated("an endpoint with a query", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token?p=policy&v=2"),
    federated("a discovery document", OS_DISCOVERY_ENDPOINT="$CLOUD/idp/.well-known/openid-configuration"),
    federated(
        "a discovery document with a query", OS_DISCOVERY_ENDPOINT="$CLOUD/idp/.well-known/openid-configuration?v=2"
    ),
    federated("an identity token", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token", OS_ACCESS_TOKEN_TYPE="id_token"),
    federated("another scope", OS_ACCESS_TOKEN_ENDPOINT="$CLOUD/idp/token", OS_OPENID_SCOPE="openid email"),
    # Other proofs.
    openrc(
        "an application credential",
        OS_AUTH_TYPE="v3applicationcredential",
        OS_APPLICATION_CREDENTIAL_ID="c",
        OS_APPLICATION_CREDENTIAL_SECRET="cs",
        OS_PROJECT_NAME=None,
        OS_USERNAME=None,
        OS_PASSWORD=None,
    ),
    written(
        "an application credential of the environment",
        cloud(),
        {**PROD, "OS_APPLICATION_CREDENTIAL_ID": "c", "OS_APPLICATION_CREDENTIAL_SECRET": "cs"},
        why="who sets one in this very shell wants it used; openstack goes on with the password",
    ),
    openrc("a token", OS_AUTH_TYPE="token", OS_TOKEN="t", OS_USER_DOMAIN_NAME=None),
    openrc("a trust", OS_PROJECT_NAME=None, OS_PROJECT_DOMAIN_NAME=None, OS_TRUST_ID="trust"),
    openrc(
        "a domain",
        OS_PROJECT_NAME=None,
        OS_DOMAIN_NAME="Users",
        why="images belong to projects: nothing is asked of an image service without one",
    ),
    openrc("no scope", OS_PROJECT_NAME=None),
    # Certificates.
    written("an authority", cloud("cacert: $PEM/ca.pem", auth_url="$TLS/identity/v3")),
    written("another authority", cloud("cacert: $PEM/other.pem", auth_url="$TLS/identity/v3")),
    written("no authority", cloud(auth_url="$TLS/identity/v3")),
    written(
        "an authority of requests' own",
        cloud(auth_url="$TLS/identity/v3"),
        {**PROD, "REQUESTS_CA_BUNDLE": "$PEM/ca.pem"},
        why="only what is said to this program counts: cacert, OS_CACERT",
    ),
    written("no verification", cloud("verify: false", auth_url="$TLS/identity/v3")),
    written("insecure: yes", cloud("insecure: yes", auth_url="$TLS/identity/v3")),
    written("insecure: 'yes'", cloud("insecure: 'yes'", auth_url="$TLS/identity/v3"), why=YES),
    written(
        "OS_INSECURE=true with a named cloud",
        cloud(auth_url="$TLS/identity/v3"),
        {**PROD, "OS_INSECURE": "true"},
        why=OVERLOOKED,
    ),
    openrc("OS_INSECURE=1", OS_AUTH_URL="$TLS/identity/v3", OS_INSECURE="1", why=YES),
    written(
        "a client certificate",
        cloud("cacert: $PEM/ca.pem", "cert: $PEM/client.pem", "key: $PEM/client.key", auth_url="$TLS/identity/v3"),
    ),
    written(
        "a client certificate with its key",
        cloud("cacert: $PEM/ca.pem", "cert: $PEM/both.pem", auth_url="$TLS/identity/v3"),
    ),
    # Proxies.
    openrc("a proxy", HTTP_PROXY="$PROXY"),
    openrc("a proxy, and an exception", HTTP_PROXY="$PROXY", NO_PROXY="example.org,127.0.0.1"),
    openrc("a proxy, and an exception for a network", HTTP_PROXY="$PROXY", NO_PROXY="127.0.0.0/8"),
    openrc(
        "a proxy, and an exception with a star",
        http_proxy="$PROXY",
        no_proxy="*.0.0.1",
        why="people write a star before a suffix and mean it; openstack looks for the star itself",
    ),
    openrc("a proxy, and exceptions for all", http_proxy="$PROXY", no_proxy="*"),
    # Addresses that lead on.
    openrc(
        "a Keystone that has moved", OS_AUTH_URL="$CLOUD/moved/identity/v3", why="a password follows no redirection"
    ),
    openrc(
        "a Keystone whose versions are elsewhere",
        OS_AUTH_URL="$CLOUD/linked/identity",
        why="versions are not looked for: their links often lead where only the cloud's inside gets",
    ),
    openrc("Keystone's old version", OS_IDENTITY_API_VERSION="2.0", why=VERSION),
    openrc("Glance's old version", OS_IMAGE_API_VERSION="1", why=VERSION),
    written("Glance's version with a dot", cloud('image_api_version: "2.16"')),
    # Which file counts.
    written(
        "variables over a named cloud",
        cloud(),
        {**PROD, "OS_USERNAME": "u", "OS_AUTH_URL": OTHER, "OS_PROJECT_NAME": "q"},
    ),
    written(
        "an image endpoint over a named cloud's",
        cloud(),
        {**PROD, "OS_IMAGE_ENDPOINT_OVERRIDE": "$CLOUD/own/image"},
        why=OVERLOOKED,
    ),
    case("the working directory first", {"work/clouds.yaml": cloud("region_name: Two"), HOME + "clouds.yaml": cloud()}),
    case("a broken file, and another", {"work/clouds.yaml": "clouds: [\n", HOME + "clouds.yaml": cloud()}, why=BROKEN),
    case(
        "a link that leads nowhere, and another",
        {"work/clouds.yaml": "->nowhere", HOME + "clouds.yaml": cloud()},
        why=BROKEN,
    ),
    case("a directory, and another", {"work/clouds.yaml/x": "", HOME + "clouds.yaml": cloud()}, why=BROKEN),
]
