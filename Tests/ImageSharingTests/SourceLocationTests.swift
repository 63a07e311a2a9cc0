import Testing

@testable import ImageSharing

struct SourceLocationTests {
    @Test func `A location reads as editors take it`() {
        #expect(SourceLocation(file: "a.yaml", line: 4, column: 7).description == "a.yaml:4:7")
    }

    @Test(arguments: [(-1, 0), (Int.min, 0), (Int.max, Int(UInt32.max)), (12, 12)])
    func `Numbers that no file can reach are clamped`(number: Int, kept: Int) {
        let location = SourceLocation(file: "-", line: number, column: number)
        #expect(location.line == kept)
        #expect(location.column == kept)
    }
}
