import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@testable import Monitoring

/// The metrics, as Prometheus' own tool judges them.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool"), "promtool is not installed"))
struct PromtoolTests {
    @Test(arguments: [false, true])
    func `promtool has nothing to say`(_ isTroubled: Bool) async throws {
        let status = try isTroubled ? SampleStatus.troubled() : SampleStatus.healthy()
        let result = try await run(
            .path("/usr/bin/promtool"), arguments: ["check", "metrics"], input: .string(PrometheusText(status).text),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess)
        #expect(result.standardOutput == "")
        #expect(result.standardError == "")
    }
}
