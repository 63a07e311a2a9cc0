internal import Testing
internal import YAML

struct YAMLDocumentTests {
    @Test func `Scalars are taken as written`() throws {
        let root = try #require(try YAMLDocument(Array("[1e10, no, 'it''s', \"a\\tb\", plain text, ~]".utf8)).root)
        #expect(root.items.map(\.text) == ["1e10", "no", "it's", "a\tb", "plain text", "~"])
        #expect(root.items.map(\.isPlain) == [true, true, false, false, true, true])
        #expect(root.items.map(\.isNull) == [false, false, false, false, false, true])
    }

    @Test func `Texts that differ from the source are decoded`() throws {
        let text = "a: |\n  one\n  two\nb: >\n  one\n  two\nc: one\n  two\nd: \"\\u00e9\"\n\"k\\x65y\": x\n"
        let root = try #require(try YAMLDocument(Array(text.utf8)).root)
        #expect(root["a"]?.text == "one\ntwo\n")
        #expect(root["b"]?.text == "one two\n")
        #expect(root["c"]?.text == "one two")
        #expect(root["d"]?.text == "é")
        #expect(root["key"]?.text == "x")
    }

    @Test func `Nodes know their children`() throws {
        let root = try #require(try YAMLDocument(Array("a: [1, [2, 3], {b: 4}]\nc: {}\nd:\n".utf8)).root)
        #expect(root.kind == .mapping && root.count == 3)
        #expect(root.pairs.map(\.key.text) == ["a", "c", "d"])
        let list = try #require(root["a"])
        #expect(list.kind == .sequence && list.items.map(\.count) == [0, 2, 1])
        #expect(root["c"]?.count == 0)
        #expect(root["d"]?.isNull == true && root["d"]?.text == "")
        #expect(root["e"] == nil)
    }

    @Test(arguments: ["", "# nothing\n", "\u{FEFF}", "\n\n"])
    func `There may be no document`(_ text: String) throws {
        #expect(try YAMLDocument(Array(text.utf8)).root == nil)
    }

    @Test func `An alias is the node it stands for`() throws {
        let root = try #require(
            try YAMLDocument(Array("a: &x [1, 2]\nb: *x\n*y : z\n".replacing("*y", with: "y").utf8)).root)
        let (one, other) = (try #require(root["a"]), try #require(root["b"]))
        #expect(one.identity == other.identity && other.isAnchored)
        #expect(one.aliasMark == nil && other.aliasMark == Mark(line: 2, column: 4))
        #expect(one.mark == other.mark)
    }

    @Test func `A later anchor takes the name`() throws {
        let root = try #require(try YAMLDocument(Array("[&a 1, *a, &a 2, *a]".utf8)).root)
        #expect(root.items.map(\.text) == ["1", "1", "2", "2"])
    }

    @Test func `An alias that leads nowhere is a mistake, and the rest is read`() throws {
        var mistakes = YAMLMistakes()
        let text = "a: *x\nb: &y [*y, 1]\nc: !z 2\n*v : 3\nd: 4\n"
        let document = try YAMLDocument(Array(text.utf8), mistakes: &mistakes)
        #expect(mistakes.kept.map(\.mark.line) == [1, 2, 3, 4])
        let root = try #require(document.root)
        #expect(root["a"]?.isUnknown == true && root["a"]?.text == nil)
        #expect(root["b"]?.items.map(\.isUnknown) == [true, false])
        #expect(root["d"]?.text == "4")
    }

    @Test func `Mistakes that leave no doubt are collected`() throws {
        var mistakes = YAMLMistakes()
        let text = "a: 1\nb: !x 2\na: 3\n[k]: 4\n---\nrest\n"
        let document = try YAMLDocument(Array(text.utf8), mistakes: &mistakes)
        #expect(mistakes.kept.map(\.kind) == [.unsupported, .duplicateKey, .unsupported, .secondDocument])
        #expect(mistakes.kept.map(\.mark.line) == [2, 3, 4, 5])
        #expect(document.root?.count == 4)
        #expect(throws: YAMLError.self) { try YAMLDocument(Array(text.utf8)) }
    }

    @Test func `Keys are compared as they are read`() throws {
        for text in ["{a: 1, \"a\": 2}", "{a: 1, \"\\x61\": 2}", "{&k a: 1, *k : 2}"] {
            let error = try #require(throws: YAMLError.self) { try YAMLDocument(Array(text.utf8)) }
            #expect(error.kind == .duplicateKey)
        }
    }
}
