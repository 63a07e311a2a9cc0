import SystemPackage

/// The file in which Git keeps the refs that have no file of their own.
enum GitPackedRefs {
    /// The most bytes; a repository with a hundred thousand refs has about eight millions.
    static let mostBytes = 16 << 20

    /// The commit of a ref; nil where the file has it not.
    static func commit(of reference: GitReference, in path: FilePath) -> String? {
        guard let bytes = try? SmallFile.bytes(of: path, limit: mostBytes, from: .regularFiles) else { return nil }
        let name = Array(reference.name.utf8)
        // A line is a hash, a space and a name; `#` begins the header, `^` what an annotated tag stands for.
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let space = line.firstIndex(of: UInt8(ascii: " ")), line[(space + 1)...].elementsEqual(name) else {
                continue
            }
            let hash = String(decoding: line[..<space], as: UTF8.self)
            if GitHash.isOne(hash) { return hash }
        }
        return nil
    }
}
