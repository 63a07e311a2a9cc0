import FoundationEssentials
import Testing

/// `access-rules`: what it prints, and that a real Keystone and Glance want no more and allow no more.
@Suite(.timeLimit(.minutes(5))) struct AccessRulesTests {
    private static let image = "54d63e39-4ee1-4a62-8704-0ae5025a0deb"
    private static let project = "f6a818c3d4aa458798ed86892e7150c0"

    private struct Rule: Decodable, Equatable {
        var service: String
        var method: String
        var path: String
    }

    @Test func `Rules are printed as JSON for openstack, and as YAML`() async throws {
        try await withWorkspace { workspace in
            let manifest = "version: 1\nimages: {\(Self.image): [\(Self.project)]}\n"
            let run = try await workspace.program.run("access-rules", "-f", "-", input: manifest)
            #expect(run.code == 0, "\(run)")
            let rules = try JSONDecoder().decode([Rule].self, from: Data(run.standardOutput.utf8))
            #expect(
                rules.map { "\($0.service) \($0.method) \($0.path)" } == [
                    "image GET /v2/images/*", "image GET /v2/images/*/members", "image POST /v2/images/*/members",
                ])
            let yaml = try await workspace.program.run(
                "access-rules", "-f", "-", "--for", "plan", "--format", "yaml", input: manifest)
            #expect(
                yaml.standardOutput == """
                    - service: image
                      method: GET
                      path: /v2/images/*
                    - service: image
                      method: GET
                      path: /v2/images/*/members

                    """)
            #expect(try workspace.requests().isEmpty)
        }
    }

    @Test(arguments: [
        ("images: {\(image): {members: [], revoked: [\(project)]}}", "DELETE /v2/images/*/members/*"),
        ("images: {\(image): {members: [], exclusive: true}}", "DELETE /v2/images/*/members/*"),
        ("defaults: {exclusive: true}\nimages: {\(image): []}", "DELETE /v2/images/*/members/*"),
        (
            "images: {\(image): [{project: \(project), until: 2031-01-31}]}", "DELETE /v2/images/*/members/*"
        ),
        ("images: {\(image): {members: [], accept: true}}", "PUT /v2/images/*/members/*"),
        ("image_sets: {a: {match: {name: a}, members: []}}", "GET /v2/images"),
        (
            "projects: {web: {name: web, domain: Internal}}\nimages: {\(image): [web]}",
            "identity GET /v3/projects, identity GET /v3/domains"
        ),
        ("accept: [{owner: \(project)}]", "GET /v2/images, GET /v2/images/*/members/*, PUT /v2/images/*/members/*"),
        ("images: {\(image): [\(project)]}", ""),
    ])
    func `A key of a manifest costs its own rules, and no other does`(_ text: String, _ more: String) async throws {
        try await withWorkspace { workspace in
            let run = try await workspace.program.run("access-rules", "-f", "-", input: "version: 1\n\(text)\n")
            #expect(run.code == 0, "\(run)")
            let base = [
                "GET /v2/images/*", "GET /v2/images/*/members", "POST /v2/images/*/members",
            ]
            let rules = try JSONDecoder().decode([Rule].self, from: Data(run.standardOutput.utf8)).map { rule in
                (rule.service == "image" ? "" : rule.service + " ") + "\(rule.method) \(rule.path)"
            }
            #expect(rules.filter { !base.contains($0) }.joined(separator: ", ") == more)
        }
    }

    @Test(.enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"))
    func `A real cloud wants no more for doctor and apply, and takes nobody away by rules for adding`() async throws {
        try await withRealCloud { cloud, program in
            let images = try await cloud.makeImages(2)
            let adding = Workspace.manifest(images: images, members: Array(cloud.consumers.prefix(2)))
            let removing =
                "version: 1\nimages:\n"
                + images.map { "  \($0): {members: [\(cloud.consumers[0])], revoked: [\(cloud.consumers[1])]}\n" }
                .joined()
            try await RealKeystone.with(cloud) { keystone in
                func bot(by manifest: String, _ more: String...) async throws -> Program {
                    let printed = try await program.run(["access-rules", "-f", "-"] + more, input: manifest)
                    #expect(printed.code == 0, "\(printed)")
                    var bot = program
                    bot.environment = try await keystone.applicationCredential(accessRules: printed.standardOutput)
                    return bot
                }
                let adder = try await bot(by: adding)
                let doctor = try await adder.run(["doctor", "-f", "-"], input: adding)
                #expect(doctor.code == 0, "\(doctor)")
                #expect(doctor.standardOutput.contains("may not remove members, by the application credential's"))
                let added = try await adder.run(["apply", "-f", "-", "--verify", "--format", "json"], input: adding)
                #expect(added.code == 0, "\(added)")
                #expect(try RunResult(added.standardOutput).summary["created"] == 4)

                // More is refused, by Glance and before it by the doctor.
                let wrong = try await adder.run(["doctor", "-f", "-"], input: removing)
                #expect(wrong.code == 1, "\(wrong)")
                #expect(wrong.standardOutput.contains("DELETE /v2/images/*/members/*"), "\(wrong)")
                let refused = try await adder.run(["apply", "-f", "-", "--max-removals", "2"], input: removing)
                #expect(refused.code != 0, "\(refused)")
                let left = try await program.run(["plan", "-f", "-", "--format", "json"], input: removing)
                #expect(try RunResult(left.standardOutput).changes.map(\.action) == ["remove", "remove"])

                // A credential that plans sees it all, and writes nothing.
                let planner = try await bot(by: removing, "--for", "plan")
                #expect(try await planner.run(["plan", "-f", "-", "--detailed-exitcode"], input: removing).code == 2)
                #expect(try await planner.run(["apply", "-f", "-", "--max-removals", "2"], input: removing).code != 0)

                let remover = try await bot(by: removing)
                #expect(try await remover.run(["doctor", "-f", "-"], input: removing).code == 0)
                let removed = try await remover.run(
                    ["apply", "-f", "-", "--max-removals", "2", "--verify"], input: removing)
                #expect(removed.code == 0, "\(removed)")
            }
        }
    }

    @Test(.enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"))
    func `A real cloud wants no more to look up sets and groups`() async throws {
        try await withRealCloud { cloud, program in
            _ = try await cloud.makeImages(1)
            let manifest = """
                version: 1
                groups: {internal: {domain: Internal}}
                image_sets: {golden: {match: {name: golden}, newest: 1, members: [internal]}}
                """
            let printed = try await program.run("access-rules", "-f", "-", input: manifest)
            try await RealKeystone.with(cloud) { keystone in
                var bot = program
                bot.environment = try await keystone.applicationCredential(
                    accessRules: printed.standardOutput, of: "owner_admin", role: "admin")
                let doctor = try await bot.run(["doctor", "-f", "-"], input: manifest)
                #expect(doctor.code == 0, "\(doctor)")
                #expect(try await bot.run(["apply", "-f", "-"], input: manifest).code == 0)
            }
        }
    }
}
