/// A request as the throttle sees it.
struct ThrottledRequest: Sendable {
    /// The effect of a request: a cloud that fails every write can be one that is read without trouble.
    enum Traffic: CaseIterable {
        case reading, writing
    }

    /// The part of a request in a run.
    enum Purpose {
        /// It is the run's work: what comes of it shows how the image service is.
        case work
        /// It looks something up in Keystone: it waits for its place and its turn, and what comes of it concerns nobody
        /// else.
        case lookup
        /// It asks for a token: requests that were admitted may be waiting for it, so it waits neither for a place nor its
        /// turn. What comes of it says nothing of the image service.
        case token
    }

    /// The effect of the request.
    var traffic = Traffic.reading
    /// The image's ID, or the path, that it is for.
    var subject = ""
    /// The part that it has in the run.
    var purpose = Purpose.work
}

/// The way of a request to the service and back.
struct Trip: Sendable {
    /// Its number among those that were sent; without one, it is as good as the last.
    var number = Int.max
    /// The time that it took; nil where nobody knows.
    var latency: Duration?
    /// The moment at which it was over.
    var endedAt = Duration.zero
}
