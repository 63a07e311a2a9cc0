package import ImageAPI
package import ImageSharing

/// Reads images' members: all that a plan is given, so that a plan cannot write.
package protocol MemberReading: Sendable {
    /// Lists all members of an image once, duplicate rows included; it must refuse to return a part of them.
    func list(_ id: ImageID) async throws(Setback) -> [ImageMember]
}

/// Adds members to images.
package protocol MemberWriting: Sendable {
    /// Adds a member once; it must not send the request again by itself unless the first one had no effect.
    func add(_ member: ProjectID, to id: ImageID) async -> AddAnswer
}

extension ImageClient: MemberReading, MemberWriting {}
