package import ImageSharing
import Text

extension SavedPlanFile {
    /// Makes sure that the plan is for a cloud: an image may have the same ID elsewhere, and other members.
    ///
    /// - Parameter other: the cloud and the project of a token.
    /// - Throws: `planInvalid`, which names both.
    package func check(isFor other: CloudIdentity) throws(Problem) {
        guard cloud.imageEndpoint != other.imageEndpoint || cloud.projectID != other.projectID else { return }
        throw Problem(
            code: .planInvalid,
            message: "the saved plan is for \(cloud.place), and the token is for \(other.place); nothing was written",
            hint: "use the credentials of the cloud and project that it was made for, or make a new plan")
    }
}

extension CloudIdentity {
    /// The project and the image service, in words.
    fileprivate var place: String {
        let name = projectName.map { " \($0.quotedForDisplay())" } ?? ""
        let project = projectID.map { "project\(name) (ID \($0.escapedForDisplay))" } ?? "an unknown project"
        return "\(project) of the image service \(imageEndpoint?.escapedForDisplay ?? "at an unknown address")"
    }
}
