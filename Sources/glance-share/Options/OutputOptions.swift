import ArgumentParser

/// The options of the result's place, form and amount of detail.
struct OutputOptions: ParsableArguments {
    @Option(help: "The form of the result: text, json, or markdown for a merge request.")
    var format = ResultFormat.text

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

    /// True if the result is text on standard output.
    var isForPerson: Bool { format == .text && output == nil }

    func validate() throws {
        if quiet && verbose { throw ValidationError("-q and -v exclude each other.") }
    }
}

extension ResultFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
