// YAML reads bytes into nodes that know their line and column, within limits, and collects mistakes with their places.
// It alone sees libyaml, and handles its pointers in one file, Parsing/YAMLParser.swift. Nothing here knows what a
// manifest or a clouds.yaml is: the modules above decode the nodes.

/// A text read as YAML: its nodes, and the means to show a place of it.
package struct YAMLDocument: Sendable {
    /// The document's one node; nil where the text holds nothing but comments.
    package let root: Node?
    private let source: SourceText

    /// Reads a text of one document, and goes on past the mistakes that leave no doubt about the rest.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8 or UTF-16, with or without a byte order mark.
    ///   - limits: the most that is read.
    ///   - mistakes: the collection to which duplicate keys, a second document, tags, and keys that are not text go.
    /// - Throws: the first error of syntax, or the first limit that was passed.
    package init(
        _ bytes: consuming [UInt8], limits: YAMLLimits = YAMLLimits(), mistakes: inout YAMLMistakes
    ) throws(YAMLError) {
        let source = try SourceText(bytes, limit: limits.bytes)
        var composer = YAMLComposer(source: source, limits: limits)
        var failure: YAMLError?
        do {
            try YAMLParser.parse(source, into: &composer)
        } catch {
            failure = error
        }
        var found = composer.mistakes
        if failure != nil || !found.kept.isEmpty {
            let lines = source.lines()
            for index in found.kept.indices { found.kept[index].snippet = lines.snippet(at: found.kept[index].mark) }
            if let mark = failure?.mark { failure?.snippet = lines.snippet(at: mark) }
        }
        mistakes.kept += found.kept
        mistakes.omitted += found.omitted
        if let failure { throw failure }
        self.source = source
        root = composer.finish().map { Node($0, at: 0) }
    }

    /// Reads a text of one document.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8 or UTF-16, with or without a byte order mark.
    ///   - limits: the most that is read.
    /// - Throws: the first mistake.
    package init(_ bytes: consuming [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
        var mistakes = YAMLMistakes()
        try self.init(bytes, limits: limits, mistakes: &mistakes)
        if let mistake = mistakes.kept.first { throw mistake }
    }

    /// The lines of the text, to show places of it: worth making only where there is something to show.
    package func lines() -> SourceLines { source.lines() }
}
