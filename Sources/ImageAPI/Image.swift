/// An image, as far as sharing it goes.
///
/// https://docs.openstack.org/api-ref/image/v2/#show-image
package struct Image: Decodable, Sendable, Equatable {
    /// The project that owns the image; an image can be without one.
    package let owner: String?
    /// Who may use the image: `shared`, `private`, `public` or `community`.
    ///
    /// Older clouds have no `shared`: there it is the private images that have members.
    package let visibility: String
    /// The image's name, which need not be unique.
    package let name: String?
}
