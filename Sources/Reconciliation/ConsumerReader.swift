package import ImageAPI
package import ImageSharing

/// Reads members as a project does to which images are offered: of each image its own row, and no other.
package struct ConsumerReader: MemberReading {
    private let client: ImageClient

    /// Makes a reader.
    package init(_ client: ImageClient) {
        self.client = client
    }

    package func authorize() async throws(Setback) -> String? { try await client.authorize() }

    package func list(_ id: ImageID, isOwned: Bool) async throws(Setback) -> [ImageMember] {
        // One that is not there is an error, not an empty list: nobody may take it for a member to add.
        [try await client.ownMember(of: id)]
    }

    package func owner(of id: ImageID) async -> Ownership { await client.owner(of: id) }
}
