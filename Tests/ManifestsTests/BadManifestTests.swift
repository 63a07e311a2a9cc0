internal import Manifests
internal import Testing

/// Every bad manifest says exactly what the text beside it says.
struct BadManifestTests {
    @Test func thereAreAtLeastFortyBadManifests() {
        #expect(Fixtures.badManifests.count >= 40)
    }

    @Test(.timeLimit(.minutes(1)), arguments: Fixtures.badManifests)
    func saysWhatAPersonWouldWant(_ name: String) throws {
        let expected = String(
            decoding: try Fixtures.bytes("bad/" + name.replacing(".yaml", with: ".txt")), as: UTF8.self
        )
        let bytes = try Fixtures.bytes("bad/" + name)
        let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load(bytes, named: name) }
        let shown = (errors.errors + errors.warnings).map { $0.text + "\n" }.joined()
        #expect(shown == expected)
    }

    @Test(arguments: Fixtures.badManifests)
    func showsNothingThatCouldSteerATerminal(_ name: String) throws {
        let bytes = try Fixtures.bytes("bad/" + name)
        let errors = try #require(throws: ManifestErrors.self) { try ManifestLoader().load(bytes, named: name) }
        for issue in errors.errors + errors.warnings {
            let bad = issue.text.unicodeScalars.filter { scalar in
                scalar != "\n" && [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
            }
            #expect(bad.isEmpty)
            #expect(!issue.message.contains("\n"))
        }
    }
}
