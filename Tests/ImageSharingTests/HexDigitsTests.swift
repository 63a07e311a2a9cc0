import Testing

@testable import ImageSharing

struct HexDigitsTests {
    @Test(arguments: [true, false])
    func `Digits are written as they were read`(dashed: Bool) throws {
        var ids = SystemOfIDs(seed: dashed ? 1 : 2)
        for _ in 0..<500 {
            let text = dashed ? ids.uuid() : ids.hex()
            let id = try #require(HexDigits(reading: text, dashed: dashed))
            #expect(id.text(dashed: dashed) == text)
        }
    }

    @Test func `Dashes are all there or none is`() throws {
        var ids = SystemOfIDs(seed: 3)
        let dashed = ids.uuid()
        let plain = dashed.filter { $0 != "-" }
        #expect(HexDigits(reading: dashed, dashed: false) == nil)
        #expect(HexDigits(reading: plain, dashed: true) == nil)
        let one = try #require(HexDigits(reading: dashed, dashed: true))
        let other = try #require(HexDigits(reading: plain, dashed: false))
        #expect(one == other)
    }

    @Test func `Numbers are in the order of their text`() {
        var ids = SystemOfIDs(seed: 4)
        for _ in 0..<500 {
            let (one, other) = (ids.hex(), ids.hex())
            guard let left = HexDigits(reading: one, dashed: false),
                let right = HexDigits(reading: other, dashed: false)
            else {
                Issue.record("\(one) or \(other) was not read")
                continue
            }
            #expect((left < right) == (one < other))
            #expect((left == right) == (one == other))
        }
    }
}

extension HexDigits {
    fileprivate init?(reading text: String, dashed: Bool) {
        self.init(text.utf8.span, dashed: dashed)
    }
}
