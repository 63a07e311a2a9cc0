/// A key of one of a manifest's mappings.
///
/// These enumerations are the one place that knows the keys: the decoder refuses all others, and the schema describes each.
protocol ManifestKey: RawRepresentable<String>, CaseIterable, Sendable {}

extension ManifestKey {
    /// The keys as they are written, in the order in which they are named to people.
    static var names: [String] { allCases.map(\.rawValue) }
}

/// The keys of a manifest.
enum RootKey: String, ManifestKey {
    case version, projects, groups, defaults, images
    case imageSets = "image_sets"
    case projectIDs = "project_ids"
}

/// The keys of what a file's images and sets say where they do not say it themselves.
enum DefaultKey: String, ManifestKey {
    case exclusive, accept
}

/// The keys of a file that says whose offers are accepted.
enum TrustKey: String, ManifestKey {
    case version, accept
}

/// The keys of an entry of such a file.
enum TrustRuleKey: String, ManifestKey {
    case owner, name
}

/// The keys of an image's long form.
enum ImageKey: String, ManifestKey {
    case description, members, revoked, exclusive, accept
    case mayBeEmpty = "may_be_empty"
}

/// The keys of an entry of a list of members that says more than who it is.
enum MemberKey: String, ManifestKey {
    case project, until, reason
}

/// The keys of a project that Keystone is asked for.
enum ProjectKey: String, ManifestKey {
    case name, domain
}

/// The keys of a group of projects that Keystone is asked for.
enum GroupKey: String, ManifestKey {
    case domain, tag, parent
    case mayBeEmpty = "may_be_empty"
}

/// The keys of an image set.
enum ImageSetKey: String, ManifestKey {
    case match, newest
    case mayBeEmpty = "may_be_empty"
    case members, revoked, exclusive, accept
}

/// The keys by which a set finds images.
enum MatchKey: String, ManifestKey {
    case name, tags, properties, id
}
