import Testing

/// Keystone: tokens by password and by application credential.
@Suite struct SignInTests {
    @Test("201 by password, with the catalog and the roles", arguments: Clouds.all)
    func password(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let cloud = glance.cloud
            let answer = try await cloud.authenticate(
                CloudUnderTest.password(of: cloud.owner),
                scope: ["project": ["name": .string(cloud.owner.projectName), "domain": ["name": "Default"]]]
            )
            #expect(answer.status == 201)
            #expect(answer.type == "application/json")
            #expect(answer.bearsToken)
            #expect(answer.requestID?.hasPrefix("req-") == true)
            let token = try #require(answer.json?["token"])
            #expect(
                token.keys == [
                    "methods", "user", "audit_ids", "expires_at", "issued_at", "project", "is_domain", "roles",
                    "catalog",
                ])
            #expect(token["methods"] == ["password"])
            #expect(token["user"]?["name"]?.string == cloud.owner.name)
            #expect(token["project"]?["id"]?.string == cloud.owner.projectID)
            #expect(Set(token["roles"]?.array?.compactMap { $0["name"]?.string } ?? []) == ["member", "reader"])
            for key in ["issued_at", "expires_at"] {
                let moment = token[key]?.string ?? ""
                #expect(moment.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil, "\(key)")
            }
            expectImageEndpoints(token, cloud)
        }
    }

    /// The address of Glance bears no version.
    private func expectImageEndpoints(_ token: JSON, _ cloud: CloudUnderTest) {
        let services = token["catalog"]?.array ?? []
        let endpoints = services.filter { $0["type"] == "image" }.flatMap { $0["endpoints"]?.array ?? [] }
        let here = endpoints.filter { $0["region"]?.string == cloud.region }
        #expect(here.allSatisfy { $0["region_id"]?.string == cloud.region })
        #expect(Set(here.compactMap { $0["interface"]?.string }) == ["public", "internal", "admin"])
        #expect(here.allSatisfy { $0["url"]?.string == cloud.imageURL })
        #expect(!cloud.imageURL.hasSuffix("/v2"))
    }

    @Test("201 by application credential, by its id and by its name", arguments: Clouds.all)
    func applicationCredential(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let cloud = glance.cloud
            let credential = cloud.applicationCredential
            for identity in [
                CloudUnderTest.credential(credential),
                CloudUnderTest.credential(named: credential.name, secret: credential.secret, of: cloud.owner.name),
            ] {
                let answer = try await cloud.authenticate(identity)
                #expect(answer.status == 201)
                let token = try #require(answer.json?["token"])
                #expect(token["methods"] == ["application_credential"])
                #expect(token["project"]?["id"]?.string == cloud.owner.projectID)
                #expect(token["application_credential"]?["id"]?.string == credential.id)
                let secret = Secret(try #require(answer.header("X-Subject-Token")))
                let image = try await glance.makeImage()
                let list = try await glance.send(
                    "GET", image.members, as: nil, headers: [("X-Auth-Token", secret.value)])
                #expect(list.status == 200)
            }
        }
    }

    @Test("401 for an application credential that asks for a scope", arguments: Clouds.all)
    func credentialWithScope(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let identity = CloudUnderTest.credential(glance.cloud.applicationCredential)
            for scope in [CloudUnderTest.project(of: glance.cloud.owner), "unscoped"] {
                let answer = try await glance.cloud.authenticate(identity, scope: scope)
                #expect(answer.status == 401)
                #expect(answer.text.contains("Application credentials cannot request a scope."), "\(answer)")
            }
        }
    }

    @Test("401 for a wrong secret, 404 for an application credential nobody made", arguments: Clouds.all)
    func wrongCredential(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let credential = glance.cloud.applicationCredential
            let wrong = try await glance.cloud.authenticate(CloudUnderTest.credential(credential, secret: "wrong"))
            #expect(wrong.status == 401)
            let absent = CloudUnderTest.ApplicationCredential(
                id: String(repeating: "0", count: 32), name: "", secret: Secret("any"))
            let answer = try await glance.cloud.authenticate(CloudUnderTest.credential(absent))
            #expect(answer.status == 404)
            #expect(answer.text.contains("Could not find Application Credential: \(absent.id)."))
            let unknown = CloudUnderTest.credential(
                named: "nothing", secret: Secret("any"), of: glance.cloud.owner.name)
            #expect(try await glance.cloud.authenticate(unknown).status == 401)
        }
    }

    @Test("401 for a wrong password and for an unknown user, in the same words", arguments: Clouds.all)
    func wrongPassword(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let cloud = glance.cloud
            let owner = cloud.owner
            let nobody = CloudUnderTest.Account(
                name: "nobody", id: "", password: Secret("any"), projectName: owner.projectName,
                projectID: owner.projectID)
            for identity in [
                CloudUnderTest.password(of: owner, "wrong"), CloudUnderTest.password(of: nobody),
            ] {
                let answer = try await cloud.authenticate(identity, scope: CloudUnderTest.project(of: owner))
                #expect(answer.status == 401)
                #expect(answer.type == "application/json")
                #expect(answer.header("WWW-Authenticate")?.hasPrefix("Keystone uri=") == true)
                #expect(!answer.bearsToken)
                #expect(
                    answer.json == [
                        "error": [
                            "code": 401, "title": "Unauthorized",
                            "message": "The request you have made requires authentication.",
                        ]
                    ]
                )
            }
        }
    }
}
