import Testing

/// Keystone: what a client finds that looks a project, a user or a domain up.
@Suite struct ProjectListTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let who: Who?
        let path: String
        let status: Int

        var testDescription: String { "\(status) \(path) for \(who.map { "\($0)" } ?? "nobody")" }
    }

    static let rows: [Row] = [
        (
            "/projects",
            [
                .owner: 403, .ownerAdmin: 200, .reader: 403, .consumer: 403, .unscoped: 403, .admin: 200, .system: 200,
                .domainReader: 200,
            ]
        ),
        ("/projects?name=consumer", [.owner: 403, .ownerAdmin: 200, .admin: 200, .domainReader: 200]),
        ("/projects/consumer", [.owner: 403, .admin: 404]),
        ("/projects?parent_id=default", [.admin: 400]),
        ("/projects?marker=nothing", [.admin: 404]),
        ("/auth/projects", [.owner: 200, .reader: 200, .unscoped: 200, .admin: 200, .system: 200]),
        ("/auth/domains", [.owner: 200, .unscoped: 200, .admin: 200]),
        ("/auth/system", [.owner: 200, .admin: 200]),
        ("/auth/catalog", [.owner: 200, .unscoped: 403, .system: 403]),
        ("/users", [.owner: 403, .admin: 200]), ("/users?name=demo", [.owner: 403, .admin: 200]),
        ("/roles", [.owner: 403, .admin: 200]), ("/roles?name=member", [.owner: 403, .admin: 200]),
        ("/domains", [.owner: 403, .ownerAdmin: 200, .admin: 200, .domainReader: 200]),
        ("/domains/default", [.owner: 200, .reader: 200, .admin: 200]),
        ("/domains/nothing", [.owner: 403, .admin: 404]),
    ].flatMap { path, statuses in
        Who.allCases.compactMap { who in statuses[who].map { Row(who: who, path: path, status: $0) } }
            // Keystone looks at the question before it looks at who asks.
            + [Row(who: nil, path: path, status: path.contains("parent_id") ? 400 : 401)]
    }

    @Test("who may look", arguments: Clouds.all, rows)
    func status(cloud: CloudKind, row: Row) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.askKeystone(row.path, as: row.who)
            #expect(answer.status == row.status, "\(answer)")
            #expect(answer.type == "application/json")
            if let action = Self.action(row.path), row.status == 403 {
                #expect(
                    answer.json?["error"]?["message"]?.string
                        == "You are not authorized to perform the requested action\(action).")
            }
        }
    }

    private static func action(_ path: String) -> String? {
        switch path {
        case "/projects", "/projects?name=consumer": ": identity:list_projects"
        case "/users", "/users?name=demo": ": identity:list_users"
        case "/domains": ": identity:list_domains"
        case "/domains/nothing": ": identity:get_domain"
        case "/auth/catalog": ""
        default: nil
        }
    }

    @Test("a caller's own projects", arguments: Clouds.all, [Who.owner, .consumer, .unscoped])
    func own(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let account = glance.cloud.account(of: who)
            for path in ["/auth/projects", "/users/\(account.id)/projects"] {
                let answer = try await glance.askKeystone(path, as: who)
                let projects = answer.json?["projects"]?.array ?? []
                #expect(projects.compactMap { $0["id"]?.string } == [account.projectID], "\(path)")
                #expect(
                    projects.first?.keys == [
                        "id", "name", "domain_id", "description", "enabled", "parent_id", "is_domain", "tags",
                        "options", "links",
                    ])
                #expect(answer.json?["links"]?["self"]?.string == glance.cloud.authURL + path)
            }
        }
    }

    @Test("403 for another user's", arguments: Clouds.all)
    func foreign(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let path = "/users/\(glance.cloud.consumer.id)"
            for (path, who, status) in [
                (path, Who.owner, 403), (path + "/projects", .owner, 403), (path, .consumer, 200), (path, .admin, 200),
            ] {
                let answer = try await glance.askKeystone(path, as: who)
                #expect(answer.status == status)
                if status == 200 { #expect(answer.json?["user"]?["name"] == "consumer") }
            }
        }
    }

    @Test(
        "what an administrator finds by a condition", arguments: Clouds.all,
        [
            "name=consumer": ["consumer"], "name=nothing": [], "name=Consumer": [], "domain_id=nothing": [],
            "name=consumer&domain_id=default": ["consumer"], "name=consumer&enabled=true": ["consumer"],
            "name=consumer&enabled=false": [], "name=consumer&tags=a": [], "name=consumer&nonsense=1": ["consumer"],
            "name__startswith=consumer-2": [
                "consumer-2", "consumer-20", "consumer-21", "consumer-22", "consumer-23",
                "consumer-24",
            ],
            "name__icontains=SUMER-13": ["consumer-13"], "name=consumer&is_domain=true": [],
            "name=consumer&is_domain=false": ["consumer"],
        ]
    )
    func conditions(cloud: CloudKind, row: (key: String, value: [String])) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.askKeystone("/projects?" + row.key, as: .admin)
            let names = (answer.json?["projects"]?.array ?? []).compactMap { $0["name"]?.string }
            #expect(names.sorted() == row.value)
        }
    }
}
