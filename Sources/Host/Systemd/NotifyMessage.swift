import Text

/// What a service tells its manager, in the words of sd_notify(3).
enum NotifyMessage: Equatable, Sendable {
    /// It has started, or has ended reloading.
    case ready
    /// It reloads; the time is that of the monotonic clock, which tells the manager which reload it is.
    case reloading(at: Duration)
    /// How it is, in one line for a person.
    case status(String)
    /// It is about to end.
    case stopping
    /// It has made progress.
    case watchdog

    /// The most bytes of a status; the manager takes no datagram above 4096.
    static let longestStatus = 2000

    /// The message's lines, without a line break at the end.
    var text: String {
        switch self {
        case .ready: "READY=1"
        case .reloading(let time): "RELOADING=1\nMONOTONIC_USEC=\(Int64(clamping: time.microseconds))"
        case .status(let status): "STATUS=\(Self.line(status))"
        case .stopping: "STOPPING=1"
        case .watchdog: "WATCHDOG=1"
        }
    }

    /// The status as one line: a line break in it would begin another assignment.
    private static func line(_ status: String) -> String {
        let shown = status.escapedForDisplay
        guard shown.utf8.count > longestStatus else { return shown }
        var cut = ""
        for character in shown {
            guard cut.utf8.count + character.utf8.count <= longestStatus - "…".utf8.count else { break }
            cut.append(character)
        }
        return cut + "…"
    }
}

extension Duration {
    /// The whole microseconds.
    fileprivate var microseconds: Int128 { attoseconds / 1_000_000_000_000 }
}
