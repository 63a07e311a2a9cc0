internal import ImageSharing
internal import Testing
internal import YAML

struct DisplayRuleTests {
    @Test func `What is shown of a manifest and what is shown of a cloud follow one rule`() {
        for value in UInt32(0)...0x10FFFF where value < 0xD800 || value > 0xDFFF {
            guard let scalar = Unicode.Scalar(value), scalar != "\t" else { continue }
            let text = "a" + String(scalar)
            #expect(DisplayText.escaped(scalar) == String(text.escapedForDisplay.unicodeScalars.dropFirst()))
        }
        #expect(DisplayText.escaped("\u{301}a") == "\u{301}a".escapedForDisplay)
    }
}
