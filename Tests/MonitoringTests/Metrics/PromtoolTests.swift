import Daemon
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@testable import Monitoring

/// The metrics, as Prometheus' own tool judges them.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool"), "promtool is not installed"))
struct PromtoolTests {
    private static let samples: [@Sendable () throws -> DaemonStatus] = [
        { try SampleStatus.healthy() }, { try SampleStatus.troubled() }, { try SampleStatus.named("web") },
        { try SampleStatus.takingAway() },
    ]

    @Test(arguments: samples)
    func `promtool has nothing to say`(_ sample: @Sendable () throws -> DaemonStatus) async throws {
        let status = try sample()
        let result = try await run(
            .path("/usr/bin/promtool"), arguments: ["check", "metrics"], input: .string(PrometheusText(status).text),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess)
        #expect(result.standardOutput == "")
        #expect(result.standardError == "")
    }
}
