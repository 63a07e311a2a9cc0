/// The changes that turn one object into another (gitformat-pack(5), "Deltified representation").
enum GitDelta {
    /// Applies a delta.
    ///
    /// - Returns: the new content; nil where the delta is damaged, or does not belong to `base`.
    static func apply(_ delta: [UInt8], to base: [UInt8], limit: Int) -> [UInt8]? {
        var rest = delta[...]
        guard size(&rest) == base.count, let size = size(&rest), size <= limit else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(size)
        while let instruction = rest.popFirst() {
            if instruction & 0x80 == 0 {
                // Takes the next bytes of the delta itself.
                let count = Int(instruction)
                guard count > 0, count <= rest.count else { return nil }
                result += rest.prefix(count)
                rest = rest.dropFirst(count)
            } else {
                // Copies bytes of the base; each bit says whether a byte of the place or of the length follows.
                var numbers = [0, 0, 0, 0, 0, 0, 0]
                for bit in numbers.indices where instruction & (1 << UInt8(bit)) != 0 {
                    guard let byte = rest.popFirst() else { return nil }
                    numbers[bit] = Int(byte)
                }
                let start = numbers[0] | numbers[1] << 8 | numbers[2] << 16 | numbers[3] << 24
                let length = numbers[4] | numbers[5] << 8 | numbers[6] << 16
                let count = length == 0 ? 0x10000 : length
                guard start + count <= base.count else { return nil }
                result += base[start..<start + count]
            }
            guard result.count <= size else { return nil }
        }
        return result.count == size ? result : nil
    }

    private static func size(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        var (size, shift) = (0, 0)
        while let byte = bytes.popFirst(), shift < 56 {
            size |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return size }
            shift += 7
        }
        return nil
    }
}
