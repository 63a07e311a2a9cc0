import Daemon
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Text

/// Answers requests from the daemon's status.
///
/// Nothing of a request but its method, its path, its host and its entity tag counts.
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
            return await tagged(.document, status, request)
        case "/":
            return await tagged(.page, status, request)
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

    /// An answer with an entity tag, and no body for whoever has it: a page with a hundred thousand members is not made
    /// every few seconds to say that nothing has changed.
    private func tagged(_ kind: RenderingCache.Kind, _ status: DaemonStatus, _ request: Request) async -> StatusAnswer {
        let (now, uptime) = (now(), uptime())
        let readiness = Readiness(status, uptime: uptime)
        let tag = revisions.tag(of: status, readiness: readiness)
        // A proxy that compresses marks the tag as weak.
        let isKnown = request.headers[.ifNoneMatch]?.split(separator: ",").contains { known in
            known.drop { $0 == " " || $0 == "W" || $0 == "/" } == tag
        }
        var answer = StatusAnswer(status: .notModified, body: [])
        if isKnown != true {
            let rendering = await cache.rendering(of: kind, tag: tag, at: uptime) {
                switch kind {
                case .document: StatusRendering([StatusDocument(status, readiness: readiness).text])
                case .page: StatusRendering(StatusPage(status, at: now, readiness: readiness, revision: tag).pieces)
                }
            }
            answer = Self.answer(kind, rendering, at: now)
        }
        answer.fields[.eTag] = tag
        return answer
    }

    private static func answer(
        _ kind: RenderingCache.Kind, _ rendering: StatusRendering, at now: Date
    ) -> StatusAnswer {
        switch kind {
        case .document: return StatusAnswer(type: "application/json", body: rendering.body())
        case .page:
            let nonce = nonce()
            let own = StatusPage.own(at: now, nonce: nonce)
            var answer = StatusAnswer(type: "text/html; charset=utf-8", body: rendering.body(with: own))
            answer.fields[.contentSecurityPolicy] = StatusPage.contentSecurityPolicy(nonce: nonce)
            return answer
        }
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

/// An answer of the status server, whole.
private struct StatusAnswer {
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
        // The status is for whoever asked this server, not for other pages.
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
    /// The most bytes that a connection is given at a time: a client that does not take them within its time is let go.
    private static let mostAtOnce = 256 << 10

    /// Puts an answer on its way to whoever sent `request`.
    fileprivate init(_ answer: StatusAnswer, to request: Request) {
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
