/// The version documents of Keystone.
enum IdentityVersions {
    /// The one version there is.
    static func v3(baseURL: String) -> JSONValue {
        [
            "id": "v3.14", "status": "stable", "updated": "2020-04-07T00:00:00Z",
            "links": [["rel": "self", "href": .string(baseURL + "/v3/")]],
            "media-types": [
                ["base": "application/json", "type": "application/vnd.openstack.identity-v3+json"]
            ],
        ]
    }
}
