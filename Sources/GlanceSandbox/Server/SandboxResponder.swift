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
    let sleep: @Sendable (Duration) async throws -> Void

    /// The answer is lost: its connection was closed on purpose.
    private struct ConnectionClosed: Error {}

    func respond(to incoming: Request, context: SandboxRequestContext) async throws -> Response {
        let time = now()
        guard LoopbackNames.contain(incoming.head.authority) else {
            let text = "421 Misdirected Request: the sandbox answers to localhost and 127.0.0.1 only"
            return Response(ServiceResponse(status: 421, contentType: "text/plain", text: text))
        }
        if let refusal = GunicornPage.refusal(of: incoming.headers) {
            return await refuse(incoming, with: refusal, at: time)
        }
        let request: ServiceRequest
        do {
            request = try await ServiceRequest(incoming)
        } catch is NIOTooManyBytesError {
            return await refuse(incoming, with: GunicornPage.tooLarge, at: time)
        }
        let fault = await injector.fault(for: request)
        let answer = try await answer(request, meeting: fault)
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

    /// Turns a request away that no service sees.
    private func refuse(_ request: Request, with answer: ServiceResponse, at time: Date) async -> Response {
        await log?.write(
            time: time, method: request.method.rawValue, path: request.head.path ?? "/", status: answer.status,
            fault: nil, member: nil
        )
        return Response(answer)
    }

    /// The answer to a request; nil where none is sent.
    private func answer(_ request: ServiceRequest, meeting fault: Fault?) async throws -> ServiceResponse? {
        if fault?.effect == .race {
            let pause = fault?.delay ?? Fault.racePause
            return await cloud.answer(request) { try? await sleep(pause) }
        }
        if let delay = fault?.delay { try await sleep(delay) }
        switch fault?.effect {
        case nil, .truncate, .race:
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
        case .shuffle(let seed):
            return await cloud.answer(request).shufflingMembers(seed: seed)
        case .pages(let trouble):
            return await cloud.answer(request).spoilingPages(trouble, of: request)
        }
    }
}

extension ServiceRequest {
    /// The data of an image is long; whatever else is longer than this is a mistake.
    private static let longestDocument = 8 << 20
    private static let longestData = 256 << 20

    /// Reads a request to its end, even where its body comes to none.
    ///
    /// - Throws: `NIOTooManyBytesError`.
    fileprivate init(_ request: Request) async throws {
        let target = request.head.path ?? "/"
        let isData = request.method == .put && target.hasSuffix("/file")
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        var incoming = request
        var body: [UInt8] = []
        var isBroken = false
        do {
            let bytes = try await incoming.collectBody(upTo: isData ? Self.longestData : Self.longestDocument)
            body = Array(bytes.readableBytesView)
        } catch let error as NIOTooManyBytesError {
            throw error
        } catch {
            // Cut off, or not in chunks: the service finds that out when it reads.
            isBroken = true
        }
        self.init(
            method: request.method.rawValue, target: target, headers: headers, body: body, isBodyBroken: isBroken)
    }
}

/// A request's connection, which some faults close.
struct SandboxRequestContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

/// The names that this machine has for itself.
///
/// The sandbox has a password that everybody can know, and a page from elsewhere can lead a browser to it under a name
/// of its own (DNS rebinding).
enum LoopbackNames {
    /// Returns true where a request's `Host` is among them; a client that names none is no browser.
    static func contain(_ authority: String?) -> Bool {
        guard let authority else { return true }
        let isBracketed = authority.hasPrefix("[")
        let host = (isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" })
            .lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        let address = (try? SocketAddress(ipAddress: host, port: 0))?.ipAddress ?? ""
        return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}
