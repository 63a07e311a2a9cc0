import Subprocess
import Testing

/// A run asks the cloud for what it needs, and for nothing else.
@Suite struct RequestCountTests {
    @Test func `Applying costs one token, one list an image, and one POST a missing member`() async throws {
        try await withWorkspace(images: 5) { workspace in
            try workspace.writeManifest(images: 5, members: 1)
            #expect(try await workspace.program.run("apply").code == 0)
            let before = try workspace.requests().count
            try workspace.writeManifest(images: 5, members: 8)
            #expect(try await workspace.program.run("apply").code == 0)
            let requests = try workspace.requests().dropFirst(before)
            #expect(requests.count(where: \.isTokenRequest) == 1)
            #expect(requests.count(where: \.isList) == 5)
            #expect(requests.count(where: \.isAddition) == 35)
            #expect(requests.count == 41)
        }
    }

    /// An empty list may be all that is shown of an image without an owner.
    @Test func `An empty list costs one look at the image`() async throws {
        try await withWorkspace(images: 5) { workspace in
            try workspace.writeManifest(images: 5, members: 7)
            #expect(try await workspace.program.run("apply").code == 0)
            let requests = try workspace.requests()
            #expect(requests.count(where: \.isTokenRequest) == 1)
            #expect(requests.count(where: \.isList) == 5)
            #expect(requests.count(where: \.isAddition) == 35)
            #expect(requests.count == 46)
        }
    }

    @Test func `Verifying reads the images that were written to once more`() async throws {
        try await withWorkspace(images: 3) { workspace in
            try workspace.writeManifest(images: 2, members: 2)
            #expect(try await workspace.program.run("apply").code == 0)
            let before = try workspace.requests().count
            try workspace.writeManifest(images: 3, members: 2)
            #expect(try await workspace.program.run("apply", "--verify").code == 0)
            let requests = try workspace.requests().dropFirst(before)
            // One of three images was written to: it alone is read again, and the image with it; so was it before, having no members yet.
            #expect(requests.count(where: \.isList) == 4)
            #expect(requests.count(where: \.isAddition) == 2)
            #expect(requests.count == 9)
        }
    }

    @Test func `Applying again posts nothing`() async throws {
        try await withWorkspace(images: 3) { workspace in
            try workspace.writeManifest(images: 3, members: 4)
            _ = try await workspace.program.run("apply")
            let before = try workspace.requests().count
            #expect(try await workspace.program.run("apply").code == 0)
            let again = try workspace.requests().dropFirst(before)
            #expect(again.count(where: \.isTokenRequest) == 1)
            #expect(again.count(where: \.isList) == 3)
            #expect(again.count == 4)
        }
    }

    @Test func `Planning only reads`() async throws {
        try await withWorkspace(images: 3) { workspace in
            try workspace.writeManifest(images: 3, members: 4)
            #expect(try await workspace.program.run("plan").code == 0)
            #expect(try await workspace.program.run("apply", "--dry-run").code == 0)
            let requests = try workspace.requests()
            #expect(requests.allSatisfy { $0.method == "GET" || $0.isTokenRequest })
            #expect(requests.count == 14)
        }
    }

    /// The images have members that no manifest names, more than are wanted and more than the limit.
    @Test func `Without a word of it nobody is removed and nothing accepted, by plan, apply or daemon`() async throws {
        try await withWorkspace(images: 3, memberLimit: 4) { workspace in
            try workspace.writeManifest(images: 3, members: 4)
            #expect(try await workspace.program.run("apply").code == 0)
            let (images, projects) = (workspace.imageIDs, workspace.projectIDs)
            try workspace.write(Workspace.manifest(images: images, members: [projects[0]]))
            for arguments in [["plan"], ["apply"], ["apply", "--verify"], ["apply", "--dry-run"]] {
                #expect(try await workspace.program.run(arguments).code == 0)
            }
            let lists = try workspace.requests().count(where: \.isList)
            let daemon = try await workspace.program.run(["daemon", "--interval", "300ms"]) { _ in
                try await wait { try workspace.requests().count(where: \.isList) > lists + 6 }
                try workspace.write("version: 1\nimages: {}\n")
                return .terminate
            }
            #expect(daemon.code == 0)
            // Full, and asked for one more.
            try workspace.write(Workspace.manifest(images: images, members: [projects[5]]))
            #expect(try await workspace.program.run("apply", "--retry-for", "0s").code == 3)
            let requests = try workspace.requests()
            #expect(requests.allSatisfy { $0.method == "GET" || $0.isTokenRequest || $0.isAddition })
            #expect(requests.count(where: \.isAddition) == 12 + 3)
        }
    }

    @Test func `A manifest that asks for nothing costs no request`() async throws {
        try await withWorkspace { workspace in
            try workspace.write("version: 1\nimages: {}\n")
            #expect(try await workspace.program.run("apply").code == 0)
            #expect(try workspace.requests().isEmpty)
        }
    }
}
