import Daemon
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Text

/// Answers requests from the daemon's status.
///
/// Nothing of a request but its method, its path, its host and its entity tag counts, and the images that it asks for.
struct StatusResponder: HTTPResponder {
    typealias Context = StatusRequestContext

    let status: @Sendable () -> DaemonStatus
    let timeSinceProgress: @Sendable () -> Duration
    let now: @Sendable () -> Date
    let uptime: @Sendable () -> Duration
    /// The names that the server answers to.
    let hosts = HostCheck()
    private let revisions = StatusRevisions()
    private let cache = RenderingCache()

    init(
        status: @escaping @Sendable () -> DaemonStatus, timeSinceProgress: @escaping @Sendable () -> Duration,
        now: @escaping @Sendable () -> Date, uptime: @escaping @Sendable () -> Duration
    ) {
        self.status = status
        self.timeSinceProgress = timeSinceProgress
        self.now = now
        self.uptime = uptime
    }

    func respond(to request: Request, context: StatusRequestContext) async throws -> Response {
        guard hosts.accepts(request.head.authority) else {
            let text = "this server is for its own machine; ask for it as localhost, also from behind a proxy\n"
            return Response(StatusAnswer(status: .misdirectedRequest, text: text), to: request)
        }
        guard request.method == .get || request.method == .head else {
            var answer = StatusAnswer(status: .methodNotAllowed, text: "only GET and HEAD are answered\n")
            answer.fields[.allow] = "GET, HEAD"
            return Response(answer, to: request)
        }
        return Response(await answer(request), to: request)
    }

    private func answer(_ request: Request) async -> StatusAnswer {
        let status = status()
        switch request.uri.path {
        case "/healthz":
            return health(status)
        case "/readyz":
            let readiness = Readiness(status, uptime: uptime())
            return StatusAnswer(status: readiness.isReady ? .ok : .serviceUnavailable, text: readiness.line + "\n")
        case "/metrics":
            return StatusAnswer(type: PrometheusText.contentType, text: PrometheusText(status).text)
        case "/status.json":
            return document(status, request)
        case "/":
            return await page(status, request)
        default:
            return StatusAnswer(
                status: .notFound, text: "not found; there are /, /status.json, /metrics, /readyz and /healthz\n")
        }
    }

    /// The answer that says that the process is alive, or not: a loop that gets nothing done for far longer than any outage
    /// could hold it up hangs, and only a new process helps.
    private func health(_ status: DaemonStatus) -> StatusAnswer {
        let time = timeSinceProgress()
        guard time > status.staleAfter else { return StatusAnswer(text: "ok\n") }
        return StatusAnswer(
            status: .serviceUnavailable, text: "nothing got done for \(RelativeTime.length(time.inSeconds))\n")
    }

    /// The document, in pieces where it is large.
    private func document(_ status: DaemonStatus, _ request: Request) -> StatusAnswer {
        let page: ImagePage
        do throws(ImagePageError) { page = try ImagePage(request.parameter) } catch {
            return StatusAnswer(status: .badRequest, text: "\(error)\n")
        }
        let readiness = Readiness(status, uptime: uptime())
        let tag = revisions.tag(of: status, readiness: readiness)
        var answer = StatusAnswer(status: .notModified, body: .whole([]))
        if !request.isKnown(tag) {
            let document = StatusDocument(status, readiness: readiness, of: page)
            var pieces = document.makeIterator()
            let first = pieces.next().map { [ByteBuffer(bytes: $0)] } ?? []
            answer = StatusAnswer(type: "application/json", body: pieces.isAtEnd ? .whole(first) : .pieces(document))
        }
        answer.fields[.eTag] = tag
        return answer
    }

    /// The page; no body for whoever has it: it is not made every few seconds to say that nothing has changed.
    private func page(_ status: DaemonStatus, _ request: Request) async -> StatusAnswer {
        let (now, uptime) = (now(), uptime())
        let readiness = Readiness(status, uptime: uptime)
        let tag = revisions.tag(of: status, readiness: readiness)
        var answer = StatusAnswer(status: .notModified, body: .whole([]))
        if !request.isKnown(tag) {
            let selection = ImageSelection(request.parameter)
            let rendering = await cache.rendering(of: selection, tag: tag, at: uptime) {
                StatusRendering(
                    StatusPage(status, at: now, readiness: readiness, revision: tag, of: selection).pieces)
            }
            let nonce = Self.nonce()
            let body = rendering.body(with: StatusPage.own(at: now, nonce: nonce))
            answer = StatusAnswer(type: "text/html; charset=utf-8", body: .whole(body))
            answer.fields[.contentSecurityPolicy] = StatusPage.contentSecurityPolicy(nonce: nonce)
        }
        answer.fields[.eTag] = tag
        return answer
    }

    /// 128 bits that nobody can guess.
    private static func nonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
    }
}

/// The context of a request: nothing that counts here.
struct StatusRequestContext: InitializableFromSource {
    init(source: ApplicationRequestContextSource) {}
}

extension Request {
    /// Returns a parameter of the query; nil where it is not there.
    fileprivate func parameter(_ name: String) -> String? { uri.queryParameters[name[...]].map(String.init) }

    /// Returns true if whoever asks has what has this entity tag.
    fileprivate func isKnown(_ tag: String) -> Bool {
        // A proxy that compresses marks the tag as weak.
        headers[.ifNoneMatch]?.split(separator: ",").contains { known in
            known.drop { $0 == " " || $0 == "W" || $0 == "/" } == tag
        } ?? false
    }
}

/// An answer of the status server.
private struct StatusAnswer {
    /// The body of an answer.
    enum Body {
        /// Its parts, all of which are there.
        case whole([ByteBuffer])
        /// A document whose pieces are made on the way.
        case pieces(StatusDocument)
    }

    let status: HTTPResponse.Status
    var fields: HTTPFields
    let body: Body

    init(status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8", body: Body) {
        self.status = status
        self.body = body
        fields = [
            .contentType: type,
            .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        ]
        // The status is for whoever asked this server, not for other pages.
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
    }

    init(status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8", text: String) {
        self.init(status: status, type: type, body: .whole([ByteBuffer(string: text)]))
    }
}

extension Response {
    /// Puts an answer on its way to whoever sent `request`.
    fileprivate init(_ answer: StatusAnswer, to request: Request) {
        var fields = answer.fields
        guard request.method != .head, answer.status != .notModified else {
            // A body here would be taken for the next answer.
            if answer.status != .notModified { fields[.contentLength] = String(answer.body.length) }
            self.init(status: answer.status, headers: fields, body: .init())
            return
        }
        self.init(status: answer.status, headers: fields, body: answer.body.written)
    }
}

extension StatusAnswer.Body {
    /// The most bytes that a connection is given at a time: a client that does not take them within its time is let go.
    private static let mostAtOnce = 256 << 10

    /// The number of its bytes.
    fileprivate var length: Int {
        switch self {
        case .whole(let parts): parts.reduce(0) { $0 + $1.readableBytes }
        case .pieces(let document): document.reduce(0) { $0 + $1.count }
        }
    }

    /// The body as it is sent.
    fileprivate var written: ResponseBody {
        switch self {
        case .whole(let parts):
            ResponseBody(contentLength: length) { writer in
                for var part in parts {
                    while let slice = part.readSlice(length: min(part.readableBytes, Self.mostAtOnce)),
                        slice.readableBytes > 0
                    {
                        try await writer.write(slice)
                    }
                }
                try await writer.finish(nil)
            }
        // Nobody counts its bytes before they are made: it is sent in chunks (RFC 9112, 7.1).
        case .pieces(let document):
            ResponseBody { writer in
                for piece in document { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            }
        }
    }
}
