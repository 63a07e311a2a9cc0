import FoundationEssentials
import HTTPTypes
import ImageAPI
import ImageSharing
import Testing

@testable import OpenStack
@testable import glance_share

/// Images and projects are found by what they are: in the sandbox, and in a real cloud where there is one.
struct LookupTests {
    private struct Made: Decodable {
        struct Thing: Decodable {
            var id: String
        }

        var id: String?
        var project: Thing?
    }

    private static func id(_ answer: [UInt8]) throws -> String {
        let made = try JSONDecoder().decode(Made.self, from: Data(answer))
        return try #require(made.id ?? made.project?.id)
    }

    /// Makes images, by name, and takes them away in the end.
    private func withImages(
        _ cloud: LookupCloud, _ documents: [String], _ body: ([ImageID]) async throws -> Void
    ) async throws {
        var made: [String] = []
        func clear() async throws {
            for id in made { _ = try await cloud.glance(.delete, "/v2/images/\(id)", as: "admin") }
        }
        do {
            for document in documents {
                let base = #""disk_format": "raw", "container_format": "bare""#
                made.append(try Self.id(try await cloud.glance(.post, "/v2/images", "{\(base), \(document)}")))
            }
            try await body(made.compactMap { ImageID($0) })
        } catch {
            try? await clear()
            throw error
        }
        try await clear()
    }

    @Test(arguments: LookupCloud.all)
    func `Images are found by name, tag and property, whatever they are called`(kind: LookupCloud.Kind) async throws {
        let tag = "t" + String(UInt64.random(in: .min ... .max), radix: 36)
        let names = ["debian 12+&x=y", "in:a,b", "a:b", "\"quoted\"", "ü€", "#;,%41", "a\\nb", "e\u{301}"]
        let documents = names.map { name in
            let text = name == "a\\nb" ? #""a\nb""# : name.debugDescription
            return #""name": \#(text), "visibility": "shared", "tags": ["\#(tag)", "b c", "x,y", "ü/c"], "#
                + #""os_distro": "debian", "hw_note": "x 86:ü&""#
        }
        try await LookupCloud.with(kind) { cloud in
            try await withImages(cloud, documents) { ids in
                for user in ["owner", "owner_admin"] {
                    let connection = try cloud.connection(as: user)
                    for (id, name) in zip(ids, names) {
                        let name = name == "a\\nb" ? "a\nb" : name
                        let match = ImageMatch(
                            name: NamePattern(name), tags: [tag, "b c", "x,y", "ü/c"],
                            properties: ["os_distro": "debian", "hw_note": "x 86:ü&", "disk_format": "raw"])
                        let found = try await connection.images(ImageQuery(coveringAll: [match]))
                        #expect(found.filter(match.matches).map(\.id) == [id], "\(name)")
                    }
                    let all = try await connection.images(ImageQuery(coveringAll: [ImageMatch(tags: [tag])]))
                    #expect(all.map(\.id) == ids)
                }
                // Nobody else's.
                let consumer = try cloud.connection(as: "consumer")
                #expect(try await consumer.images(ImageQuery(coveringAll: [ImageMatch(tags: [tag])])).isEmpty)
            }
        }
    }

    @Test(arguments: LookupCloud.all, ["owner", "owner_admin"])
    func `Images of every visibility are listed, hidden ones are not`(kind: LookupCloud.Kind, user: String) async throws
    {
        let tag = "t" + String(UInt64.random(in: .min ... .max), radix: 36)
        let rows = ["shared", "private", "community"]
        let documents = (rows + ["shared"]).map { #""name": "a", "visibility": "\#($0)", "tags": ["\#(tag)"]"# }
        try await LookupCloud.with(kind) { cloud in
            let hidden = #""name": "h", "visibility": "shared", "os_hidden": true, "tags": ["\#(tag)"]"#
            try await withImages(cloud, documents + [hidden]) { ids in
                _ = try await cloud.glance(
                    .patch, "/v2/images/\(ids[3])", as: "admin",
                    #"[{"op": "replace", "path": "/visibility", "value": "public"}]"#)
                let query = ImageQuery(coveringAll: [ImageMatch(tags: [tag])])
                let found = try await cloud.connection(as: user).images(query)
                #expect(found.map(\.visibility) == rows + ["public"])
                #expect(found.allSatisfy { $0.status == "queued" && $0.createdAt.utf8.count == 19 })
            }
        }
    }

    @Test(arguments: LookupCloud.all)
    func `A list of images comes in pages, from the oldest to the newest`(kind: LookupCloud.Kind) async throws {
        let tags = ["a", "b c"].map { $0 + String(UInt64.random(in: .min ... .max), radix: 36) }
        let document = #""name": "a", "visibility": "shared", "tags": ["\#(tags[0])", "\#(tags[1])"]"#
        try await LookupCloud.with(kind) { cloud in
            try await withImages(cloud, Array(repeating: document, count: 5)) { ids in
                let client = ImageClient(session: try cloud.connection(as: "owner").reading)
                let query = ImageQuery(coveringAll: [ImageMatch(tags: tags)])
                for (inPage, count) in [(2, 3), (1000, 1)] {
                    var found: [FoundImage] = []
                    let requests = try await cloud.requests { found = try await client.images(query, inPage: inPage) }
                    #expect(found.map(\.id) == ids)
                    #expect(requests.count == count)
                }
            }
        }
    }

    @Test(arguments: LookupCloud.all)
    func `A list of projects comes in pages`(kind: LookupCloud.Kind) async throws {
        try await LookupCloud.with(kind) { cloud in
            for (inPage, count) in [(3, 4), (4, 3), (5, 3), (1000, 1)] {
                let directory = try cloud.projectDirectory(as: "owner_admin", inPage: inPage)
                var found: [ListedProject] = []
                let requests = try await cloud.requests {
                    found = try await directory.enabledProjects(domain: "Internal", tag: nil, parent: nil)
                }
                #expect(found.count == 10)
                // One finds the domain.
                #expect(requests.count == count + 1)
            }
        }
    }

    static let groups: [(ProjectQuery, Set<String>, Int)] = [
        (.named("web-prod", domain: nil), ["web-prod"], 1), (.named("web-prod", domain: "Internal"), ["web-prod"], 2),
        (.named("web-prod", domain: "Default"), ["web-prod"], 1), (.named("WEB-PROD", domain: nil), [], 1),
        (.named("archive", domain: "Internal"), ["archive"], 2),
        (.named("consumer", domain: "default"), ["consumer"], 1),
        (
            .group(domain: "Internal", tag: nil, parent: nil),
            [
                "billing", "data", "data-lake", "payroll", "platform", "platform-ci", "platform-ci-runners", "research",
                "security", "web-prod",
            ], 2
        ),
        (
            .group(domain: "Internal", tag: "golden-images", parent: nil),
            ["data-lake", "research", "security", "web-prod"], 2
        ),
        (.group(domain: "Internal", tag: "not for sale", parent: nil), ["security"], 2),
        (.group(domain: "Internal", tag: "Golden-Images", parent: nil), [], 2),
        (.group(domain: "Internal", tag: nil, parent: "platform"), ["platform-ci"], 3),
        (.group(domain: nil, tag: nil, parent: "platform"), ["platform-ci"], 2),
        (.group(domain: nil, tag: "golden-images", parent: "data"), ["data-lake"], 2),
        (.group(domain: "Default", tag: nil, parent: "platform-ci"), [], 2),
        (
            .group(domain: nil, tag: "golden-images", parent: nil),
            ["data-lake", "research", "security", "web-prod", "web-test"], 1
        ),
    ]

    @Test(arguments: LookupCloud.all)
    func `Projects are found by name, domain, tag and parent`(kind: LookupCloud.Kind) async throws {
        try await LookupCloud.with(kind) { cloud in
            for (query, names, count) in Self.groups {
                let connection = try cloud.connection(as: "owner_admin")
                var found: Set<String> = []
                let requests = try await cloud.requests {
                    do throws(Problem) {
                        found = Set(try await connection.projects(query).map(\.name))
                    } catch {
                        // Only the parent that is sought in another domain is not there.
                        #expect(query.text.contains("Default") && error.code == .projectNotFound)
                    }
                }
                #expect(found == names, "\(query)")
                #expect(requests.count == count || names.isEmpty, "\(query): \(requests)")
            }
            let both = try await cloud.connection(as: "owner_admin").projects(.named("web-prod", domain: nil))
            #expect(both.count == 2)
        }
    }

    @Test(arguments: LookupCloud.all)
    func `IDs stand for domains and parents, and what is not there is told of`(kind: LookupCloud.Kind) async throws {
        try await LookupCloud.with(kind) { cloud in
            let connection = try cloud.connection(as: "owner_admin")
            let internalID = try #require(
                try await connection.projectDirectory.projects(named: "platform", domain: "Internal").first?.domainID)
            let platform = try #require(try await connection.projects(.named("platform", domain: internalID)).first)
            let below = try await connection.projects(
                .group(domain: nil, tag: nil, parent: platform.id.description))
            #expect(below.map(\.name) == ["platform-ci"])
            let absent = String(repeating: "0", count: 32)
            for query in [
                ProjectQuery.named("a", domain: "internal"), .named("a", domain: absent),
                .group(domain: nil, tag: nil, parent: absent), .group(domain: nil, tag: nil, parent: "nothing"),
            ] {
                let problem = await #expect(throws: Problem.self) { try await connection.projects(query) }
                #expect(problem?.code == .projectNotFound, "\(query): \(String(describing: problem))")
                #expect(problem?.hint != nil)
            }
            let ambiguity = await #expect(throws: Problem.self) {
                try await connection.projects(.group(domain: nil, tag: nil, parent: "web-prod"))
            }
            #expect(ambiguity?.code == .projectAmbiguous)
        }
    }

    @Test(arguments: LookupCloud.all, ["owner", "restricted"])
    func `A token that may not look is told which one may`(kind: LookupCloud.Kind, user: String) async throws {
        try await LookupCloud.with(kind) { cloud in
            let connection = try cloud.connection(as: user)
            for query in [
                ProjectQuery.named("web-prod", domain: nil), .group(domain: "Internal", tag: nil, parent: nil),
                .group(domain: nil, tag: "golden-images", parent: nil),
            ] {
                let problem = await #expect(throws: Problem.self) { try await connection.projects(query) }
                #expect(problem?.code == .lookupForbidden)
                #expect(problem?.hint?.contains("IDs work everywhere") == true)
                #expect(problem?.hint?.contains("of service identity") == true)
                let reason = user == "owner" ? "not authorized to perform the requested action" : "access rules"
                #expect(problem?.message.contains(reason) == true, "\(String(describing: problem))")
            }
            // Images are another matter, for both.
            _ = try await connection.images(ImageQuery(coveringAll: [ImageMatch(tags: ["nothing"])]))
        }
    }

    @Test(arguments: LookupCloud.all)
    func `A project is found as soon as it is made, renamed or enabled, and no longer than it is`(
        kind: LookupCloud.Kind
    ) async throws {
        try await LookupCloud.with(kind) { cloud in
            let connection = try cloud.connection(as: "owner_admin")
            let name = "new ü " + String(UInt64.random(in: .min ... .max), radix: 36)
            let document = #"{"project": {"name": "\#(name)", "domain_id": "default", "tags": ["\#(name)"]}}"#
            let group = ProjectQuery.group(domain: "Default", tag: name, parent: nil)
            #expect(try await connection.projects(group).isEmpty)
            let id = try Self.id(try await cloud.keystone(.post, "/projects", document))
            do {
                #expect(try await connection.projects(group).map(\.id.description) == [id])
                #expect(try await connection.projects(.named(name, domain: nil)).count == 1)
                let disabled = #"{"project": {"enabled": false}}"#
                _ = try await cloud.keystone(.patch, "/projects/\(id)", disabled)
                #expect(try await connection.projects(group).isEmpty)
                #expect(try await connection.projects(.named(name, domain: nil)).map(\.isEnabled) == [false])
                _ = try await cloud.keystone(.patch, "/projects/\(id)", #"{"project": {"name": "\#(name)x"}}"#)
                #expect(try await connection.projects(.named(name, domain: nil)).isEmpty)
            } catch {
                _ = try? await cloud.keystone(.delete, "/projects/\(id)")
                throw error
            }
            _ = try await cloud.keystone(.delete, "/projects/\(id)")
        }
    }

    @Test(arguments: ["elsewhere", "repeat", "endless", "cut"])
    func `Pages that lead astray are failures of the lookup alone`(fault: String) async throws {
        try await LookupCloud.with(.sandbox, faults: ["pages=\(fault)"], images: 5, pageSize: 2) { cloud in
            let connection = try cloud.connection(as: "owner_admin")
            let query = ImageQuery(coveringAll: [ImageMatch()])
            if fault == "cut" {
                #expect(try await connection.images(query).count == 5)
            } else {
                let problem = await #expect(throws: Problem.self) { try await connection.images(query) }
                #expect(problem?.code == .unexpectedResponse)
            }
            let group = ProjectQuery.group(domain: "Default", tag: nil, parent: nil)
            let problem = await #expect(throws: Problem.self) { try await connection.projects(group) }
            #expect(problem?.code == .unexpectedResponse, "\(String(describing: problem))")
            #expect(problem?.message.contains("Keystone at http://127.0.0.1") == true)
            #expect(problem?.hint?.isEmpty == false)
        }
    }
}
