// The client's side of HTTP: one request and its answer, TLS, proxies, and how each of them can fail.
// The only room with AsyncHTTPClient, NIO and X509: nothing of theirs is in its interface.
// Not here: retries, tokens and the meaning of a status (OpenStack); the flags and files that name a cloud (CloudsYAML).

import AsyncHTTPClient
package import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization

/// The real transport: AsyncHTTPClient's pooled connections.
package struct AsyncHTTPTransport: HTTPTransport {
    /// The largest answer that is read: an image's 100,000 members are some 25 MB.
    static let largestAnswer = 64 << 20
    /// The longest that the end of the program waits for connections to close.
    private static let closingTime = TimeAmount.milliseconds(200)

    /// The ways to a service: a client of AsyncHTTPClient knows one proxy or none.
    private struct Clients {
        let direct: HTTPClient
        /// Asks the proxy for a tunnel.
        let tunnelling: HTTPClient
        /// Asks the proxy to pass the request on.
        let forwarding: HTTPClient

        /// Closes all connections, and waits for that as long as it takes where everybody answers.
        ///
        /// One that is still being opened cannot be broken off, and a server need not answer the end of TLS.
        func close() async {
            let loop = direct.eventLoopGroup.any()
            let closed = loop.makePromise(of: Void.self)
            EventLoopFuture.andAllComplete([direct, tunnelling, forwarding].map { $0.shutdown() }, on: loop)
                .cascade(to: closed)
            let deadline = loop.scheduleTask(in: AsyncHTTPTransport.closingTime) { closed.succeed() }
            try? await closed.futureResult.get()
            deadline.cancel()
        }
    }

    private let clients: Clients
    private let proxies: ProxySettings
    let trust: TrustSettings
    /// The authorities of `trust`'s file as they were read; none for those of the system.
    let authorities: [ServerCertificate]
    let connectTimeout: Duration
    let plainHTTPServices = PlainHTTPServices()

    /// Runs `body` with a transport whose connections are closed afterwards.
    ///
    /// - Parameters:
    ///   - trust: how the servers' certificates are judged.
    ///   - proxies: which services are asked through which proxy.
    ///   - connections: how many connections to keep to one server.
    ///   - connectTimeout: how long a connection may take, TLS included.
    ///   - body: what to do with the transport.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws; or `ConfigurationError`, where a file that `trust` names cannot be used.
    package static func with<Result>(
        trust: TrustSettings, proxies: ProxySettings = .none, connections: Int,
        connectTimeout: Duration = .seconds(10), _ body: (AsyncHTTPTransport) async throws -> Result
    ) async throws -> Result {
        var direct = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // One request a connection at a time. Over HTTP/2 all would share one connection, and all in flight would be
        // cut off whenever a proxy ends it, as nginx does after every 1,000 requests.
        direct.httpVersion = .http1Only
        direct.http1_1ConnectionDebugInitializer = HeadRepair.prepare
        direct.timeout.connect = TimeAmount(connectTimeout)
        direct.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // Each request would be described to a tracer that is none.
        direct.tracing.tracer = nil
        // One place decides on trying again, and it is not the pool.
        direct.connectionPool.retryConnectionEstablishment = false
        let tls = try trust.configuration()
        direct.tlsConfiguration = tls
        var tunnelling = direct
        tunnelling.proxy = proxies.tunnelling?.configuration
        var forwarding = direct
        if let proxy = proxies.forwarding {
            forwarding.http1_1ConnectionDebugInitializer = { channel in
                HeadRepair.prepare(channel).flatMap { ForwardProxyHandler.prepare(channel, for: proxy) }
            }
        }
        let executor = LoopExecutor.shared
        let clients = Clients(
            direct: HTTPClient(eventLoopGroup: executor.loop, configuration: direct),
            tunnelling: HTTPClient(eventLoopGroup: executor.loop, configuration: tunnelling),
            forwarding: HTTPClient(eventLoopGroup: executor.loop, configuration: forwarding)
        )
        let transport = AsyncHTTPTransport(
            clients: clients, proxies: proxies, trust: trust, authorities: ServerCertificate.authorities(of: tls),
            connectTimeout: connectTimeout
        )
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(
                try await withTaskExecutorPreference(executor) { try await body(transport) })
        } catch {
            result = .failure(error)
        }
        await clients.close()
        return try result.get()
    }

    package func send(
        _ request: HTTPRequest, body: [UInt8]?, timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        guard let service = ServiceURL("\(request.scheme ?? "")://\(request.authority ?? "")") else {
            throw .notSent("the URL is not usable")
        }
        let proxy = try proxies.route(to: service)
        if let proxy, service.scheme == "https", !trust.isInsecure, IPNetwork(service.host) != nil {
            throw .addressBehind(proxy, service)
        }
        let exchange = Task(executorPreference: LoopExecutor.shared) {
            () async -> Result<HTTPAnswer, TransportFailure> in
            do {
                return .success(try await answer(to: request, body: body, of: service, through: proxy, timeout))
            } catch {
                // To find out why takes time too.
                return .failure(await failure(from: error, of: service, through: proxy))
            }
        }
        // The client's own deadline ends with the answer's head: a body that never ends needs one of ours. A task that
        // sleeps would be kept until then, however soon the answer is there.
        let end = NIODeadline.now() + TimeAmount(timeout)
        let deadline = LoopExecutor.shared.loop.scheduleTask(deadline: end) { exchange.cancel() }
        let result = await withTaskCancellationHandler {
            await exchange.value
        } onCancel: {
            exchange.cancel()
        }
        deadline.cancel()
        if case .failure(.cancelled) = result, !Task.isCancelled {
            // Where it was not our deadline, it was the other side.
            throw NIODeadline.now() >= end ? .timedOut : .unanswered("the request was cut off")
        }
        return try result.get()
    }

    private func answer(
        to request: HTTPRequest, body: [UInt8]?, of service: ServiceURL, through proxy: HTTPProxy?, _ timeout: Duration
    ) async throws -> HTTPAnswer {
        let (client, hop) =
            switch (proxy, service.scheme) {
            case (nil, _): (clients.direct, service)
            case (_?, "https"): (clients.tunnelling, service)
            case (let proxy?, _): (clients.forwarding, proxy.service)
            }
        var converted = Self.convert(request, body: body, to: hop)
        if hop != service { converted.headers.replaceOrAdd(name: "Host", value: service.authority) }
        let response = try await client.execute(converted, timeout: TimeAmount(timeout))
        let content: ByteBuffer
        do {
            content = try await response.body.collect(upTo: Self.largestAnswer)
        } catch is NIOTooManyBytesError {
            throw TransportFailure.tooLong(limit: Self.largestAnswer)
        }
        var answer = Self.convert(response, content: content)
        answer.secrets = proxy?.secrets ?? []
        // A service never says this.
        if let proxy, answer.response.status.code == 407 {
            throw TransportFailure.refused(by: proxy, to: service, status: 407)
        }
        if answer.isSuccess, !answer.body.isEmpty, let coding = answer.contentCoding {
            throw TransportFailure.encoded(coding)
        }
        let peer = TransportFailure.TLSPeer(service: service, trust: trust)
        if let complaint = TransportFailure(complaintIn: answer, from: peer) { throw complaint }
        if service.scheme == "http", proxy == nil { plainHTTPServices.insert(service) }
        return answer
    }

    /// The request as AsyncHTTPClient takes it, sent to a service or to the proxy that passes it on.
    static func convert(_ request: HTTPRequest, body: [UInt8]?, to hop: ServiceURL) -> HTTPClientRequest {
        var converted = HTTPClientRequest(url: "\(hop)\(request.path ?? "")")
        converted.method = HTTPMethod(rawValue: request.method.rawValue)
        converted.headers = HTTPHeaders(request.headerFields.map { ($0.name.rawName, $0.value) })
        // Without it, any coding would be welcome (RFC 9110, 12.5.3).
        converted.headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
        if let body { converted.body = .bytes(ByteBuffer(bytes: body)) }
        return converted
    }

    private static func convert(_ response: HTTPClientResponse, content: ByteBuffer) -> HTTPAnswer {
        var fields = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase)
        return HTTPAnswer(
            response: HTTPResponse(status: status, headerFields: fields), body: Array(content.readableBytesView)
        )
    }
}

extension HTTPProxy {
    fileprivate var configuration: HTTPClient.Configuration.Proxy {
        .server(
            host: service.host, port: service.port,
            authorization: credentials.map { .basic(credentials: $0.exposed) }
        )
    }
}

/// The services that have answered in plain HTTP: where one of them breaks a connection, TLS is not to blame.
final class PlainHTTPServices: Sendable {
    private let services = Mutex<Set<ServiceURL>>([])

    func insert(_ service: ServiceURL) {
        services.withLock { _ = $0.insert(service) }
    }

    func contains(_ service: ServiceURL) -> Bool {
        services.withLock { $0.contains(service) }
    }
}
