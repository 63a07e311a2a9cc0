import ArgumentParser
import FoundationEssentials
import ImageSharing
import TestSupport
import Testing
import Text

@testable import glance_share

/// `export --review`: who has access, and why.
@Suite(.timeLimit(.minutes(2))) struct ReviewTests {
    /// The lines of a CSV text, its header left out, as cells; none of them needs quotes.
    private func rows(_ csv: String) -> [[String]] {
        csv.split(separator: "\r\n").dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func `Each member has a line, with its name, its answer, and the line of the manifest`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            #expect(try await workspace.program.run("apply").code == 0)
            let (image, projects) = (workspace.imageIDs[0], workspace.projectIDs.prefix(2).sorted())
            try workspace.write(
                """
                version: 1
                projects: {web: \(projects[0])}
                images:
                  \(image):
                    members: [{project: web, until: 2099-12-31, reason: "=1+1"}]
                """, to: "mine.yaml")
            let run = try await workspace.program.run("export", "--review", "-f", "mine.yaml", "-q")
            #expect(run.code == 0, "\(run)")
            #expect(
                run.standardOutput.hasPrefix(
                    "image,image_name,project,project_name,status,since,manifest,until,reason\r\n"))
            let rows = rows(run.standardOutput)
            #expect(rows.count == 4)
            let first = try #require(rows.first { $0[0] == image && $0[2] == projects[0] })
            #expect(first[3] == "web" && first[4] == "pending" && !first[5].isEmpty, "\(first)")
            #expect(Array(first[6...]) == ["mine.yaml:5", "2099-12-31", "'=1+1"])
            let other = try #require(rows.first { $0[0] == image && $0[2] == projects[1] })
            #expect(Array(other[6...]) == ["not in the manifest", "", ""])
            #expect(rows.map { $0[0] + $0[2] } == rows.map { $0[0] + $0[2] }.sorted())
        }
    }

    @Test func `Without a manifest nothing is said of one, and a page is a table`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 1)
            #expect(try await workspace.program.run("apply").code == 0)
            let before = try workspace.requests().count
            let run = try await workspace.program.run("export", "--review", "--format", "markdown")
            #expect(run.code == 0, "\(run)")
            #expect(run.standardOutput.hasPrefix("### glance-share export --review\n\n**1 member of 1 image.**\n"))
            #expect(run.standardOutput.contains("| `\(workspace.imageIDs[0])` | "))
            #expect(run.standardOutput.hasSuffix(" |  |  |  |\n"), "\(run)")
            let requests = try workspace.requests().dropFirst(before)
            #expect(requests.allSatisfy { $0.method == "GET" || $0.isTokenRequest })
        }
    }

    @Test func `What a manifest takes away is said with its cause`() async throws {
        try await withWorkspace(images: 1) { workspace in
            try workspace.writeManifest(images: 1, members: 3)
            #expect(try await workspace.program.run("apply").code == 0)
            let projects = workspace.projectIDs
            try workspace.write(
                """
                version: 1
                images:
                  \(workspace.imageIDs[0]):
                    exclusive: true
                    members: [{project: \(projects[0]), until: 2001-01-01}]
                    revoked:
                      - \(projects[1])
                """)
            let run = try await workspace.program.run("export", "--review", "-f", "sharing.yaml", "--output", "a.csv")
            #expect(run.code == 0, "\(run)")
            let csv = try workspace.read("a.csv")
            #expect(csv.contains(",\"until 2001-01-01 is past, sharing.yaml:5\",2001-01-01,\r\n"), "\(csv)")
            #expect(csv.contains(",\"revoked, sharing.yaml:7\",,\r\n"), "\(csv)")
            #expect(csv.contains(",\"not in the exclusive list, sharing.yaml:4\",,\r\n"), "\(csv)")
        }
    }

    @Test func `An image that cannot be read has a line that says so, and the status is 3`() async throws {
        try await withWorkspace(images: 2) { workspace in
            try workspace.writeManifest(images: 2, members: 1)
            #expect(try await workspace.program.run("apply").code == 0)
        }
        try await withWorkspace(images: 2, faults: ["method=GET,path=/members,first=1,status=404"]) { workspace in
            let run = try await workspace.program.run("export", "--review")
            #expect(run.code == 3, "\(run)")
            #expect(run.standardOutput.contains(",,,not read: "), "\(run)")
            #expect(run.standardError.contains(" error "), "\(run)")
        }
        try await withWorkspace(images: 2, faults: ["method=GET,path=/members,first=1,status=404"]) { workspace in
            let run = try await workspace.program.run("export", "--review", "--format", "markdown")
            #expect(run.code == 3, "\(run)")
            #expect(run.standardOutput.contains("\n**0 members of 1 image, 1 of them not read.**\n"), "\(run)")
        }
    }

    @Test(arguments: [
        ["--format", "csv"], ["-f", "sharing.yaml"], ["--review", "--group-by", "members"], ["--review", "-f", ""],
    ])
    func `Options of a review need one`(_ options: [String]) {
        #expect(throws: (any Error).self) { try ExportCommand.parse(options) }
    }

    @Test func `A page is no markup but its own`() throws {
        let row = AccessReview.Row(
            image: .numbered(1), imageName: SampleReports.hostile, project: .numbered(1),
            projectName: SampleReports.hostile, status: SampleReports.hostile, since: nil, manifest: "m:1",
            terms: MemberTerms(reason: SampleReports.hostile))
        let review = AccessReview(cloud: SampleReports.cloud, rows: [row])
        for format in AccessReview.Format.allCases {
            let text = review.render(as: format)
            let lineBreaks: Set<Unicode.Scalar> = ["\n", "\r"]
            #expect(!text.unicodeScalars.contains { !lineBreaks.contains($0) && $0.misleadsReaders })
        }
        let lines = review.render(as: .markdown).split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(lines.allSatisfy { line in line.count { $0 == "|" } == 10 }, "\(lines)")
    }
}
