import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The built program, run as a user runs it.
struct Program: Sendable {
    /// The result of a run.
    struct Result: Sendable {
        var status: TerminationStatus
        var standardOutput: String
        var standardError: String

        /// The exit status; nil after a signal.
        var code: Int32? {
            if case .exited(let code) = status { code } else { nil }
        }
    }

    private static let longestOutput = 16 << 20

    /// The program's path: it is built beside the tests.
    static let path: FilePath = {
        let tests = FilePath(CommandLine.arguments[0])
        return tests.removingLastComponent().appending("glance-share")
    }()

    /// The variables that the program sees, and no others.
    var environment: [String: String] = [:]
    /// The folder that it runs in.
    var folder: FilePath

    /// Runs the program to its end.
    func run(_ arguments: String..., input: String = "") async throws -> Result {
        try await run(arguments, input: input)
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], input: String = "") async throws -> Result {
        let result = try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: variables, workingDirectory: folder,
            input: .string(input), output: .string(limit: Self.longestOutput), error: .string(limit: Self.longestOutput)
        )
        return Result(
            status: result.terminationStatus, standardOutput: result.standardOutput,
            standardError: result.standardError
        )
    }

    /// Runs the program, and sends it `signal` as soon as `moment` returns.
    func run(
        _ arguments: [String], sending signal: Signal, at moment: @Sendable () async throws -> Void
    ) async throws -> Result {
        try await run(arguments) { _ in
            try await moment()
            return signal
        }
    }

    /// Runs the program beside `body`, which is given the process's ID and returns the signal to send at its end.
    func run(_ arguments: [String], beside body: @Sendable (Int32) async throws -> Signal) async throws -> Result {
        let result = try await execute(arguments, error: .string(limit: Self.longestOutput), beside: body)
        return Result(
            status: result.terminationStatus, standardOutput: result.standardOutput,
            standardError: result.standardError
        )
    }

    /// Runs the program as above, with its standard error in a file of its folder, where `body` can read it meanwhile.
    func run(
        _ arguments: [String], log name: String, beside body: @Sendable (Int32) async throws -> Signal
    ) async throws -> Result {
        let log = folder.appending(name)
        let descriptor = try FileDescriptor.open(
            log, .writeOnly, options: [.create, .append, .closeOnExec], permissions: .ownerReadWrite)
        let result = try await execute(
            arguments, error: .fileDescriptor(descriptor, closeAfterSpawningProcess: true), beside: body)
        return Result(
            status: result.terminationStatus, standardOutput: result.standardOutput,
            standardError: String(decoding: try Data(contentsOf: URL(filePath: log.string)), as: UTF8.self)
        )
    }

    private func execute<Log: ErrorOutputProtocol>(
        _ arguments: [String], error: Log, beside body: @Sendable (Int32) async throws -> Signal
    ) async throws -> ExecutionResult<Void, StringOutput<UTF8>, Log> {
        try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: variables, workingDirectory: folder,
            input: .none, output: .string(limit: Self.longestOutput), error: error
        ) { execution in
            do {
                try execution.send(signal: try await body(execution.processIdentifier.value))
            } catch {
                try execution.send(signal: .kill)
                throw error
            }
        }
    }

    /// The variables, as a process gets them.
    var variables: Environment {
        .custom(Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(rawValue: $0) ?? "", $1) }))
    }
}
