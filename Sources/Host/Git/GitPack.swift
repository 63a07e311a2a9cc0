import SystemPackage

/// A file of many objects with its index, of which only what is asked for is read.
struct GitPack {
    /// The object that a delta is to be applied to.
    enum Base {
        case object(GitHash)
        case offset(Int64, GitPack)
    }

    /// The form in which a pack holds an object.
    enum Entry {
        case whole(GitObject)
        case delta([UInt8], Base)
    }

    private let index: FilePath
    /// The number of bytes of a hash.
    private let hashSize: Int
    private var pack: FilePath { FilePath(index.string.dropLast(4) + ".pack") }

    /// The packs of a directory.
    static func all(in directory: FilePath, hashSize: Int) -> [GitPack] {
        let names = (try? DirectoryNames.read(directory)) ?? []
        return names.map { String(decoding: $0, as: UTF8.self) }.filter { $0.hasSuffix(".idx") }.map {
            GitPack(index: directory.appending($0), hashSize: hashSize)
        }
    }

    /// The entry of an object; nil where this pack does not have it.
    func entry(of hash: GitHash) -> Entry? {
        offset(of: hash).flatMap { entry(at: $0) }
    }

    /// The entry that begins at a place.
    func entry(at offset: Int64) -> Entry? {
        read(pack) { descriptor in
            guard let head = try? descriptor.bytes(at: offset, atMost: 64), var byte = head.first else { return nil }
            let kind = Int(byte >> 4 & 7)
            var (size, shift, used) = (Int(byte & 0xF), 4, 1)
            while byte & 0x80 != 0 {
                guard used < head.count, shift < 56 else { return nil }
                byte = head[used]
                size |= Int(byte & 0x7F) << shift
                (shift, used) = (shift + 7, used + 1)
            }
            guard size <= GitObject.mostBytes else { return nil }
            var base: Base?
            switch kind {
            case 6:
                guard let (distance, end) = Self.distance(in: head, from: used), distance <= offset else { return nil }
                base = .offset(offset - distance, self)
                used = end
            case 7:
                guard used + hashSize <= head.count else { return nil }
                base = .object(GitHash(bytes: Array(head[used..<used + hashSize])))
                used += hashSize
            default: break
            }
            // What cannot be compressed grows a little.
            let packed = try? descriptor.bytes(at: offset + Int64(used), atMost: size + size / 1000 + 1024)
            guard let packed, let content = ZlibText.unpacked(packed, limit: size), content.count == size else {
                return nil
            }
            if let base { return .delta(content, base) }
            return GitObject.Kind(rawValue: kind).map { .whole(GitObject(kind: $0, content: content)) }
        }
    }

    /// The bytes from the beginning of an entry's base to that of the entry.
    private static func distance(in head: [UInt8], from start: Int) -> (Int64, end: Int)? {
        guard start < head.count else { return nil }
        var (byte, position) = (head[start], start + 1)
        var distance = Int64(byte & 0x7F)
        while byte & 0x80 != 0 {
            guard position < head.count, distance < 1 << 48 else { return nil }
            byte = head[position]
            distance = (distance + 1) << 7 | Int64(byte & 0x7F)
            position += 1
        }
        return (distance, position)
    }

    /// The place of an object, by the index of version 2.
    private func offset(of hash: GitHash) -> Int64? {
        read(index) { descriptor in
            guard (try? descriptor.bytes(at: 0, atMost: 8)) == [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2],
                let total = descriptor.number(at: 8 + 255 * 4)
            else { return nil }
            let first = Int64(hash.bytes[0])
            // How many begin with a smaller byte, and how many with this one or a smaller.
            guard var low = first == 0 ? 0 : descriptor.number(at: 8 + (first - 1) * 4),
                var high = descriptor.number(at: 8 + first * 4), low <= high, high <= total
            else { return nil }
            let (names, size) = (Int64(8 + 256 * 4), Int64(hash.bytes.count))
            while low < high {
                let middle = (low + high) / 2
                guard let name = try? descriptor.bytes(at: names + middle * size, atMost: Int(size)) else { return nil }
                if name == hash.bytes {
                    let offsets = names + total * (size + 4)
                    guard let offset = descriptor.number(at: offsets + middle * 4) else { return nil }
                    guard offset & 0x8000_0000 != 0 else { return offset }
                    // Beyond two gigabytes: the place is in a table of its own.
                    let place = offsets + total * 4 + (offset & 0x7FFF_FFFF) * 8
                    guard let high = descriptor.number(at: place), let low = descriptor.number(at: place + 4) else {
                        return nil
                    }
                    return high << 32 | low
                }
                if name.lexicographicallyPrecedes(hash.bytes) { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }

    private func read<Result>(_ file: FilePath, _ body: (FileDescriptor) -> Result?) -> Result? {
        guard let (descriptor, _) = try? FileReader.open(file, from: .regularFiles) else { return nil }
        defer { try? descriptor.close() }
        return body(descriptor)
    }
}

extension FileDescriptor {
    /// Four bytes as a number, the highest first.
    fileprivate func number(at offset: Int64) -> Int64? {
        guard let bytes = try? bytes(at: offset, atMost: 4), bytes.count == 4 else { return nil }
        return bytes.reduce(0) { $0 << 8 | Int64($1) }
    }
}
