import TestSupport
import Testing

@testable import OpenStack
@testable import Pacing

/// What is concluded about a service.
struct CircuitTests {
    private let clock = ManualClock()
    private let backOff: BackOff

    init() {
        backOff = BackOff(retryFor: .seconds(60), clock: RunClock(clock), generator: SplitMix64(seed: 1))
    }

    /// Has a request sent for each of these, all of which fail.
    private func fail(_ circuit: inout Circuit, _ subjects: [String], concernsService: Bool = false) -> Circuit.Verdict
    {
        var verdict = Circuit.Verdict.goOn
        for subject in subjects {
            circuit.send(subject)
            verdict = circuit.fail(subject, concernsService: concernsService, by: backOff)
        }
        return verdict
    }

    @Test func `One image that fails again and again says nothing of the service`() {
        var circuit = Circuit(expecting: 51)
        #expect(fail(&circuit, Array(repeating: "a", count: 1000)) == .goOn)
        #expect(!circuit.isDown)
        #expect(fail(&circuit, ["b"]) == .goOn)
        #expect(!circuit.isDown)
    }

    @Test func `Three that fail in a row do; a success among them does not`() {
        var circuit = Circuit(expecting: 51)
        _ = fail(&circuit, ["a", "b"])
        circuit.succeed()
        _ = fail(&circuit, ["c", "d"])
        #expect(!circuit.isDown)
        _ = fail(&circuit, ["a"])
        #expect(circuit.isDown)
        #expect(!circuit.isServicesTrouble)
        circuit.succeed()
        #expect(!circuit.isDown)
    }

    @Test(arguments: [1, 2])
    func `Where there are fewer, all of them have to fail`(images: Int) {
        var circuit = Circuit(expecting: images)
        _ = fail(&circuit, Array(["a", "b"].prefix(images)))
        #expect(circuit.isDown)
    }

    @Test func `A way that leads to nobody is the same for every image`() {
        var circuit = Circuit(expecting: 51)
        _ = fail(&circuit, ["a"], concernsService: true)
        #expect(circuit.isDown)
        #expect(circuit.isServicesTrouble)
    }

    @Test func `A step is a probe's: what was on its way already adds none`() {
        var circuit = Circuit(expecting: 1000)
        for subject in ["a", "b", "c", "d", "e", "f"] { circuit.send(subject) }
        for subject in ["a", "b", "c"] { _ = circuit.fail(subject, concernsService: false, by: backOff) }
        let first = circuit.probesAt
        for subject in ["d", "e", "f"] { _ = circuit.fail(subject, concernsService: false, by: backOff) }
        #expect(circuit.probesAt == first)
        #expect(first <= .milliseconds(500))
    }

    @Test(arguments: [4, 12, 51])
    func `Each of a few gets its turn before the service is given up`(images: Int) {
        var circuit = Circuit(expecting: images)
        for number in 0..<images {
            clock.advance(by: max(.zero, circuit.probesAt - backOff.clock.now()))
            #expect(fail(&circuit, ["\(number)"]) == .goOn)
        }
    }

    @Test func `Of very many, some are not asked any more`() {
        var circuit = Circuit(expecting: 100_000)
        var asked = 0
        while asked < 1000 {
            clock.advance(by: max(.zero, circuit.probesAt - backOff.clock.now()))
            asked += 1
            if fail(&circuit, ["\(asked)"]) == .giveUp { break }
        }
        #expect((10...60).contains(asked))
        #expect(backOff.clock.now() == .seconds(60))
    }

    @Test func `Where everybody has been asked for, those who failed end, and nobody is left untried`() {
        var circuit = Circuit(expecting: 3)
        var verdict = Circuit.Verdict.goOn
        for _ in 0..<100 where verdict == .goOn { verdict = fail(&circuit, ["a", "b", "c"]) }
        #expect(verdict == .endThoseWhoFailed)
    }

    /// Images that are in doubt while members are added are looked at once more, and their number is not known before.
    @Test func `Where nobody knows how many there are, those who failed end as soon as one comes round again`() {
        var circuit = Circuit()
        var verdict = Circuit.Verdict.goOn
        var asked = 0
        while verdict == .goOn && asked < 1000 {
            clock.advance(by: max(.zero, circuit.probesAt - backOff.clock.now()))
            verdict = fail(&circuit, ["\(asked % 7)"])
            asked += 1
        }
        #expect(verdict == .endThoseWhoFailed)
        #expect(asked < 60)
    }
}
