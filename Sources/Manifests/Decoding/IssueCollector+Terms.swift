internal import ImageSharing
internal import YAML

/// The reading of a member's terms.
extension IssueCollector {
    /// The terms of an entry of a list of members.
    mutating func memberTerms(of entry: Node, _ path: NodePath) -> MemberTerms {
        MemberTerms(until: expiry(of: entry, path), reason: reason(of: entry, path))
    }

    private mutating func expiry(of entry: Node, _ path: NodePath) -> Expiry? {
        guard let text = text(MemberKey.until, of: entry, path) else { return nil }
        do throws(ExpiryMistake) {
            return try Expiry(reading: text)
        } catch {
            self.error(
                at: entry[MemberKey.until.rawValue]?.writtenAt ?? entry.writtenAt,
                path.appending(key: MemberKey.until.rawValue), error.message, hint: error.hint)
            return nil
        }
    }

    private mutating func reason(of entry: Node, _ path: NodePath) -> String? {
        guard let text = text(MemberKey.reason, of: entry, path) else { return nil }
        return text.isBlank ? nil : text
    }
}
