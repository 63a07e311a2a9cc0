internal import Testing
internal import YAML

struct YAMLLimitsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let limits: YAMLLimits
        let message: String
        var testDescription: String { message }
    }

    private static let laughs: String = {
        let lines = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }
        return "a0: &a0 [x, x]\n" + lines.joined()
    }()

    private static let cases = [
        Case(text: "a: bcd", limits: YAMLLimits(bytes: 5), message: "the file is larger than 5 bytes"),
        Case(
            text: "[[[[]]]]", limits: YAMLLimits(depth: 3), message: "lists and mappings nest deeper than 3 levels here"
        ),
        Case(text: "[1, 2, 3]", limits: YAMLLimits(nodes: 3), message: "the file holds more than 3 texts"),
        Case(
            text: "[&a [1, 2], *a]", limits: YAMLLimits(expandedNodes: 6), message: "with every alias written out"
        ),
        Case(
            text: "[&a abc, *a, *a]", limits: YAMLLimits(expandedBytes: 8),
            message: "with every alias written out, the file would hold more than 8 bytes of text"
        ),
        Case(
            text: "[&a [abc], *a, *a]", limits: YAMLLimits(expandedBytes: 8),
            message: "with every alias written out, the file would hold more than 8 bytes of text"
        ),
        Case(text: laughs, limits: YAMLLimits(), message: "with every alias written out"),
        Case(text: "&a [*a]", limits: YAMLLimits(), message: "the alias “*a” refers to what it is part of"),
        Case(
            text: String(repeating: "%TAG !a! b\n", count: 101), limits: YAMLLimits(),
            message: "there are more than 100 lines that begin with %"
        ),
    ]

    @Test(arguments: cases)
    func `A text that passes a limit is refused`(_ given: Case) throws {
        let error = try #require(throws: YAMLError.self) {
            try YAMLDocument(Array(given.text.utf8), limits: given.limits)
        }
        #expect(error.kind == .limit)
        #expect(error.message.hasPrefix(given.message))
    }

    @Test func `A text at its limits is read`() throws {
        let limits = YAMLLimits(bytes: 15, depth: 2, nodes: 5, expandedNodes: 7)
        let root = try #require(try YAMLDocument(Array("[&a [1, 2], *a]".utf8), limits: limits).root)
        #expect(root.items.map(\.count) == [2, 2])
    }

    @Test func `More mistakes than the limit are counted`() throws {
        var mistakes = YAMLMistakes()
        let text = String(repeating: "a: 1\n", count: 10)
        _ = try YAMLDocument(Array(text.utf8), limits: YAMLLimits(mistakes: 3), mistakes: &mistakes)
        #expect(mistakes.kept.count == 3 && mistakes.omitted == 6)
    }
}
