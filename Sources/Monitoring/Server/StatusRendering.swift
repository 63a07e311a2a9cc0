import NIOCore

/// A body that was made once and is sent to many: its pieces are shared, and only what stands between them is each answer's
/// own.
struct StatusRendering: Sendable {
    private let pieces: [ByteBuffer]

    /// Takes a body that is the same for everybody.
    init(_ bytes: [UInt8]) {
        pieces = [ByteBuffer(bytes: bytes)]
    }

    /// Takes a body in pieces, between which each answer has something of its own.
    init(_ pieces: [String]) {
        self.pieces = pieces.map { ByteBuffer(string: $0) }
    }

    /// One answer's body.
    ///
    /// - Parameter own: what stands between the pieces, one less than there are.
    /// - Returns: the body's parts, in order.
    func body(with own: [String] = []) -> [ByteBuffer] {
        pieces.enumerated().flatMap { index, piece in
            index < own.count ? [piece, ByteBuffer(string: own[index])] : [piece]
        }
    }
}
