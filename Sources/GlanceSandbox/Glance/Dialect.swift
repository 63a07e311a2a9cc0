/// The cloud that the sandbox pretends to be.
package enum Dialect: String, Sendable, CaseIterable {
    /// Today's Glance: only images of visibility `shared` have members; error pages follow `Accept`; the `reader`
    /// role may only read.
    case current
    /// The cloud of the first API document (2014): private images are shared and only public ones refused; errors
    /// are never JSON; there is no `reader` role to respect.
    case document

    /// The visibility of a new image whose creator asks for none.
    var defaultVisibility: Visibility {
        self == .current ? .shared : .private
    }

    /// The visibilities that exist.
    var visibilities: [Visibility] {
        self == .current ? [.community, .public, .private, .shared] : [.public, .private]
    }

    /// Returns true for a visibility with which an image can have members.
    func isShareable(_ visibility: Visibility) -> Bool {
        self == .current ? visibility == .shared : visibility != .public
    }

    /// The greatest number of characters of a member that the database takes.
    var longestMember: Int {
        self == .current ? 255 : 256
    }
}

/// The circle of projects that may see an image.
enum Visibility: String, Sendable {
    case `public`, `private`, shared, community
}
