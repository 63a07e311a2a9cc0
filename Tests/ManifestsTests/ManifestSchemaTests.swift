internal import Foundation
internal import ImageSharing
internal import Testing

@testable internal import Manifests

/// The schema that editors have; `Tests/Operations/checks/schema` lets it judge the fixtures.
struct ManifestSchemaTests {
    @Test(arguments: Fixtures.goodManifests)
    func `A good manifest is fine`(_ name: String) throws {
        _ = try ManifestLoader().load(Fixtures.bytes("good/" + name), named: name)
    }

    private func object(_ value: Any?) throws -> [String: Any] { try #require(value as? [String: Any]) }

    @Test func `It names every key, and says of each what it is`() throws {
        let schema = try object(JSONSerialization.jsonObject(with: Data(ManifestSchema.text.utf8)))
        let root = try object(schema["properties"])
        #expect(Set(root.keys) == Set(RootKey.names))
        func alternatives(_ key: RootKey) throws -> [String: Any] {
            let declaration = try object(object(root[key.rawValue])["additionalProperties"])
            if let properties = declaration["properties"] { return try object(properties) }
            let forms = try #require(declaration["anyOf"] as? [[String: Any]])
            return try object(forms.last?["properties"])
        }
        let sets = try alternatives(.imageSets)
        let mappings = [
            (root, RootKey.names), (try alternatives(.projects), ProjectKey.names),
            (try alternatives(.groups), GroupKey.names), (try alternatives(.images), ImageKey.names),
            (try object(object(root["defaults"])["properties"]), DefaultKey.names), (sets, ImageSetKey.names),
            (try object(object(sets["match"])["properties"]), MatchKey.names),
        ]
        for (mapping, keys) in mappings {
            #expect(Set(mapping.keys) == Set(keys))
            for (key, value) in mapping {
                let description = try #require(try object(value)["description"] as? String, "\(key)")
                #expect(description.hasSuffix("."))
            }
        }
    }

    @Test func `That of trusted owners names every key, and says of each what it is`() throws {
        let schema = try object(JSONSerialization.jsonObject(with: Data(TrustSchema.text.utf8)))
        let root = try object(schema["properties"])
        #expect(Set(root.keys) == Set(TrustKey.names))
        #expect(schema["required"] as? [String] == ["version", "accept"])
        let rule = try object(object(root["accept"])["items"])
        #expect(rule["required"] as? [String] == ["owner"])
        #expect([schema, rule].allSatisfy { $0["additionalProperties"] as? Bool == false })
        let keys = try object(rule["properties"])
        #expect(Set(keys.keys) == Set(TrustRuleKey.names))
        for (key, value) in root.merging(keys, uniquingKeysWith: { $1 }) {
            #expect(try object(value)["description"] as? String != nil, "\(key)")
        }
    }

    @Test(arguments: [
        "web-prod", "a", "", "A.b_c-9", "Web Prod", "büro", String(repeating: "a", count: 64),
        String(repeating: "a", count: 65), projectA, projectA.uppercased(), imageA, imageA.uppercased(),
        String(projectA.dropLast()), projectA + "0", String(imageA.dropFirst()),
        "6f70656e-737461636b20696d61676573-0a0a",
    ])
    func `Its patterns are the rules of names and IDs`(_ text: String) throws {
        func pattern(_ definition: SchemaDefinition) throws -> Regex<AnyRegexOutput> {
            guard case .object(let fields) = definition.schema,
                case .text(let pattern) = fields.first(where: { $0.key == "pattern" })?.value
            else { throw CancellationError() }
            return try Regex(pattern)
        }
        let looksLikeID = try text.firstMatch(of: Regex(DeclaredName.idPattern)) != nil
        #expect(looksLikeID == DeclaredName.looksLikeID(text))
        #expect((try text.firstMatch(of: pattern(.name)) != nil && !looksLikeID) == DeclaredName.isValid(text))
        #expect((try text.firstMatch(of: pattern(.imageID)) != nil) == (ImageID(text) != nil))
        #expect((try text.firstMatch(of: pattern(.project)) != nil) == (ProjectID(text) != nil))
        #expect((try text.firstMatch(of: pattern(.anyMember)) != nil) == (ProjectID(text, rule: .any) != nil))
    }
}
