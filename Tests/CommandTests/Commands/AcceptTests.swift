import FoundationEssentials
import Subprocess
import Testing

/// Both sides of accepting, in the sandbox and in a real cloud: `accept` by the consumer, `accept: true` by the owner.
@Suite(.timeLimit(.minutes(5))) struct AcceptTests {
    private func trust(_ images: OfferedImages, _ ending: String) -> String {
        "version: 1\naccept: [{owner: \(images.owner), name: \"\(images.prefix)-\(ending)\"}]\n"
    }

    private func asking(_ images: OfferedImages) -> String {
        "version: 1\ndefaults: {accept: true}\nimages:\n"
            + images.ids.map { "  \($0): [\(images.consumer)]\n" }.joined()
    }

    @Test(arguments: LookupCloud.all)
    func `A consumer finds in its list what it has accepted, and not before`(kind: LookupCloud.Kind) async throws {
        try await OfferedImages.with(kind, ["debian-1", "debian-2", "rocky"]) { images in
            let file = trust(images, "debian-*")
            #expect(try await images.listed() == [])
            let planned = try await images.run("consumer", "accept", "--dry-run", "--format", "json", input: file)
            #expect(planned.code == 0, "\(planned)")
            let plan = try RunResult(planned.standardOutput)
            #expect(plan.command == "accept" && plan.outcome == "changes")
            #expect(plan.changes.map(\.action) == ["accept", "accept"])
            #expect(Set(plan.changes.map(\.image)) == Set(images.ids.prefix(2)))
            #expect(plan.not_trusted?.map(\.image).contains(images.ids[2]) == true)
            #expect(try await images.listed() == [])

            let applied = try await images.run("consumer", "accept", "--verify", "--format", "json", input: file)
            #expect(applied.code == 0, "\(applied)")
            let result = try RunResult(applied.standardOutput)
            #expect(result.outcome == "applied" && result.project_id == images.consumer)
            #expect(result.changes.map(\.result) == ["accepted", "accepted"])
            #expect(try await images.listed() == ["debian-1", "debian-2"])
            #expect(try await images.status(2) == "pending")

            let again = try await images.run("consumer", "accept", "--format", "json", input: file)
            #expect(again.code == 0, "\(again)")
            #expect(try RunResult(again.standardOutput).outcome == "no_changes")
        }
    }

    @Test(arguments: LookupCloud.all)
    func `What a consumer has rejected, and what its owner hides, is left alone`(kind: LookupCloud.Kind) async throws {
        try await OfferedImages.with(kind, ["1", "2", "3"]) { images in
            try await images.answer("rejected", 0)
            try await images.hide(1)
            let run = try await images.run("consumer", "accept", "--format", "json", input: trust(images, "*"))
            #expect(run.code == 0, "\(run)")
            #expect(try RunResult(run.standardOutput).changes.map(\.image) == [images.ids[2]])
            var statuses: [String] = []
            for index in 0..<3 { statuses.append(try await images.status(index)) }
            #expect(statuses == ["rejected", "pending", "accepted"])
        }
    }

    @Test(arguments: LookupCloud.all)
    func `Nobody takes an owner's images for another's by their name`(kind: LookupCloud.Kind) async throws {
        try await OfferedImages.with(kind, ["debian"]) { images in
            let file = "version: 1\naccept: [{owner: \(images.consumer), name: \"*\"}]\n"
            let run = try await images.run("consumer", "accept", "-v", input: file)
            #expect(run.code == 0, "\(run)")
            #expect(run.standardOutput.contains("offered, not trusted:"), "\(run)")
            #expect(run.standardOutput.contains("\(images.ids[0])  \(images.prefix)-debian"), "\(run)")
            #expect(try await images.listed() == [])
        }
    }

    @Test(arguments: LookupCloud.all)
    func `An administrator accepts for the members that the owner's manifest names`(kind: LookupCloud.Kind) async throws
    {
        try await OfferedImages.with(kind, ["1", "2"], areOffered: false) { images in
            #expect(try await images.listed() == [])
            let run = try await images.run("owner_admin", "apply", "--format", "json", input: asking(images))
            #expect(run.code == 0, "\(run)")
            let results = try RunResult(run.standardOutput).changes.map { "\($0.action) \($0.result ?? "")" }
            #expect(results.sorted() == ["accept accepted", "accept accepted", "add created", "add created"])
            #expect(try await images.listed() == ["1", "2"])

            try await images.answer("rejected", 0)
            let again = try await images.run("owner_admin", "apply", "--format", "json", input: asking(images))
            #expect(again.code == 0, "\(again)")
            #expect(try RunResult(again.standardOutput).changes.isEmpty)
            #expect(try await images.status(0) == "rejected")
        }
    }

    @Test(arguments: LookupCloud.all)
    func `An owner adds a member, and is told that only that accepts the image`(kind: LookupCloud.Kind) async throws {
        try await OfferedImages.with(kind, ["1"], areOffered: false) { images in
            let run = try await images.run("owner", "apply", "--format", "json", input: asking(images))
            #expect(run.code == 3, "\(run)")
            let result = try RunResult(run.standardOutput)
            #expect(result.changes.map { "\($0.action) \($0.result ?? "")" } == ["add created", "accept failed"])
            #expect(result.problems.map(\.code) == ["accept_forbidden"])
            #expect(result.problems.first?.hint?.contains("glance-share accept") == true)
            #expect(try await images.status(0) == "pending")
        }
    }

    @Test(arguments: LookupCloud.all)
    func `An administrator's token accepts nothing for itself, because every image is listed to it`(
        kind: LookupCloud.Kind
    ) async throws {
        try await OfferedImages.with(kind, ["1"]) { images in
            let run = try await images.run("admin", "accept", input: trust(images, "*"))
            #expect(run.code == 3, "\(run)")
            #expect(run.standardOutput.contains("the token is an administrator's"), "\(run)")
            #expect(try await images.status(0) == "pending")
        }
    }

    @Test(arguments: [["accept"], ["daemon", "--accept"]])
    func `A file of trusted owners that is missing is to be written by its own name`(_ command: [String]) async throws {
        try await withWorkspace { workspace in
            let run = try await workspace.program.run(command)
            #expect(run.code == 1, "\(run)")
            #expect(
                run.standardError.contains("name the file of trusted owners with -f, or write trust.yaml"), "\(run)")
        }
    }

    @Test func `The doctor says what does look at a file of trusted owners`() async throws {
        try await withWorkspace { workspace in
            try workspace.write("version: 1\naccept: []\n", to: "trust.yaml")
            let run = try await workspace.program.run("doctor", "-f", "trust.yaml")
            #expect(run.code == 1, "\(run)")
            #expect(run.standardOutput.contains("accept --dry-run -v -f tries it, and validate -f checks it"), "\(run)")
        }
    }

    @Test func `A list that is cut off accepts nothing, and says so`() async throws {
        try await OfferedImages.with(
            .sandbox, ["1"], faults: ["method=GET,path=member_status=pending,truncate"]
        ) { images in
            let run = try await images.run("consumer", "accept", "--retry-for", "0s", input: trust(images, "*"))
            #expect(run.code != 0, "\(run)")
            #expect(try await images.status(0) == "pending")
        }
    }

    @Test func `A daemon keeps accepting what is offered while it runs`() async throws {
        try await OfferedImages.with(.sandbox, ["1", "2"], areOffered: false) { images in
            try images.write(trust(images, "*"), to: "trust.yaml")
            let arguments = ["daemon", "--accept", "--interval", "300ms", "--audit-file", "audit.jsonl"]
            let result = try await images.program("consumer").run(arguments) { _ in
                for index in 0..<2 {
                    try await images.offer([images.ids[index]])
                    try await wait { try await images.status(index) == "accepted" }
                }
                return .terminate
            }
            #expect(result.code == 0, "\(result)")
            #expect(try await images.listed() == ["1", "2"])
        }
    }
}
