import AsyncHTTPClient
package import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The real transport: AsyncHTTPClient's pooled connections.
package struct AsyncHTTPTransport: HTTPTransport {
    /// How the server's certificate is judged.
    package struct TrustSettings: Sendable, Equatable {
        /// A PEM file of authorities to trust beside the system's (`OS_CACERT`).
        package var authorityFile: String?
        /// Whether to take any certificate (`OS_INSECURE`).
        package var isInsecure: Bool
        package var clientCertificateFile: String?
        package var clientKeyFile: String?

        /// Makes trust settings; the default is the system's authorities.
        package init(
            authorityFile: String? = nil, isInsecure: Bool = false, clientCertificateFile: String? = nil,
            clientKeyFile: String? = nil
        ) {
            self.authorityFile = authorityFile
            self.isInsecure = isInsecure
            self.clientCertificateFile = clientCertificateFile
            self.clientKeyFile = clientKeyFile
        }
    }

    /// The largest answer that is read: an image's 100,000 members are some 25 MB.
    private static let largestAnswer = 64 << 20
    private static let connectTimeout = TimeAmount.seconds(10)

    private let client: HTTPClient

    /// Runs `body` with a transport whose connections are closed afterwards.
    ///
    /// - Parameters:
    ///   - trust: how the server's certificate is judged.
    ///   - connections: how many connections to keep to one server.
    ///   - body: what to do with the transport.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    package static func with<Result>(
        trust: TrustSettings, connections: Int, _ body: (AsyncHTTPTransport) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = connectTimeout
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // One place decides on trying again, and it is not the pool.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tlsConfiguration = trust.configuration
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            try await body(AsyncHTTPTransport(client: client))
        }
    }

    package func send(
        _ request: HTTPRequest, body: [UInt8]?, timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        do {
            // The client's own deadline ends with the answer's head: a body that never ends needs one of ours.
            return try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    let request = Self.convert(request, body: body)
                    let response = try await client.execute(request, timeout: TimeAmount(timeout))
                    return Self.convert(response, content: try await response.body.collect(upTo: Self.largestAnswer))
                }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    throw TransportFailure.timedOut
                }
                guard let answer = try await group.next() else { throw CancellationError() }
                return answer
            }
        } catch {
            throw Self.failure(from: error)
        }
    }

    static func convert(_ request: HTTPRequest, body: [UInt8]?) -> HTTPClientRequest {
        let url = "\(request.scheme ?? "")://\(request.authority ?? "")\(request.path ?? "")"
        var converted = HTTPClientRequest(url: url)
        converted.method = HTTPMethod(rawValue: request.method.rawValue)
        converted.headers = HTTPHeaders(request.headerFields.map { ($0.name.rawName, $0.value) })
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

    /// Sorts what can go wrong below by what a caller must know: whether the request may have arrived.
    static func failure(from error: any Error) -> TransportFailure {
        switch error {
        case is CancellationError: .cancelled
        case let failure as TransportFailure: failure
        case is NIOTooManyBytesError: .tooLong(limit: largestAnswer)
        case let error as HTTPClientError: failure(from: error)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .tlsFailed(String(describing: error))
        case let error as NIOConnectionError: .notSent(reason(of: error))
        case let error as IOError where error.errnoCode == ECONNREFUSED: .notSent("connection refused")
        default: .unanswered(String(describing: error))
        }
    }

    private static func failure(from error: HTTPClientError) -> TransportFailure {
        switch error {
        case .cancelled: .cancelled
        case .connectTimeout: .notSent("no connection within \(connectTimeout.nanoseconds / 1_000_000_000) s")
        case .deadlineExceeded, .readTimeout, .writeTimeout: .timedOut
        case .tlsHandshakeTimeout: .tlsFailed("the TLS handshake took too long")
        case .invalidURL, .emptyHost, .emptyScheme: .notSent("the URL is not usable")
        default: .unanswered(error.shortDescription)
        }
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if let dns = error.dnsAError ?? error.dnsAAAAError, error.connectionErrors.isEmpty {
            return "cannot resolve \(error.host): \(dns)"
        }
        if let io = error.connectionErrors.first?.error as? IOError, io.errnoCode == ECONNREFUSED {
            return "connection to \(error.host):\(error.port) refused"
        }
        let causes = error.connectionErrors.map { String(describing: $0.error) }
        return "no connection to \(error.host):\(error.port): \(causes.joined(separator: "; "))"
    }
}

extension AsyncHTTPTransport.TrustSettings {
    fileprivate var configuration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorityFile { configuration.additionalTrustRoots = [.file(authorityFile)] }
        if isInsecure { configuration.certificateVerification = .none }
        return configuration
    }
}
