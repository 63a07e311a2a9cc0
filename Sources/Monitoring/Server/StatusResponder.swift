import Text
import Daemon
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers requests from the daemon's status.
///
/// Nothing of a request but its method, its path, its host and its entity tag counts.
struct StatusResponder: HTTPResponder {
    typealias Context = StatusRequestContext

    let status: @Sendable () -> DaemonStatus
    let timeSinceProgress: @Sendable () -> Duration
    let now: @Sendable () -> Date
    let uptime: @Sendable () -> Duration
    /// Whom the server answers to.
    let hosts = HostCheck()
    private let revisions = StatusRevisions()
    private let renderings = StatusRenderings()

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
        return Response(try await answer(request), to: request)
    }

    private func answer(_ request: Request) async throws -> StatusAnswer {
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
            return try await tagged(.document, status, request)
        case "/":
            return try await tagged(.page, status, request)
        default:
            return StatusAnswer(
                status: .notFound, text: "not found; there are /, /status.json, /metrics, /readyz and /healthz\n")
        }
    }

    /// Whether the process is alive: a loop that gets nothing done for far longer than any outage could hold it up hangs,
    /// and only a new process helps.
    private func health(_ status: DaemonStatus) -> StatusAnswer {
        let time = timeSinceProgress()
        guard time > status.staleAfter else { return StatusAnswer(text: "ok\n") }
        return StatusAnswer(
            status: .serviceUnavailable, text: "nothing got done for \(RelativeTime.length(time.inSeconds))\n")
    }

    /// An answer with an entity tag, and no body for whoever has it: a page with a hundred thousand members is not made
    /// every few seconds to say that nothing has changed.
    private func tagged(
        _ kind: StatusRenderings.Kind, _ status: DaemonStatus, _ request: Request
    ) async throws -> StatusAnswer {
        let (now, uptime) = (now(), uptime())
        let readiness = Readiness(status, uptime: uptime)
        let tag = revisions.tag(of: status, readiness: readiness)
        // A proxy that compresses marks the tag as weak.
        let isKnown = request.headers[.ifNoneMatch]?.split(separator: ",").contains { known in
            known.drop { $0 == " " || $0 == "W" || $0 == "/" } == tag
        }
        var answer = StatusAnswer(status: .notModified, body: [])
        if isKnown != true {
            let rendering = try await renderings.rendering(of: kind, tag: tag, at: uptime) {
                switch kind {
                case .document: StatusRendering(try StatusDocument(status, readiness: readiness).json())
                case .page: StatusRendering(StatusPage(status, at: now, readiness: readiness, revision: tag).pieces)
                }
            }
            answer = Self.answer(kind, rendering, at: now)
        }
        answer.fields[.eTag] = tag
        return answer
    }

    private static func answer(_ kind: StatusRenderings.Kind, _ rendering: StatusRendering, at now: Date)
        -> StatusAnswer
    {
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

/// What a request brings along besides itself: nothing that counts here.
struct StatusRequestContext: InitializableFromSource {
    init(source: ApplicationRequestContextSource) {}
}
