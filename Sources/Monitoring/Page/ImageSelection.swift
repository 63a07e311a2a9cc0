import Daemon
import ImageSharing

/// The images that a reader of the page asks for: of those that a text and a state leave, one page.
struct ImageSelection: Hashable, Sendable {
    /// A part of an ID or a name of the image or of one of its projects, in lower case; empty for any.
    var query = ""
    /// The state in which they are; nil for any.
    var state: ImageStatus.State?
    /// The page, counted from 1; beyond the last one it is that.
    var page = 1

    /// Makes a selection of all.
    init() {}

    /// Reads what a reader asks for; what makes no sense asks for nothing special.
    ///
    /// - Parameter parameter: returns a parameter's value; nil where it is not there.
    init(_ parameter: (String) -> String?) {
        query = parameter("query")?.lowercased() ?? ""
        state = parameter("state").flatMap(ImageStatus.State.init)
        page = max(1, parameter("page").flatMap(Int.init) ?? 1)
    }

    /// The address of a page of the same selection, from wherever this page lies.
    func address(of page: Int) -> String {
        var parameters = ["page=\(page)"]
        if let state { parameters.insert("state=\(state.rawValue)", at: 0) }
        if !query.isEmpty { parameters.insert("query=\(Self.encoded(query))", at: 0) }
        return "?" + parameters.joined(separator: "&")
    }

    /// The text in a query (RFC 3986, 2.3 and 3.4).
    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}

extension ImageSelection {
    /// Returns the places of the images that text and state leave, those that need attention first, and before all others
    /// those that somebody has who must not.
    func places(in status: DaemonStatus) -> [Int] {
        var search = ImageSearch(query, names: status.projectNames)
        var kept: [Int] = []
        var byState: [ImageStatus.State: [Int]] = [:]
        for (place, image) in status.images.enumerated() where state == nil || image.state == state {
            guard search.finds(image) else { continue }
            if image.removals.isEmpty { byState[image.state, default: []].append(place) } else { kept.append(place) }
        }
        let order: [ImageStatus.State] = [.backedOff, .unfinished, .missing, .unreadable, .unknown, .inSync]
        return kept + order.flatMap { byState[$0] ?? [] }
    }
}
