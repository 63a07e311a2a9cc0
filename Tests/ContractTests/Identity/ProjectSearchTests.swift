import Testing

/// Keystone: the projects of a domain that an administrator finds by a condition.
@Suite struct ProjectSearchTests {
    /// The projects of the domain Internal, which nobody changes.
    static let all: Set<String> = [
        "archive", "billing", "data", "data-lake", "payroll", "platform", "platform-ci", "platform-ci-runners",
        "platform-old", "research", "security", "web-prod",
    ]
    static let golden: Set<String> = ["archive", "data-lake", "research", "security", "web-prod"]
    static let disabled: Set<String> = ["archive", "platform-old"]

    static let rows: [String: Set<String>] = [
        "": all, "enabled=true": all.subtracting(disabled), "enabled=": all.subtracting(disabled),
        "enabled=false": disabled, "enabled=0": disabled, "enabled=no": disabled,
        "name=web-prod": ["web-prod"], "name=WEB-PROD": [], "name=web-prod&name=data": [],
        "name__startswith=platform-ci": ["platform-ci", "platform-ci-runners"], "name__contains=*": [],
        "parent_id={platform}": ["platform-ci", "platform-old"],
        "parent_id={platform}&enabled=true": ["platform-ci"],
        "parent_id={internal}": all.subtracting(["platform-ci", "platform-ci-runners", "platform-old", "data-lake"]),
        "parent_id=00000000000000000000000000000000": [],
        "tags=golden-images": golden, "tags=golden-images,prod": ["data-lake", "web-prod"],
        "tags=prod,golden-images": ["data-lake", "web-prod"], "tags=not%20for%20sale": ["security"],
        "tags=Golden-Images": [], "tags=golden": [], "tags=": [],
        "tags-any=prod,nothing": ["billing", "data-lake", "platform", "web-prod"], "tags-any=": [],
        "not-tags=golden-images": all.subtracting(golden),
        "not-tags=golden-images,prod": all.subtracting(["data-lake", "web-prod"]),
        "not-tags-any=golden-images,prod": all.subtracting(golden).subtracting(["billing", "platform"]),
        "tags=golden-images&not-tags=prod": ["archive", "research", "security"],
        // Of a name that is there twice, the first counts where it is a name of tags.
        "tags=golden-images&tags=prod": golden,
        "tags=golden-images&enabled=true": golden.subtracting(disabled),
        "is_domain=true": [], "is_domain=false": all, "id={platform}": all, "nonsense=1": all,
    ]

    @Test("what an administrator finds in a domain", arguments: Clouds.all, rows)
    func conditions(cloud: CloudKind, row: (key: String, value: Set<String>)) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let platform = try await glance.projectID("platform", in: domain)
            let query = row.key.replacing("{internal}", with: domain).replacing("{platform}", with: platform)
            let answer = try await glance.askKeystone("/projects?domain_id=\(domain)&\(query)", as: .admin)
            #expect(answer.status == 200)
            #expect(answer.projects.count == row.value.count)
            #expect(Set(answer.projects.compactMap { $0["name"]?.string }) == row.value, "\(query)")
            #expect(answer.projects.allSatisfy { $0["domain_id"]?.string == domain })
            #expect(answer.json?["truncated"] == nil)
        }
    }

    @Test("one name in two domains", arguments: Clouds.all)
    func ambiguous(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let both = try await glance.askKeystone("/projects?name=web-prod", as: .admin)
            #expect(Set(both.projects.compactMap { $0["domain_id"]?.string }) == ["default", domain])
            let one = try await glance.askKeystone("/projects?name=web-prod&domain_id=default", as: .admin)
            #expect(one.projects.count == 1)
            #expect(one.projects.first?["tags"] == ["golden-images", "prod"])
        }
    }

    @Test(
        "400 for a condition that says nothing", arguments: Clouds.all,
        [
            "name=": "'' should be non-empty", "domain_id=": "'' should be non-empty",
            "enabled=maybe": "'maybe' is not one of [True, 'True', 'TRUE', 'true', False",
            "parent_id=platform": "'platform' is not a 'uuid'",
        ]
    )
    func refused(cloud: CloudKind, row: (key: String, value: String)) async throws {
        try await cloud.visit { glance in
            let answer = try await glance.askKeystone("/projects?" + row.key, as: .admin)
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?["message"]?.string?.contains(row.value) == true, "\(answer)")
        }
    }

    @Test("domains by name and state", arguments: Clouds.all)
    func domains(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let rows: [(String, Set<String>)] = [
                ("name=Internal", ["Internal"]), ("name=internal", []), ("name=nothing", []),
                ("name=Internal&enabled=true", ["Internal"]), ("name=Internal&enabled=false", []),
                ("name__startswith=Inter", ["Internal"]), ("name=Default", ["Default"]),
            ]
            for (query, expected) in rows {
                let answer = try await glance.askKeystone("/domains?" + query, as: .admin)
                let domains = answer.json?["domains"]?.array ?? []
                #expect(Set(domains.compactMap { $0["name"]?.string }) == expected, "\(query)")
                #expect(
                    domains.allSatisfy {
                        $0.keys == ["id", "name", "description", "enabled", "tags", "options", "links"]
                    })
            }
            let acting = try await glance.askKeystone("/projects?is_domain=true&name=Internal", as: .admin)
            #expect(acting.projects.first?["id"]?.string == (try await glance.domainID("Internal")))
            #expect(acting.projects.first?["domain_id"] == .null)
            #expect(acting.projects.first?["parent_id"] == .null)
        }
    }
}
