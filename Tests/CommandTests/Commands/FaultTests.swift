import Testing

/// A cloud that fails now and then is none the worse for being asked again, in the right way.
@Suite struct FaultTests {
    @Test(arguments: [
        "status=503", "status=500", "status=500,after", "status=502", "status=504,after", "status=429", "status=413",
        "reset=before", "reset=after", "truncate", "expire-token", "delay=20ms",
    ])
    func `With a fifth of all requests failing, each member is added once`(_ happening: String) async throws {
        try await withWorkspace(images: 8, faults: ["\(happening),rate=0.2,seed=11"]) { workspace in
            try workspace.writeManifest(images: 8, members: 5)
            let result = try await workspace.program.run("apply", "--format", "json")
            let report = try RunResult(result.standardOutput)
            #expect(result.code == 0, "\(report.problems)")
            #expect(report.outcome == "applied")
            #expect(report.changes.allSatisfy { $0.result == "created" })
            let requests = try workspace.requests()
            #expect(requests.contains { $0.fault != nil })
            #expect(requests.allSatisfy { $0.isAddition == ($0.member != nil) })
            #expect(LoggedRequest.additionsOfListedMembers(in: requests).isEmpty)
            // A post of a member that was added, told or not, is answered with 409.
            #expect(!requests.contains { $0.isAddition && $0.status == 409 })
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 0)
        }
    }

    @Test func `The request log shows a member that was listed before it was posted`() throws {
        let post = #"{"method": "POST", "path": "/i/members", "status": 200, "fault": null, "member": "a"}"#
        let list = #"{"method": "GET", "path": "/i/members", "status": 200, "fault": null, "member": null}"#
        let other = post.replacing(#""a""#, with: #""b""#)
        let log = try LoggedRequest.all(in: [list, post, list, other, post, ""].joined(separator: "\n"))
        #expect(LoggedRequest.additionsOfListedMembers(in: log).map(\.member) == ["a"])
    }

    @Test(arguments: ["retry-after=1", "retry-after=date:1"])
    func `A cloud that asks to be left alone for a while is left alone`(_ wait: String) async throws {
        try await withWorkspace(faults: ["path=members,status=429,\(wait),first=1"]) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            #expect(try await workspace.program.run("apply").code == 0)
            #expect(try workspace.requests().count { $0.fault != nil } == 1)
        }
    }

    @Test func `A cloud that asks for more time than the run has is left alone at once`() async throws {
        try await withWorkspace(faults: ["path=members,status=503,retry-after=3600"]) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            let result = try await workspace.program.run("apply", "--concurrency", "1", "--format", "json")
            #expect(result.code == 75)
            // Two images say it of the service; one could say it of itself.
            #expect(try workspace.requests().count(where: \.isList) == 2)
            #expect(
                try RunResult(result.standardOutput).problems.allSatisfy { $0.hint?.contains("--retry-for") == true })
        }
    }

    /// A Glance in read-only maintenance: it can be read, and says "later" to every write, for ever.
    @Test(arguments: ["status=503,retry-after=1", "status=429,retry-after=0", "status=413,retry-after=1"])
    func `A cloud that takes no write is given up before long`(_ happening: String) async throws {
        try await withWorkspace(faults: ["method=POST,path=members,\(happening)"]) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            let result = try await workspace.program.run("apply", "--retry-for", "2s", "--format", "json")
            #expect([3, 75].contains(result.code))
            #expect(try workspace.requests().count(where: \.isAddition) < 40)
            #expect(try !RunResult(result.standardOutput).problems.isEmpty)
        }
    }

    @Test func `Every member that failed has a problem with a hint`() async throws {
        try await withWorkspace(images: 3, faults: ["method=POST,path=members,status=401"]) { workspace in
            try workspace.writeManifest(images: 3, members: 2)
            let result = try await workspace.program.run("apply", "--retry-for", "1s", "--format", "json")
            let report = try RunResult(result.standardOutput)
            // Keystone vouches for the token: it is Glance that cannot have asked.
            #expect(result.code == 75)
            let failed = Set(report.changes.filter { $0.result == "failed" }.map { $0.image + $0.member })
            let explained = Set(report.problems.map { ($0.image ?? "") + ($0.member ?? "") })
            #expect(!failed.isEmpty)
            #expect(failed.isSubset(of: explained))
            #expect(report.problems.allSatisfy { $0.hint != nil })
        }
    }

    @Test func `A full image is reported with its figures, and the others are finished`() async throws {
        try await withWorkspace(images: 3, memberLimit: 5) { workspace in
            let images = workspace.imageIDs
            let projects = workspace.projectIDs
            let healthy = Workspace.manifest(images: Array(images.prefix(2)), members: Array(projects.prefix(3)))
            let full = "  \(images[2]):\n" + projects.prefix(8).map { "    - \($0)\n" }.joined()
            try workspace.write(healthy + full)
            let result = try await workspace.program.run("apply", "--retry-for", "1s", "--format", "json")
            #expect(result.code == 3)
            let report = try RunResult(result.standardOutput)
            #expect(report.outcome == "partial")
            #expect(report.summary["created"] == 11)
            // What was never sent has not failed.
            #expect(report.summary["failed"] == 1)
            #expect(report.summary["skipped"] == 2)
            #expect(report.changes.allSatisfy { ($0.attempts == 0) == ($0.result == "skipped") })
            #expect(report.problems.count == 1)
            for problem in report.problems {
                #expect(problem.code == "member_limit_exceeded")
                #expect(problem.image == images[2])
                #expect(problem.message.contains("Attempted: 6, Maximum: 5"))
            }
        }
    }

    @Test func `A dead cloud is given up with far fewer requests than images times tries`() async throws {
        try await withWorkspace(images: 40, faults: ["path=members,status=503"]) { workspace in
            try workspace.writeManifest(images: 40, members: 2)
            let result = try await workspace.program.run("plan", "--retry-for", "1s")
            #expect(result.code == 75)
            // Far fewer requests than images times tries: the run stops hammering.
            #expect(try workspace.requests().count < 60)
        }
    }
}
