/// The service catalog: the identity service and the image service, in one region.
enum CatalogDocument {
    static let region = "RegionOne"

    /// The catalog as a token carries it.
    static func catalog(origin: String) -> JSONValue {
        [
            service(type: "identity", name: "keystone", url: origin + "/identity"),
            service(type: "image", name: "glance", url: origin + "/image"),
        ]
    }

    private static func service(type: String, name: String, url: String) -> JSONValue {
        let endpoints = ["public", "internal", "admin"].map { interface -> JSONValue in
            [
                "id": .string(Identifier.hex("endpoint/\(name)/\(interface)")), "interface": .string(interface),
                "region_id": .string(region), "url": .string(url), "region": .string(region),
            ]
        }
        return [
            "endpoints": .array(endpoints), "id": .string(Identifier.hex("service/" + name)),
            "type": .string(type), "name": .string(name),
        ]
    }
}
