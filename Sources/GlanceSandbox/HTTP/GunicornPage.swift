import HTTPTypes

/// The answers of the server below Keystone and Glance to requests that it hands to neither.
enum GunicornPage {
    /// The answer to a request whose body is coded in a way that the server does not undo; nil for any other.
    static func refusal(of headers: HTTPFields) -> ServiceResponse? {
        guard let coding = headers[.transferEncoding]?.lowercased(), coding != "chunked" else { return nil }
        guard ["identity", "gzip", "compress", "deflate"].contains(coding) else {
            return response(status: 501, title: "Bad Request", reason: "Unsupported transfer coding")
        }
        return response(status: 400, title: "Bad Request", reason: "Invalid HTTP Header: 'TRANSFER-ENCODING'")
    }

    /// The answer to a request that is longer than anybody reads.
    static var tooLarge: ServiceResponse {
        response(status: 413, title: StatusTitle.title(413), reason: "")
    }

    /// A page of the server's own.
    static func response(status: Int, title: String, reason: String) -> ServiceResponse {
        ServiceResponse(
            status: status,
            contentType: "text/html",
            text: """
                <html>
                  <head>
                    <title>\(title)</title>
                  </head>
                  <body>
                    <h1><p>\(title)</p></h1>
                    \(reason)
                  </body>
                </html>

                """
        )
    }
}
