import Testing

/// Keystone: who may look projects up, and how much of them.
@Suite struct ProjectAccessTests {
    @Test("an administrator of the owning project sees every domain", arguments: Clouds.all, [Who.ownerAdmin, .system])
    func administrator(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let answer = try await glance.askKeystone("/projects?domain_id=\(domain)", as: who)
            #expect(answer.projects.count == ProjectSearchTests.all.count)
            #expect(try await glance.askKeystone("/domains/default", as: who).status == 200)
        }
    }

    @Test("a reader of a domain sees that domain, and elsewhere nothing", arguments: Clouds.all)
    func domainReader(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let all = ProjectSearchTests.all
            let rows: [(String, Set<String>)] = [
                ("/projects", all), ("/projects?domain_id=\(domain)", all), ("/projects?domain_id=default", []),
                ("/projects?name=consumer", []), ("/projects?name=web-prod", ["web-prod"]),
                ("/projects?tags=golden-images", ProjectSearchTests.golden), ("/projects?is_domain=true", []),
                ("/domains", ["Internal"]), ("/domains?name=Default", []),
            ]
            for (path, expected) in rows {
                let answer = try await glance.askKeystone(path, as: .domainReader)
                #expect(answer.status == 200)
                let found = answer.projects + (answer.json?["domains"]?.array ?? [])
                #expect(Set(found.compactMap { $0["name"]?.string }) == expected, "\(path)")
            }
            let platform = try await glance.projectID("platform", in: domain)
            for (path, status, action) in [
                ("/projects/" + platform, 200, ""), ("/projects/" + glance.cloud.owner.projectID, 403, "get_project"),
                ("/projects/nothing", 403, "get_project"), ("/domains/" + domain, 200, ""),
                ("/domains/default", 403, "get_domain"),
            ] {
                let answer = try await glance.askKeystone(path, as: .domainReader)
                #expect(answer.status == status)
                if status == 403 {
                    #expect(
                        answer.json?["error"]?["message"]?.string
                            == "You are not authorized to perform the requested action: identity:\(action).")
                }
            }
        }
    }

    @Test("401 for an application credential whose rules are for images alone", arguments: Clouds.all)
    func accessRules(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let credential = CloudUnderTest.credential(glance.cloud.restrictedCredential)
            let token = try #require(try await glance.cloud.authenticate(credential).header("X-Subject-Token"))
            for path in [
                "/projects?name=consumer", "/projects/" + glance.cloud.owner.projectID, "/domains?name=Default",
                "/domains/default",
            ] {
                let answer = try await RawClient.send(
                    "GET", glance.cloud.authURL + path, headers: [("X-Auth-Token", token)], body: nil)
                #expect(answer.status == 401, "\(path)")
                #expect(
                    answer.json?["error"]?["message"]?.string == "The request you have made requires authentication.")
            }
        }
    }

    /// Keystone cuts the page first and leaves out what is not of the domain then: `truncated` without `next`.
    @Test("a domain reader's page can be empty, cut, and without a next one", arguments: Clouds.all)
    func narrowedPage(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let domain = try await glance.domainID("Internal")
            let all = try await glance.askKeystone("/projects?limit=1000", as: .admin).projects
            let foreign = try #require(all.firstIndex { $0["domain_id"]?.string != domain })
            let before = foreign == 0 ? nil : all[foreign - 1]["id"]?.string
            let marker = before.map { "&marker=" + $0 } ?? ""
            let answer = try await glance.askKeystone("/projects?limit=1" + marker, as: .domainReader)
            #expect(answer.projects.isEmpty)
            #expect(answer.json?["truncated"] == true)
            #expect(answer.json?["links"]?["next"] == .null)
            let named = try await glance.askKeystone("/projects?limit=1&domain_id=" + domain, as: .domainReader)
            #expect(named.projects.count == 1)
            #expect(named.json?["links"]?["next"]?.string != nil)
        }
    }
}
