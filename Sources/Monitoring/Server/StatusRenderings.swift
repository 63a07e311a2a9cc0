/// Makes the large answers, one at a time, and lends them to everybody who asks for the same within a few seconds.
///
/// Sixty clients that do not read would otherwise hold sixty copies of a page with a hundred thousand members. And whoever waits
/// for one holds no thread, so that nobody waits for an answer as short as `/healthz`.
actor StatusRenderings {
    /// What is made.
    enum Kind: Hashable {
        case page
        case document
    }

    private struct Made {
        let tag: String
        let at: Duration
        let rendering: StatusRendering
    }

    /// How long one is lent: the times in a page say how long ago things were.
    static let life = Duration.seconds(5)

    private var made: [Kind: Made] = [:]

    /// The rendering of a revision.
    ///
    /// - Parameters:
    ///   - kind: what is asked for.
    ///   - tag: the revision.
    ///   - uptime: the time.
    ///   - make: makes it, where there is none yet.
    /// - Returns: the rendering.
    /// - Throws: what `make` throws.
    func rendering(
        of kind: Kind, tag: String, at uptime: Duration, make: @Sendable () throws -> StatusRendering
    ) throws -> StatusRendering {
        if let known = made[kind], known.tag == tag, uptime - known.at < Self.life { return known.rendering }
        let rendering = try make()
        made[kind] = Made(tag: tag, at: uptime, rendering: rendering)
        return rendering
    }
}
