import CZlib

/// Text that zlib has compressed (RFC 1950).
enum ZlibText {
    /// Unpacks a stream; what follows it is left alone.
    ///
    /// - Parameters:
    ///   - compressed: bytes that begin with a stream.
    ///   - limit: the most bytes that may come of it.
    /// - Returns: the text; nil where the stream is damaged, cut off, or larger than that.
    static func unpacked(_ compressed: [UInt8], limit: Int) -> [UInt8]? {
        var compressed = compressed
        var stream = unsafe z_stream()
        let size = unsafe CInt(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit_(&stream, zlibVersion(), size) == Z_OK else { return nil }
        defer { unsafe inflateEnd(&stream) }
        var text: [UInt8] = []
        // The whole stream is read inside this closure: zlib keeps the pointer.
        let isWhole = unsafe compressed.withUnsafeMutableBufferPointer { input in
            unsafe stream.next_in = input.baseAddress
            unsafe stream.avail_in = UInt32(clamping: input.count)
            while text.count <= limit {
                let room = min(max(4096, text.count), limit + 1 - text.count)
                guard room > 0 else { return false }
                var result = Z_OK
                text += unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
                    unsafe stream.next_out = output.baseAddress
                    unsafe stream.avail_out = UInt32(clamping: room)
                    result = unsafe inflate(&stream, Z_NO_FLUSH)
                    count = unsafe room - Int(stream.avail_out)
                }
                if result == Z_STREAM_END { return text.count <= limit }
                guard result == Z_OK else { return false }
            }
            return false
        }
        return isWhole ? text : nil
    }
}
