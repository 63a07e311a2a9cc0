import Testing

/// Tokens that end, or are ended, in the middle of a run.
@Suite struct TokenTests {
    @Test func `Tokens that live eight seconds do not fail a run that lasts longer`() async throws {
        try await withWorkspace(images: 4, tokenLifetime: .seconds(8)) { workspace in
            try workspace.writeManifest(images: 4, members: 10)
            let result = try await workspace.program.run("apply", "--max-rate", "2", "--format", "json")
            #expect(result.code == 0)
            #expect(try RunResult(result.standardOutput).summary["created"] == 40)
            let requests = try workspace.requests()
            #expect(requests.count { $0.isAddition && $0.status == 200 } == 40)
            // They are renewed in time, unless the machine leaves the program standing until they have ended.
            #expect(requests.count { $0.status == 401 } <= 16)
            #expect((4...12).contains(requests.count(where: \.isTokenRequest)))
        }
    }

    @Test func `A Keystone that is busy when a token is due is asked again, and nothing waits for it`() async throws {
        let busy = "path=auth/tokens,status=503,retry-after=3600,every=2"
        try await withWorkspace(images: 2, faults: [busy], tokenLifetime: .seconds(14)) { workspace in
            try workspace.writeManifest(images: 2, members: 10)
            let result = try await workspace.program.run(
                "apply", "--max-rate", "1.5", "--retry-for", "1s", "--format", "json")
            #expect(result.code == 0)
            let requests = try workspace.requests()
            #expect(requests.filter(\.isTokenRequest).map(\.status) == [201, 503, 201])
            #expect(!requests.contains { $0.status == 401 })
        }
    }

    /// Each token works once, and is refused afterwards.
    @Test func `Tokens that all stop working end the run, which does not go on in circles`() async throws {
        try await withWorkspace(images: 40, faults: ["path=members,expire-token"]) { workspace in
            try workspace.writeManifest(images: 40, members: 2)
            let result = try await workspace.program.run("apply", "--format", "json")
            // Keystone has taken the credentials 21 times: another run gets further.
            #expect(result.code == 75)
            let report = try RunResult(result.standardOutput)
            #expect(Set(report.problems.map(\.code)) == ["cloud_unavailable"])
            #expect(report.problems.contains { $0.message.contains("20 of them by now") })
            #expect(try workspace.requests().count(where: \.isTokenRequest) == 21)
        }
    }

    @Test func `A user that is disabled in the middle ends the run with Keystone's word`() async throws {
        let faults = ["path=members,expire-token,every=10", "path=auth/tokens,status=401,every=2"]
        try await withWorkspace(images: 40, faults: faults) { workspace in
            try workspace.writeManifest(images: 40, members: 2)
            let result = try await workspace.program.run("apply", "--format", "json")
            let report = try RunResult(result.standardOutput)
            #expect(result.code == 1 || result.code == 3)
            #expect(Set(report.problems.map(\.code)) == ["authentication_failed"])
            #expect(report.problems.contains { $0.image == nil && $0.message.hasPrefix("Keystone at ") })
            #expect(report.problems.allSatisfy { ["not asked", "Keystone "].contains($0.message.prefix(9)) })
        }
    }
}
