import FoundationEssentials
import HTTPTypes
import TestSupport
import Testing

/// `export` of a real Glance, in a project of its own.
@Suite(
    .enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"),
    .timeLimit(.minutes(5)))
struct RealCloudExportTests {
    private struct NewImage: Encodable {
        var name: String?
        var owner: String
        var os_hidden = false
        var visibility = "shared"
        var disk_format = "raw"
        var container_format = "bare"
    }

    /// An image to be made, and its members.
    private struct Sharing: Sendable {
        var name: String?
        var isHidden = false
        var members: [String]
    }

    /// Names that YAML, terminals and people could take for something else.
    private static let names: [String?] = {
        let special: [String?] = [
            nil, "", " ", "- a", "a: b", "#x", " # x", "*a", "&b", "null", "'", "\"", "%YAML 1.2", "---", "...", "\t",
            "a\n  evil: [x]", "a\r\n    - evil", "a\u{85}- evil", "\u{2028}b", "\u{FEFF}", "\u{FFFF}", "\u{202E}gnp",
            "yaml-language-server: $schema=https://example.test", String(repeating: "é", count: 255),
        ]
        // Glance takes neither what is beyond the basic plane nor, on PostgreSQL, a zero.
        let tricky = TrickyText.texts(100, seed: 11).filter { text in
            text.unicodeScalars.allSatisfy { (1...0xFFFF).contains($0.value) }
        }
        return special + tricky
    }()

    /// Members that a manifest can name, if with `project_ids: any`.
    private static let oddMembers = [
        "web", "F6A818C3D4AA458798ED86892E7150C0", "2d1521a5-a0c9-4a45-bd0a-d9ffcb0d5d72", "two words", " x ", "\"",
        "\\", "'", "- a", "null", "~", "1e10", "a: b", "a #b", "*a", "&a", "!a", "[]", "{}", "<<", "...", "group-1",
        String(repeating: "x", count: 255),
    ]

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    /// Makes images of a project and shares them, two at a time: more of them at once, and Glance refuses good tokens, those
    /// of other tests among them.
    private func make(_ sharings: [Sharing], in project: String, _ glance: RealGlance) async throws -> [String] {
        struct Made: Decodable {
            var id: String
        }
        return try await withThrowingTaskGroup(of: [String].self) { group in
            for first in 0..<2 {
                group.addTask {
                    var made: [String] = []
                    for index in stride(from: first, to: sharings.count, by: 2) {
                        let sharing = sharings[index]
                        let image = NewImage(name: sharing.name, owner: project, os_hidden: sharing.isHidden)
                        let answer = try await post("/v2/images", try Self.json(image), glance)
                        try #require(answer.status == 201, "\(sharing)")
                        let id = try JSONDecoder().decode(Made.self, from: Data(answer.body)).id
                        for member in sharing.members {
                            let body = try Self.json(["member": member])
                            let added = try await post("/v2/images/\(id)/members", body, glance)
                            #expect(added.status == 200, "\(member)")
                        }
                        made.append(id)
                    }
                    return made
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Sends a request as an administrator; again after a 401, which this Glance has for a good token that many of its
    /// threads have checked at once.
    private func post(_ path: String, _ body: String, _ glance: RealGlance) async throws -> (
        status: Int?, body: [UInt8]
    ) {
        for _ in 0..<5 {
            let answer = try await glance.ask(.post, path, as: "admin", body)
            if answer.status != 401 { return answer }
        }
        return (401, [])
    }

    /// Runs `body` with an empty project, and the program pointed at it as a user of whom no other test counts the projects.
    private func withProject(_ body: (RealCloud, RealGlance, String, Program) async throws -> Void) async throws {
        try await withRealCloud { cloud, program in
            try await RealKeystone.with(cloud) { keystone in
                let project = try await keystone.makeProject()
                let user = try keystone.user("owner_admin")
                var program = program
                program.environment["OS_USERNAME"] = user.name
                program.environment["OS_PASSWORD"] = user.password
                program.environment["OS_PROJECT_NAME"] = nil
                program.environment["OS_PROJECT_ID"] = project
                try await RealGlance.with(cloud) { try await body(cloud, $0, project, program) }
                try await keystone.removeProject(project)
            }
        }
    }

    @Test func `Of two hundred images, odd ones among them, plan says that there is nothing to change`() async throws {
        try await withProject { cloud, glance, project, program in
            let sharings = (0..<200).map { number in
                let odd = number.isMultiple(of: 4) ? [Self.oddMembers[number / 4 % Self.oddMembers.count]] : []
                return Sharing(
                    name: Self.names[number % Self.names.count], isHidden: number.isMultiple(of: 50),
                    members: cloud.consumers.prefix(1 + number % 4) + odd)
            }
            let images = try await make(sharings, in: project, glance)
            let duplicate = try await glance.makeDuplicate(of: images[0], as: "admin")
            for options in [["export"], ["export", "--group-by", "members"]] {
                let run = try await program.run(options)
                #expect(run.code == 0, "\(run.standardError)")
                #expect(run.standardError.contains("project \(duplicate) is a member "), "\(run.standardError)")
                #expect(run.standardOutput.contains("groups:\n") == (options.count > 1))
                #expect(try await program.run(options).standardOutput == run.standardOutput)
                let plan = try await program.run(
                    "plan", "-f", "-", "--detailed-exitcode", "--format", "json", input: run.standardOutput)
                #expect(plan.code == 0, "\(plan.standardError)")
                let result = try RunResult(plan.standardOutput)
                #expect(result.summary["images"] == 200)
                #expect(result.unmanaged.isEmpty)
            }
        }
    }

    @Test func `Members that no manifest can name are left out, and said to be`() async throws {
        try await withProject { cloud, glance, project, program in
            let members = ["a/b", "é", "..", "a\nb", cloud.consumers[0]]
            let image = try await make([Sharing(name: "debian", members: members)], in: project, glance)[0]
            let run = try await program.run("export")
            #expect(run.code == 3, "\(run)")
            #expect(run.standardOutput.contains("  \(image):  # debian\n"), "\(run)")
            #expect(run.standardOutput.hasSuffix("can name it\n    - \(cloud.consumers[0])\n"), "\(run)")
            for shown in ["“a/b”", "“é”", "“..”", "“a\\u{A}b”"] {
                #expect(run.standardOutput.contains("    # \(shown) is left out: "), "\(run)")
                #expect(run.standardError.contains("member \(shown) is left out: "), "\(run)")
            }
            let plan = try await program.run("plan", "-f", "-", "--detailed-exitcode", input: run.standardOutput)
            #expect(plan.code == 0, "\(plan)")
        }
    }

    @Test func `Private images alone are a manifest that asks for nothing`() async throws {
        try await withProject { _, glance, project, program in
            _ = try await glance.makeImage(as: "admin", #", "owner": "\#(project)", "visibility": "private""#)
            let run = try await program.run("export")
            #expect(run.code == 0, "\(run)")
            #expect(run.standardOutput.hasSuffix("\nimages: {}\n"), "\(run)")
        }
    }
}
