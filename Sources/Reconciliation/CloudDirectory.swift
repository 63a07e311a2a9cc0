package import ImageSharing

/// Finds images and projects by what they are: all that it takes to resolve a manifest, and nothing but GETs.
///
/// What it returns is whole: an answer that is cut counts as none.
package protocol CloudDirectory: Sendable {
    /// Lists the images that the token's project owns.
    ///
    /// - Parameter query: the part of them that is enough.
    /// - Returns: at least the images of that part, each once.
    /// - Throws: why they could not be listed, or not to the end.
    func images(_ query: ImageQuery) async throws(Problem) -> [FoundImage]

    /// Lists the images that other projects offer to the token's project, and that it has not answered.
    ///
    /// - Returns: the images, each once, and the project.
    /// - Throws: why they could not be listed, or not to the end.
    func offers() async throws(Problem) -> ImageOffers

    /// Finds projects.
    ///
    /// - Parameter query: the question.
    /// - Returns: the projects of that name, enabled or not; or the enabled ones of the group.
    /// - Throws: why they could not be found, or not all of them. That there is no project of a name is no failure; that
    ///   there is no such domain or parent is one.
    func projects(_ query: ProjectQuery) async throws(Problem) -> [FoundProject]
}
