import Daemon
import ImageSharing

/// The images that a client of `/status.json` asks for: all, unless it says otherwise.
///
/// The names are those of OpenStack's lists. A page begins after an image, and not at a number: whatever comes and goes
/// meanwhile, no image that stays is left out or comes twice.
struct ImagePage: Sendable, Equatable {
    /// The most images; nil for as many as there are.
    var limit: Int?
    /// The image after which they begin, be it there or not; nil for the first one.
    var marker: ImageID?
    /// The one state in which they are; nil for any.
    var state: ImageStatus.State?

    /// Divides the images.
    ///
    /// - Parameter images: all images, sorted.
    /// - Returns: the images of the page, and the page after it; nil for that where no image is left.
    func page(of images: [ImageStatus]) -> (images: [ImageStatus], next: ImagePage?) {
        guard self != ImagePage() else { return (images, nil) }
        var page: [ImageStatus] = []
        var first = marker.map { images.place(of: $0) } ?? 0
        if let marker, first < images.count, images[first].image == marker { first += 1 }
        for index in first..<images.count
        where state == nil || images[index].state == state {
            guard page.count < limit ?? .max else {
                // Whoever asks for none asks for all else.
                return (page, page.last.map { ImagePage(limit: limit, marker: $0.image, state: state) })
            }
            page.append(images[index])
        }
        return (page, nil)
    }

    /// The address of the page, from wherever the document lies.
    var address: String {
        let parameters = [
            ("limit", limit.map(String.init)), ("marker", marker?.description), ("state", state?.rawValue),
        ]
        return "status.json?"
            + parameters.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: "&")
    }
}

extension ImagePage {
    /// Reads what a client asks for.
    ///
    /// - Parameter parameter: returns a parameter's value; nil where it is not there.
    /// - Throws: what is wrong with it, in a sentence.
    init(_ parameter: (String) -> String?) throws(ImagePageError) {
        limit = try Self.read("limit", parameter, "a number from 0 on") { Int($0).flatMap { $0 < 0 ? nil : $0 } }
        marker = try Self.read("marker", parameter, "an image's ID", ImageID.init)
        state = try Self.read(
            "state", parameter, "one of " + ImageStatus.State.allCases.map(\.rawValue).joined(separator: ", "),
            ImageStatus.State.init)
    }

    private static func read<Value>(
        _ name: String, _ parameter: (String) -> String?, _ kind: String, _ read: (String) -> Value?
    ) throws(ImagePageError) -> Value? {
        guard let text = parameter(name) else { return nil }
        guard let value = read(text) else { throw ImagePageError(description: "\(name) has to be \(kind)") }
        return value
    }
}

/// The reason why what a client asks for is no page.
struct ImagePageError: Error, Equatable, CustomStringConvertible {
    /// The mistake, in a sentence.
    let description: String
}
