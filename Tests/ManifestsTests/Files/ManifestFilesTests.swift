internal import Foundation
internal import ImageSharing
internal import Manifests
internal import Testing

struct ManifestFilesTests {
    private func manifest(_ image: String) -> String { "version: 1\nimages:\n  \(image): [\(projectA)]\n" }
    private func image(_ number: Int) -> String { "00000000-0000-0000-0000-00000000000\(number)" }

    @Test func `A directory is every manifest below it, sorted`() throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/b.yaml")
            try write(manifest(image(2)), to: folder + "/a/deep/c.yml")
            try write("no manifest", to: folder + "/README.md")
            try write("no manifest", to: folder + "/.hidden.yaml")
            try write("no manifest", to: folder + "/.git/x.yaml")
            let loaded = try ManifestLoader().load([folder])
            #expect(loaded.files == [folder + "/a/deep/c.yml", folder + "/b.yaml"])
            #expect(loaded.desired.images.count == 2)
        }
    }

    @Test func `Circles of links are harmless, and files are read once`() throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/a/one.yaml")
            let files = FileManager.default
            try files.createSymbolicLink(atPath: folder + "/a/up", withDestinationPath: folder)
            try files.createSymbolicLink(atPath: folder + "/z.yaml", withDestinationPath: folder + "/a/one.yaml")
            try files.createSymbolicLink(atPath: folder + "/self.yaml", withDestinationPath: "self.yaml")
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(errors.errors.map(\.file) == [folder + "/self.yaml"])

            try files.removeItem(atPath: folder + "/self.yaml")
            #expect(try ManifestLoader().load([folder, folder + "/a/one.yaml", folder]).files.count == 1)
        }
    }

    @Test func `The same image in two files names both`() throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/a.yaml")
            try write(manifest(image(2)), to: folder + "/b.yaml")
            try write(manifest(image(1)), to: folder + "/c.yaml")
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(errors.errors.map(\.source?.description) == [folder + "/c.yaml:3:3"])
            #expect(errors.errors.first?.message == "this image is already in \(folder)/a.yaml:3:3")
        }
    }

    @Test func `Every mistake of every file is reported in one run`() throws {
        try withFolder { folder in
            try write("version: 1\nimages: {", to: folder + "/a.yaml")
            try write("version: 1\nimages:\n  debian: []\n  \(image(1)): [web]\n", to: folder + "/b.yaml")
            let paths = [folder, folder + "/missing.yaml"]
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load(paths) }
            #expect(
                errors.errors.map(\.file)
                    == [folder + "/a.yaml", folder + "/b.yaml", folder + "/b.yaml", folder + "/missing.yaml"]
            )
            #expect(errors.errors.last?.text.hasPrefix("\(folder)/missing.yaml: error: there is no such file") == true)
            #expect(errors.problems.last?.message == "\(folder)/missing.yaml: there is no such file")
        }
    }

    @Test func `A directory without manifests is an error`() throws {
        try withFolder { folder in
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(errors.errors.map(\.message) == ["there is no *.yaml or *.yml file in this directory"])
        }
    }

    @Test(arguments: [["/one/a.yaml", "/one"], ["/one", "/one"], ["/one", "/"], ["/one/a.yaml", "/"]])
    func `A directory whose manifests were named before is no error`(_ paths: [String]) throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/one/a.yaml")
            #expect(try ManifestLoader().load(paths.map { folder + $0 }).files.count == 1)
        }
    }

    @Test func `A circle of links is no manifest`() throws {
        try withFolder { folder in
            try FileManager.default.createSymbolicLink(atPath: folder + "/up", withDestinationPath: folder)
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder, folder]) }
            #expect(errors.errors.map(\.message) == ["there is no *.yaml or *.yml file in this directory"])
        }
    }

    @Test func `A file larger than one chunk is read whole`() throws {
        try withFolder { folder in
            let comment = String(repeating: "# nothing to see here\n", count: 100_000)
            try write(comment + manifest(image(1)), to: folder + "/big.yaml")
            let loaded = try ManifestLoader().load([folder + "/big.yaml"])
            #expect(loaded.desired.images.first?.source.line == 100_003)
        }
    }

    /// A pipe into which nobody writes: to open it, or to read it, would last for ever.
    @Test(.timeLimit(.minutes(1)), arguments: ["a.yaml", "link.yaml"])
    func `A named pipe is refused wherever it is met`(_ name: String) throws {
        try withFolder { folder in
            try #require(unsafe mkfifo(folder + "/a.yaml", 0o600) == 0)
            try FileManager.default.createSymbolicLink(atPath: folder + "/link.yaml", withDestinationPath: "a.yaml")
            let named = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder + "/" + name]) }
            #expect(named.errors.map(\.message) == ["this is a named pipe, which may never end"])
            let below = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(below.errors.map(\.file) == [folder + "/a.yaml", folder + "/link.yaml"])
            #expect(Set(below.errors.map(\.message)) == ["this is not a regular file"])
        }
    }

    @Test func `A directory with a pipe beside a manifest has one error, the pipe's`() throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/a.yaml")
            try #require(unsafe mkfifo(folder + "/b.yml", 0o600) == 0)
            try #require(unsafe mkfifo(folder + "/socket", 0o600) == 0)
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(errors.errors.map(\.file) == [folder + "/b.yml"])
        }
    }

    /// What a shell passes for `<(…)`.
    @Test func `A pipe that is open already is read`() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(manifest(image(1)).utf8))
        try pipe.fileHandleForWriting.close()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(try ManifestLoader().load([path]).desired.images.count == 1)
    }

    @Test(arguments: ["team", "team.d", "notes.txt", "a.yaml"])
    func `A link that leads nowhere is an error, whatever it was to lead to`(_ name: String) throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/b.yaml")
            try FileManager.default.createSymbolicLink(atPath: folder + "/" + name, withDestinationPath: "/nowhere/x")
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(errors.errors.map(\.file) == [folder + "/" + name])
            #expect(errors.errors.map(\.message) == ["this link leads nowhere"])
        }
    }

    @Test func `A name that is not UTF-8 is an error that says so`() throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/b.yaml")
            for name in ["/a\u{FF}.yaml", "/a\u{FF}.txt"] {
                // In Latin-1, as an old archive has it.
                let bytes = (folder + name).unicodeScalars.map { CChar(truncatingIfNeeded: $0.value) } + [0]
                let descriptor = unsafe open(bytes, O_CREAT | O_WRONLY, 0o600)
                try #require(descriptor >= 0)
                close(descriptor)
            }
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(errors.errors.map(\.message) == ["this name is not UTF-8"])
        }
    }

    @Test func `A directory whose name is not UTF-8 may hold manifests, and is not left out in silence`() throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/b.yaml")
            let bytes = (folder + "/a\u{FF}").unicodeScalars.map { CChar(truncatingIfNeeded: $0.value) } + [0]
            try #require(unsafe mkdir(bytes, 0o700) == 0)
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder]) }
            #expect(errors.errors.map(\.message) == ["this name is not UTF-8"])
            #expect(errors.errors.map(\.file) == [folder + "/a\u{FFFD}"])
        }
    }

    /// The arguments of a process that are not UTF-8 come with U+FFFD in the place of what is not.
    @Test(arguments: [("gone\u{FFFD}.yaml", "this name is not UTF-8"), ("gone.yaml", "there is no such file")])
    func `A name that was not UTF-8 cannot be found again, and the error says so`(_ name: String, _ message: String)
        throws
    {
        try withFolder { folder in
            let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load([folder + "/" + name]) }
            #expect(errors.errors.map(\.message) == [message])
        }
    }

    @Test(
        arguments: [([.sharing], "sharing.yaml"), ([.trust], "trust.yaml"), ([.sharing, .trust], "sharing.yaml")]
            as [(Set<ManifestKind>, String)])
    func `A file that is missing is to be written by the name of its kind`(_ kinds: Set<ManifestKind>, _ name: String)
        throws
    {
        try withFolder { folder in
            let errors = try #require(throws: ManifestErrors.self) {
                try ManifestLoader(of: kinds).load([folder + "/gone.yaml"])
            }
            #expect(errors.errors.first?.hint?.hasSuffix("or write \(name)") == true)
        }
    }

    @Test func `A name that has U+FFFD in it is a name like any other`() throws {
        try withFolder { folder in
            try write(manifest(image(1)), to: folder + "/a\u{FFFD}.yaml")
            #expect(try ManifestLoader().load([folder + "/a\u{FFFD}.yaml"]).desired.images.count == 1)
        }
    }

    @Test func `A device is read as far as it goes, and a directory is none`() throws {
        let empty = try #require(throws: ManifestErrors.self) { try ManifestLoader().load(["/dev/null"]) }
        #expect(empty.errors.map(\.message) == ["the manifest is empty"])
        let endless = try #require(throws: ManifestErrors.self) {
            try ManifestLoader(maximumFileSize: 100_000).load(["/dev/zero"])
        }
        #expect(endless.errors.map(\.message) == ["the file is larger than 100000 bytes, which is more than is read"])
    }
}
