/// A refusal by Glance.
struct GlanceError: Error, Sendable {
    let status: Int
    /// The words for the cause; nil for those of the web framework.
    var explanation: String?
    var detail = ""
    var headers: [ServiceResponse.Header] = []

    static func badRequest(_ explanation: String) -> Self { Self(status: 400, explanation: explanation) }
    static func forbidden(_ explanation: String) -> Self { Self(status: 403, explanation: explanation) }
    static func notFound(_ explanation: String? = nil) -> Self { Self(status: 404, explanation: explanation) }
    static func conflict(_ explanation: String) -> Self { Self(status: 409, explanation: explanation) }
    static let internalServerError = Self(status: 500)

    /// The refusal of content of a kind that is not understood; nil where the caller says nothing of its kind.
    static func unsupportedMediaType(_ type: String?, detail: String, headers: [ServiceResponse.Header] = []) -> Self {
        // Where there is no type, the placeholder of the page's template stays.
        let explanation = "The request media type \(type ?? "${CONTENT_TYPE}") is not supported by this server.\n"
        return Self(status: 415, explanation: explanation, detail: detail, headers: headers)
    }

    /// The refusal of a method that a path does not have.
    static func methodNotAllowed(allow: String) -> Self {
        Self(status: 405, headers: [.init(name: "Allow", value: allow)])
    }
}

/// The page that tells of an error, in the form the caller accepts.
enum ErrorPage {
    private enum Form { case html, json, plain }

    /// Renders an error; a HEAD request gets its head alone.
    static func response(_ error: GlanceError, to request: ServiceRequest, dialect: Dialect) -> ServiceResponse {
        if request.method == "HEAD" {
            return ServiceResponse(
                status: error.status,
                headers: [.init(name: "Content-Type", value: "text/html; charset=UTF-8")] + error.headers
            )
        }
        let title = StatusTitle.title(error.status)
        let status = "\(error.status) \(title)"
        let form = form(accept: request.header("accept") ?? "", dialect: dialect)
        var response: ServiceResponse
        switch form {
        case .html:
            let body = body(of: error, method: request.method, escape: escaped)
            response = ServiceResponse(
                status: error.status,
                contentType: "text/html; charset=UTF-8",
                text: """
                    <html>
                     <head>
                      <title>\(status)</title>
                     </head>
                     <body>
                      <h1>\(status)</h1>
                      \(body)
                     </body>
                    </html>
                    """
            )
        case .json:
            let body = body(of: error, method: request.method) { $0 }
            response = ServiceResponse(
                status: error.status,
                json: ["message": .string(body), "code": .string(status), "title": .string(title)]
            )
        case .plain:
            let body = withoutTags(body(of: error, method: request.method) { $0 })
            response = ServiceResponse(
                status: error.status,
                contentType: "text/plain; charset=UTF-8",
                text: "\(status)\n\n\(body)"
            )
        }
        response.headers += error.headers
        return response
    }

    private static func form(accept: String, dialect: Dialect) -> Form {
        if dialect == .document {
            return accept.contains("html") || accept.contains("*/*") ? .html : .plain
        }
        return switch MediaRange.best(of: ["text/html", "application/json"], accept: accept) {
        case "text/html": .html
        case "application/json": .json
        default: .plain
        }
    }

    private static func body(of error: GlanceError, method: String, escape: (String) -> String) -> String {
        if error.status == 405 {
            return
                "The method \(escape(method)) is not allowed for this resource. <br /><br />\n\(escape(error.detail))"
        }
        let explanation = error.explanation ?? StatusTitle.explanation(error.status)
        let end = error.status == 415 ? "" : "\n\n"
        return "\(escape(explanation))<br /><br />\n\(escape(error.detail))\(end)"
    }

    private static func escaped(_ text: String) -> String {
        var output = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#x27;"
            default: output.unicodeScalars.append(character)
            }
        }
        return output
    }

    /// Line ends become spaces, `<br>` becomes a line end, and every other tag vanishes.
    private static func withoutTags(_ text: String) -> String {
        var output = ""
        var tag: String?
        for character in text {
            if var open = tag {
                open.append(character)
                tag = open
                guard character == ">" else { continue }
                if open.hasPrefix("<br") { output.append("\n") }
                tag = nil
            } else if character == "<" {
                tag = "<"
            } else {
                output.append(character == "\n" ? " " : character)
            }
        }
        return output + (tag ?? "")
    }
}
