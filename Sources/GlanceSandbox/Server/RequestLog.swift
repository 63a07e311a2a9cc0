import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of JSON lines, one for each request; never a header, and of a body only the member's ID, so never a secret.
actor RequestLog {
    private let descriptor: Int32

    init(path: String) throws(SandboxError) {
        // Only its owner may read it: it tells which projects are shared with.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .requestLogNotWritable(path: path, errno: errno) }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Writes one line, which is in the file when this returns.
    ///
    /// A status of nil means that no answer was sent.
    func write(time: Date, method: String, path: String, status: Int?, fault: String?, member: String?) {
        let line: JSONValue = [
            "time": .string(Timestamp.milliseconds(time)), "method": .string(method), "path": .string(path),
            "status": status.map { .number(Double($0)) } ?? .null, "fault": JSONValue(fault),
            "member": JSONValue(member),
        ]
        // One write, so that lines of several sandboxes can share a file. A full disk must not stop the cloud.
        let bytes = Array((line.text + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Self.write(descriptor, $0) }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            unsafe Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
