/// A request as the throttle sees it.
struct ThrottledRequest: Sendable {
    /// The effect of a request: a cloud that fails every write can be one that is read without trouble.
    enum Traffic: CaseIterable {
        case reading, writing
    }

    /// The effect of the request.
    var traffic = Traffic.reading
    /// The image's ID, or the path, that it is for.
    var subject = ""
    /// True if it asks for a token: requests that were admitted may be waiting for it, so it waits neither for a place
    /// nor its turn, and what comes of it says nothing of the image service.
    var hasPriority = false
}
