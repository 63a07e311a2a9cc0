import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers requests from the daemon's status.
///
/// Nothing of a request but its method, its path and its entity tag counts.
struct StatusResponder: HTTPResponder {
    typealias Context = StatusRequestContext

    let status: @Sendable () -> DaemonStatus
    let timeSinceProgress: @Sendable () -> Duration
    let now: @Sendable () -> Date
    private let revisions = StatusRevisions()

    init(
        status: @escaping @Sendable () -> DaemonStatus, timeSinceProgress: @escaping @Sendable () -> Duration,
        now: @escaping @Sendable () -> Date
    ) {
        self.status = status
        self.timeSinceProgress = timeSinceProgress
        self.now = now
    }

    func respond(to request: Request, context: StatusRequestContext) async throws -> Response {
        guard request.method == .get || request.method == .head else {
            var answer = StatusAnswer(status: .methodNotAllowed, text: "only GET and HEAD are answered\n")
            answer.fields[.allow] = "GET, HEAD"
            return Response(answer, to: request)
        }
        return Response(try answer(request), to: request)
    }

    private func answer(_ request: Request) throws -> StatusAnswer {
        let status = status()
        let now = now()
        switch request.uri.path {
        case "/healthz":
            return health(status)
        case "/readyz":
            let readiness = Readiness(status, at: now)
            return StatusAnswer(status: readiness.isReady ? .ok : .serviceUnavailable, text: readiness.line + "\n")
        case "/metrics":
            return StatusAnswer(type: PrometheusText.contentType, text: PrometheusText(status).text)
        case "/status.json":
            return try tagged(status, now, request) { _ in
                StatusAnswer(type: "application/json", body: try StatusDocument(status, at: now).json())
            }
        case "/":
            return try tagged(status, now, request) { tag in
                let nonce = Self.nonce()
                let page = StatusPage(status, at: now, nonce: nonce, revision: tag)
                var answer = StatusAnswer(type: "text/html; charset=utf-8", text: page.html)
                answer.fields[.contentSecurityPolicy] = StatusPage.contentSecurityPolicy(nonce: nonce)
                return answer
            }
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
        _ status: DaemonStatus, _ now: Date, _ request: Request, make: (String) throws -> StatusAnswer
    ) throws -> StatusAnswer {
        let tag = revisions.tag(of: status, readiness: Readiness(status, at: now))
        // A proxy that compresses marks the tag as weak.
        let isKnown = request.headers[.ifNoneMatch]?.split(separator: ",").contains { known in
            known.drop { $0 == " " || $0 == "W" || $0 == "/" } == tag
        }
        var answer = isKnown == true ? StatusAnswer(status: .notModified, body: []) : try make(tag)
        answer.fields[.eTag] = tag
        return answer
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
