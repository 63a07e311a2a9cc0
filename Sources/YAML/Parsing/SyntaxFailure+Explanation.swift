import Text

extension SyntaxFailure {
    /// A message for a person, and what to do.
    struct Explanation {
        /// The one of libyaml's two places that says more to a person.
        enum Place { case problem, context }

        let message: String
        let hint: String?
        var place = Place.problem

        init(_ message: String, _ hint: String?, at place: Place = .problem) {
            self.message = message
            self.hint = hint
            self.place = place
        }
    }

    /// Translates libyaml 0.2's messages; those that are not known here are shown as they are.
    func explanation(_ around: SyntaxContext) -> Explanation {
        if around.byte == 0x09, problem.hasPrefix("found character that cannot start") || problem.contains("tab") {
            return Explanation(
                "a tab is used for indentation here", "YAML is indented with spaces: replace the tab by spaces")
        }
        return unclosed(around) ?? indentation(around) ?? notation(around)
            ?? Explanation(
                "this is not YAML: "
                    + [context, problem].filter { !$0.isEmpty }.joined(separator: ": ").escapedForDisplay,
                nil
            )
    }

    /// The beginning of what is not closed, for the middle of a sentence.
    private var beginning: String {
        contextMark.map { " that starts in \($0)" } ?? ""
    }

    /// Explains what is open when the text ends.
    private func unclosed(_ around: SyntaxContext) -> Explanation? {
        switch (problem, context) {
        case ("found unexpected end of stream", _), ("found unexpected document indicator", _):
            return Explanation("the quotes that open here are never closed", "add the closing quote", at: .context)
        case ("did not find expected ',' or ']'", _) where around.endOfText != nil:
            return Explanation(
                "the bracket that opens here is never closed", "put , between items, and ] after the last", at: .context
            )
        case ("did not find expected ',' or '}'", _) where around.endOfText != nil:
            return Explanation(
                "the brace that opens here is never closed", "put , between pairs, and } after the last", at: .context
            )
        case ("did not find expected node content", _) where around.endOfText != nil:
            return Explanation(
                "the file ends in the middle of a list or a mapping", "close the brackets and braces that are open")
        case ("did not find expected ',' or ']'", _):
            return Explanation(
                "the list in brackets\(beginning) is not closed before this",
                "put , between items, and ] after the last"
            )
        case ("did not find expected ',' or '}'", _):
            return Explanation(
                "the mapping in braces\(beginning) is not closed before this",
                "put , between pairs, and } after the last"
            )
        default:
            return nil
        }
    }

    /// Explains what stands where it does not fit.
    private func indentation(_ around: SyntaxContext) -> Explanation? {
        switch problem {
        case "did not find expected key", "did not find expected '-' indicator":
            if !around.startsLine {
                return Explanation(
                    "what follows here does not belong to what stands before it", "put the whole text in quotes"
                )
            }
            if around.byte == UInt8(ascii: "-") {
                return Explanation(
                    "this list item is indented unlike the items above it",
                    "put its - straight below the - of the item above"
                )
            }
            return problem == "did not find expected key"
                ? Explanation(
                    "this line does not fit the mapping\(beginning)",
                    "check the indentation: the keys of one mapping start in the same column"
                )
                : Explanation(
                    "this line does not fit the list\(beginning)",
                    "check the indentation: the items of one list start with - in the same column"
                )
        case "mapping values are not allowed in this context":
            let hint =
                if around.before.contains(": ") {
                    "a text with a colon in it needs quotes"
                } else if around.lineAboveLacksSpace {
                    "is a space missing after the colon in the line above?"
                } else {
                    "check the indentation of this line and the one above"
                }
            return Explanation("a colon makes a key here, where no key can be", hint)
        case "mapping keys are not allowed in this context":
            return Explanation("a key cannot be here", "check the indentation of this line and the one above")
        case "block sequence entries are not allowed in this context":
            return Explanation("a list item (-) cannot be here", "start the list on a line of its own, below its key")
        case "did not find expected <document start>":
            return Explanation(
                "the document has ended before this line",
                "check the indentation of this line, and that nothing is left over"
            )
        default:
            return nil
        }
    }

    /// Explains what is written in a way that YAML does not know.
    private func notation(_ around: SyntaxContext) -> Explanation? {
        switch (problem, context) {
        case ("found character that cannot start any token", _):
            return Explanation(
                "a text cannot start with this character unless it is in quotes", "put the text in quotes"
            )
        case ("could not find expected ':'", _):
            return Explanation(
                "this looks like a key, but there is no colon after it",
                "write a key as `key: value`, with a space after the colon, and a list item as `- item`", at: .context
            )
        case ("did not find expected node content", _):
            return Explanation(
                "there is nothing here, or a character that cannot start a text", "a text with a , ] or } needs quotes"
            )
        case ("found unknown escape character", _):
            return Explanation(
                "there is no such escape in double quotes", "write \\\\ for a backslash, or use single quotes")
        case (_, "while parsing a quoted scalar"), (_, "while scanning a quoted scalar"):
            return Explanation(
                "there is a bad escape in these double quotes", "use single quotes, where nothing is escaped")
        case ("did not find expected alphabetic or numeric character", _):
            return Explanation(
                "a name has to follow the & of an anchor or the * of an alias here",
                "a text that begins with & or * needs quotes"
            )
        case (_, "while scanning a directive"), (_, "while scanning a %YAML directive"),
            (_, "while scanning a %TAG directive"):
            return Explanation(
                "a line that begins with % is a directive, and this one is unknown",
                "remove the line, or put the text in quotes", at: .context
            )
        case ("found undefined tag handle", _), (_, "while scanning a tag"), (_, "while parsing a tag"):
            return Explanation("there is a tag (!) here that is not declared", "a text that begins with ! needs quotes")
        case (_, "while scanning a block scalar"):
            return Explanation(
                "the text that | or > starts is not indented properly",
                "indent all its lines by the same number of spaces"
            )
        case ("found incompatible YAML document", _):
            return Explanation("the %YAML line asks for another version than 1.1 or 1.2", "remove the %YAML line")
        default:
            return nil
        }
    }
}
