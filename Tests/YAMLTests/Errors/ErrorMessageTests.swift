internal import Testing
internal import YAML

/// Of a text that may hold secrets, a message has no word.
struct ErrorMessageTests {
    @Test(arguments: [
        "password: !Secret9", "password: !Secret9 x", "password: !!Secret9 x", "password: *Secret9",
        "password: &Secret9 [*Secret9]", "password: %Secret9", "password: @Secret9", "password: \"Secret9\\q\"",
        "password: 'Secret9", "password: \"Secret9", "password: [Secret9", "password: {Secret9: x, Secret9: y}",
        "password: Secret9: x", "password: Secret9\npassword: Secret9", "password: Secret9\u{1}",
        "{[Secret9]: x}", "password:\n\tSecret9", "password: | Secret9", "? [Secret9]\n: Secret9\nSecret9",
        "Secret9: 1\nSecret9: 2", "a: Secret9\n---\nb: Secret9", "%Secret9\n---\na", "!Secret9!x a",
        "password: Secret9 # \u{2028} Secret9", "!<Secret9> a", "*Secret9 : a",
    ])
    func `Without quotations a mistake has a place, a sentence and a remedy, and nothing of the text`(
        _ text: String
    ) throws {
        let errors = mistakes(in: text)
        #expect(!errors.isEmpty)
        for error in errors.map(\.withoutQuotations) {
            #expect(!"\(error)".contains("ecret9"), "\(error)")
            #expect(!error.message.contains("  ") && !error.message.contains("“"), "\(error.message)")
            #expect(error.snippet == nil && error.path.isEmpty)
        }
    }

    @Test func `With quotations a sentence says what it means`() throws {
        let error = try #require(throws: YAMLError.self) { try YAMLDocument(Array("a: !b c".utf8)) }
        #expect(error.message == "the tag “!b” has no meaning here")
        #expect(error.withoutQuotations.message == "the tag has no meaning here")
        #expect(error.withoutQuotations.hint == "remove it; a text that begins with ! needs quotes")
        #expect(error.withoutQuotations.mark == error.mark)
    }
}
