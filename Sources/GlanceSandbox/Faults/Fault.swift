/// Something that goes wrong with some requests, read from a SPEC such as `method=POST,status=503,every=3`.
package struct Fault: Sendable, Equatable {
    /// Before the request took effect, or after.
    enum Moment: String, Sendable { case before, after }

    /// What a `Retry-After` header says.
    enum RetryAfter: Sendable, Equatable {
        case seconds(Int)
        /// A date, that many seconds from now.
        case date(Int)
    }

    /// When a fault strikes, among the requests it is about.
    enum Schedule: Sendable, Equatable {
        case always
        case first(Int)
        case every(Int)
        case rate(Double, seed: UInt64)
    }

    /// What the request meets.
    enum Effect: Sendable, Equatable {
        /// An error instead of the answer.
        case status(Int, RetryAfter?, Moment)
        /// The connection closes without an answer.
        case reset(Moment)
        /// Half of the answer's body, then the connection closes.
        case truncate
        /// This is the last request that the token is good for.
        case expireToken
    }

    /// Only requests of that method; `nil` means any.
    var method: String?
    /// Only requests whose path contains that text; `nil` means any.
    var path: String?
    var delay: Duration?
    var effect: Effect?
    var schedule = Schedule.always
    /// The part of the SPEC that says what happens: it names the fault in the request log.
    package internal(set) var name = ""

    /// Whether the fault is about that request.
    func concerns(_ request: ServiceRequest) -> Bool {
        (method.map { $0 == request.method } ?? true) && (path.map(request.target.contains) ?? true)
    }
}
