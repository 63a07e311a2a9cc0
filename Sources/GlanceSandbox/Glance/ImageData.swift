import Crypto

/// The data of an image.
struct ImageData: Sendable {
    static let hashAlgorithm = "sha512"

    let bytes: [UInt8]
    /// MD5, in hexadecimal digits.
    let checksum: String
    /// SHA-512, in hexadecimal digits.
    let hash: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        checksum = Identifier.hex(bytes: Insecure.MD5.hash(data: bytes))
        hash = Identifier.hex(bytes: SHA512.hash(data: bytes))
    }
}
