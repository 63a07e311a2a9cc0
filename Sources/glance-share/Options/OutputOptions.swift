import ArgumentParser

/// How the result is shown.
struct OutputOptions: ParsableArguments {
    /// The forms of a result.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, markdown
    }

    @Option(help: "The form of the result: text, json, or markdown for a merge request.")
    var format = Format.text

    @Option(
        help: ArgumentHelp("Write the result to a file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(help: "Colour: auto, always or never. NO_COLOR turns auto off.")
    var color = ColorChoice.auto

    @Flag(
        name: .short,
        help: """
            Only what needs attention: no progress, no list of changes, no word where nothing changes; of the log, \
            warnings and errors.
            """
    )
    var quiet = false

    @Flag(name: .short, help: "Everything: no list is folded.")
    var verbose = false

    func validate() throws {
        if quiet && verbose { throw ValidationError("-q and -v exclude each other.") }
    }
}

/// When to colour.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never

    /// Whether to colour what goes to a stream.
    ///
    /// - Parameters:
    ///   - isTerminal: whether the stream is a terminal.
    ///   - environment: for `NO_COLOR` (https://no-color.org) and `TERM`.
    /// - Returns: whether to colour.
    func colors(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        }
    }
}
