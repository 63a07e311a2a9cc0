/// A manifest of a million members, 39 MB: every image is shared with the same projects.
///
/// It is made before anything is measured, once a process, and is the same in every run.
enum GeneratedManifest {
    static let imageCount = 2000
    static let projectCount = 500
    static let memberCount = imageCount * projectCount
    /// The events of the whole text: an image is a key, a list's two ends, and its items.
    static let eventCount = 11 + imageCount * (3 + projectCount)

    /// The text.
    static let bytes: [UInt8] = {
        var generator = SplitMix(seed: 1)
        let projects = (0..<projectCount).map { _ in Array("    - \(identifier(&generator))\n".utf8) }
        let everyProject = Array(projects.joined())
        var bytes = Array("version: 1\nimages:\n".utf8)
        bytes.reserveCapacity(bytes.count + imageCount * (40 + everyProject.count))
        for _ in 0..<imageCount {
            bytes += "  \(dashed(identifier(&generator))):\n".utf8
            bytes += everyProject
        }
        return bytes
    }()

    /// 32 hexadecimal digits.
    private static func identifier(_ generator: inout SplitMix) -> String {
        [generator.next(), generator.next()].map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// The same digits with the dashes of a UUID.
    private static func dashed(_ digits: String) -> String {
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }
}
