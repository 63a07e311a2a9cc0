internal import Crypto
internal import Text

/// A hash of the manifests, which differs where their contents do.
///
/// Of one file it is the file's SHA-256, so that it can be compared with what `sha256sum` prints; of several it is that
/// of the lines that `sha256sum` would print.
struct Fingerprint {
    private var files: [(name: String, digits: String)] = []

    /// Adds a file.
    mutating func add(_ bytes: [UInt8], of file: String) { add(digits: Self.digits(of: bytes), of: file) }

    /// Adds a file by the SHA-256 of its bytes.
    mutating func add(digits: String, of file: String) { files.append((file, digits)) }

    /// The fingerprint as hexadecimal digits.
    var digits: String {
        if files.count == 1 { return files[0].digits }
        return Self.digits(of: Array(files.map { "\($0.digits)  \($0.name)\n" }.joined().utf8))
    }

    /// Returns the SHA-256 of a text, in hexadecimal digits.
    static func digits(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).hexadecimal
    }
}

/// The hash functions with which Git names the content of a file; the length of a repository's hashes says which it uses.
package enum BlobHash: Sendable {
    case sha1, sha256

    /// The hash of a file of these bytes, in hexadecimal digits (gitformat-pack(5): a header, a zero, the content).
    func digits(of bytes: [UInt8]) -> String {
        switch self {
        case .sha1: digits(of: bytes, by: Insecure.SHA1())
        case .sha256: digits(of: bytes, by: SHA256())
        }
    }

    private func digits<Function: HashFunction>(of bytes: [UInt8], by function: Function) -> String {
        var function = function
        function.update(data: Array("blob \(bytes.count)\0".utf8))
        function.update(data: bytes)
        return function.finalize().hexadecimal
    }
}
