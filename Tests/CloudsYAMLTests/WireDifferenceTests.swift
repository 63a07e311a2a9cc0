import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The built program sends what `openstack` sends for the same configuration, the same each time, or it is said why not.
///
/// `Oracle/wire_cases.py` has the configurations. `GLANCE_SHARE_WIRE=all` asks for many more (five minutes): more of the
/// same kinds, and every setting in every two places at once.
@Suite(.enabled(if: ConfigurationOracle.python != nil, "needs the openstack command: Tests/Testbed/run"))
struct WireDifferenceTests {
    private struct Verdict: Decodable {
        struct Run: Decodable {
            var sent: [String]
            var said: String
        }

        var about: String
        var problem: String?
        var openstack: Run
        var program: [Run]
    }

    private static let tables =
        ProcessInfo.processInfo.environment["GLANCE_SHARE_WIRE"] == "all" ? ["cases", "more", "pairs"] : ["cases"]
    /// It is built beside the tests.
    private static let program = FilePath(CommandLine.arguments[0]).removingLastComponent().appending("glance-share")

    @Test(arguments: tables)
    func `Servers are sent the same as by openstack`(table: String) async throws {
        let verdicts = try await verdicts(table)
        #expect(verdicts.count >= 80)
        #expect(Set(verdicts.map(\.about)).count == verdicts.count)
        for verdict in verdicts {
            #expect(
                verdict.problem == nil,
                "\(verdict.about): \(verdict.openstack) by openstack, \(verdict.program) here")
        }
    }

    private func verdicts(_ table: String) async throws -> [Verdict] {
        let result = try await run(
            .path(FilePath(ConfigurationOracle.python ?? "python3")),
            arguments: ["-B", ConfigurationOracle.script("wire.py"), Self.program.string, table],
            environment: .custom([:]),
            output: .string(limit: 1 << 25), error: .string(limit: 1 << 16)
        )
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try JSONDecoder().decode([Verdict].self, from: Data(result.standardOutput.utf8))
    }
}
