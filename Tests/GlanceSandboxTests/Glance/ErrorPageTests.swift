import Testing

@testable import GlanceSandbox

/// The three forms of an error.
@Suite struct ErrorPageTests {
    private func page(_ accept: String?, _ dialect: Dialect = .current) -> ServiceResponse {
        let headers = accept.map { ["accept": $0] } ?? [:]
        let request = ServiceRequest(method: "POST", target: "/", headers: headers)
        return ErrorPage.response(.badRequest("Member can't be \"<b>empty"), to: request, dialect: dialect)
    }

    @Test func `A client that takes anything gets HTML, with the message escaped`() {
        let response = page("*/*")
        #expect(response.header("Content-Type") == "text/html; charset=UTF-8")
        #expect(
            response.text
                == "<html>\n <head>\n  <title>400 Bad Request</title>\n </head>\n <body>\n  <h1>400 Bad Request</h1>\n"
                + "  Member can&#x27;t be &quot;&lt;b&gt;empty<br /><br />\n\n\n\n </body>\n</html>"
        )
    }

    @Test func `A client that names nothing gets plain text, without tags`() {
        let response = page(nil)
        #expect(response.header("Content-Type") == "text/plain; charset=UTF-8")
        #expect(response.text == "400 Bad Request\n\nMember can't be \"empty\n\n   ")
    }

    @Test func `A client that asks for JSON gets JSON, with the tags left in the message`() {
        let response = page("application/json")
        #expect(response.header("Content-Type") == "application/json")
        #expect(
            response.text
                == #"{"message": "Member can't be \"<b>empty<br /><br />\n\n\n", "code": "400 Bad Request", "#
                + #""title": "Bad Request"}"#
        )
    }

    /// The document's own example announces this many bytes.
    @Test func `The document's example has the length that it announces`() {
        let request = ServiceRequest(method: "POST", target: "/", headers: ["accept": "*/*"])
        let response = ErrorPage.response(.badRequest("Body expected in request."), to: request, dialect: .document)
        #expect(response.body.count == 151)
    }

    @Test func `A method that a path does not have is a 405 that names those it has`() {
        let request = ServiceRequest(method: "GET", target: "/")
        let response = ErrorPage.response(.methodNotAllowed(allow: "GET, POST"), to: request, dialect: .current)
        #expect(response.text == "405 Method Not Allowed\n\nThe method GET is not allowed for this resource. \n\n ")
        #expect(response.header("Allow") == "GET, POST")
    }

    @Test func `An error has no body where only its head is asked for`() {
        let request = ServiceRequest(method: "HEAD", target: "/", headers: ["accept": "*/*"])
        #expect(ErrorPage.response(.notFound(), to: request, dialect: .current).body.isEmpty)
    }

    @Test(arguments: [
        ("", "text/plain"), ("*/*", "text/html"), ("application/json", "application/json"),
        ("application/json, */*", "text/html"), ("text/plain", "text/plain"), ("text/*", "text/html"),
        ("application/json;q=0.5, text/html;q=0.4", "application/json"), ("bogus", "text/html"),
        ("text/html", "text/html"), ("application/*", "application/json"),
        ("application/json, text/plain, */*", "text/html"), ("application/json;q=0", "text/plain"),
    ])
    func `The form follows from Accept, HTML first`(accept: String, type: String) {
        #expect(page(accept).header("Content-Type")?.hasPrefix(type) == true)
    }

    @Test(arguments: [("application/json", "text/plain"), ("*/*", "text/html"), ("text/html", "text/html")])
    func `The document's cloud knows no JSON errors`(accept: String, type: String) {
        #expect(page(accept, .document).header("Content-Type")?.hasPrefix(type) == true)
    }
}
