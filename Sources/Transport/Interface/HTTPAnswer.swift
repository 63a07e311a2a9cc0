package import HTTPTypes

/// A server's answer, read to its end.
package struct HTTPAnswer: Sendable {
    /// Status and header fields.
    package var response: HTTPResponse
    /// The content.
    package var body: [UInt8]
    /// The secrets that the request was made with, not to be shown where the answer repeats them.
    package var secrets: [Secret] = []

    /// Makes an answer.
    package init(response: HTTPResponse, body: [UInt8]) {
        self.response = response
        self.body = body
    }
}

extension HTTPAnswer {
    /// True if the status is a success (RFC 9110, 15.3); every other one is an error.
    package var isSuccess: Bool { (200..<300).contains(response.status.code) }

    /// The coding of the content (RFC 9110, 8.4); nil where it is as it is.
    package var contentCoding: String? {
        response.headerFields[.contentEncoding].flatMap { ["", "identity"].contains($0.lowercased()) ? nil : $0 }
    }

    /// The beginning of the content as text, for an error to quote: without the secrets that it may repeat, and empty
    /// where it is encoded.
    package var quotableText: String {
        contentCoding != nil
            ? "" : redaction.applied(to: String(decoding: body.prefix(64 << 10), as: UTF8.self))
    }

    /// Takes out what the answer may repeat of the request, and the token that it may bring.
    package var redaction: Redaction {
        Redaction(secrets + response.headerFields[values: .subjectToken].map { Secret($0) })
    }
}

extension String {
    /// The beginning of a server's text, as long as a sentence of ours may quote it: 200 characters.
    ///
    /// Counted by scalars: any number of combining marks make one character.
    package var shortenedForQuotation: String { String(String.UnicodeScalarView(unicodeScalars.prefix(200))) }
}
