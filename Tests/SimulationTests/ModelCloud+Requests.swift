import HTTPTypes
import ImageSharing

/// The requests to a model cloud, and what becomes of them.
extension ModelCloud {
    /// The fate of a request.
    enum Fate: Sendable {
        /// It is done as it was asked for.
        case done
        /// A status instead; `retryAfter` in seconds.
        case status(Int, retryAfter: Int? = nil)
        /// A status although it was done.
        case doneBut(Int)
        /// Nobody takes the connection.
        case refused
        /// The connection breaks before it is done.
        case resetBefore
        /// The connection breaks after it was done.
        case resetAfter
        /// It is done, and the answer comes so late that nobody may wait for it any more.
        case late(Duration)
        /// A proxy sends it twice, and hands on the second answer.
        case twice
        /// It is done, and half of the answer is handed on.
        case cut
        /// Nobody answers.
        case hangs
    }

    /// The deed that a request asks for.
    enum Deed: Sendable {
        case show, list, add, remove, accept
    }

    /// A request as the cloud knows it.
    struct Request: Sendable {
        let deed: Deed
        let image: Int
        let member: String?
        let at: Duration
        /// The number of the process that sends it: one that was killed is followed by another.
        var process = 0

        var isWrite: Bool { deed != .show && deed != .list }

        /// Reads a request; nil where it is for no image.
        init?(_ request: HTTPRequest, body: [UInt8]?, at: Duration) {
            let parts = (request.path ?? "").split(separator: "/").map(String.init)
            guard parts.count >= 4, parts[0] == "image", parts[2] == "images",
                let image = Int(parts[3].suffix(12), radix: 16)
            else { return nil }
            self.image = image
            self.at = at
            switch (request.method, parts.count) {
            case (.get, 4): (deed, member) = (.show, nil)
            case (.get, 5): (deed, member) = (.list, nil)
            case (.post, 5): (deed, member) = (.add, body.flatMap(Self.member))
            case (.delete, 6): (deed, member) = (.remove, parts[5])
            case (.put, 6): (deed, member) = (.accept, parts[5])
            default: return nil
            }
        }

        private static func member(in body: [UInt8]) -> String? {
            String(decoding: body, as: UTF8.self).split(separator: "\"").dropFirst(3).first.map(String.init)
        }
    }

    /// An answer that was given.
    struct Answer: Sendable, Hashable {
        let image: Int
        let status: Int
        let requestID: String
    }
}
