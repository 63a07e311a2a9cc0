package import Transport
import Text
package import Pacing
import FoundationEssentials
package import HTTPTypes
package import Logging

/// One request to the cloud and its answer: through the gate, classified, and tried again where that is safe.
package struct Exchange: Sendable {
    /// How a request may be repeated.
    package enum Repetition: Sendable {
        /// Asking twice is the same as asking once: tried again here, as long as the run is patient.
        case safe
        /// Sent once: whoever asked tries again, and holds no place meanwhile.
        case byCaller
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
    ///   - subject: for what it is, an image's ID; nil for the path.
    ///   - repetition: how it may be repeated.
    ///   - refusal: reads an answer that is not a success.
    ///   - token: gives the token, once the request may be sent: one that was taken before could end meanwhile; nil is
    ///     given for a service that wants none.
    /// - Returns: a 2xx answer.
    /// - Throws: every answer that is not a success, and every lack of one, after the tries that `repetition` allows.
    package func perform(
        _ method: HTTPRequest.Method, _ service: ServiceURL, _ path: String, fields: HTTPFields = [:],
        body: [UInt8]? = nil, secrets: [Secret] = [], subject: String? = nil, repetition: Repetition,
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
        let visitor = Throttle.Visitor(
            traffic: repetition.traffic, subject: subject ?? path, isAhead: token == nil
        )

        var retry = Retry()
        while true {
            try await throttle.enter(visitor)
            if let token {
                let given = try await admitted(visitor, token)
                question.request.headerFields[.authToken] = given?.exposed
                question.secrets = known + (given.map { [$0] } ?? [])
            }
            do {
                return try await once(question, as: visitor, repetition: repetition)
            } catch {
                guard repetition == .safe, error.meaning.isRepeatable else { throw error }
                // What a Keystone that asks for less has to say is not outweighed by what the image service does.
                let cause = visitor.isAhead ? .failing : error.retryCause
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

    /// Gets the token for somebody who has been let in; without one, nobody can go on.
    private func admitted(
        _ visitor: Throttle.Visitor, _ token: () async throws(OpenStackError) -> Secret?
    ) async throws(OpenStackError) -> Secret? {
        do throws(OpenStackError) {
            return try await token()
        } catch {
            await throttle.withdraw(visitor)
            throw error
        }
    }

    private func once(
        _ question: Question, as visitor: Throttle.Visitor, repetition: Repetition
    ) async throws(OpenStackError) -> HTTPAnswer {
        var question = question
        let id = requestID()
        question.request.headerFields[.openStackRequestID] = id
        let start = backOff.clock.now()
        let result: Result<HTTPAnswer, OpenStackError>
        switch repetition {
        case .safe, .byCaller, .once: result = await answer(to: question)
        case .never: result = await answerShieldedFromCancellation(to: question)
        }
        let took = backOff.clock.now() - start
        log(question.request, result, took: took)
        observe(.request(method: question.request.method.rawValue, status: result.status, took: took))
        switch result {
        case .success(var answer):
            if !visitor.isAhead { backOff.noteSuccess(isWrite: visitor.traffic == .writing) }
            await throttle.leave(visitor)
            if answer.requestID == nil { answer.response.headerFields[.openStackRequestID] = id }
            return answer
        case .failure(var error):
            // What was never sent has no name in anybody's log.
            if ![.interrupted, .notSent, .tlsFailed].contains(error.code) { error.requestID = error.requestID ?? id }
            error.took = took
            let meaning = error.meaning
            if !visitor.isAhead {
                if meaning.provesService { backOff.noteSuccess(isWrite: visitor.traffic == .writing) }
                if meaning.pressure == .throttled { backOff.noteThrottled() }
                if meaning.endsRun && meaning.isOfTheService { await throttle.close(because: error) }
            }
            // First, so that whoever gets the free place is told to wait as well.
            if repetition != .once, let retryAfter = error.retryAfter {
                error = try await obey(retryAfter, of: error, visitor)
            }
            await throttle.leave(visitor, error)
            throw error
        }
    }

    /// Makes those wait whom the service means, or ends the run where it has not got that much time.
    private func obey(
        _ retryAfter: Duration, of error: OpenStackError, _ visitor: Throttle.Visitor
    ) async throws(OpenStackError) -> OpenStackError {
        var final = error
        final.message = "the service asks to be left alone for \(retryAfter.shortText), longer than this run may wait"
        final.hint = "run again later, or allow a longer --retry-for"
        switch await throttle.heed(retryAfter, from: visitor, patience: backOff.remainingWhileThrottled) {
        case .everybody:
            observe(.pause(retryAfter))
            return error
        // A run that is not patient waits for nothing anyway.
        case .itself: return backOff.isPatient && retryAfter > backOff.retryFor ? final : error
        case .nobodyCan: break
        }
        var reason = final
        reason.code = .throttled
        await throttle.close(because: reason, for: retryAfter)
        await throttle.leave(visitor, error)
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
