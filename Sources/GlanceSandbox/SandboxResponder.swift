import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Takes each request to the cloud, through the fault it meets, into the log.
struct SandboxResponder: HTTPResponder {
    typealias Context = SandboxRequestContext

    let cloud: Cloud
    let injector: FaultInjector
    let log: RequestLog?
    let now: @Sendable () -> Date

    /// The answer is lost: its connection was closed on purpose.
    private struct ConnectionClosed: Error {}

    private static let longestBody = 8 << 20

    func respond(to request: Request, context: SandboxRequestContext) async throws -> Response {
        let time = now()
        guard LoopbackNames.contain(request.head.authority) else {
            let text = "421 Misdirected Request: the sandbox answers to localhost and 127.0.0.1 only"
            return Response(ServiceResponse(status: 421, contentType: "text/plain", text: text))
        }
        guard let request = try? await ServiceRequest(request, upTo: Self.longestBody) else {
            let answer = ServiceResponse(status: 413, contentType: "text/plain", text: "413 Request Entity Too Large")
            await log?.write(
                time: time, method: request.method.rawValue, path: request.head.path ?? "/", status: 413, fault: nil,
                member: nil
            )
            return Response(answer)
        }
        let fault = await injector.fault(for: request)
        if let delay = fault?.delay { try await Task.sleep(for: delay) }
        let answer = await answer(request, meeting: fault?.effect)
        await log?.write(
            time: time,
            method: request.method,
            path: request.target,
            status: answer?.status,
            fault: fault?.name,
            member: request.changedMember
        )
        guard let answer else {
            try? await context.channel.close()
            throw ConnectionClosed()
        }
        // A body after the head of a HEAD's answer would be taken for the next answer.
        if request.method == "HEAD" { return Response(headOf: answer) }
        guard fault?.effect == .truncate else { return Response(answer) }
        return Response(truncating: answer, on: context.channel)
    }

    /// The answer to a request; `nil` where none is sent.
    private func answer(_ request: ServiceRequest, meeting effect: Fault.Effect?) async -> ServiceResponse? {
        switch effect {
        case nil, .truncate:
            return await cloud.answer(request)
        case .status(let status, let retryAfter, let moment):
            if moment == .after { _ = await cloud.answer(request) }
            return FaultAnswer.response(status: status, retryAfter: retryAfter, to: request, now: now())
        case .reset(let moment):
            if moment == .after { _ = await cloud.answer(request) }
            return nil
        case .expireToken:
            let answer = await cloud.answer(request)
            if let token = request.token { await cloud.revoke(token) }
            return answer
        }
    }
}

extension ServiceRequest {
    /// Reads a request to its end.
    fileprivate init(_ request: Request, upTo longestBody: Int) async throws {
        var request = request
        let body = try await request.collectBody(upTo: longestBody)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        self.init(
            method: request.method.rawValue,
            target: request.head.path ?? "/",
            headers: headers,
            body: Array(body.readableBytesView)
        )
    }
}
