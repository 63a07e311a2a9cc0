import CloudsYAML
import OpenStack

extension ConfigurationCase {
    /// Clouds that the `OS_*` variables make.
    static let ofVariables: [ConfigurationCase] = [
        .variables("an openrc file", [:]),
        .variables("IDs instead of names", ["OS_USER_ID": "u1", "OS_PROJECT_ID": "p1"]),
        .variables(
            "IDs only", ["OS_USERNAME": nil, "OS_USER_ID": "u1", "OS_PROJECT_NAME": nil, "OS_PROJECT_ID": "p1"]),
        .variables("tenants", ["OS_PROJECT_NAME": nil, "OS_TENANT_NAME": "old"]),
        .variables("a tenant's ID", ["OS_PROJECT_NAME": nil, "OS_TENANT_ID": "old"]),
        .variables("a tenant and a project", ["OS_TENANT_NAME": "old"]),
        .variables(
            "domains by ID",
            [
                "OS_USER_DOMAIN_NAME": nil, "OS_PROJECT_DOMAIN_NAME": nil, "OS_USER_DOMAIN_ID": "d1",
                "OS_PROJECT_DOMAIN_ID": "d2",
            ]),
        .variables("domains by name and ID", ["OS_USER_DOMAIN_ID": "d1"]),
        .variables("no domain", ["OS_USER_DOMAIN_NAME": nil, "OS_PROJECT_DOMAIN_NAME": nil]),
        .variables(
            "a default domain",
            [
                "OS_USER_DOMAIN_NAME": nil, "OS_PROJECT_DOMAIN_NAME": nil, "OS_DEFAULT_DOMAIN": "d3",
                "OS_IDENTITY_API_VERSION": "3",
            ]),
        .variables(
            "one domain for both",
            [
                "OS_USER_DOMAIN_NAME": nil, "OS_PROJECT_DOMAIN_NAME": nil, "OS_DOMAIN_ID": "d4",
            ]),
        .variables(
            "one domain for both, by name",
            [
                "OS_USER_DOMAIN_NAME": nil, "OS_PROJECT_DOMAIN_NAME": nil, "OS_DOMAIN_NAME": "Users",
            ]),
        .variables("one domain for the one that has none", ["OS_PROJECT_DOMAIN_NAME": nil, "OS_DOMAIN_NAME": "Users"]),
        .variables("domain scope", ["OS_PROJECT_NAME": nil, "OS_DOMAIN_NAME": "Users"]),
        .variables("domain scope by ID", ["OS_PROJECT_NAME": nil, "OS_DOMAIN_ID": "d5"]),
        .variables("system scope", ["OS_PROJECT_NAME": nil, "OS_SYSTEM_SCOPE": "all"]),
        .variables("a trust", ["OS_PROJECT_NAME": nil, "OS_TRUST_ID": "t1"]),
        .variables("no scope", ["OS_PROJECT_NAME": nil]),
        .variables("no password", ["OS_PASSWORD": nil], difference: "nobody is there to be asked for a password"),
        .variables("empty variables", ["OS_PROJECT_ID": "", "OS_REGION_NAME": "", "OS_CACERT": ""]),
        .variables("a region", ["OS_REGION_NAME": "R1"]),
        .variables(
            "a region, and another one as a flag", ["OS_REGION_NAME": "R1"], flags: CloudFlags(region: "R2"),
            difference: "a flag wins over a variable; openstack takes the variable for a list of all regions"),
        .variables("an interface", ["OS_INTERFACE": "internal"]),
        .variables("an interface by its old name", ["OS_ENDPOINT_TYPE": "internalURL"]),
        .variables("an interface by both names", ["OS_ENDPOINT_TYPE": "internalURL", "OS_INTERFACE": "admin"]),
        .variables("an interface as a flag", ["OS_INTERFACE": "internal"], flags: CloudFlags(interface: "admin")),
        .variables("an authority", ["OS_CACERT": "/etc/ssl/ours.pem"]),
        .variables("an authority in the home directory", ["OS_CACERT": "~/ours.pem"]),
        .variables("an authority as a flag", ["OS_CACERT": "/a.pem"], flags: CloudFlags(cacert: "/b.pem")),
        .variables("a client certificate", ["OS_CERT": "/c.pem", "OS_KEY": "~/c.key"]),
        .variables("a client certificate with its key in it", ["OS_CERT": "/c.pem"]),
        .variables("any certificate", ["OS_INSECURE": "true"]),
        .variables(
            "any certificate, said with 1", ["OS_INSECURE": "1"],
            difference: "who sets it to 1 means it, and Terraform reads it so; every run warns"),
        .variables("any certificate, denied", ["OS_INSECURE": "false"]),
        .variables("an image endpoint", ["OS_IMAGE_ENDPOINT_OVERRIDE": "http://glance.test/image/v2/"]),
        .variables("an image endpoint by its short name", ["OS_IMAGE_ENDPOINT": "http://glance.test"]),
        .variables(
            "an image region and interface",
            [
                "OS_REGION_NAME": "R1", "OS_IMAGE_REGION_NAME": "R2", "OS_IMAGE_INTERFACE": "internal",
            ]),
        .variables("a service's type and name", ["OS_IMAGE_SERVICE_TYPE": "image-v2", "OS_IMAGE_SERVICE_NAME": "g"]),
        .variables("a timeout", ["OS_API_TIMEOUT": "17"]),
        .variables("a legacy client's timeout", ["OS_IMAGE_TIMEOUT": "18"]),
        .variables("retries", ["OS_CONNECT_RETRIES": "3", "OS_IMAGE_CONNECT_RETRIES": "4"]),
        .variables(
            "variables of test harnesses", ["OS_TEST_PATH": "x", "OS_STDOUT_CAPTURE": "1", "OS_LOG_CAPTURE": "1"]),
        .variables("Keystone without a version", ["OS_AUTH_URL": "http://keystone.test:5000"]),
        .variables("Keystone with a slash", ["OS_AUTH_URL": "http://keystone.test:5000/v3/"]),
        .variables("Keystone below a prefix", ["OS_AUTH_URL": "http://cloud.test/identity/v3"]),
        .variables(
            "an address made of the region",
            [
                "OS_AUTH_URL": "https://{region_name}.cloud.test/v3", "OS_REGION_NAME": "r1",
            ], difference: "openstack fills in the region in a file only, and sends nothing to an address with a brace"),
        .variables(
            "an address made of something that is not there", ["OS_AUTH_URL": "https://{realm}.cloud.test/v3"],
            difference: "an address with a brace in it is none; openstack finds out when it connects"),
        .variables("a password with braces", ["OS_PASSWORD": "{x}"]),
        .variables("v3password", ["OS_AUTH_TYPE": "v3password"]),
        .variables("an authentication type by its old name", ["OS_AUTH_PLUGIN": "v3password"]),
        .variables("a token", ["OS_AUTH_TYPE": "token", "OS_TOKEN": "t", "OS_USER_DOMAIN_NAME": nil]),
        .variables(
            "a token, and more than is needed", ["OS_AUTH_TYPE": "token", "OS_TOKEN": "t"],
            difference: "what is left over of an openrc file is in nobody's way; openstack stumbles over the domain"),
        .variables("v3token", ["OS_AUTH_TYPE": "v3token", "OS_TOKEN": "t", "OS_USER_DOMAIN_NAME": nil]),
        .variables(
            "a token and no type", ["OS_TOKEN": "t", "OS_PASSWORD": nil, "OS_USERNAME": nil],
            difference: "there is a token and no password, so it is the token that is meant"),
        .variables(
            "a token with an endpoint",
            [
                "OS_AUTH_TYPE": "admin_token", "OS_TOKEN": "t", "OS_ENDPOINT": "http://glance.test/v2",
                "OS_USER_DOMAIN_NAME": nil, "OS_PROJECT_DOMAIN_NAME": nil, "OS_PROJECT_NAME": nil,
            ]),
        .variables(
            "a token with an endpoint and no type",
            [
                "OS_TOKEN": "t", "OS_ENDPOINT": "http://glance.test", "OS_PASSWORD": nil,
            ], difference: "where a token and an endpoint are given, they are meant to be used"),
        .variables(
            "a token with an endpoint, by the older name of that",
            [
                "OS_AUTH_TYPE": "token_endpoint", "OS_TOKEN": "t", "OS_URL": "http://glance.test",
            ], difference: "openstack no longer knows the type's older name where it is a variable"),
        .variables(
            "no authentication",
            [
                "OS_AUTH_TYPE": "none", "OS_ENDPOINT": "http://glance.test:9292", "OS_USER_DOMAIN_NAME": nil,
                "OS_PROJECT_DOMAIN_NAME": nil, "OS_PROJECT_NAME": nil,
            ]),
        .variables(
            "an application credential",
            [
                "OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_ID": "c",
                "OS_APPLICATION_CREDENTIAL_SECRET": "cs", "OS_USERNAME": nil, "OS_PASSWORD": nil,
                "OS_PROJECT_NAME": nil,
            ]),
        .variables(
            "an application credential by name",
            [
                "OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_NAME": "bot",
                "OS_APPLICATION_CREDENTIAL_SECRET": "cs", "OS_PASSWORD": nil, "OS_PROJECT_NAME": nil,
            ]),
        .variables(
            "an application credential and no type",
            [
                "OS_APPLICATION_CREDENTIAL_ID": "c", "OS_APPLICATION_CREDENTIAL_SECRET": "cs", "OS_USERNAME": nil,
                "OS_PASSWORD": nil,
            ], difference: "nothing else can be meant"),
        .variables(
            "an application credential without its secret",
            [
                "OS_AUTH_TYPE": "v3applicationcredential", "OS_APPLICATION_CREDENTIAL_ID": "c",
            ]),
        .variables(
            "a client of an identity provider",
            [
                "OS_AUTH_TYPE": "v3oidcclientcredentials", "OS_USER_DOMAIN_NAME": nil, "OS_IDENTITY_PROVIDER": "idp",
                "OS_PROTOCOL": "openid",
                "OS_CLIENT_ID": "ci", "OS_CLIENT_SECRET": "cs", "OS_ACCESS_TOKEN_ENDPOINT": "https://idp.test/token",
            ]),
        .variables(
            "a client of an identity provider that says where its endpoint is",
            [
                "OS_AUTH_TYPE": "v3oidcclientcredentials", "OS_USER_DOMAIN_NAME": nil, "OS_IDENTITY_PROVIDER": "idp",
                "OS_PROTOCOL": "openid",
                "OS_CLIENT_ID": "ci", "OS_CLIENT_SECRET": "cs",
                "OS_DISCOVERY_ENDPOINT": "https://idp.test/.well-known/openid-configuration",
            ]),
        .variables(
            "an access token",
            [
                "OS_AUTH_TYPE": "v3oidcaccesstoken", "OS_USER_DOMAIN_NAME": nil, "OS_IDENTITY_PROVIDER": "idp",
                "OS_PROTOCOL": "openid",
                "OS_ACCESS_TOKEN": "at",
            ]),
        .variables("an authentication type that is not there", ["OS_AUTH_TYPE": "v3magic"]),
        .variables("a cloud of another name", ["OS_CLOUD_NAME": "mine"]),
        .variables("no Keystone", ["OS_AUTH_URL": nil]),
        ConfigurationCase(
            description: "a region alone", environment: ["OS_REGION_NAME": "R1"]),
    ]
}
