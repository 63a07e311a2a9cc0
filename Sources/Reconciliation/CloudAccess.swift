package import ImageAPI
package import ImageSharing

/// Reads images' members: all that a plan is given, so that a plan cannot write.
package protocol MemberReading: Sendable {
    /// Makes sure that there is a token, so that a refused one is one problem of the run and not one of each image.
    ///
    /// - Returns: whom the token speaks for; nil where that is not known.
    /// - Throws: why there is none.
    func authorize() async throws(Setback) -> String?

    /// Lists all members of an image once, duplicate rows included; it must refuse to return a part of them.
    ///
    /// - Parameters:
    ///   - id: the image.
    ///   - isOwned: true if an image list has shown that the token's project owns it, so that its list must be whole.
    /// - Returns: the members.
    /// - Throws: why the list could not be had, and what may be done next.
    func list(_ id: ImageID, isOwned: Bool) async throws(Setback) -> [ImageMember]

    /// Finds out whose image it is: asked of those alone from which somebody would be removed.
    ///
    /// - Parameter id: the image.
    /// - Returns: its owner, or why that is not known.
    func owner(of id: ImageID) async -> Ownership
}

/// Lists images: besides their members, all that it takes to find out what a project shares.
package protocol ImageListing: Sendable {
    /// Lists the images that the token's project owns, hidden ones included.
    ///
    /// - Returns: the images in any order, each once.
    /// - Throws: why they could not be listed, or not to the end.
    func ownedImages() async throws(Problem) -> [FoundImage]
}

/// Changes images' members.
package protocol MemberWriting: Sendable {
    /// Sends one change once; it must not send the request again by itself unless the first one had no effect.
    ///
    /// - Parameters:
    ///   - change: the change; of a member with several rows, a removal takes one away.
    ///   - id: the image.
    /// - Returns: what came of it.
    func write(_ change: Change, to id: ImageID) async -> WriteResult
}

/// The cloud as a whole: it is told what is coming, and concludes from the answers to many images what one cannot show.
package protocol CloudGate: Sendable {
    /// Makes ready for a phase of the run.
    func prepare(for phase: RunPhase) async

    /// The problem that has ended the run for every image, or would have; nil where there is none.
    var conclusion: Problem? { get async }
}

extension ImageClient: ImageListing, MemberReading {}

extension ImageClient: MemberWriting {
    package func write(_ change: Change, to id: ImageID) async -> WriteResult {
        switch change {
        case .add(let member): await add(member.project, to: id)
        case .accept(let member): await accept(member.project, on: id)
        case .remove(let removal): await remove(removal.member.project, from: id)
        }
    }
}
