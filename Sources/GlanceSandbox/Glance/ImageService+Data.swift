extension ImageService {
    /// Takes the data of an image that has none yet.
    mutating func upload(
        _ request: ServiceRequest,
        to id: String,
        caller: Caller
    ) throws(GlanceError) -> ServiceResponse {
        let type = request.mediaType
        guard type == "application/octet-stream" else {
            throw .unsupportedMediaType(type, detail: "Invalid content type \(type ?? "None")")
        }
        let announced = try announcedSize(request)
        var image = try visibleImage(id, to: caller)
        try policy.enforce(.uploadImage, on: image, by: caller)
        guard image.status == .queued else {
            throw .conflict("Image status transition from \(image.status.rawValue) to saving is not allowed")
        }
        let missing = [("disk_format", image.diskFormat), ("container_format", image.containerFormat)]
            .filter { ($0.1 ?? "").isEmpty }.map(\.0)
        guard missing.isEmpty else {
            let names = missing.joined(separator: ", ")
            throw .badRequest(
                "\(missing.count == 1 ? "Property" : "Properties") \(names) must be set prior to saving data.")
        }
        guard !request.isBodyBroken else { throw .internalServerError }
        let size = request.body.count
        guard announced == nil || announced == size else {
            let comparison = size > announced ?? 0 ? "exceeds" : "is too small"
            throw .badRequest("Size \(comparison): expected \(announced ?? 0) bytes, got \(size) bytes")
        }
        try assertFormat(image.diskFormat, of: request.body)
        image.data = ImageData(request.body)
        image.status = .active
        image.updatedAt = now()
        images[id] = image
        return .done
    }

    /// The data of an image, or a piece of it.
    func download(_ id: String, _ request: ServiceRequest, caller: Caller) throws(GlanceError) -> ServiceResponse {
        let image = try visibleImage(id, to: caller)
        guard image.status != .deactivated || caller.isAdmin else {
            throw .forbidden("The requested image has been deactivated. Image data download is forbidden.")
        }
        try policy.enforce(.downloadImage, on: image, by: caller)
        guard let data = image.data else { return ServiceResponse(status: 204) }
        let range = try ByteRange(request.header("range"), of: data.bytes.count)
        var response = ServiceResponse(
            status: range == nil ? 200 : 206,
            headers: [.init(name: "Content-Type", value: "application/octet-stream")],
            body: range.map { Array(data.bytes[$0.bytes]) } ?? data.bytes
        )
        if let range {
            response = response.adding("Content-Range", range.contentRange)
        }
        return response.adding("Content-MD5", data.checksum)
    }

    /// Takes an image out of use, or gives it back; what is so already stays so.
    mutating func act(_ action: ImageAction, on id: String, caller: Caller) throws(GlanceError) -> ServiceResponse {
        var image = try visibleImage(id, to: caller)
        try policy.enforce(action == .deactivate ? .deactivate : .reactivate, on: image, by: caller)
        guard [.active, .deactivated].contains(image.status) else {
            throw .forbidden("Not allowed to \(action.rawValue) image in status '\(image.status.rawValue)'")
        }
        let status = action == .deactivate ? ImageStatus.deactivated : .active
        if image.status != status {
            image.status = status
            image.updatedAt = now()
        }
        images[id] = image
        return .done
    }

    /// Refuses data that is of another format than the image: of all that Glance looks into, QCOW2 alone is told here.
    private func assertFormat(_ format: String?, of data: [UInt8]) throws(GlanceError) {
        let found = data.starts(with: [0x51, 0x46, 0x49, 0xFB]) ? "qcow2" : "raw"
        guard let format, ["raw", "qcow2"].contains(format), format != found else { return }
        throw .unsupportedMediaType(
            "application/octet-stream", detail: "Image disk_format \(format) does not match stream data \(found)")
    }

    /// The size that the caller says the data has, where it says so.
    private func announcedSize(_ request: ServiceRequest) throws(GlanceError) -> Int? {
        guard let text = request.header("x-openstack-image-size") else { return nil }
        guard let size = Int(text) else {
            throw .badRequest("Invalid or missing image size in request headers.")
        }
        return size
    }
}

/// The piece of an image's data that a caller asks for.
///
/// RFC 9110, 14.1.2; of several ranges Glance takes none.
private struct ByteRange: Sendable {
    let bytes: Range<Int>
    private let size: Int

    /// Reads a `Range` header; nil where there is none.
    init?(_ header: String?, of size: Int) throws(GlanceError) {
        guard let header else { return nil }
        guard !header.contains(",") else {
            throw .badRequest(
                """
                Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests \
                instead.
                """
            )
        }
        guard let match = header.wholeMatch(of: /bytes=([0-9]*)-([0-9]*)/),
            let range = Self.range(first: Int(match.1), last: Int(match.2), size: size)
        else { throw Self.notSatisfiable("Invalid Range header.") }
        guard range.lowerBound < size else {
            throw Self.notSatisfiable(
                """
                Invalid start position in Range header. Start position MUST be in the inclusive range [0, \
                \(size - 1)].
                """
            )
        }
        bytes = range
        self.size = size
    }

    /// The header that says which piece came.
    var contentRange: String { "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)" }

    private static func range(first: Int?, last: Int?, size: Int) -> Range<Int>? {
        switch (first, last) {
        case (nil, nil): nil
        case (nil, let length?): max(0, size - length)..<size
        case (let first?, nil): first..<max(first, size)
        case (let first?, let last?): last < first ? nil : first..<max(first, min(size, last + 1))
        }
    }

    private static func notSatisfiable(_ detail: String) -> GlanceError {
        GlanceError(status: 416, detail: detail)
    }
}
