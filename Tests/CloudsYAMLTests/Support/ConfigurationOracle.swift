import FoundationEssentials
import Subprocess
import SystemPackage

@testable import CloudsYAML
@testable import OpenStack
@testable import Transport

/// What `openstack` makes of a configuration, asked with its own code.
enum ConfigurationOracle {
    /// What somebody makes of a configuration: settings, or an error.
    struct Answer: Decodable, CustomStringConvertible {
        var values: [String: String]?
        var error: String?

        var description: String { values.map { "\($0.sorted { $0.key < $1.key })" } ?? error ?? "" }

        /// Whether both come to the same settings, or both to none: the words of an error are everybody's own.
        func isSame(as other: Answer) -> Bool { values == other.values }
    }

    /// A case in a directory of its own.
    struct Place: Encodable {
        let testCase: ConfigurationCase
        let directory: String
        let environment: [String: String]
        let arguments: [String]

        /// The cloud that the program finds.
        func loaded() throws(ConfigurationError) -> LoadedCloud {
            try LoadedCloud(flags: testCase.flags, environment: environment, directory: directory)
        }

        private enum CodingKeys: CodingKey { case directory, environment, arguments }

        /// What the program makes of it.
        var ourAnswer: Answer {
            do throws(ConfigurationError) {
                return Answer(values: try loaded().configuration.values)
            } catch {
                return Answer(error: "\(error.issues.map(\.message))")
            }
        }
    }

    /// Python with the openstack command's packages: that of the bed of Keystone and Glance.
    static let python: String? = {
        guard let description = ProcessInfo.processInfo.environment["GLANCE_SHARE_TESTBED_CLOUD"] else { return nil }
        return URL(filePath: description).deletingLastPathComponent().appending(path: "venv/bin/python").path
    }()

    /// The path of one of the scripts that know the command's answer.
    static func script(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Oracle").appending(path: name).path
    }

    /// Asks about all cases at once.
    static func answers(to places: [Place]) async throws -> [Answer] {
        let question = String(decoding: try JSONEncoder().encode(places), as: UTF8.self)
        let result = try await run(
            .path(FilePath(python ?? "python3")), arguments: ["-B", script("resolve.py")], environment: .custom([:]),
            input: .string(question), output: .string(limit: 1 << 22), error: .string(limit: 1 << 16)
        )
        guard result.terminationStatus.isSuccess else { throw Failure(words: result.standardError) }
        return try JSONDecoder().decode([Answer].self, from: Data(result.standardOutput.utf8))
    }

    private struct Failure: Error { let words: String }

    /// Runs `body` with each case's files in a directory of their own, which are gone afterwards.
    static func withDirectories<Result>(
        for cases: [ConfigurationCase], _ body: ([Place]) async throws -> Result
    ) async throws -> Result {
        let files = FileManager.default
        let root = files.temporaryDirectory.appending(path: "clouds-\(UUID().uuidString)")
        defer { try? files.removeItem(at: root) }
        let places = try cases.enumerated().map { index, testCase in
            let own = root.appending(path: "\(index)")
            for folder in ["work", "home"] {
                try files.createDirectory(at: own.appending(path: folder), withIntermediateDirectories: true)
            }
            for (path, text) in testCase.files {
                let file = own.appending(path: path)
                try files.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                if text.hasPrefix("->") {
                    try files.createSymbolicLink(atPath: file.path, withDestinationPath: String(text.dropFirst(2)))
                } else {
                    try Data(text.utf8).write(to: file)
                }
            }
            var environment = testCase.environment.mapValues { $0.replacing("@/", with: own.path + "/") }
            environment["HOME"] = own.appending(path: "home").path
            return Place(
                testCase: testCase, directory: own.appending(path: "work").path, environment: environment,
                arguments: testCase.flags.arguments
            )
        }
        return try await body(places)
    }
}

extension ConfigurationCase {
    /// Runs `body` with the case's files in a directory of their own.
    func load<Result>(_ body: (ConfigurationOracle.Place) throws -> Result) async throws -> Result {
        try await ConfigurationOracle.withDirectories(for: [self]) { places in try body(places[0]) }
    }

    /// What is wrong with it.
    func issues() async throws -> [ConfigurationError.Issue] {
        try await load { place in
            do throws(ConfigurationError) {
                _ = try place.loaded()
                return []
            } catch {
                return error.issues
            }
        }
    }
}
