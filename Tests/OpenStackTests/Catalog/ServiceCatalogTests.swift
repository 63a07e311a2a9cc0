import Foundation
import Testing

@testable import OpenStack

struct ServiceCatalogTests {
    private func catalog(_ entry: String) throws -> ServiceCatalog {
        let text = """
            {"token": {"methods": ["password"], "expires_at": "2026-01-01T00:00:00.000000Z", "user": {"id": "u"},
            "project": {"id": "p", "name": "demo", "domain": {"id": "default"}}, "roles": [{"id": "r", "name": "admin"}],
            "catalog": [\(entry)]}}
            """
        let token = try JSONDecoder().decode(TokenDocument.self, from: Data(text.utf8)).token
        #expect(token.project?.id == "p")
        #expect(token.roles?.map(\.name) == ["admin"])
        return ServiceCatalog(token.catalog ?? [])
    }

    @Test func `Keystone's own words are understood, unknown keys and all`() throws {
        let catalog = try catalog(
            """
            {"id": "c", "name": "glance", "type": "image", "endpoints": [{"id": "e", "interface": "public",
            "region": "RegionOne", "region_id": "RegionOne", "url": "http://glance/image"}]}
            """
        )
        var choice = EndpointChoice()
        choice.region = "RegionOne"
        #expect(try catalog.endpoint(choice).url == "http://glance/image")
    }

    @Test(arguments: [
        "{}", #"{"type": null}"#, #"{"type": "image"}"#, #"{"type": "image", "name": null, "endpoints": null}"#,
        #"{"type": "image", "endpoints": [{}]}"#,
        #"{"type": "image", "endpoints": [{"interface": null, "region": null, "region_id": null, "url": null}]}"#,
    ])
    func `What an entry lacks costs only that entry`(entry: String) throws {
        let whole = #"{"type": "image", "endpoints": [{"interface": "public", "url": "http://glance"}]}"#
        #expect(try catalog(entry + "," + whole).endpoint(EndpointChoice()).url == "http://glance")
        #expect(throws: OpenStackError.self) { try catalog(entry).endpoint(EndpointChoice()) }
    }
}
