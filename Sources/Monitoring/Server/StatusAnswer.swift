import HTTPTypes
import Hummingbird
import NIOCore

/// An answer of the status server, whole.
struct StatusAnswer {
    let status: HTTPResponse.Status
    var fields: HTTPFields
    let body: [ByteBuffer]

    init(status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8", body: [ByteBuffer]) {
        self.status = status
        self.body = body
        fields = [
            .contentType: type,
            .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        ]
        // What the status tells is for whoever asked this server, not for other pages.
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
    }

    init(status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8", text: String) {
        self.init(status: status, type: type, body: [ByteBuffer(string: text)])
    }
}

extension Response {
    /// How much is given to a connection at a time: a client that does not take that within its time is let go.
    private static let mostAtOnce = 256 << 10

    /// An answer on its way to whoever sent `request`.
    init(_ answer: StatusAnswer, to request: Request) {
        var fields = answer.fields
        let length = answer.body.reduce(0) { $0 + $1.readableBytes }
        guard request.method != .head, answer.status != .notModified else {
            // A body here would be taken for the next answer.
            if answer.status != .notModified { fields[.contentLength] = String(length) }
            self.init(status: answer.status, headers: fields, body: .init())
            return
        }
        let body = ResponseBody(contentLength: length) { [body = answer.body] writer in
            for var piece in body {
                while let part = piece.readSlice(length: min(piece.readableBytes, Self.mostAtOnce)),
                    part.readableBytes > 0
                {
                    try await writer.write(part)
                }
            }
            try await writer.finish(nil)
        }
        self.init(status: answer.status, headers: fields, body: body)
    }
}
