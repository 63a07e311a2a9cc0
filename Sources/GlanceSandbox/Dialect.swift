/// Which cloud the sandbox pretends to be.
package enum Dialect: String, Sendable, CaseIterable {
    /// Today's Glance: only images of visibility `shared` have members; error pages follow `Accept`; the `reader`
    /// role may only read.
    case current
    /// The cloud of the first API document (2014): private images are shared and only public ones refused; errors
    /// are never JSON; there is no `reader` role to respect.
    case document

    /// What a new image gets when its creator says nothing.
    var defaultVisibility: Visibility {
        self == .current ? .shared : .private
    }

    /// The visibilities that exist.
    var visibilities: [Visibility] {
        self == .current ? [.community, .public, .private, .shared] : [.public, .private]
    }

    /// Whether an image of that visibility can have members.
    func isShareable(_ visibility: Visibility) -> Bool {
        self == .current ? visibility == .shared : visibility != .public
    }

    /// How many characters a member may have before the database refuses.
    var longestMember: Int {
        self == .current ? 255 : 256
    }
}
