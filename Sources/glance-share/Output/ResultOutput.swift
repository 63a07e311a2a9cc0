import SystemPackage

/// Where a run's result goes: standard output or a file.
struct ResultOutput {
    /// The result cannot be written where it was to go.
    struct Unwritable: Error, CustomStringConvertible {
        /// What to tell the user.
        let description: String
    }

    /// Colours for the place that it goes to.
    let style: Style

    private let file: String?

    /// Makes an output, and makes sure that a file can be written before a run has anything to say.
    init(_ options: OutputOptions, environment: [String: String]) throws(Unwritable) {
        file = options.output
        let isTerminal = file == nil && Terminal.isTerminal(.standardOutput)
        style = Style(isColored: options.color.colors(isTerminal: isTerminal, environment: environment))
        guard let file else { return }
        do throws(ResultFile.Failure) { try ResultFile.check(file) } catch {
            throw Unwritable(description: "--output: \(error)")
        }
    }

    /// Writes the finished result.
    func write(_ text: String) throws(Unwritable) {
        guard let file else { return try Self.writeToStandardOutput(text) }
        do throws(ResultFile.Failure) { try ResultFile.write(text, to: file) } catch {
            throw Unwritable(description: "--output: \(error)")
        }
    }

    /// Writes to standard output.
    static func writeToStandardOutput(_ text: String) throws(Unwritable) {
        do { try FileDescriptor.standardOutput.writeAll(text.utf8) } catch {
            throw Unwritable(description: "cannot write to standard output: \(error)")
        }
    }
}
