import OpenStack
package import ImageSharing

/// What an answer to adding a member means, and so what may be done next.
package enum AddAnswer: Sendable, Equatable {
    /// Added by this request, and by what ID the cloud's logs know it.
    case created(requestID: String?)
    /// It was there.
    case alreadyMember
    /// The image has as many members as Glance allows; the member may even be one of them, since Glance counts first.
    case full(Setback)
    /// Not added, and perhaps worth another try: the cloud is busy, or was not reached.
    case notAdded(Setback)
    /// It may have been added: look before trying again.
    case inDoubt(Setback)
    /// Glance does not want this member.
    case refused(Problem)
    /// Nothing can be added to this image, or in this run.
    case imageRefused(Problem)
    /// The run had ended for everybody before anything was sent.
    case notAsked(Problem)
    /// The run was told to stop before anything was sent.
    case interrupted
}
