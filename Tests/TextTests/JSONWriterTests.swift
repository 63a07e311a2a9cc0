import Testing
import Text

@Suite struct JSONWriterTests {
    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (3, "3"), (1.25, "1.25"), (0.123, "0.123"), (-2.5, "-2.5"), (1e300, "1e+300"),
        (.infinity, "null"), (.nan, "null"),
    ])
    func `A number is written as JSON has it`(number: Double, text: String) {
        var json = JSONWriter(isCompact: true)
        json.object { $0.field("number", number) }
        #expect(json.text == "{\"number\":\(text)}")
    }
}
