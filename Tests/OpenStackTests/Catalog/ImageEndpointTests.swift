import Testing
import Transport

@testable import OpenStack

/// Where the image service is, as keystoneauth would have it.
struct ImageEndpointTests {
    private typealias Row = (choice: EndpointChoice, url: String, origin: String)

    private static let catalog = ServiceCatalog([
        service("compute", "nova", [endpoint("public", "One", "http://nova")]),
        service(nil, "typeless", [endpoint("public", "One", "http://typeless")]),
        service(
            "image", "glance",
            [
                endpoint("public", "One", ""), endpoint("public", "One", nil),
                endpoint("public", "One", "http://one/v2"), endpoint("public", "One", "http://one.second"),
                endpoint("publicURL", "Old", "http://old/image/v2.16/"),
                endpoint("internal", "Two", "http://two.internal:9292"), endpoint("admin", "Two", ""),
                endpoint("internal", "One", "http://one.internal//"), endpoint(nil, "One", "http://nameless"),
                .init(interface: "public", region: "Name", region_id: "ID", url: "http://id/v2/project"),
                .init(interface: "public", region: "OnlyName", region_id: "", url: "http://name/project/"),
                .init(interface: "public", region: "OnlyName", region_id: nil, url: "http://name.second"),
                endpoint("public", "Bad", "ftp://bad"), endpoint("public", "User", "http://u:secret@h"),
            ]
        ),
        service("image", "other", [endpoint("public", "One", "http://other/v2/stranger")]),
        service("image", nil, [endpoint("public", "Three", "http://nobody")]),
        service("image-v2", "imposter", [endpoint("public", "Four", "http://imposter")]),
        service("picture", "gallery", [endpoint("public", nil, "https://gallery/image")]),
        service("empty", "empty", nil), service("urlless", "urlless", [endpoint("public", "One", "")]),
    ])

    private static func service(
        _ type: String?, _ name: String?, _ endpoints: [ServiceCatalog.Endpoint]?
    ) -> ServiceCatalog.Service {
        .init(type: type, name: name, endpoints: endpoints)
    }

    private static func endpoint(_ interface: String?, _ region: String?, _ url: String?) -> ServiceCatalog.Endpoint {
        .init(interface: interface, region: region, region_id: region, url: url)
    }

    private static func choice(
        _ interfaces: [String] = ["public"], type: String = "image", name: String? = nil, region: String? = nil
    ) -> EndpointChoice {
        var choice = EndpointChoice()
        choice.serviceType = type
        choice.serviceName = name
        choice.interfaces = interfaces
        choice.region = region
        return choice
    }

    private func endpoint(_ choice: EndpointChoice, userID: String? = "user") throws(OpenStackError) -> ImageEndpoint {
        try ImageEndpoint(choice, catalog: Self.catalog, projectID: "project", userID: userID)
    }

    private static let found: [Row] = [
        // The first with a URL, without its version.
        (choice(), "http://one", #"catalog: image "glance", public, One"#),
        (choice(region: "One"), "http://one", #"catalog: image "glance", public, One"#),
        // publicURL is public, in the catalog and in the configuration.
        (choice(region: "Old"), "http://old/image", #"catalog: image "glance", public, Old"#),
        (choice(["publicURL"]), "http://one", #"catalog: image "glance", public, One"#),
        // The most wanted interface that is there wins, not the first of the catalog.
        (choice(["internal"]), "http://two.internal:9292", #"catalog: image "glance", internal, Two"#),
        (choice(["internal", "public"]), "http://two.internal:9292", #"catalog: image "glance", internal, Two"#),
        (
            choice(["internal", "public"], region: "One"), "http://one.internal",
            #"catalog: image "glance", internal, One"#
        ),
        (
            choice(["admin", "internal", "public"]), "http://two.internal:9292",
            #"catalog: image "glance", internal, Two"#
        ),
        (choice(["internal", "public"], region: "Old"), "http://old/image", #"catalog: image "glance", public, Old"#),
        (choice([]), "http://one", #"catalog: image "glance", public, One"#),
        // A region's ID, or its name where it has no ID; a project is left out after a version only.
        (choice(region: "ID"), "http://id", #"catalog: image "glance", public, ID"#),
        (choice(region: "OnlyName"), "http://name/project", #"catalog: image "glance", public, OnlyName"#),
        // A service's name counts where it has one.
        (choice(name: "other"), "http://other/v2/stranger", #"catalog: image "other", public, One"#),
        (choice(name: "glance", region: "Three"), "http://nobody", "catalog: image, public, Three"),
        // Another type is another service.
        (choice(type: "image-v2"), "http://imposter", #"catalog: image-v2 "imposter", public, Four"#),
        (choice(type: "picture"), "https://gallery/image", #"catalog: picture "gallery", public, no region"#),
    ]

    @Test(arguments: 0..<found.count)
    func `The catalog's endpoint is found by type, name, interface and region`(row: Int) throws {
        let row = Self.found[row]
        let found = try endpoint(row.choice)
        #expect(found.url.description == row.url)
        #expect(found.origin == row.origin)
    }

    private static let missing: [(choice: EndpointChoice, message: String, hint: String)] = [
        (choice(type: "volume"), "the catalog has no service of type volume", "it has compute, empty, image, image-v2"),
        (choice(type: "Image"), "the catalog has no service of type Image", "it has compute, empty, image, image-v2"),
        (
            choice(type: "picture", name: "glance"), "the catalog has no service of type picture named glance",
            "it has gallery: set image_service_name"
        ),
        (
            choice(region: "Nowhere"), "the catalog has no public endpoint of type image in region Nowhere",
            "internal in Two"
        ),
        (choice(region: "Name"), "the catalog has no public endpoint of type image in region Name", "public in ID"),
        (choice(region: "Four"), "the catalog has no public endpoint of type image in region Four", "public in One"),
        (choice(["admin"]), "the catalog has no admin endpoint of type image", "internal in Two"),
        (
            choice(["admin", "internal"], region: "Old"),
            "the catalog has no admin or internal endpoint of type image in region Old", "public in Old"
        ),
        (choice([], region: "Nowhere"), "the catalog has no endpoint of type image in region Nowhere", "public in Old"),
        (choice(type: "empty"), "the catalog has no public endpoint of type empty", "none of its endpoints has a URL"),
        (
            choice(type: "urlless"), "the catalog has no public endpoint of type urlless",
            "none of its endpoints has a URL"
        ),
        (
            choice(region: "Bad"), "the catalog's image endpoint is not an http or https URL: ftp://bad",
            "OS_IMAGE_ENDPOINT_OVERRIDE"
        ),
        (
            choice(region: "User"), "the catalog's image endpoint is not an http or https URL",
            "OS_IMAGE_ENDPOINT_OVERRIDE"
        ),
    ]

    @Test(arguments: 0..<missing.count)
    func `Where there is none, the error says what there is`(row: Int) {
        let row = Self.missing[row]
        let error = #expect(throws: OpenStackError.self) { try endpoint(row.choice) }
        #expect(error?.code == .noEndpoint)
        #expect(error?.message == row.message)
        #expect(error?.hint?.contains(row.hint) == true)
    }

    @Test func `An empty catalog is told`() {
        let error = #expect(throws: OpenStackError.self) {
            try ImageEndpoint(EndpointChoice(), catalog: ServiceCatalog([]), projectID: "p", userID: nil)
        }
        #expect(error?.hint == "the catalog is empty: check the project and its roles")
    }

    @Test(arguments: [
        ("http://h", "http://h"), ("http://h/", "http://h"), ("http://h/v2", "http://h"), ("http://h/v2/", "http://h"),
        ("http://h/v2.16//", "http://h"), ("https://h:9292/a/image/v2", "https://h:9292/a/image"),
        ("http://h/v2/%(project_id)s", "http://h"), ("http://h/v2/%(tenant_id)s/", "http://h"),
        ("http://h/%(project_id)s", "http://h/project"), ("http://h/v2/project", "http://h"),
        ("http://h/%(user_id)s/image", "http://h/user/image"), ("http://%(project_id)s.h/v2", "http://project.h"),
        ("http://h/%(project_id)s/%(user_id)s/%(project_id)s/x", "http://h/project/user/project/x"),
        ("http://h/a%20b/v2", "http://h/a%20b"), ("http://h/v2/other", "http://h/v2/other"),
    ])
    func `A configured address is taken before the catalog's, filled in and without its version`(
        text: String, url: String
    ) throws {
        var choice = Self.choice(type: "no such type")
        choice.override = text
        let found = try endpoint(choice)
        #expect(found.url.description == url)
        #expect(found.origin == "override")
    }

    @Test(arguments: [
        ("http://h/%(region)s", "%(region)s in it, which is not known"), ("http://h/%()s", "%()s in it"),
        ("http://h/%(project_id)s/%(domain_id)s", "%(domain_id)s in it"), ("http://h/%(project_id)", "in it"),
        ("http://h/%(user_id)s", "%(user_id)s in it"), ("ftp://h", "is not an http or https URL: ftp://h"),
        ("", "is not an http or https URL"), ("%(project_id)s", "is not an http or https URL: %(project_id)s"),
        ("http://u:secret@h/", "is not an http or https URL"),
    ])
    func `A configured address that leads nowhere is told`(text: String, message: String) {
        var choice = Self.choice()
        choice.override = text
        let error = #expect(throws: OpenStackError.self) { try endpoint(choice, userID: nil) }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains(message) == true)
        #expect(error?.hint?.contains("OS_IMAGE_ENDPOINT_OVERRIDE") == true)
        #expect(error?.message.contains("secret") == false)
    }
}
