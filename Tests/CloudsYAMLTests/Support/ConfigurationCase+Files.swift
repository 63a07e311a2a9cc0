import CloudsYAML
import OpenStack

extension ConfigurationCase {
    /// Clouds that are written down in files.
    static let ofFiles: [ConfigurationCase] = [
        .file("the only cloud", cloud()),
        .file("a cloud by its variable", cloud(), ["OS_CLOUD": "prod"]),
        .file(
            "a cloud by its flag", cloud() + "  other: {}\n", ["OS_CLOUD": "other"], flags: CloudFlags(cloud: "prod")),
        .file("a cloud that is not there", cloud(), ["OS_CLOUD": "test"]),
        .file("two clouds, and none is named", cloud() + "  other: {}\n"),
        .file(
            "a cloud with a dash in its name",
            "clouds: {my-cloud: {auth: {auth_url: http://k, username: u, "
                + "password: p, project_name: q}}}\n", ["OS_CLOUD": "my-cloud"]),
        .file(
            "variables beside a file", cloud(),
            [
                "OS_AUTH_URL": "http://other.test", "OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_PROJECT_NAME": "q",
            ]),
        .file(
            "variables over a cloud that is named", cloud(),
            [
                "OS_CLOUD": "prod", "OS_USERNAME": "u", "OS_PROJECT_NAME": "q", "OS_AUTH_URL": "http://other.test/v3",
            ]),
        .file("a password over a cloud that is named", cloud(), ["OS_CLOUD": "prod", "OS_PASSWORD": "other"]),
        .file(
            "an interface over a cloud's", cloud("interface: internal"), ["OS_CLOUD": "prod", "OS_INTERFACE": "admin"]),
        .file("an authority over a cloud's", cloud("cacert: /a.pem"), ["OS_CLOUD": "prod", "OS_CACERT": "/b.pem"]),
        .file(
            "an image endpoint over a cloud that is named", cloud(),
            [
                "OS_CLOUD": "prod", "OS_IMAGE_ENDPOINT_OVERRIDE": "http://glance.test",
            ],
            difference: "openstack overlooks this variable where a cloud is named; here each variable counts everywhere"
        ),
        .file(
            "any certificate, beside a cloud that is named", cloud(), ["OS_CLOUD": "prod", "OS_INSECURE": "true"],
            difference: "openstack overlooks this variable where a cloud is named; here each variable counts everywhere"
        ),
        .file("a cloud called envvars", "clouds: {envvars: {auth: {auth_url: http://k}}}\n"),
        .file(
            "the cloud of variables, named", cloud(),
            [
                "OS_CLOUD": "envvars", "OS_AUTH_URL": "http://k", "OS_USERNAME": "u", "OS_PASSWORD": "p",
                "OS_PROJECT_NAME": "q",
            ]),
        .file(
            "a secret apart", "clouds: {prod: {auth: {auth_url: http://k, username: u, project_name: q}}}\n",
            secure: "clouds: {prod: {auth: {password: apart}}}\n"),
        .file("a secret in both", cloud(), secure: "clouds: {prod: {auth: {password: apart}, region_name: S}}\n"),
        .file("a cloud that only secure.yaml has", "clouds: {}\n", secure: cloud()),
        .file(
            "everything beside auth",
            """
            clouds:
              prod: {auth_url: "http://k", username: u, password: p, project_name: q, auth: {}}
            """),
        .file("a project in both places", cloud("project_name: outer")),
        .file("a user in both places", cloud("username: outer")),
        .file(
            "dashes",
            """
            clouds:
              prod:
                auth: {auth-url: "http://k", username: u, password: p, project-name: q, user-domain-name: D}
                region-name: R
                image-endpoint-override: http://glance.test
            """),
        .file("tenants", "clouds: {prod: {auth: {auth_url: http://k, username: u, password: p, tenant_name: q}}}\n"),
        .file(
            "a tenant's ID beside auth",
            "clouds: {prod: {auth: {auth_url: http://k, username: u, password: p}, tenant_id: q}}\n"),
        .file("a tenant and a project", cloud(auth: "tenant_name: old")),
        .file("one domain for both", cloud(auth: "domain_id: d1")),
        .file("one domain for both, beside auth", cloud("domain_name: Users")),
        .file("domains", cloud(auth: "user_domain_name: A, project_domain_id: b")),
        .file("a default domain", cloud(auth: "default_domain_id: d2")),
        .file(
            "numbers for IDs",
            "clouds: {prod: {auth: {auth_url: http://k, username: 12, password: 34, project_id: 56}, region_name: 7}}\n"
        ),
        .file(
            "a password that looks like an octal number",
            "clouds: {prod: {auth: {auth_url: http://k, username: u, password: 0123, project_id: p}}}\n",
            difference: "openstack sends 83; a password is taken as it is written"),
        .file("a region", cloud("region_name: R1")),
        .file("a region that is not the cloud's", cloud("region_name: R1"), flags: CloudFlags(region: "R2")),
        .file("several regions, the first", cloud("regions: [R1, R2]")),
        .file("several regions, one by its variable", cloud("regions: [R1, R2]"), ["OS_REGION_NAME": "R2"]),
        .file("several regions, one by its flag", cloud("regions: [R1, R2]"), flags: CloudFlags(region: "R2")),
        .file("several regions, and another", cloud("regions: [R1, R2]"), flags: CloudFlags(region: "r2")),
        .file(
            "regions with values",
            cloud(
                """
                interface: public
                regions:
                  - name: R1
                    values: {interface: internal, image_endpoint_override: "http://r1.test", auth: {project_name: one}}
                  - R2
                """)),
        .file(
            "regions with values, the one without",
            cloud(
                """
                regions:
                  - {name: R1, values: {interface: internal}}
                  - {name: R2}
                """), flags: CloudFlags(region: "R2")),
        .file("a region without a name", cloud("regions: [{values: {}}]")),
        .file("regions with commas", cloud("region_name: R1,R2"), flags: CloudFlags(region: "R2")),
        .file(
            "an image region and interface",
            cloud(
                """
                region_name: R1
                image_region_name: R2
                interface: public
                image_interface: internal
                """)),
        .file("interfaces in order", cloud("interface: [internal, public]")),
        .file("an interface by its old name", cloud("endpoint_type: adminURL")),
        .file("an image interface by its old name", cloud("image_endpoint_type: internal")),
        .file("no verification", cloud("verify: false")),
        .file("no verification, said with no", cloud("verify: no")),
        .file("no verification, by the other name", cloud("insecure: true")),
        .file(
            "no verification, though there is an authority", cloud("verify: false\ncacert: /a.pem"),
            difference: "the authority is not looked at either way"),
        .file("certificates in the home directory", cloud("cacert: ~/a.pem\ncert: ~/c.pem\nkey: ~/c.key")),
        .file("a timeout", cloud("api_timeout: 9")),
        .file("a legacy client's timeout", cloud("api_timeout: 9\nimage_timeout: 11")),
        .file("rates and limits", cloud("rate_limit: {image: 2.5, compute: 9}\nconcurrency: {image: 4}")),
        .file("retries", cloud("connect_retries: 2\nimage_status_code_retries: 7")),
        .file("retries of one service", cloud("connect_retries: 2\nimage_connect_retries: 1")),
        .file("a service's type and name", cloud("image_service_type: imagery\nimage_service_name: glance")),
        .file(
            "an address made of the region",
            """
            clouds:
              prod:
                auth: {auth_url: "https://{region_name}.cloud.test", username: u, password: p, project_name: q}
                regions: [r1, r2]
                image_endpoint_override: https://image.{region_name}.cloud.test/v2
            """, flags: CloudFlags(region: "r2")),
        .file("an endpoint for a project", cloud("image_endpoint_override: http://g.test/%(project_id)s")),
        .file(
            "a profile of clouds-public.yaml",
            "clouds: {prod: {profile: ours, auth: {username: u, password: p, "
                + "project_name: q}}}\n",
            profiles: "public-clouds: {ours: {auth: {auth_url: http://k, user_domain_name: D}, "
                + "region_name: P, interface: internal}}\n"),
        .file(
            "a profile by its old name",
            "clouds: {prod: {cloud: ours, auth: {username: u, password: p, "
                + "project_name: q}}}\n", profiles: "public-clouds: {ours: {auth: {auth_url: http://k}}}\n"),
        .file(
            "a profile, and the cloud's own word",
            "clouds: {prod: {profile: ours, region_name: R, auth: {auth_url: http://own, username: u, password: p, "
                + "project_name: q}}}\n",
            profiles: "public-clouds: {ours: {auth: {auth_url: http://k}, region_name: P}}\n"),
        .file(
            "a profile's regions",
            "clouds: {prod: {profile: ours, auth: {username: u, password: p, project_name: q}}}\n",
            profiles: "public-clouds: {ours: {auth: {auth_url: http://k}, regions: [P, Q]}}\n",
            flags: CloudFlags(region: "Q")),
        .file(
            "a profile that everybody knows",
            "clouds: {prod: {profile: citycloud, auth: {username: u, password: p, project_name: q}}}\n",
            ["OS_REGION_NAME": "Sto2"]),
        .file(
            "a profile with domains that everybody knows",
            "clouds: {prod: {profile: auro, auth: {username: u, password: p, project_name: q}}}\n"),
        .file(
            "a profile of a cloud that has closed",
            "clouds: {prod: {profile: ibmcloud, auth: {username: u, password: p, project_name: q}}}\n"),
        .file(
            "a profile that nobody knows",
            "clouds: {prod: {profile: nobody, auth: {auth_url: http://k, username: u, "
                + "password: p, project_name: q}}}\n"),
        .file(
            "anchors and merge keys",
            """
            base: &base {auth_url: "http://k", user_domain_name: D, project_domain_name: D}
            clouds:
              prod:
                auth: {<<: *base, username: u, password: p, project_name: q, project_domain_name: E}
            """),
        .file(
            "an application credential",
            """
            clouds:
              prod:
                auth_type: v3applicationcredential
                auth: {auth_url: "http://k", application_credential_id: c, application_credential_secret: cs}
            """),
        .file(
            "an application credential by name",
            """
            clouds:
              prod:
                auth_type: v3applicationcredential
                auth: {auth_url: "http://k", application_credential_name: c, application_credential_secret: cs, user_id: u}
            """),
        .file("a token", "clouds: {prod: {auth_type: token, auth: {auth_url: http://k, token: t, project_id: p}}}\n"),
        .file(
            "a token with an endpoint",
            """
            clouds: {prod: {auth_type: admin_token, auth: {endpoint: "http://glance.test/v2", token: t}}}
            """),
        .file(
            "no authentication",
            "clouds: {prod: {auth_type: none, auth: {endpoint: http://glance.test}}}\n"),
        .file(
            "system scope",
            "clouds: {prod: {auth: {auth_url: http://k, username: u, password: p, system_scope: all}}}\n"),
        .file(
            "a key twice",
            "clouds: {prod: {region_name: A, region_name: B, auth: {auth_url: http://k, username: u, "
                + "password: p, project_name: q}}}\n", difference: "which of the two is meant, nobody can tell"),
        .file("not YAML", "clouds: [\n"),
        ConfigurationCase(
            description: "not YAML, and another file after it",
            files: ["work/clouds.yaml": "clouds: [\n", "home/.config/openstack/clouds.yaml": cloud()],
            difference: "openstack goes on to the next file, whatever cloud that leads to"),
        .file("a list instead of a mapping", "- prod\n"),
        .file("unknown keys", cloud("networks: [{name: public}]\ncolour: blue\nidentity_api_version: 3")),
        ConfigurationCase(
            description: "JSON",
            files: [
                "home/.config/openstack/clouds.json": """
                {"clouds": {"prod": {"auth": {"auth_url": "http://k", "username": "u", "password": "p", \
                "project_name": "q"}, "verify": false, "region_name": null}}}
                """
            ], difference: "openstack stumbles over a region that is null"),
        ConfigurationCase(
            description: "the working directory comes first",
            files: [
                "work/clouds.yaml": cloud("region_name: near"),
                "home/.config/openstack/clouds.yaml": cloud("region_name: far"),
            ]),
        ConfigurationCase(
            description: ".yml",
            files: [
                "work/clouds.yml": cloud("region_name: yml"),
                "work/clouds.json": "{\"clouds\": {}}",
            ]),
        ConfigurationCase(
            description: "a file by its variable",
            files: [
                "elsewhere.yaml": cloud("region_name: E"),
                "work/clouds.yaml": cloud("region_name: W"),
            ],
            environment: ["OS_CLIENT_CONFIG_FILE": "@/elsewhere.yaml"]),
        ConfigurationCase(
            description: "a secret file by its variable",
            files: [
                "s.yaml": "clouds: {prod: {region_name: S}}\n",
                "work/clouds.yaml": cloud(),
            ],
            environment: ["OS_CLIENT_SECURE_FILE": "@/s.yaml"]),
        ConfigurationCase(
            description: "a file by its variable that is not there", files: ["work/clouds.yaml": cloud()],
            environment: ["OS_CLIENT_CONFIG_FILE": "@/gone.yaml"],
            difference: "openstack takes the next file, and with it perhaps another cloud"),
        ConfigurationCase(
            description: "the user's configuration elsewhere",
            files: ["xdg/openstack/clouds.yaml": cloud("region_name: X")],
            environment: ["XDG_CONFIG_HOME": "@/xdg"]),
        ConfigurationCase(
            description: "the site's configuration", files: ["site/openstack/clouds.yaml": cloud("region_name: Y")],
            environment: ["XDG_CONFIG_DIRS": "@/site"]),
        ConfigurationCase(
            description: "a snap's home directory",
            files: ["real/.config/openstack/clouds.yaml": cloud("region_name: Z")],
            environment: ["SNAP_REAL_HOME": "@/real"]),
        ConfigurationCase(description: "nothing at all"),
        ConfigurationCase(
            description: "a systemd credential",
            files: ["credentials/clouds.yaml": cloud("region_name: C"), "work/clouds.yaml": cloud("region_name: W")],
            environment: ["CREDENTIALS_DIRECTORY": "@/credentials"],
            difference: "openstack knows nothing of systemd's credentials"),
    ]
}
