import TestSupport
import Testing

@testable import OpenStack

struct TokenLifeTests {
    @Test(arguments: [
        (3600, 3479), (86_400, 86_279), (1200, 1079), (1190, 1070), (600, 539), (100, 89), (4, 2.6),
    ])
    func `A token is renewed two minutes before its end, or a tenth of a short life`(seconds: Int, renewal: Double) {
        let life = TokenLife(of: .seconds(seconds), from: .seconds(50))
        #expect(life.phase(at: .seconds(50)) == .fresh)
        #expect(life.phase(at: .seconds(50 + renewal) - .milliseconds(1)) == .fresh)
        #expect(life.phase(at: .seconds(50 + renewal) + .milliseconds(1)) == .renewalDue)
    }

    @Test func `The last second, which Keystone may have cut off, is not used`() {
        let life = TokenLife(of: .seconds(4), from: .zero)
        #expect(life.phase(at: .milliseconds(2_999)) == .renewalDue)
        #expect(life.phase(at: .seconds(3)) == .expired)
    }

    @Test func `A token of which nobody said how long it lives is fresh until it is refused`() {
        #expect(TokenLife(of: nil, from: .zero).phase(at: .seconds(1 << 40)) == .fresh)
    }

    @Test(arguments: 0..<20)
    func `A life only goes forward, and ends before the token does`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let lifetime = Duration.milliseconds(Int.random(in: -1000...100_000_000, using: &generator))
            let beginning = Duration.milliseconds(Int.random(in: 0...1_000_000, using: &generator))
            let life = TokenLife(of: lifetime, from: beginning)
            let moments = (0..<20).map { _ in Duration.milliseconds(Int.random(in: 0...110_000_000, using: &generator))
            }
            let phases = moments.sorted().map { life.phase(at: beginning + $0) }
            #expect(phases.map(\.order) == phases.map(\.order).sorted())
            #expect(life.phase(at: beginning + max(lifetime, .zero)) == .expired)
            #expect(life.margin <= .seconds(120) && life.margin <= max(lifetime, .zero) / 10)
        }
    }

    @Test(arguments: [(0, 0), (1, 1), (500, 500), (5000, 900)])
    func `What a token of an hour took to come is taken off its life, up to a quarter`(took: Int, off: Int) {
        let life = TokenLife(of: .seconds(3600), requestedAt: .seconds(100), receivedAt: .seconds(100 + took))
        #expect(life.beginning == .seconds(100 + took - off))
    }
}

extension TokenLife.Phase {
    fileprivate var order: Int {
        switch self {
        case .fresh: 0
        case .renewalDue: 1
        case .expired: 2
        }
    }
}
