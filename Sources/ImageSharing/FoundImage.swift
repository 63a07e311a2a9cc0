/// An image as the cloud's image list shows it.
///
/// https://docs.openstack.org/api-ref/image/v2/#list-images
package struct FoundImage: Sendable, Equatable {
    /// The image.
    package let id: ImageID
    /// The name, which need not be unique; nil for an image without one.
    package let name: String?
    /// The project that owns it; nil for an image that belongs to nobody.
    package let owner: String?
    /// The visibility, as in `shared`, `private`, `public` or `community`.
    package let visibility: String
    /// The stage of its life, as in `queued`, `active` or `deactivated`.
    package let status: String
    /// The tags.
    package let tags: Set<String>
    /// The additional properties: those whose value is a text, and those of the API itself that are texts.
    package let properties: [String: String]
    /// The moment at which it was made, as Glance writes it (RFC 3339, in UTC), without its `Z`: the order of the text is
    /// that of the time, with fractions of a second and without.
    package let createdAt: String

    /// True if the image is being deleted, or a deletion has failed halfway: it is listed, and nobody can share it.
    package var isBeingDeleted: Bool { status == "deleted" || status == "pending_delete" }

    /// The attributes that have a field of their own, are links, or are no text: no set can look for them as properties.
    package static let attributes: Set<String> = [
        "id", "name", "owner", "visibility", "status", "tags", "created_at", "updated_at", "self", "file", "schema",
        "direct_url", "locations", "stores", "size", "virtual_size", "min_ram", "min_disk", "protected", "os_hidden",
    ]

    /// Makes an image.
    package init(
        id: ImageID, name: String?, owner: String?, visibility: String = "shared", status: String = "active",
        tags: Set<String> = [], properties: [String: String] = [:], createdAt: String
    ) {
        self.id = id
        self.name = name
        self.owner = owner
        self.visibility = visibility
        self.status = status
        self.tags = tags
        self.properties = properties
        self.createdAt = createdAt.hasSuffix("Z") ? String(createdAt.dropLast()) : createdAt
    }
}
