internal import ImageSharing

/// The known key that an unknown one was probably meant to be.
enum KeySuggestion {
    /// Other words that people use for a key.
    private static let synonyms = [
        "apiversion": "version", "schema": "version", "shares": "images", "sharing": "images", "sets": "image_sets",
        "imagesets": "image_sets", "image-sets": "image_sets", "names": "projects", "latest": "newest",
        "most_recent": "newest",
        "ids": "id", "tag": "tags", "filter": "match",
        "projects": "members", "project": "members", "tenants": "members", "shared_with": "members",
        "share_with": "members", "projectids": "project_ids", "project-ids": "project_ids",
        "remove": "revoked", "removed": "revoked", "deny": "revoked", "denied": "revoked", "exclude": "revoked",
        "excluded": "revoked", "authoritative": "exclusive", "strict": "exclusive", "auto_accept": "accept",
        "expires": "until", "expires_at": "until", "expiry": "until", "end": "until", "ends": "until",
        "valid_until": "until", "tenant": "project", "project_id": "project", "id": "project",
        "why": "reason", "ticket": "reason",
        "comment": "description", "desc": "description", "name": "description", "note": "description",
    ]

    /// A hint that names the closest known key, or all that are known.
    static func hint(for key: String, among known: [String]) -> String {
        if belongsIntoMatch(key, known) { return #"it belongs into `match`, as in `match: {name: "debian-*"}`"# }
        if known == RootKey.names, DefaultKey(rawValue: key) != nil {
            return
                "it belongs to an image or a set; or into `defaults`, for all of this file: `defaults: {\(key): true}`"
        }
        if let meant = meant(by: key, among: known) { return "did you mean `\(meant)`?" }
        if ImageID(key) != nil { return "an image belongs below `images:`; is this line indented too little?" }
        if known == RootKey.names, key == TrustKey.accept.rawValue {
            return
                "`accept: true` stands in an image, in a set or below `defaults`; whom a consumer trusts stands in a "
                + "file of its own, for glance-share accept"
        }
        let isOfImage = known == ImageKey.names
        if isOfImage, ImageSetKey(rawValue: key) != nil || MatchKey(rawValue: key) != nil {
            return "an image that is looked for belongs below `image_sets:`, with a name of its own"
        }
        if known == MatchKey.names, ImageSetKey(rawValue: key) != nil { return "`\(key)` belongs beside `match`" }
        if known == GroupKey.names, key == ImageKey.members.rawValue {
            return "a group is what Keystone finds or a list: write another group, `[this one, <project ID>]`"
        }
        return "the keys here are " + known.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// The known key that was probably meant.
    static func meant(by key: String, among known: [String]) -> String? {
        guard key.utf8.count <= 32 else { return nil }
        let key = key.lowercased()
        if belongsIntoMatch(key, known) { return ImageSetKey.match.rawValue }
        if let synonym = synonyms[key], known.contains(synonym) { return synonym }
        return closest(to: key, among: known)
    }

    /// Returns true for a key of what a set looks for, where those of the set itself are known.
    private static func belongsIntoMatch(_ key: String, _ known: [String]) -> Bool {
        known == ImageSetKey.names && MatchKey(rawValue: key) != nil
    }

    /// The one of some texts that another was probably meant to be; nil where none is near.
    static func closest(to text: String, among known: [String]) -> String? {
        // Whose length differs by more is no nearer.
        let closest = known.lazy.filter { abs($0.utf8.count - text.utf8.count) <= 2 }
            .map { (distance: EditDistance.between(text, $0), text: $0) }.min { $0.distance < $1.distance }
        guard let closest, closest.distance <= 2 else { return nil }
        return closest.text
    }
}
