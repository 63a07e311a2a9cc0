import FoundationEssentials
import TestSupport
import Testing

/// `why`: all about one image and one project.
@Suite(.timeLimit(.minutes(2))) struct WhyTests {
    @Test func `A member is explained by the manifest, the cloud, apply and the audit trail`() async throws {
        try await withWorkspace(images: 1) { workspace in
            let (image, project) = (workspace.imageIDs[0], workspace.projectIDs[0])
            try workspace.write(
                """
                version: 1
                projects: {web: \(project)}
                images:
                  \(image):
                    members:
                      - {project: web, until: 2099-12-31, reason: ticket 4711}
                """)
            let before = try await workspace.program.run("why", image, "web")
            #expect(before.code == 0, "\(before)")
            #expect(before.standardOutput.contains("\nThe cloud:\n  no member\n"), "\(before)")
            #expect(before.standardOutput.contains("\nApply:\n  adds it\n"), "\(before)")
            #expect(try await workspace.program.run("apply", "--audit-file", "audit.jsonl").code == 0)
            let requests = try workspace.requests().count
            let run = try await workspace.program.run(
                "why", "debian-12-20260101", project, "--audit-file", "audit.jsonl")
            #expect(run.code == 0, "\(run)")
            let text = run.standardOutput
            #expect(text.hasPrefix("Image    \(image)  debian-12-20260101\nProject  \(project)  web\n"), "\(run)")
            #expect(
                text.contains(
                    "The manifest:\n  asks for it in sharing.yaml:6\n  until 2099-12-31, “ticket 4711”\n\n"), "\(run)")
            #expect(text.contains("The cloud:\n  a member, pending since "), "\(run)")
            #expect(text.contains("\n  the image is this project's own\n\nApply:\n  does nothing\n\n"), "\(run)")
            #expect(text.contains("The audit trail:\n  "), "\(run)")
            #expect(text.contains("  add  created  sharing.yaml:6  HTTP 200  request req-"), "\(run)")
            #expect(
                try workspace.requests().dropFirst(requests).allSatisfy { $0.method == "GET" || $0.isTokenRequest })
        }
    }

    @Test func `What is taken away says why, and what apply would do`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 2)
            #expect(try await workspace.program.run("apply").code == 0)
            let (image, projects) = (workspace.imageIDs[0], workspace.projectIDs)
            try workspace.write(
                """
                version: 1
                images:
                  \(image):
                    exclusive: true
                    members: [\(projects[2])]
                    revoked: [\(projects[0])]
                """)
            let revoked = try await workspace.program.run("why", image, projects[0]).standardOutput
            #expect(
                revoked.contains(
                    "The manifest:\n  revokes it in sharing.yaml:6\n  its list is exclusive, by sharing.yaml:4\n"))
            #expect(revoked.contains("Apply:\n  removes it, if --max-removals allows that\n"))
            let unlisted = try await workspace.program.run("why", image, projects[1]).standardOutput
            #expect(unlisted.contains("The manifest:\n  does not ask for the project\n"))
            #expect(unlisted.contains("Apply:\n  removes it, "))
            #expect(
                try await workspace.program.run("apply", "--max-removals", "2", "--audit-file", "audit.jsonl").code == 0
            )
            let removed = try await workspace.program.run("why", image, projects[0], "--audit-file", "audit.jsonl")
            #expect(removed.standardOutput.contains("  remove  removed  revoked  pending  sharing.yaml:6  HTTP 204  "))
            try workspace.write("version: 1\nimages: {}\n")
            let unnamed = try await workspace.program.run("why", image, projects[1], "--audit-file", "audit.jsonl")
            #expect(unnamed.code == 0, "\(unnamed)")
            #expect(unnamed.standardOutput.contains("The manifest:\n  does not name the image\n"))
            #expect(unnamed.standardOutput.contains("Apply:\n  does nothing: it is not about the image\n"))
            #expect(unnamed.standardOutput.contains("The audit trail:\n  "))
        }
    }

    @Test func `A script reads the same`() async throws {
        try await withWorkspace(images: 1) { workspace in
            let (image, projects) = (workspace.imageIDs[0], workspace.projectIDs)
            try workspace.write(
                """
                version: 1
                defaults: {exclusive: true}
                images:
                  \(image):
                    members:
                      - {project: \(projects[0]), until: 2099-12-31, reason: ticket 4711}
                      - \(projects[1])
                """)
            #expect(try await workspace.program.run("apply", "--audit-file", "audit.jsonl").code == 0)
            func why(_ arguments: String...) async throws -> String {
                try await workspace.program.run(["why"] + arguments + ["--format", "json"]).standardOutput
            }
            let asked = try await why(image, projects[0], "--audit-file", "audit.jsonl")
            #expect(asked.contains("\"apply\": \"none\""), "\(asked)")
            #expect(asked.contains("\"until\": \"2099-12-31\",\n    \"ends_at\": \"2100-01-01T00:00:00Z\""), "\(asked)")
            #expect(asked.contains("\"ownership\": \"own\""), "\(asked)")
            #expect(asked.contains("\"outcome\": \"created\""), "\(asked)")
            try workspace.write("version: 1\nimages: {\(image): {members: [], revoked: [\(projects[0])]}}\n")
            let revoked = try await why(image, projects[0])
            #expect(revoked.contains("\"apply\": \"remove\""), "\(revoked)")
            try workspace.write("version: 1\nimages: {\(image): {members: [], exclusive: true}}\n")
            let held = try await why(image, projects[0])
            #expect(held.contains("\"apply\": \"hold\",\n  \"because\": \"nobody_wanted\""), "\(held)")
            let unread = try await why("00000000-0000-4000-8000-000000000000", projects[0])
            #expect(unread.contains("\"members_known\": false"), "\(unread)")
            #expect(unread.contains("\"names_image\": false"), "\(unread)")
            let keys = try [asked, revoked, held, unread].reduce(into: Set<String>()) { keys, text in
                keys.formUnion(try JSONKeys.paths(in: Data(text.utf8), forms: ["source"]))
            }
            // Where a list is empty, its own name is all there is.
            let empty = ["manifest.asked_for", "manifest.revoked", "cloud.rows", "problems"]
            let page = Set(try ResultsPage().names(under: "Keys of why"))
            #expect(keys.subtracting(empty) == page.subtracting(["missing_files[]"]))
        }
    }

    @Test(arguments: [
        (["nothing-of-this-name", "PROJECT"], "the token's project owns no image “nothing-of-this-name”"),
        (["IMAGE", "web-prd"], "the manifest has no project “web-prd”, and this token may not ask Keystone for it"),
        (["IMAGE", "web-prd"], "did you mean web-prod? or write the project's ID"),
        (["IMAGE", "nobody"], "the manifest has no project “nobody”"),
        (["IMAGE", "PROJECT", "--audit-file", "nowhere"], "cannot read --audit-file nowhere"),
        (["IMAGE", "PROJECT", "--audit-file", "sharing.yaml"], "no line of it is one of an audit trail"),
    ])
    func `A name that nothing has, and a trail that cannot be read, are status 1`(
        _ arguments: [String], _ message: String
    ) async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.write(
                """
                version: 1
                projects: {web-prod: \(workspace.projectIDs[0])}
                images: {\(workspace.imageIDs[0]): [web-prod]}
                """)
            let places = ["IMAGE": workspace.imageIDs[0], "PROJECT": workspace.projectIDs[0]]
            let run = try await workspace.program.run(["why"] + arguments.map { places[$0] ?? $0 })
            #expect(run.code == 1, "\(run)")
            #expect(run.standardError.contains(message), "\(run)")
            #expect(run.standardOutput.isEmpty)
        }
    }

    @Test func `Lines of a trail that cannot be read are told, and a membership that is past`() async throws {
        try await withWorkspace(images: 1) { workspace in
            let (image, project) = (workspace.imageIDs[0], workspace.projectIDs[0])
            try workspace.writeManifest(images: 1, members: 2)
            #expect(try await workspace.program.run("apply", "--audit-file", "audit.jsonl").code == 0)
            try workspace.write("one\ntwo\n" + workspace.read("audit.jsonl"), to: "audit.jsonl")
            try workspace.write(
                """
                version: 1
                images: {\(image): [{project: \(project), until: 2001-01-01, reason: ticket 4711}]}
                """)
            let run = try await workspace.program.run("why", image, project, "--audit-file", "audit.jsonl")
            #expect(run.code == 0, "\(run)")
            #expect(run.standardOutput.contains("  add  created  "), "\(run)")
            #expect(run.standardOutput.contains("\n  ! 2 lines of the file could not be read\n"), "\(run)")
            #expect(run.standardError.contains("2 lines of --audit-file could not be read"), "\(run)")
            #expect(
                run.standardOutput.contains(
                    "  until 2001-01-01, “ticket 4711”; that is past: the row counts as revoked\n"), "\(run)")
        }
    }

    @Test func `An image that cannot be read is said, with status 3`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            let run = try await workspace.program.run(
                "why", "00000000-0000-4000-8000-000000000000", workspace.projectIDs[0])
            #expect(run.code == 3, "\(run)")
            #expect(run.standardOutput.contains("The cloud:\n  the image's members are not known\n"), "\(run)")
            #expect(run.standardOutput.contains("! image_not_found"), "\(run)")
        }
    }
}
