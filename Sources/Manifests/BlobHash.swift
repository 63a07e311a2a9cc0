internal import Crypto

/// How Git hashes the content of a file; which of the two a repository uses shows in the length of its hashes.
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
        return function.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
