/// Who comes to the gate, and what is said to them.
extension Throttle {
    /// What a request does: a cloud that fails every write can be one that is read without trouble.
    enum Traffic: CaseIterable {
        case reading, writing
    }

    /// Somebody who wants to send a request.
    struct Visitor: Sendable {
        /// What the request does.
        var traffic = Traffic.reading
        /// For what it is: an image's ID, or a path.
        var subject = ""
        /// Whether it asks for a token: those inside may be waiting for it, so it waits neither for a place nor its turn,
        /// and what comes of it says nothing of the image service.
        var isAhead = false
    }

    /// Who is to wait after a `Retry-After`.
    enum Heed: Sendable {
        /// Everybody does, from now on.
        case everybody
        /// The image that was asked for.
        case itself
        /// Nobody: it is longer than the run may wait.
        case nobodyCan
    }
}
