import Daemon
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@testable import Monitoring

/// The page in a real browser, after its script has run.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium"), "chromium is not installed"))
struct BrowserTests {
    /// Returns what the browser made of the page, and the lines of its console.
    private func open(_ address: ListenAddress, _ fragment: String = "") async throws -> (page: String, console: String)
    {
        let profile = FileManager.default.temporaryDirectory.appending(path: "chromium-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: profile) }
        let result = try await run(
            .path("/usr/bin/chromium"),
            arguments: [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr",
                "--user-data-dir=\(profile.path())", "--dump-dom", "http://\(address)/\(fragment)",
            ],
            output: .string(limit: 1 << 24), error: .string(limit: 1 << 20)
        )
        let console = result.standardError.split(separator: "\n").filter { $0.contains(":CONSOLE") }
        return (result.standardOutput, console.joined(separator: "\n"))
    }

    @Test func `Where there are more images than the page has, the script counts what the server has found`()
        async throws
    {
        var status = try SampleStatus.healthy()
        status.images = try (1...600).map { try SampleStatus.image($0, .inSync, present: 4) }
        try await withStatusServer(Shown(status)) { client in
            let (whole, console) = try await open(client.address)
            #expect(whole.contains("aria-live=\"polite\">600 images</output>") && console == "")
            let (found, _) = try await open(client.address, "?query=00000258-")
            #expect(found.contains("aria-live=\"polite\">1 of 600 images</output>"))
        }
    }

    @Test func `The script runs, and says the same`() async throws {
        let image = try SampleStatus.image(3)
        try await withStatusServer(Shown(SampleStatus.troubled())) { client in
            let (page, console) = try await open(client.address, "#i-\(image)")
            // The server's own words, and the times as the script writes them.
            #expect(page.contains("2 of 5 images in sync, 1 backed off"))
            #expect(page.contains("raise image_member_quota"))
            #expect(page.contains(">3 min ago</time>"))
            // What only the script does: counting what is found, showing the filter, opening what the address names.
            #expect(page.contains("aria-live=\"polite\">5 images</output>"))
            #expect(page.contains("<form id=\"filter\" role=\"search\">"))
            #expect(try page.contains(Regex("<details class=\"image\" id=\"i-\(image)\"[^>]* open=\"\">")))
            #expect(console == "")
        }
    }
}
