import Host
import SystemPackage

/// The place where a run's result goes: standard output or a file.
struct ResultOutput {
    /// The result cannot be written where it was to go.
    struct Unwritable: Error, CustomStringConvertible {
        /// The reason, and what to do about it.
        let description: String
    }

    /// Colours for the place that it goes to.
    let style: Style

    private let file: OutputFile?

    /// Makes an output, and makes sure that it can be written before a run has anything to say.
    ///
    /// - Parameters:
    ///   - path: the file; nil for standard output.
    ///   - color: when to colour it.
    ///   - environment: the process's variables.
    ///   - inputs: the files that are read, which are never written; looked for only where the result goes to a file.
    /// - Throws: why nothing could be written there.
    init(
        to path: String?, color: ColorChoice, environment: [String: String], inputs: @autoclosure () -> [String]
    ) throws(Unwritable) {
        file = path.map { OutputFile($0) }
        let isTerminal = file == nil && FileDescriptor.standardOutput.isTerminal
        style = Style(isColored: color.colors(isTerminal: isTerminal, environment: environment))
        guard let file else {
            guard SystemCalls.isWritable(.standardOutput) else {
                throw Unwritable(
                    description: "standard output is closed; write the result to a file with --output, or to /dev/null")
            }
            return
        }
        do throws(OutputFile.Failure) {
            try file.check()
            try file.check(isNoneOf: inputs())
        } catch {
            throw Unwritable(description: "--output: \(error)")
        }
    }

    /// Writes the finished result.
    func write(_ text: String) throws(Unwritable) {
        guard let file else { return try Self.writeToStandardOutput(text) }
        do throws(OutputFile.Failure) { try file.write(text) } catch {
            throw Unwritable(description: "--output: \(error)")
        }
    }

    /// Writes to standard output.
    static func writeToStandardOutput(_ text: String) throws(Unwritable) {
        do throws(Errno) { try FileDescriptor.standardOutput.writeAll(text) } catch {
            throw Unwritable(description: "cannot write to standard output: \(error)")
        }
    }
}
