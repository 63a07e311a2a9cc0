import FoundationEssentials
import HTTPTypes
import ImageSharing
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import OpenStack
@testable import glance_share

/// Images of the owner's that are offered to a consumer, in a sandbox or in a real cloud.
struct OfferedImages: Sendable {
    /// A name that no other images have, with which theirs begin.
    let prefix: String
    /// The images, in the order of their names' endings.
    let ids: [String]
    let owner: String
    let consumer: String
    private let cloud: LookupCloud
    private let kind: LookupCloud.Kind
    private let folder: ScratchDirectory

    /// Makes images with these endings of their names, offers them, and takes them away in the end.
    static func with(
        _ kind: LookupCloud.Kind, _ endings: [String], faults: [String] = [], areOffered: Bool = true,
        _ body: (OfferedImages) async throws -> Void
    ) async throws {
        struct Made: Decodable {
            var id: String
        }
        try await LookupCloud.with(kind, faults: faults) { cloud in
            let prefix = "offer-" + String(UInt64.random(in: .min ... .max), radix: 36)
            var ids: [String] = []
            for ending in endings {
                let document = """
                    {"name": "\(prefix)-\(ending)", "visibility": "shared", "disk_format": "raw", \
                    "container_format": "bare"}
                    """
                let answer = try await cloud.glance(.post, "/v2/images", document)
                ids.append(try JSONDecoder().decode(Made.self, from: Data(answer)).id)
            }
            let images = OfferedImages(
                prefix: prefix, ids: ids, owner: try await Self.project(of: "owner", cloud),
                consumer: try await Self.project(of: "consumer", cloud), cloud: cloud, kind: kind,
                folder: try ScratchDirectory())
            var failure: (any Error)?
            do {
                if areOffered { try await images.offer(ids) }
                try await body(images)
            } catch {
                failure = error
            }
            for id in ids { _ = try? await cloud.glance(.delete, "/v2/images/\(id)", as: "admin") }
            if let failure { throw failure }
        }
    }

    private static func project(of user: String, _ cloud: LookupCloud) async throws -> String {
        let authorization = try await cloud.connection(as: user).identity.authorize()
        return try #require(authorization.projectID)
    }

    /// The program with a user's variables.
    func program(_ user: String) -> Program {
        Program(environment: cloud.variables(user), folder: FilePath(folder.path))
    }

    /// Runs a command of the program as a user, with a file on its standard input.
    func run(_ user: String, _ arguments: String..., input: String) async throws -> Program.Result {
        try await program(user).run(arguments + ["-f", "-"], input: input)
    }

    /// Offers images to the consumer.
    func offer(_ images: [String]) async throws {
        let manifest = Workspace.manifest(images: images, members: [consumer])
        #expect(try await run("owner", "apply", "-q", input: manifest).code == 0)
    }

    /// Writes a file into the program's folder.
    func write(_ text: String, to name: String) throws { try folder.write(name, text) }

    /// The endings of the names of those images that the consumer finds in its list; in a real cloud as `openstack` shows it.
    func listed() async throws -> [String] {
        let names: [String]
        switch kind {
        case .sandbox:
            struct List: Decodable {
                struct Image: Decodable {
                    var name: String?
                }
                var images: [Image]
            }
            let answer = try await cloud.glance(.get, "/v2/images?limit=1000", as: "consumer")
            names = try JSONDecoder().decode(List.self, from: Data(answer)).images.compactMap(\.name)
        case .real:
            let result = try await Subprocess.run(
                .name("openstack"), arguments: ["image", "list", "-f", "value", "-c", "Name"],
                environment: program("consumer").variables, output: .string(limit: 1 << 22),
                error: .string(limit: 1 << 20))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
            names = result.standardOutput.split(separator: "\n").map(String.init)
        }
        return names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count + 1)) }.sorted()
    }

    /// Says the consumer's word about an image.
    func answer(_ status: String, _ index: Int) async throws {
        _ = try await cloud.glance(
            .put, "/v2/images/\(ids[index])/members/\(consumer)", as: "consumer", #"{"status": "\#(status)"}"#)
    }

    /// The consumer's word about an image, as its owner sees it.
    func status(_ index: Int) async throws -> String {
        struct Member: Decodable {
            var status: String
        }
        let answer = try await cloud.glance(.get, "/v2/images/\(ids[index])/members/\(consumer)")
        return try JSONDecoder().decode(Member.self, from: Data(answer)).status
    }

    /// Hides an image from lists.
    func hide(_ index: Int) async throws {
        _ = try await cloud.glance(
            .patch, "/v2/images/\(ids[index])", #"[{"op": "replace", "path": "/os_hidden", "value": true}]"#)
    }
}
