import FoundationEssentials
package import HTTPTypes
package import Logging
package import Pacing
import Text
package import Transport

/// One request to the cloud and its answer: through the gate, classified, and tried again where that is safe.
package struct Exchange: Sendable {
    /// The safety with which a request may be sent again.
    package enum RetrySafety: Sendable {
        /// Asking twice is the same as asking once: tried again here, as long as the run is patient.
        case idempotent
        /// Sent once: the caller tries again, and holds no place meanwhile.
        case byCaller
        /// Not worth waiting for, and no reason for anybody to wait: sent once.
        case bestEffort
        /// A write: sent once, and heard to its end even when the run is told to stop.
        case write

        fileprivate var traffic: ThrottledRequest.Traffic { self == .write ? .writing : .reading }
    }

    private let transport: any HTTPTransport
    private let throttle: Throttle
    private let backOff: BackOff
    private let timeout: Duration
    private let requestID: @Sendable () -> String
    private let commonFields: HTTPFields
    private let secrets: [Secret]
    let logger: Logger
    private let observe: @Sendable (ExchangeEvent) -> Void

    /// Makes the exchange of one run.
    ///
    /// - Parameters:
    ///   - transport: what sends.
    ///   - throttle: the run's gate.
    ///   - backOff: the run's patience.
    ///   - timeout: how long one answer may take.
    ///   - userAgent: how the program calls itself.
    ///   - requestID: makes a `req-…` ID for each request. Glance takes it for its own, so that its logs can be searched
    ///     for a request even where the answer was lost.
    ///   - logger: where requests are logged at debug level; never a token or a body.
    ///   - secrets: what is sent to authenticate, so that it is not shown where a service repeats it in an error.
    ///   - observe: called with every request and every pause, for whoever counts them.
    package init(
        transport: any HTTPTransport, throttle: Throttle, backOff: BackOff, timeout: Duration, userAgent: String,
        requestID: @escaping @Sendable () -> String = Exchange.randomRequestID, logger: Logger,
        secrets: [Secret] = [], observe: @escaping @Sendable (ExchangeEvent) -> Void = { _ in }
    ) {
        self.secrets = secrets
        self.transport = transport
        self.throttle = throttle
        self.backOff = backOff
        self.timeout = timeout
        self.logger = logger
        self.requestID = requestID
        self.observe = observe
        commonFields = [.accept: "application/json", .userAgent: userAgent]
    }

    /// An ID of the form that OpenStack's services give to requests.
    package static func randomRequestID() -> String {
        "req-\(UUID().uuidString.lowercased())"
    }

    /// Sends a request and returns its answer.
    ///
    /// A request without `token` is one for a token, or on the way to it: it passes the gate ahead of the others. A lookup
    /// passes it in its turn; what comes of it concerns nobody else, and never ends the run.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - service: the service.
    ///   - path: the path below the service's own, percent-encoded.
    ///   - fields: header fields beside those that every request has.
    ///   - body: the content: JSON, unless `fields` says otherwise.
    ///   - secrets: what the content says that is not to be shown, beside the run's and what is in `fields`.
    ///   - subject: for what it is, an image's ID; nil for the path.
    ///   - safety: the safety with which it may be sent again.
    ///   - isLookup: true if it looks something up in Keystone, rather than being the run's work.
    ///   - refusal: reads an answer that is not a success.
    ///   - token: gives the token, once the request may be sent: one that was taken before could end meanwhile; nil is
    ///     given for a service that wants none.
    /// - Returns: a 2xx answer.
    /// - Throws: every answer that is not a success, and every lack of one, after the tries that `safety` allows.
    package func perform(
        _ method: HTTPRequest.Method, _ service: ServiceURL, _ path: String, fields: HTTPFields = [:],
        body: [UInt8]? = nil, secrets: [Secret] = [], subject: String? = nil, safety: RetrySafety,
        isLookup: Bool = false, refusal: @escaping @Sendable (HTTPAnswer) -> OpenStackError = { OpenStackError($0) },
        token: (() async throws(OpenStackError) -> Secret?)? = nil
    ) async throws(OpenStackError) -> HTTPAnswer {
        var request = HTTPRequest(
            method: method, scheme: service.scheme, authority: service.authority, path: service.prefix + path
        )
        request.headerFields = commonFields
        request.headerFields.append(contentsOf: fields)
        if body != nil && fields[.contentType] == nil { request.headerFields[.contentType] = "application/json" }
        let known = self.secrets + secrets + Self.secrets(in: fields)
        var prepared = PreparedRequest(request: request, body: body, secrets: known, refusal: refusal)
        let throttled = ThrottledRequest(
            traffic: safety.traffic, subject: subject ?? path,
            purpose: token == nil ? .token : isLookup ? .lookup : .work
        )

        var retry = Retry()
        while true {
            do {
                return try await throttle.admitted(throttled) { () async -> Throttle.Visit<HTTPAnswer> in
                    if let token {
                        do throws(OpenStackError) {
                            let given = try await token()
                            prepared.request.headerFields[.authToken] = given?.exposed
                            prepared.secrets = known + (given.map { [$0] } ?? [])
                        } catch {
                            // Without one, nobody can go on.
                            return .unused(error)
                        }
                    }
                    return await once(prepared, as: throttled, safety: safety)
                }
            } catch {
                guard safety == .idempotent, error.meaning.isRepeatable else { throw error }
                // What a Keystone that asks for less has to say is not outweighed by what the image service does.
                let cause = throttled.purpose == .work ? error.retryCause : .failing
                let wait = retry.wait(
                    after: cause, took: error.took, hadAnswer: error.status != nil, retryAfter: error.retryAfter,
                    by: backOff
                )
                guard let wait else { throw error }
                // A first retry is not worth a line; whoever waits longer wants to know for what.
                logger.log(
                    level: retry.waits > 1 ? .notice : .info, "trying again",
                    metadata: [
                        "http.path": "\(request.path ?? "")", "problem": "\(error.message)",
                        "attempt": .stringConvertible(retry.waits + 1), "wait": "\(wait.shortText)",
                    ]
                )
                do { try await backOff.clock.sleep(wait) } catch { throw .interrupted }
            }
        }
    }

    /// Counts a refusal as the service's failure, once it is known to be one.
    ///
    /// - Parameters:
    ///   - subject: for what was asked, as in `perform`.
    ///   - safety: the safety with which it was asked.
    ///   - error: the failure.
    func fail(_ subject: String, _ safety: RetrySafety, _ error: OpenStackError) async {
        await throttle.fail(ThrottledRequest(traffic: safety.traffic, subject: subject, purpose: .work), error)
    }

    /// Ends the run for everybody.
    ///
    /// - Parameter error: why.
    func stop(because error: OpenStackError) async { await throttle.close(because: error) }

    /// The tokens and passwords that a request's header has; of `Basic` and `Bearer` what follows the word (RFC 9110, 11.4).
    private static func secrets(in fields: HTTPFields) -> [Secret] {
        let credentials = fields[values: .authorization].compactMap { $0.split(separator: " ", maxSplits: 1).last }
        return credentials.map { Secret(String($0)) }
            + (fields[values: .authToken] + fields[values: .subjectToken]).map { Secret($0) }
    }

    private func once(
        _ prepared: PreparedRequest, as throttled: ThrottledRequest, safety: RetrySafety
    ) async -> Throttle.Visit<HTTPAnswer> {
        var prepared = prepared
        let id = requestID()
        prepared.request.headerFields[.openStackRequestID] = id
        let start = backOff.clock.now()
        let result =
            switch safety {
            case .idempotent, .byCaller, .bestEffort: await prepared.send(by: transport, timeout: timeout)
            case .write: await prepared.sendToTheEnd(by: transport, timeout: timeout, clock: backOff.clock)
            }
        let took = backOff.clock.now() - start
        log(prepared.request, result, took: took)
        observe(.request(method: prepared.request.method.rawValue, status: result.status, took: took))
        switch result {
        case .success(var answer):
            if throttled.purpose == .work { backOff.noteSuccess(isWrite: throttled.traffic == .writing) }
            if answer.requestID == nil { answer.response.headerFields[.openStackRequestID] = id }
            return .succeeded(answer)
        case .failure(var error):
            let meaning = error.meaning
            // What was never sent has no name in anybody's log.
            if meaning.wasSent { error.requestID = error.requestID ?? id }
            error.took = took
            if throttled.purpose == .work {
                if meaning.provesService { backOff.noteSuccess(isWrite: throttled.traffic == .writing) }
                if meaning.pressure == .throttled { backOff.noteThrottled() }
                if meaning.endsRun && meaning.concernsService { await throttle.close(because: error) }
            }
            guard safety != .bestEffort, let retryAfter = error.retryAfter else { return .failed(error) }
            // While the place is still held, so that whoever gets it next has to wait as well.
            return await honor(retryAfter, of: error, throttled)
        }
    }

    /// Makes those wait whom a `Retry-After` concerns, or ends the run where it has not got that much time.
    private func honor(
        _ retryAfter: Duration, of error: OpenStackError, _ throttled: ThrottledRequest
    ) async -> Throttle.Visit<HTTPAnswer> {
        var final = error
        final.message = "the service asks to be left alone for \(retryAfter.shortText), longer than this run may wait"
        final.hint = "run again later, or allow a longer --retry-for"
        switch await throttle.pause(for: retryAfter, after: throttled, patience: backOff.remainingWhileThrottled) {
        case .everybody:
            observe(.pause(retryAfter))
            return .failed(error)
        // A run that is not patient waits for nothing anyway.
        case .image: return .failed(backOff.isPatient && retryAfter > backOff.retryFor ? final : error)
        case .nobody:
            var reason = final
            reason.code = .throttled
            await throttle.close(because: reason, for: retryAfter)
            return .failed(error, reportedAs: final)
        }
    }

    private func log(_ request: HTTPRequest, _ result: Result<HTTPAnswer, OpenStackError>, took: Duration) {
        guard logger.logLevel <= .debug else { return }
        var metadata: Logger.Metadata = [
            "http.method": "\(request.method)", "http.path": "\(request.path ?? "")", "took": "\(took.shortText)",
        ]
        switch result {
        case .success(let answer):
            metadata["http.status"] = "\(answer.response.status.code)"
            metadata["request.id"] = answer.requestID.map { "\($0)" }
        case .failure(let error):
            metadata["http.status"] = error.status.map { "\($0)" }
            metadata["request.id"] = error.requestID.map { "\($0)" }
            metadata["problem"] = "\(error.message)"
        }
        logger.debug("request", metadata: metadata)
    }
}

extension Result<HTTPAnswer, OpenStackError> {
    fileprivate var status: Int? {
        switch self {
        case .success(let answer): answer.response.status.code
        case .failure(let error): error.status
        }
    }
}

/// Something that happened between the program and the cloud.
package enum ExchangeEvent: Sendable {
    /// A request was sent; `status` is nil where it got no answer.
    case request(method: String, status: Int?, took: Duration)
    /// Everybody waits because the cloud asks for it.
    case pause(Duration)
}
