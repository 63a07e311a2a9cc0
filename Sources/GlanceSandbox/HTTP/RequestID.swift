/// Names of requests, as the services return them.
enum RequestID {
    /// A name of our own, or the one that the caller brought along.
    static func next(proposed: String? = nil) -> String {
        guard let proposed, !proposed.isEmpty else { return "req-" + Identifier.randomUUID() }
        return proposed.hasPrefix("req-") ? proposed : "req-" + proposed
    }
}
