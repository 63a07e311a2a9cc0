/// The piece of an image's data that a caller asks for.
///
/// RFC 9110, 14.1.2; of several ranges Glance takes none.
struct ByteRange: Sendable {
    let bytes: Range<Int>
    private let size: Int

    /// Reads a `Range` header; `nil` where there is none.
    init?(_ header: String?, of size: Int) throws(GlanceError) {
        guard let header else { return nil }
        guard !header.contains(",") else {
            throw .badRequest(
                """
                Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests \
                instead.
                """
            )
        }
        guard let match = header.wholeMatch(of: /bytes=([0-9]*)-([0-9]*)/),
            let range = Self.range(first: Int(match.1), last: Int(match.2), size: size)
        else { throw Self.notSatisfiable("Invalid Range header.") }
        guard range.lowerBound < size else {
            throw Self.notSatisfiable(
                """
                Invalid start position in Range header. Start position MUST be in the inclusive range [0, \
                \(size - 1)].
                """
            )
        }
        bytes = range
        self.size = size
    }

    /// The header that says which piece came.
    var contentRange: String { "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)" }

    private static func range(first: Int?, last: Int?, size: Int) -> Range<Int>? {
        switch (first, last) {
        case (nil, nil): nil
        case (nil, let length?): max(0, size - length)..<size
        case (let first?, nil): first..<max(first, size)
        case (let first?, let last?): last < first ? nil : first..<max(first, min(size, last + 1))
        }
    }

    private static func notSatisfiable(_ detail: String) -> GlanceError {
        GlanceError(status: 416, detail: detail)
    }
}
