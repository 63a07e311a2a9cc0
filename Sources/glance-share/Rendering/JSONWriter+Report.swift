import ImageSharing
import Text

/// The parts that every JSON result has.
extension JSONWriter {
    /// Writes the fields that say what this is and who wrote it.
    mutating func header(command: String) {
        field("format_version", Release.resultFormatVersion)
        object("tool") { json in
            json.field("name", "glance-share")
            json.field("version", Release.version)
        }
        field("command", command)
    }

    /// Writes the fields that list what went wrong, and how many problems more there are than the list has.
    mutating func problems(_ problems: [Problem], omitted: Int) {
        array("problems", problems) { json, problem in
            json.object { json in
                json.field("code", problem.code.rawValue)
                json.field("image", problem.image?.description)
                json.field("member", problem.member?.description)
                json.field("http_status", problem.httpStatus)
                json.field("message", problem.message)
                json.field("hint", problem.hint)
                json.field("request_id", problem.requestID)
                json.source(problem.source)
                if let rows = problem.rows { json.field("rows", rows) }
            }
        }
        field("omitted_problems", omitted)
    }

    /// Writes the field that lists what wants attention and is no failure.
    mutating func warnings(_ warnings: [Warning]) {
        array("warnings", warnings) { json, warning in
            json.object { json in
                json.field("code", warning.code.rawValue)
                json.field("image", warning.image.description)
                json.field("member", warning.member.description)
                json.field("rows", warning.rows)
                json.field("message", warning.message)
                json.field("hint", warning.hint)
            }
        }
    }

    /// Writes the field that says where in a manifest something stands.
    mutating func source(_ source: SourceLocation?) {
        guard let source else { return field("source", String?.none) }
        object("source") { $0.place(source) }
    }

    /// Writes the fields of a place in a manifest.
    mutating func place(_ source: SourceLocation) {
        field("file", source.file)
        field("line", source.line)
        field("column", source.column)
    }
}
