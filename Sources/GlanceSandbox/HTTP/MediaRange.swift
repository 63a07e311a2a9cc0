/// One range of an `Accept` header, with its weight.
struct MediaRange {
    let type: Substring
    let subtype: Substring
    let quality: Double

    init?(_ text: Substring) {
        let parts = text.split(separator: ";").map { $0.trimmed }
        let names = parts.first?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else { return nil }
        (type, subtype) = (names[0], names[1])
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") || $0.hasPrefix("Q=") }
        quality = weight.flatMap { Double($0.dropFirst(2)) } ?? 1
    }

    /// The precision with which the range names the offer, 3 at most; nil where it does not.
    func specificity(for offer: String) -> Int? {
        let names = offer.split(separator: "/")
        guard let kind = names.first, let detail = names.last else { return nil }
        if type == kind { return subtype == detail ? 3 : subtype == "*" ? 2 : nil }
        return type == "*" && subtype == "*" ? 1 : nil
    }

    /// The offer the caller likes best, the first of equals; a malformed header accepts everything.
    static func best(of offers: [String], accept: String) -> String? {
        let texts = accept.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        let ranges = texts.compactMap { MediaRange($0) }
        guard ranges.count == texts.count else { return offers.first }
        var best: (offer: String, quality: Double)?
        for offer in offers {
            let matching = ranges.compactMap { range in range.specificity(for: offer).map { (range, $0) } }
            guard let quality = matching.max(by: { $0.1 < $1.1 })?.0.quality, quality > best?.quality ?? 0 else {
                continue
            }
            best = (offer, quality)
        }
        return best?.offer
    }
}

extension Substring {
    /// The text without white space around it.
    var trimmed: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
