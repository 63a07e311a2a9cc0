internal import ImageSharing
internal import Manifests
internal import Testing

struct ManifestLoaderTests {
    @Test func `Both forms mean the same`() throws {
        let loaded = try load(
            """
            version: 1
            images:
              \(imageB):
                description: Debian 12, hardened
                members:
                  - \(projectB)
              \(imageA):
                - \(projectA)
                - "\(projectB)"
            """
        )
        #expect(
            loaded.desired.pairs == [
                "\(imageA) \(projectA) 8:7", "\(imageA) \(projectB) 9:7", "\(imageB) \(projectB) 6:9",
            ]
        )
        #expect(loaded.desired.images.map(\.source.line) == [7, 3])
        #expect(loaded.desired.images.map(\.description) == [nil, "Debian 12, hardened"])
        #expect(loaded.files == ["sharing.yaml"])
        #expect(loaded.warnings.isEmpty)
    }

    @Test(arguments: ["version: 1\nimages: {}", "{version: '1', images: {}}", "\u{FEFF}version: 1\r\nimages: {}\r\n"])
    func `Nothing wanted is a manifest`(_ text: String) throws {
        #expect(try load(text).desired.images.isEmpty)
    }

    @Test func `An image can be shared with nobody`() throws {
        let loaded = try load("version: 1\nimages:\n  \(imageA): []\n  \(imageB):\n    members: []\n")
        #expect(loaded.desired.images.map(\.members.count) == [0, 0])
    }

    @Test(
        arguments: [
            ("Debian 12", "Debian 12"), ("'1'", "1"), ("no", "no"), ("|\n      a\n      b\n", "a\nb\n"), ("", nil),
            ("~", nil), ("null", nil), ("''", nil), ("\"\\n \"", nil), ("\"\\e[2J\"", "\u{1B}[2J"),
        ] as [(String, String?)])
    func `A description is taken as it is written, and none is one that says nothing`(
        _ text: String, _ description: String?
    ) throws {
        let loaded = try load("version: 1\nimages:\n  \(imageA):\n    members: []\n    description: \(text)\n")
        #expect(loaded.desired.images.map(\.description) == [description])
    }

    @Test func `An identifier that looks like a number is text`() throws {
        let project = "1e100000000000000000000000000000"
        let image = "00000000-0000-0000-0000-000000000000"
        let loaded = try load("version: 1\nimages:\n  \(image): [\(project), 00000000000000000000000000000010]\n")
        #expect(loaded.desired.images.first?.members.first?.project.description == project)
    }

    @Test func `An alias leads to the line that asks`() throws {
        let loaded = try load("version: 1\nimages:\n  \(imageA): &group\n    - \(projectA)\n  \(imageB): *group\n")
        #expect(loaded.desired.pairs == ["\(imageA) \(projectA) 4:7", "\(imageB) \(projectA) 4:7"])
    }

    @Test func `A member can be an alias`() throws {
        let loaded = try load("version: 1\nimages:\n  \(imageA): [&team \(projectA)]\n  \(imageB): [*team]\n")
        #expect(loaded.desired.memberCount == 2)
    }

    @Test func `A dashed project is a warning`() throws {
        let loaded = try load("version: 1\nimages:\n  \(imageA):\n    - f6a818c3-d4aa-4587-98ed-86892e7150c0\n")
        #expect(loaded.desired.memberCount == 1)
        #expect(loaded.warnings.map(\.path) == ["images.\(imageA)[0]"])
        #expect(loaded.warnings.first?.hint?.contains(projectA) == true)
    }

    @Test func `Any project identifier can be allowed`() throws {
        let text =
            "images:\n  \(imageA): [web-team, f6a818c3-d4aa-4587-98ed-86892e7150c0]\nproject_ids: any\nversion: 1\n"
        let loaded = try load(text)
        #expect(loaded.desired.memberCount == 2)
        #expect(loaded.warnings.isEmpty)
    }

    @Test func `Errors are problems of the report`() throws {
        let problems = try errors("version: 1\nimages:\n  \(imageA):\n    - web-team\n").problems
        #expect(problems.map(\.code) == [.manifestInvalid])
        #expect(problems.first?.source == ImageSharing.SourceLocation(file: "sharing.yaml", line: 4, column: 7))
        #expect(problems.first?.message.hasPrefix("images.\(imageA)[0]: “web-team”") == true)
    }

    @Test func `A million mistakes stay small`() throws {
        let errors = try errors(
            "version: 1\nimages:\n  \(imageA):\n" + String(repeating: "    - web-team\n", count: 20_000)
        )
        #expect(errors.errors.count == 1000)
        #expect(errors.omittedErrors == 19_000)
    }

    @Test func `A file that is too large is refused`() throws {
        let errors = try #require(throws: ManifestErrors.self) {
            try ManifestLoader(maximumFileSize: 10).load(Array("version: 1\nimages: {}".utf8), named: "-")
        }
        #expect(errors.errors.map(\.message) == ["the file is larger than 10 bytes, which is more than is read"])
    }

    @Test func `Hints never offer a command that does something else`() throws {
        for name in ["-rf", "x'; rm -rf ~; '", "`id`", "$(id)"] {
            let quoted = name.replacing("'", with: "''")
            let errors = try errors("version: 1\nimages:\n  \(imageA):\n    - '\(quoted)'\n")
            let hint = try #require(errors.errors.first?.hint)
            #expect(hint.hasSuffix("id NAME`") || hint.hasSuffix("id '\(name)'`"), "\(hint)")
            #expect(!hint.hasSuffix("id '-rf'`"))
        }
    }

    /// A hundred thousand aliases of half a megabyte, in a megabyte.
    @Test(.timeLimit(.minutes(1)), arguments: ["- *a\n", "- {x: *a}\n", "- [*a]\n"])
    func `A long text that is referred to often costs no more than it may`(_ item: String) throws {
        let text = "version: 1\nproject_ids: any\nimages:\n  \(imageA):\n"
        let long = "    - &a \(String(repeating: "x", count: 500_000))\n"
        let found = try errors(text + long + String(repeating: "    " + item, count: 100_000))
        #expect(found.errors.contains { $0.message.hasPrefix("with every alias written out") })
        let short = "    - &a \(String(repeating: "é", count: 50_000))\n"
        let few = try errors(text + short + String(repeating: "    " + item, count: 1000))
        #expect(few.errors.allSatisfy { $0.text.utf8.count < 2000 })
    }
}
