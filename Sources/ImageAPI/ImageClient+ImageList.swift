import FoundationEssentials
import HTTPTypes
package import ImageSharing
import OpenStack
import Transport

extension ImageClient {
    /// The most images that are listed.
    private static let mostImages = 100_000
    /// The most times that a list is begun anew, because an image has gone whose place a page was to follow.
    private static let mostStarts = 5

    /// Lists all images that the token's project owns, hidden ones included.
    ///
    /// - Returns: the images, each once.
    /// - Throws: why they could not be listed, or not to the end.
    package func ownedImages() async throws(Problem) -> [FoundImage] {
        let everything = ImageQuery(coveringAll: [])
        let shown = try await images(everything)
        // One that is hidden meanwhile is in both lists.
        let known = Set(shown.map(\.id))
        return shown + (try await images(everything, areHidden: true)).filter { !known.contains($0.id) }
    }

    /// Lists the images that the token's project owns: those of every visibility, but no hidden ones unless they are asked
    /// for, as `openstack image list` does.
    ///
    /// The oldest come first, so that none is missed that is made meanwhile. An image is left out whose ID has upper-case
    /// letters: Glance takes such an ID from whoever makes an image with one of their own, and it is none that a manifest
    /// could name.
    ///
    /// - Parameters:
    ///   - query: the part of them that is enough; more than that may come.
    ///   - areHidden: true for hidden images alone.
    ///   - inPage: the number of images to a page, by default as many as Glance gives unless it is configured so
    ///     (`api_limit_max`).
    /// - Returns: the images, each once.
    /// - Throws: why they could not be listed, or not to the end.
    package func images(
        _ query: ImageQuery, areHidden: Bool = false, inPage: Int = 1000
    ) async throws(Problem) -> [FoundImage] {
        do throws(OpenStackError) {
            let authorization = try await session.authorization()
            guard let project = authorization.projectID else { throw .unknownOwner }
            return try await images(
                at: ImageListAddress(owner: project, query: query, areHidden: areHidden, limit: inPage),
                by: authorization)
        } catch {
            throw Problem(
                listing: error,
                remedy: "use a user with the role reader or member in the project that owns the images; image IDs work "
                    + "everywhere")
        }
    }

    /// Lists the images of other projects that are offered to the token's project, and that it has not answered.
    ///
    /// Hidden ones are left out, as `openstack image list` leaves them out: their owners want them in nobody's list.
    ///
    /// - Parameter inPage: the number of images to a page.
    /// - Returns: the images, each once, and the project.
    /// - Throws: why they could not be listed, or not to the end.
    package func offers(inPage: Int = 1000) async throws(Problem) -> ImageOffers {
        do throws(OpenStackError) {
            let authorization = try await session.authorization()
            guard let project = authorization.projectID else { throw .unknownConsumer }
            guard !authorization.isAdministrator else { throw .administratorsList }
            let list = ImageListAddress(offeredTo: project, limit: inPage)
            return ImageOffers(
                to: ProjectID(reported: project), images: try await images(at: list, by: authorization))
        } catch {
            throw Problem(
                listing: error,
                remedy: "use a consumer's token: one of the project that is to have the images, which Glance's policy "
                    + "get_images lets list them, by default one with the role reader or member")
        }
    }

    private func images(
        at list: ImageListAddress, by authorization: Authorization
    ) async throws(OpenStackError) -> [FoundImage] {
        guard authorization.allows("GET", "/v2/images") else { throw .refusedByAccessRules }
        for _ in 0..<Self.mostStarts {
            if let images = try await pages(list, of: authorization.imageService) { return images }
        }
        throw OpenStackError(
            .serverTrouble, message: "images went away while they were listed, \(Self.mostStarts) times in a row",
            hint: "run again later"
        )
    }

    /// The pages from the first to the last; nil where an image has gone whose place one was to follow.
    ///
    /// The next page is asked for by the last image: the address that Glance names for it is that of the first host that
    /// answered, keeps one of several tags only, and is never gone to.
    private func pages(
        _ list: ImageListAddress, of service: ServiceURL
    ) async throws(OpenStackError) -> [FoundImage]? {
        var images: [FoundImage] = []
        var seen: Set<String> = []
        var names = SharedTexts()
        var marker: String?
        while true {
            let answer: HTTPAnswer
            do throws(OpenStackError) {
                answer = try await session.send(.get, list.path(after: marker))
            } catch {
                if let marker, error.code == .badRequest, error.message.contains("No image found with ID \(marker)") {
                    return nil
                }
                throw error
            }
            let page = try answer.decode(ImagePage.self, expecting: "a list of images")
            for image in page.images {
                guard image.hasUUID else {
                    throw .unexpected(answer, expected: "images with UUIDs, not one of \(image.id.debugDescription)")
                }
                guard seen.insert(image.id).inserted else {
                    throw .unexpected(answer, expected: "each image once, and \(image.id) came again")
                }
                guard list.wants(image), let found = image.found(sharing: &names) else { continue }
                images.append(found)
            }
            guard seen.count <= Self.mostImages else {
                throw OpenStackError(
                    .unexpected,
                    message: "there are more than \(Self.mostImages) images: the list does not end, or is too long",
                    hint: "look for a name, a tag or a property that all of the wanted images have, and no others",
                    requestID: answer.requestID
                )
            }
            guard let next = page.next, !next.isEmpty else { return images }
            guard ImageListAddress.leadsOn(next, at: service) else {
                throw .unexpected(
                    answer, expected: "a next page at \(service)/v2/images, not at \(next.debugDescription)")
            }
            guard let last = page.images.last else {
                throw .unexpected(answer, expected: "images in a page that another one is to follow")
            }
            marker = last.id
        }
    }
}

extension OpenStackError {
    /// Says that nobody knows whose images are wanted.
    fileprivate static var unknownOwner: OpenStackError {
        OpenStackError(
            .forbidden, message: "which project the token speaks for is not known, nor which images are its own",
            hint: "name the token's project, OS_PROJECT_ID or auth.project_id in clouds.yaml; image IDs work everywhere"
        )
    }

    /// Says that nobody knows to whom images are offered.
    static var unknownConsumer: OpenStackError {
        OpenStackError(
            .forbidden, message: "which project the token speaks for is not known, nor what is offered to it",
            hint: "name the token's project, OS_PROJECT_ID or auth.project_id in clouds.yaml"
        )
    }

    /// Says that an administrator's list does not tell what is offered to a project.
    fileprivate static var administratorsList: OpenStackError {
        OpenStackError(
            .forbidden,
            message:
                "the token is an administrator's, to whom Glance lists everybody's shared images, and not those that "
                + "are offered to a project",
            hint: "use a user of the project with the role member alone; an administrator accepts for others by "
                + "`accept: true` in the owner's manifest"
        )
    }

    /// Says that an application credential may not list images.
    fileprivate static var refusedByAccessRules: OpenStackError {
        OpenStackError(
            .forbidden, message: "the application credential's access rules do not let it list images",
            hint: "make one with a rule for GET /v2/images of service image"
        )
    }
}

extension Problem {
    /// Says why images could not be listed, of which none is at fault.
    ///
    /// - Parameters:
    ///   - error: the refusal or failure.
    ///   - remedy: what to do about a token that may not list them.
    fileprivate init(listing error: OpenStackError, remedy: String) {
        self.init(error)
        switch code {
        case .forbidden:
            code = .lookupForbidden
            message = "this token may not look images up: \(message)"
            hint = error.hint ?? remedy
        case .imageNotFound, .memberLimitExceeded:
            code = .unexpectedResponse
            hint = error.hint ?? "this is not an answer of the Image v2 API: check the endpoint and any proxy before it"
        default: break
        }
    }
}
