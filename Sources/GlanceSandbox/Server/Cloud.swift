import FoundationEssentials

/// Keystone, Glance and an identity provider with everything they remember, one request at a time.
actor Cloud {
    private var identity: IdentityService
    private var images: ImageService
    private let openID: OpenIDService

    init(configuration: SandboxConfiguration, directory: SandboxDirectory) {
        identity = IdentityService(
            directory: directory,
            listLimit: configuration.pageSize,
            lifetime: configuration.tokenLifetime,
            now: configuration.now
        )
        openID = OpenIDService(federation: directory.federation)
        images = ImageService(
            dialect: configuration.dialect,
            memberLimit: configuration.memberLimit,
            pageSize: configuration.pageSize,
            now: configuration.now
        )
        images.images = Self.images(configuration, owner: directory.demo.project)
    }

    /// Answers a request to any of the services.
    func answer(_ request: ServiceRequest) -> ServiceResponse {
        if let path = request.path(below: "/identity") {
            return identity.answer(request, path: path)
        }
        if let path = request.path(below: "/image") {
            let token = identity.validToken(request.token)
            // The middleware before Glance refuses what the rules leave out, as if there were no token at all.
            let isAllowed = token?.applicationCredential?.accessRules?.contains { $0.allows(request.method, path) }
            return images.answer(request, path: path, token: isAllowed == false ? nil : token)
        }
        if let path = request.path(below: "/openid") {
            return openID.answer(request, path: path)
        }
        return FlaskPage.response(status: 404)
    }

    /// Answers a request of a caller who looks at the cloud as it is now, and writes a row of members after a pause.
    ///
    /// What others write in the meantime, the caller does not see: two can add one member twice, or fill an image
    /// beyond its limit.
    func answer(_ request: ServiceRequest, after pause: @Sendable () async -> Void) async -> ServiceResponse {
        let seen = images
        let response = answer(request)
        let written = images
        images = seen
        await pause()
        images.addMember(of: request, from: written, asSeenIn: seen)
        return response
    }

    /// Makes a token worthless from now on.
    func revoke(_ token: String) {
        identity.revoke(token)
    }

    private static func images(_ configuration: SandboxConfiguration, owner: SandboxProject) -> [String: Image] {
        let named = configuration.imageIDs.map { SandboxImage(id: $0, name: "manifest-" + $0) }
        let start = configuration.now()
        var images: [String: Image] = [:]
        for (index, seed) in (named + configuration.images + SandboxImage.generated(configuration.generatedImages))
            .enumerated()
        {
            // A second apart, so that lists sorted by age keep one order.
            let moment = seed.createdAt ?? start.addingTimeInterval(Double(index))
            images[seed.id] = Image(
                id: seed.id,
                name: seed.name,
                owner: seed.owner ?? owner.id,
                visibility: configuration.dialect.defaultVisibility,
                status: .active,
                tags: seed.tags,
                diskFormat: "raw",
                containerFormat: "bare",
                properties: seed.properties.sorted { $0.key < $1.key }.map {
                    .init(key: $0.key, value: .string($0.value))
                },
                createdAt: moment,
                updatedAt: moment
            )
        }
        return images
    }
}
