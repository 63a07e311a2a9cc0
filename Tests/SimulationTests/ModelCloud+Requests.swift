/// The requests to a model cloud, and what becomes of them.
extension ModelCloud {
    /// The fate of a request.
    enum Fate: Sendable {
        /// It is done as it was asked for.
        case done
        /// A status instead; `retryAfter` in seconds.
        case status(Int, retryAfter: Int? = nil)
        /// A status although it was done.
        case doneBut(Int)
        /// Nobody takes the connection.
        case refused
        /// The connection breaks before it is done.
        case resetBefore
        /// The connection breaks after it was done.
        case resetAfter
        /// It is done, and the answer comes so late that nobody may wait for it any more.
        case late(Duration)
        /// A proxy sends it twice, and hands on the second answer.
        case twice
        /// Nobody answers.
        case hangs
    }

    /// A request as the cloud knows it.
    struct Request: Sendable {
        let isWrite: Bool
        let image: Int
        let member: String?
        let at: Duration
    }

    /// An answer that was given.
    struct Answer: Sendable, Hashable {
        let image: Int
        let status: Int
        let requestID: String
    }
}
