internal import ImageSharing
internal import Testing
internal import YAML

struct DisplayRuleTests {
    @Test func `What is shown of a manifest and what is shown of a cloud follow one rule`() {
        let differing = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).filter { scalar in
            // A tab is a tab to whoever writes YAML.
            scalar != "\t" && (DisplayText.escaped(scalar).utf8.count > 4) != scalar.misleadsReaders
        }
        #expect(differing == [])
        #expect(DisplayText.escaped("\u{1B}") == "\u{1B}".escapedForDisplay)
        #expect(DisplayText.escaped("\u{301}a") == "\u{301}a".escapedForDisplay)
    }
}
