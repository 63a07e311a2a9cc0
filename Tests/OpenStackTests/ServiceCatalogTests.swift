import Foundation
import Testing

@testable import OpenStack

struct ServiceCatalogTests {
    private let catalog = ServiceCatalog([
        .init(
            type: "compute", endpoints: [.init(interface: "public", region: nil, region_id: nil, url: "http://nova")]),
        .init(
            type: "image",
            endpoints: [
                .init(interface: "public", region: "One", region_id: "One", url: ""),
                .init(interface: "public", region: "One", region_id: "One", url: "http://one/v2"),
                .init(interface: "public", region: "Old", region_id: nil, url: "http://old/image/"),
                .init(interface: "internal", region: "Two", region_id: "Two", url: "http://two.internal:9292"),
                .init(interface: "public", region: "Name", region_id: "ID", url: "http://id"),
                .init(interface: "public", region: nil, region_id: "Bad", url: "ftp://bad"),
                .init(interface: "admin", region: nil, region_id: nil, url: nil),
            ]
        ),
    ])

    @Test(
        arguments: [
            ("public", nil, "http://one"), ("public", "One", "http://one"), ("public", "Old", "http://old/image"),
            ("internal", nil, "http://two.internal:9292"), ("internal", "Two", "http://two.internal:9292"),
            ("public", "ID", "http://id"), ("public", "Name", "http://id"),
        ] as [(String, String?, String)])
    func `The first endpoint of the type with that interface and region is taken`(
        interface: String, region: String?, url: String
    ) throws {
        let endpoint = try catalog.endpoint(type: "image", interface: interface, region: region)
        #expect(endpoint.description == url)
    }

    @Test(arguments: [("public", "Two"), ("internal", "One"), ("admin", nil)] as [(String, String?)])
    func `Where there is none, the error says what there is`(interface: String, region: String?) {
        let error = #expect(throws: OpenStackError.self) {
            try catalog.endpoint(type: "image", interface: interface, region: region)
        }
        #expect(error?.hint?.contains("internal in Two") == true)
    }

    @Test func `A service that is not there is told, with those that are`() {
        let error = #expect(throws: OpenStackError.self) {
            try catalog.endpoint(type: "volume", interface: "public", region: nil)
        }
        #expect(error?.hint?.contains("compute, image") == true)
    }

    @Test func `An empty catalog is told`() {
        #expect(throws: OpenStackError.self) {
            try ServiceCatalog([]).endpoint(type: "image", interface: "public", region: nil)
        }
    }

    @Test func `An endpoint that is no address is told`() {
        let error = #expect(throws: OpenStackError.self) {
            try catalog.endpoint(type: "image", interface: "public", region: "Bad")
        }
        #expect(error?.code == .misconfigured)
    }

    @Test func `Keystone's own words are understood, unknown keys and all`() throws {
        let text = """
            {"token": {"methods": ["password"], "expires_at": "2026-01-01T00:00:00.000000Z", "user": {"id": "u"},
            "project": {"id": "p", "name": "demo", "domain": {"id": "default"}}, "roles": [{"id": "r", "name": "admin"}],
            "catalog": [{"id": "c", "name": "glance", "type": "image", "endpoints": [{"id": "e", "interface": "public",
            "region": "RegionOne", "region_id": "RegionOne", "url": "http://glance/image"}]}]}}
            """
        let token = try JSONDecoder().decode(TokenDocument.self, from: Data(text.utf8)).token
        #expect(token.project?.id == "p")
        #expect(token.roles?.map(\.name) == ["admin"])
        let url = try ServiceCatalog(token.catalog ?? []).endpoint(
            type: "image", interface: "public", region: "RegionOne")
        #expect(url.description == "http://glance/image")
    }
}
