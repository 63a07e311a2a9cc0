package import FoundationEssentials
package import ImageSharing
package import Manifests

/// The cloud as the loop sees it: something that can be brought in line with what is desired.
package protocol CloudReconciling: Sendable {
    /// Finds out what a manifest asks for, as it is in the cloud now; not called for a manifest that names nothing but IDs.
    ///
    /// - Parameter manifest: the manifest.
    /// - Returns: what it asks for; whatever could not be found out is a problem of it.
    func resolve(_ manifest: Manifest) async -> DesiredState

    /// Observes images and brings their members in line with what is desired, once.
    ///
    /// - Parameters:
    ///   - images: the images with their desired members.
    ///   - moment: the time by which memberships end.
    ///   - others: all that the limit on removals counts beside those of the images' own plan.
    ///   - isProbe: true if the question is only whether the cloud is back, which is to cost it next to nothing: no request
    ///     is worth a retry.
    /// - Returns: the report, which has all that went wrong: no failure may end the loop.
    func reconcile(
        _ images: DesiredState, at moment: Date, beside others: RemovalsBeside, isProbe: Bool
    ) async -> Report

    /// Reads the configuration again.
    ///
    /// - Returns: true if another one is in force because of it.
    func renewConfiguration() async -> Bool
}
