import HTTPTypes
import Pacing
import Transport

/// A request that is ready to be sent: with what its answer may not show, and how an answer that is no success is read.
struct PreparedRequest: Sendable {
    /// The time for which a write in flight is heard out after the run was told to stop.
    private static let cancellationGracePeriod = Duration.seconds(20)

    var request: HTTPRequest
    var body: [UInt8]?
    var secrets: [Secret]
    var refusal: @Sendable (HTTPAnswer) -> OpenStackError

    /// Sends the request, once.
    ///
    /// - Parameters:
    ///   - transport: sends it.
    ///   - timeout: the time that the answer may take.
    /// - Returns: a 2xx answer, or the error.
    func send(by transport: any HTTPTransport, timeout: Duration) async -> Result<HTTPAnswer, OpenStackError> {
        do throws(TransportFailure) {
            var answer = try await transport.send(request, body: body, timeout: timeout)
            answer.secrets += secrets
            return answer.isSuccess ? .success(answer) : .failure(refusal(answer))
        } catch {
            return .failure(OpenStackError(error))
        }
    }

    /// Sends the request, once; cancellation takes effect only after a while, for what has been written must be known.
    ///
    /// - Parameters:
    ///   - transport: sends it.
    ///   - timeout: the time that the answer may take.
    ///   - clock: the run's time.
    /// - Returns: a 2xx answer, or the error; never an interruption, which would say that nothing was sent.
    func sendToTheEnd(
        by transport: any HTTPTransport, timeout: Duration, clock: RunClock
    ) async -> Result<HTTPAnswer, OpenStackError> {
        let exchange = Task { await send(by: transport, timeout: timeout) }
        let result = await withTaskCancellationHandler {
            await exchange.value
        } onCancel: {
            Task {
                try? await clock.sleep(Self.cancellationGracePeriod)
                exchange.cancel()
            }
        }
        // It was sent, and given up: nobody knows what came of it.
        if case .failure(let error) = result, error.meaning.followUp == .runStopped {
            return .failure(OpenStackError(.unanswered, message: "no answer before the run had to stop"))
        }
        return result
    }
}
