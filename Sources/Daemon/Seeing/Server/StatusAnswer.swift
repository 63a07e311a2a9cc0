import HTTPTypes
import Hummingbird
import NIOCore

/// An answer of the status server, whole.
struct StatusAnswer {
    let status: HTTPResponse.Status
    var fields: HTTPFields
    let body: [UInt8]

    init(status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8", body: [UInt8]) {
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
        self.init(status: status, type: type, body: Array(text.utf8))
    }
}

extension Response {
    /// An answer on its way to whoever sent `request`.
    init(_ answer: StatusAnswer, to request: Request) {
        var fields = answer.fields
        guard request.method != .head, answer.status != .notModified else {
            // A body here would be taken for the next answer.
            if answer.status != .notModified { fields[.contentLength] = String(answer.body.count) }
            self.init(status: answer.status, headers: fields, body: .init())
            return
        }
        self.init(status: answer.status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
