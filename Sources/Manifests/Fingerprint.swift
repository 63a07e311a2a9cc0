internal import Crypto

/// Tells one content of the manifests from another.
///
/// Of one file it is the file's SHA-256, so that it can be compared with what `sha256sum` says; of several it is that of
/// the lines that `sha256sum` would print.
struct Fingerprint {
    private var files: [(name: String, digits: String)] = []

    /// Takes in a file.
    mutating func add(_ bytes: [UInt8], of file: String) {
        files.append((file, Self.digits(of: bytes)))
    }

    /// The fingerprint as hexadecimal digits.
    var digits: String {
        if files.count == 1 { return files[0].digits }
        return Self.digits(of: Array(files.map { "\($0.digits)  \($0.name)\n" }.joined().utf8))
    }

    private static func digits(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
