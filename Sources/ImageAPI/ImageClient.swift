// ImageAPI is the Image v2 API, one file an endpoint, and the meaning of its answers for whoever shares images.
// An HTTP status is carried out of here only for people and for records: what may follow is said by a `Setback`.
// It must not know manifests and plans, and it decides nothing about time: whoever asks waits and tries again.

import ImageSharing
package import OpenStack

/// The Image v2 API, as far as this program uses it.
///
/// https://docs.openstack.org/api-ref/image/v2/
package struct ImageClient: Sendable {
    let session: Session
    /// True if a member list costs a look at the image also where it gives no reason for one.
    let inspectsEachImage: Bool

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - session: sends the requests.
    ///   - inspectsEachImage: whether each image whose members are listed is looked at, whatever the list says.
    package init(session: Session, inspectsEachImage: Bool = false) {
        self.session = session
        self.inspectsEachImage = inspectsEachImage
    }

    /// Makes sure that there is a token.
    ///
    /// - Returns: whom it speaks for, by name and ID; nil where that is not known.
    /// - Throws: why there is none.
    package func authorize() async throws(Setback) -> String? {
        do throws(OpenStackError) {
            return try await session.authorization().user
        } catch {
            throw Setback(error, reportedAs: Problem(error))
        }
    }
}
