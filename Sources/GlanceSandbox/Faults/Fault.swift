/// Something that goes wrong with some requests, read from a SPEC such as `method=POST,status=503,every=3`.
package struct Fault: Sendable, Equatable {
    /// Before the request took effect, or after.
    enum Moment: String, Sendable { case before, after }

    /// The value of a `Retry-After` header.
    enum RetryAfter: Sendable, Equatable {
        case seconds(Int)
        /// A date, that many seconds from now.
        case date(Int)
    }

    /// The requests that a fault strikes, among those it is about.
    enum Schedule: Sendable, Equatable {
        case always
        case first(Int)
        case every(Int)
        case rate(Double, seed: UInt64)
    }

    /// The trouble that a request meets.
    enum Effect: Sendable, Equatable {
        /// An error instead of the answer.
        case status(Int, RetryAfter?, Moment)
        /// The connection closes without an answer.
        case reset(Moment)
        /// Half of the answer's body, then the connection closes.
        case truncate
        /// This is the last request that the token is good for.
        case expireToken
        /// A member is added by a look and a write a moment later, without a second look, as Glance does it.
        case race
        /// A list of members comes in an order of its own.
        case shuffle(seed: UInt64)
        /// The pages of a list lead elsewhere, or nowhere.
        case pages(PageFault)
    }

    /// The pause of a race between looking and writing, where the SPEC gives no delay.
    static let racePause = Duration.milliseconds(100)

    /// The method that a request must have; nil means any.
    var method: String?
    /// The text that a request's path must contain; nil means any.
    var path: String?
    var delay: Duration?
    var effect: Effect?
    var schedule = Schedule.always
    /// The part of the SPEC that says what happens: it names the fault in the request log.
    package internal(set) var name = ""

    /// Returns true for a request that the fault is about.
    func concerns(_ request: ServiceRequest) -> Bool {
        guard (method.map { $0 == request.method } ?? true) && (path.map(request.target.contains) ?? true) else {
            return false
        }
        return switch effect {
        case .race: request.addsMember
        case .shuffle: request.listsMembers
        case .pages: request.listsPages
        case nil, .status, .reset, .truncate, .expireToken: true
        }
    }
}
