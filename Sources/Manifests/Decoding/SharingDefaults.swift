internal import ImageSharing

/// What the images and sets of a file say where they do not say it themselves.
struct SharingDefaults {
    /// The place that makes their lists the whole truth.
    var exclusive: SourceLocation?
    var accepts = false
}

extension Sharing {
    /// The sharing of an image of which nothing but its members is said.
    init(members: MemberList, _ defaults: SharingDefaults) {
        self.init(members: members, exclusive: defaults.exclusive, accepts: defaults.accepts)
    }
}
