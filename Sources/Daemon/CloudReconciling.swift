package import ImageSharing

/// The cloud as the loop sees it: something that can be brought in line with what is desired.
package protocol CloudReconciling: Sendable {
    /// Observes images and adds the members that are missing, once.
    ///
    /// - Parameters:
    ///   - images: the images with their desired members.
    ///   - isProbe: true if the question is only whether the cloud is back, which is to cost it next to nothing: no request
    ///     is worth a retry.
    /// - Returns: the report, which has all that went wrong: no failure may end the loop.
    func reconcile(_ images: DesiredState, isProbe: Bool) async -> Report

    /// Reads the configuration again.
    ///
    /// - Returns: true if another one is in force because of it.
    func renewConfiguration() async -> Bool
}
