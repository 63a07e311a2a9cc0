import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// An answer of a service, whole.
    init(_ answer: ServiceResponse) {
        self.init(
            status: .init(answer),
            headers: .init(answer),
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    /// An answer without its body, which it announces all the same.
    init(headOf answer: ServiceResponse) {
        var headers = HTTPFields(answer)
        headers[.contentLength] = String(answer.body.count)
        self.init(status: .init(answer), headers: headers, body: .init())
    }

    /// An answer that announces its whole body, sends half of it and closes the connection.
    init(truncating answer: ServiceResponse, on channel: any Channel) {
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        self.init(
            status: .init(answer),
            headers: .init(answer),
            body: .init(contentLength: answer.body.count) { writer in
                try await writer.write(half)
                try await channel.close()
            }
        )
    }
}

extension HTTPResponse.Status {
    fileprivate init(_ answer: ServiceResponse) {
        self.init(code: answer.status, reasonPhrase: StatusTitle.title(answer.status))
    }
}

extension HTTPFields {
    fileprivate init(_ answer: ServiceResponse) {
        self.init()
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            append(HTTPField(name: name, value: header.value))
        }
    }
}
