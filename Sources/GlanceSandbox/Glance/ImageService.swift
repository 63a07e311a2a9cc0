import FoundationEssentials

/// Glance v2, as far as images and their members go.
struct ImageService: Sendable {
    let dialect: Dialect
    let memberLimit: Int
    /// The greatest number of images in a page; nil for what Glance does unless configured.
    let pageSize: Int?
    let now: @Sendable () -> Date
    var images: [String: Image] = [:]
    var policy: ImagePolicy { ImagePolicy(dialect: dialect) }

    init(dialect: Dialect, memberLimit: Int, pageSize: Int?, now: @escaping @Sendable () -> Date) {
        self.dialect = dialect
        self.memberLimit = memberLimit
        self.pageSize = pageSize
        self.now = now
    }

    /// Answers a request below `/image`, whose path is given without that prefix.
    mutating func answer(_ request: ServiceRequest, path: String, token: IssuedToken?) -> ServiceResponse {
        let route = ImageRoute(path: path)
        switch route {
        case .versions(let explicit):
            return ImageVersions.response(status: explicit ? 200 : 300, url: request.origin + "/image")
        case .healthcheck:
            return Healthcheck.response(accept: request.header("accept") ?? "")
        default:
            break
        }
        guard let token else {
            return ErrorPage.response(GlanceError(status: 401), to: request, dialect: dialect)
                .adding("WWW-Authenticate", "Keystone uri=\"\(request.origin)/identity\"")
        }
        var response: ServiceResponse
        do throws(GlanceError) {
            response = try respond(to: request, route: route, caller: Caller(token))
        } catch {
            response = ErrorPage.response(error, to: request, dialect: dialect)
        }
        let id = Identifier.request(proposed: request.header("x-openstack-request-id"))
        response = response.adding("X-Openstack-Request-Id", id)
        return dialect == .document ? response.adding("X-Compute-Request-Id", id) : response
    }

    private mutating func respond(
        to request: ServiceRequest,
        route: ImageRoute,
        caller: Caller
    ) throws(GlanceError) -> ServiceResponse {
        switch (route, request.method) {
        case (.versions, _), (.healthcheck, _), (.unknown, _):
            throw Self.isHTTPMethod(request.method) ? .notFound() : GlanceError(status: 501)
        case (.root, _):
            return ServiceResponse(
                status: 302,
                headers: [.init(name: "Location", value: request.origin + "/image/v2/")]
            )
        case (.images, "GET"): return try listImages(ImageQuery(request.query, pageSize: pageSize), caller: caller)
        case (.images, "POST"): return try createImage(request, caller: caller)
        case (.image(let id), "PATCH"): return try updateImage(id, request, caller: caller)
        case (.file(let id), "PUT"): return try upload(request, to: id, caller: caller)
        case (.members(let id), "POST"): return try createMember(of: id, request, caller: caller)
        case (.member(let id, let member), "PUT"):
            return try updateMember(member, of: id, request, caller: caller)
        default:
            guard request.hasBody, route.allowed.contains(request.method) else {
                return try respondWithoutBody(to: request, route: route, caller: caller)
            }
            throw .badRequest("A body is not expected with this request.")
        }
    }

    private mutating func respondWithoutBody(
        to request: ServiceRequest,
        route: ImageRoute,
        caller: Caller
    ) throws(GlanceError) -> ServiceResponse {
        switch (route, request.method) {
        case (.image(let id), "GET"): return try showImage(id, caller: caller)
        case (.image(let id), "DELETE"): return try deleteImage(id, caller: caller)
        case (.file(let id), "GET"): return try download(id, request, caller: caller)
        case (.tag(let id, let tag), "PUT"): return try addTag(tag, to: id, caller: caller)
        case (.tag(let id, let tag), "DELETE"): return try removeTag(tag, from: id, caller: caller)
        case (.action(let id, let action), "POST"): return try act(action, on: id, caller: caller)
        case (.members(let id), "GET"): return try listMembers(of: id, caller: caller)
        case (.member(let id, let member), "GET"): return try showMember(member, of: id, caller: caller)
        case (.member(let id, let member), "DELETE"): return try deleteMember(member, of: id, caller: caller)
        case (.schema(let name), _):
            guard let schema = SchemaDocument.named(name) else { throw .notFound() }
            guard request.method == "GET" else { throw .methodNotAllowed(allow: "GET") }
            return success(schema)
        default: throw .methodNotAllowed(allow: route.allowed.joined(separator: ", "))
        }
    }

    /// The success of showing something.
    func success(_ document: JSONValue, status: Int = 200) -> ServiceResponse {
        let type = dialect == .document ? "application/json; charset=UTF-8" : "application/json"
        return ServiceResponse(status: status, json: document, contentType: type)
    }

    /// The document that came with a request.
    func document(of request: ServiceRequest) throws(GlanceError) -> JSONValue {
        guard request.hasBody else { throw .badRequest("Body expected in request.") }
        guard !request.isBodyBroken else { throw .internalServerError }
        let document: JSONValue
        do {
            document = try JSONReader.read(request.body)
        } catch {
            switch error {
            case .malformed: throw .badRequest("Malformed JSON in request body.")
            case .tooDeep: throw .internalServerError
            }
        }
        guard document.isObject || document.array != nil else {
            throw .badRequest("Unexpected body type. Expected list/dict.")
        }
        return document
    }

    private static func isHTTPMethod(_ method: String) -> Bool {
        ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"].contains(method)
    }
}

/// The list of versions of Glance.
private enum ImageVersions {
    /// Newest first, as a Glance without an image cache and with named stores has them.
    private static let minors = [15, 13, 12, 11, 10, 9, 8, 17, 7, 6, 5, 4, 3, 2, 1, 0]

    /// The list, under the status that says whether it was asked for.
    static func response(status: Int, url: String) -> ServiceResponse {
        let versions = minors.map { minor -> JSONValue in
            [
                "id": .string("v2.\(minor)"), "status": minor == 17 ? "CURRENT" : "SUPPORTED",
                "links": [["rel": "self", "href": .string(url + "/v2/")]],
            ]
        }
        return ServiceResponse(status: status, json: ["versions": .array(versions)])
    }
}

/// The answer to a load balancer that asks after Glance.
private enum Healthcheck {
    /// All is well, in JSON for those who ask for nothing else.
    static func response(accept: String) -> ServiceResponse {
        guard MediaRange.best(of: ["text/plain", "application/json"], accept: accept) == "application/json" else {
            return ServiceResponse(status: 200, contentType: "text/plain; charset=UTF-8", text: "OK")
        }
        return ServiceResponse(status: 200, json: ["detailed": false, "reasons": ["OK"]])
    }
}
