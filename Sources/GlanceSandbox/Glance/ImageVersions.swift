/// The list of versions of Glance.
enum ImageVersions {
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
