import HTTPTypes
package import ImageSharing
package import OpenStack
import Transport

extension ImageClient {
    /// Shows an image.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#show-image
    ///
    /// - Parameters:
    ///   - id: the image.
    ///   - safety: the safety with which the request may be sent again.
    /// - Returns: what sharing needs to know of it.
    /// - Throws: the refusal, or why there is no answer.
    package func image(
        _ id: ImageID, safety: Exchange.RetrySafety = .idempotent
    ) async throws(OpenStackError) -> Image {
        let answer = try await session.send(.get, "/v2/images/\(id)", subject: id.description, safety: safety)
        let shown = try answer.decode(ShownImage.self, expecting: "an image")
        // Some cache or proxy mixes up its answers.
        guard shown.id == id.description else { throw .unexpected(answer, expected: "image \(id) and no other") }
        return shown.image
    }

    /// An image as an answer has it, which says which one it is.
    private struct ShownImage: Decodable {
        let id: String
        let image: Image

        init(from decoder: any Decoder) throws {
            id = try Entry(from: decoder).id
            image = try Image(from: decoder)
        }
    }

    /// Finds out whether an image is the token's project's own.
    ///
    /// - Parameter id: the image.
    /// - Returns: its owner, or why that is not known.
    package func owner(of id: ImageID) async -> Ownership {
        do throws(OpenStackError) {
            return try await ownership(of: try await image(id))
        } catch {
            return .unknown(Problem(error, image: id))
        }
    }

    /// Finds out whether an image that was shown is the token's project's own.
    ///
    /// - Parameter image: the image.
    /// - Returns: its owner.
    /// - Throws: why there is no token to compare it with.
    package func ownership(of image: Image) async throws(OpenStackError) -> Ownership {
        guard let project = try await session.authorization().projectID, image.owner == project else {
            return .others(image.owner.map { ProjectID(reported: $0) })
        }
        return .own(ProjectID(reported: project))
    }

    private struct ImageList: Decodable {
        var images: [Entry]
    }

    private struct Entry: Decodable {
        var id: String
        var name: String?
    }

    /// Finds some image that is shared by a project.
    ///
    /// https://docs.openstack.org/api-ref/image/v2/#list-images
    ///
    /// - Parameter owner: the project; nil for anybody's.
    /// - Returns: the newest of its images that can have members; nil where there is none.
    /// - Throws: the refusal, or why there is no answer.
    package func someSharedImage(of owner: String?) async throws(OpenStackError) -> (id: ImageID, name: String?)? {
        let ofOwner = owner.map { "&owner=\(PercentEncoding.pathPart($0))" } ?? ""
        let answer = try await session.send(.get, "/v2/images?limit=1&visibility=shared\(ofOwner)")
        let images = try answer.decode(ImageList.self, expecting: "a list of images").images
        return images.first.flatMap { entry in ImageID(entry.id).map { ($0, entry.name) } }
    }
}
