import Synchronization

/// The name of a file that locations are in, kept once for all of them.
///
/// Names are never forgotten: a process meets few of them, and a million places in each.
package struct SourceFile: Hashable, Sendable {
    private static let known = Mutex((numbers: [String: UInt32](), names: [String]()))

    private let number: UInt32

    /// Takes a file's path as the user gave it.
    package init(_ name: String) {
        number = Self.known.withLock { known in
            if let number = known.numbers[name] { return number }
            let number = UInt32(clamping: known.names.count)
            known.names.append(name)
            known.numbers[name] = number
            return number
        }
    }

    /// The path as the user gave it.
    package var name: String { Self.known.withLock { $0.names[Int(number)] } }
}
