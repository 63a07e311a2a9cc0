import FoundationEssentials
import HTTPTypes
package import Logging

/// One request to the cloud and its answer: through the gate, classified, and tried again where that is safe.
package struct Exchange: Sendable {
    /// How a request may be repeated.
    package enum Repetition: Sendable {
        /// Asking twice is the same as asking once: tried again within the run's budget.
        case safe
        /// Not worth waiting for, and no reason for anybody to wait: sent once.
        case once
        /// A write: sent once, and heard to its end even when the run is told to stop.
        case never

        fileprivate var traffic: Throttle.Traffic { self == .never ? .writing : .reading }
    }

    /// A request, what must not be shown where its answer repeats it, and how an answer that is no success is read.
    private struct Question {
        var request: HTTPRequest
        var body: [UInt8]?
        var secrets: [Secret]
        var refusal: @Sendable (HTTPAnswer) -> OpenStackError
    }

    /// How long a write in flight is heard out after the run was told to stop.
    private static let cancellationGracePeriod = Duration.seconds(20)

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
    ///   - logger: where requests are told at debug level; never a token or a body.
    ///   - secrets: what is sent to authenticate, so that it is not shown where a service repeats it in an error.
    ///   - observe: told of every request and every pause, for whoever counts them.
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
    /// A request without `token` is one for a token, or on the way to it: it passes the gate ahead of the others.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - service: the service.
    ///   - path: the path below the service's own, percent-encoded.
    ///   - fields: header fields beside those that every request has.
    ///   - body: the content: JSON, unless `fields` says otherwise.
    ///   - secrets: what the content says that is not to be shown, beside the run's and what is in `fields`.
    ///   - repetition: how it may be repeated.
    ///   - refusal: reads an answer that is not a success.
    ///   - token: gives the token, once the request may be sent: one that was taken before could end meanwhile; nil is
    ///     given for a service that wants none.
    /// - Returns: a 2xx answer.
    /// - Throws: every answer that is not a success, and every lack of one, after the tries that `repetition` allows.
    func perform(
        _ method: HTTPRequest.Method, _ service: ServiceURL, _ path: String, fields: HTTPFields = [:],
        body: [UInt8]? = nil, secrets: [Secret] = [], repetition: Repetition,
        refusal: @escaping @Sendable (HTTPAnswer) -> OpenStackError = { OpenStackError($0) },
        token: (() async throws(OpenStackError) -> Secret?)? = nil
    ) async throws(OpenStackError) -> HTTPAnswer {
        var request = HTTPRequest(
            method: method, scheme: service.scheme, authority: service.authority, path: service.prefix + path
        )
        request.headerFields = commonFields
        request.headerFields.append(contentsOf: fields)
        if body != nil && fields[.contentType] == nil { request.headerFields[.contentType] = "application/json" }
        let known = self.secrets + secrets + Self.secrets(in: fields)
        var question = Question(request: request, body: body, secrets: known, refusal: refusal)

        var attempt = 1
        var isFailing = false
        defer { if isFailing { backOff.budget.endFailing() } }
        while true {
            if let token {
                let given = try await admission(repetition.traffic, token)
                question.request.headerFields[.authToken] = given?.exposed
                question.secrets = known + (given.map { [$0] } ?? [])
            } else {
                try await throttle.enterAhead()
            }
            do {
                return try await once(question, repetition: repetition)
            } catch {
                guard repetition == .safe, error.isWorthRepeating else { throw error }
                let isThrottled = error.pressure == .throttled
                // To be throttled once is to be asked for patience; again and again, it is to fail.
                if (!isThrottled || attempt > 1) && !isFailing {
                    isFailing = true
                    backOff.budget.beginFailing()
                }
                let wait = backOff.wait(
                    attempt: attempt, status: error.status, retryAfter: error.retryAfter, isThrottled: !isFailing
                )
                guard let wait else { throw error }
                attempt += 1
                // A first retry is not worth a line; whoever waits longer wants to know for what.
                logger.log(
                    level: attempt > 2 ? .notice : .info, "trying again",
                    metadata: [
                        "http.path": "\(request.path ?? "")", "reason": "\(error.message)", "attempt": "\(attempt)",
                        "wait": "\(wait.shortText)",
                    ]
                )
                do { try await backOff.clock.sleep(wait) } catch { throw .interrupted }
            }
        }
    }

    /// The tokens and passwords that a request's header has; of `Basic` and `Bearer` what follows the word (RFC 9110, 11.4).
    private static func secrets(in fields: HTTPFields) -> [Secret] {
        let credentials = fields[values: .authorization].compactMap { $0.split(separator: " ", maxSplits: 1).last }
        return credentials.map { Secret(String($0)) }
            + (fields[values: .authToken] + fields[values: .subjectToken]).map { Secret($0) }
    }

    private func admission(
        _ traffic: Throttle.Traffic, _ token: () async throws(OpenStackError) -> Secret?
    ) async throws(OpenStackError) -> Secret? {
        try await throttle.enter(traffic)
        do throws(OpenStackError) {
            return try await token()
        } catch {
            await throttle.withdraw()
            throw error
        }
    }

    private func once(
        _ question: Question, repetition: Repetition
    ) async throws(OpenStackError) -> HTTPAnswer {
        var question = question
        let id = requestID()
        question.request.headerFields[.openStackRequestID] = id
        let start = backOff.clock.now()
        let result: Result<HTTPAnswer, OpenStackError>
        switch repetition {
        case .safe, .once: result = await answer(to: question)
        case .never: result = await answerShieldedFromCancellation(to: question)
        }
        let took = backOff.clock.now() - start
        log(question.request, result, took: took)
        observe(.request(method: question.request.method.rawValue, status: result.status, took: took))
        switch result {
        case .success(var answer):
            backOff.budget.noteSuccess()
            await throttle.leave(.none, repetition.traffic)
            if answer.requestID == nil { answer.response.headerFields[.openStackRequestID] = id }
            return answer
        case .failure(var error):
            if error.code != .interrupted { error.requestID = error.requestID ?? id }
            if error.showsALivingService { backOff.budget.noteSuccess() }
            // First, so that whoever gets the free place is told to wait as well.
            if repetition != .once, let retryAfter = error.retryAfter { try await obey(retryAfter, of: error) }
            let isPatient = error.retryAfter != nil || backOff.hasPatience(after: error.status)
            await throttle.leave(error.pressure, repetition.traffic, closingError: isPatient ? nil : error)
            throw error
        }
    }

    /// Makes everybody wait as the service asks, or ends the run where it has not got that much time.
    private func obey(_ retryAfter: Duration, of error: OpenStackError) async throws(OpenStackError) {
        guard retryAfter > backOff.budget.remainingWhileThrottled else {
            observe(.pause(retryAfter))
            return await throttle.pause(for: retryAfter)
        }
        var final = error
        final.message = "the service asks to be left alone for \(retryAfter.shortText), longer than this run may wait"
        final.hint = "run again later, or allow a longer --retry-for"
        await throttle.close(with: final, for: retryAfter)
        await throttle.leave(error.pressure)
        throw final
    }

    private func answer(to question: Question) async -> Result<HTTPAnswer, OpenStackError> {
        do throws(TransportFailure) {
            var answer = try await transport.send(question.request, body: question.body, timeout: timeout)
            answer.secrets += question.secrets
            return (200..<300).contains(answer.response.status.code)
                ? .success(answer) : .failure(question.refusal(answer))
        } catch {
            return .failure(OpenStackError(error))
        }
    }

    /// As `answer(to:)`, but cancellation takes effect only after a while: what has been written must be known.
    private func answerShieldedFromCancellation(to question: Question) async -> Result<HTTPAnswer, OpenStackError> {
        let clock = backOff.clock
        let exchange = Task { await answer(to: question) }
        let result = await withTaskCancellationHandler {
            await exchange.value
        } onCancel: {
            Task {
                try? await clock.sleep(Self.cancellationGracePeriod)
                exchange.cancel()
            }
        }
        // It was sent, and given up: nobody knows what came of it.
        if case .failure(let error) = result, error.code == .interrupted {
            return .failure(OpenStackError(.unanswered, message: "no answer before the run had to stop"))
        }
        return result
    }

    private func log(_ request: HTTPRequest, _ result: Result<HTTPAnswer, OpenStackError>, took: Duration) {
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
            metadata["reason"] = "\(error.message)"
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
