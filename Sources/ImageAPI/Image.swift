/// An image, as far as sharing it goes.
///
/// https://docs.openstack.org/api-ref/image/v2/#show-image
package struct Image: Decodable, Sendable, Equatable {
    /// The project that owns the image; an image can be without one.
    package let owner: String?
    /// The visibility, which says who may use the image: `shared`, `private`, `public` or `community`.
    ///
    /// Older clouds have no `shared`: there it is the private images that have members.
    package let visibility: String
    /// The image's name, which need not be unique.
    package let name: String?
    /// The stage of the image's life, as in `queued`, `active`, `deactivated` or `deleted`.
    package let status: String?

    /// True if the image is being deleted, or a deletion of it has failed halfway and cannot be repeated.
    var isDeleted: Bool { status == "deleted" || status == "pending_delete" }
}
