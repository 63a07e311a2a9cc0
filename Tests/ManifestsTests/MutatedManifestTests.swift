internal import ImageSharing
internal import Manifests
internal import TestSupport
import Testing

/// Whatever is done to a manifest, reading it ends with a result or with errors that have a place.
struct MutatedManifestTests {
    @Test func `Mutated manifests never crash`() throws {
        var random = SplitMix64(seed: 7)
        let seeds = try Fixtures.badManifests.map { try Fixtures.bytes("bad/" + $0) }
        let pieces = [
            ":", "- ", "\n", "  ", "*a", "&a ", "[", "]", "{", "}", "\"", "'", "\t", "---\n", "<<: ", "\u{85}", "é",
        ]
        for round in 0..<3000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
                case 1: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
                case 2 where place < bytes.count: bytes.remove(at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 20))
                }
            }
            check(bytes)
        }
    }

    @Test func `Random bytes never crash`() {
        var random = SplitMix64(seed: 11)
        let alphabet = Array("ab1:-,[]{}&*!|>'\"%@#?~ \n\n  \t\r\u{FEFF}é".utf8)
        for _ in 0..<2000 {
            let count = Int.random(in: 0...200, using: &random)
            check((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
            check((0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 })
        }
    }

    private func check(_ bytes: [UInt8]) {
        do {
            _ = try ManifestLoader().load(bytes, named: "x")
        } catch {
            #expect(!error.errors.isEmpty)
            for issue in error.errors {
                #expect((issue.source?.line ?? 0) >= 1 && (issue.source?.column ?? 0) >= 1)
                #expect(!issue.message.isEmpty && !issue.text.contains("\u{1B}"))
            }
        }
    }
}
