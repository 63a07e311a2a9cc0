import FoundationEssentials

/// Keystone and Glance with everything they remember, one request at a time.
actor Cloud {
    private var identity: IdentityService
    private var images: ImageService

    init(configuration: SandboxConfiguration, directory: SandboxDirectory) {
        identity = IdentityService(
            directory: directory,
            lifetime: configuration.tokenLifetime,
            now: configuration.now
        )
        images = ImageService(
            dialect: configuration.dialect,
            memberLimit: configuration.memberLimit,
            now: configuration.now
        )
        images.images = Self.images(configuration, owner: directory.demo.project)
    }

    /// Answers a request to either service.
    func answer(_ request: ServiceRequest) -> ServiceResponse {
        if let path = request.path(below: "/identity") {
            return identity.answer(request, path: path)
        }
        if let path = request.path(below: "/image") {
            return images.answer(request, path: path, token: identity.validToken(request.token))
        }
        return FlaskPage.response(status: 404)
    }

    /// Makes a token worthless from now on.
    func revoke(_ token: String) {
        identity.revoke(token)
    }

    private static func images(_ configuration: SandboxConfiguration, owner: SandboxProject) -> [String: Image] {
        let names = configuration.imageIDs.map { ($0, "manifest-" + $0) }
        let start = configuration.now()
        var images: [String: Image] = [:]
        for (index, (id, name)) in (names + SandboxConfiguration.generated(configuration.generatedImages)).enumerated()
        {
            // A second apart, so that lists sorted by age keep one order.
            let moment = start.addingTimeInterval(Double(index))
            images[id] = Image(
                id: id,
                name: name,
                owner: owner.id,
                visibility: configuration.dialect.defaultVisibility,
                status: "active",
                diskFormat: "raw",
                containerFormat: "bare",
                createdAt: moment,
                updatedAt: moment
            )
        }
        return images
    }
}
