/// Makes node records of events, within limits; a loop with a stack of its own, so that depth costs no call stack.
struct YAMLComposer {
    /// A list or mapping that is not complete yet.
    private struct Frame {
        let record: Int
        let isMapping: Bool
        let anchor: String?
        /// The number of children so far.
        var children = 0
        /// The size of this one and all below it, each alias written out.
        var size = ExpandedSize()
        /// The last key of a mapping.
        var key: Int?
        /// The keys of a mapping, by the hash of their bytes.
        var keys: [Int: Int] = [:]

        var expectsKey: Bool { isMapping && children.isMultiple(of: 2) }
    }

    private let source: SourceText
    private let limits: YAMLLimits
    private var records: [NodeRecord] = []
    private var decoded: [UInt8] = []
    private var frames: [Frame] = []
    private var anchors = YAMLAnchors()
    private var expanded = ExpandedSize(nodes: 0)
    private var hasDocument = false

    /// The mistakes so far that left no doubt about the rest.
    private(set) var mistakes = YAMLMistakes()

    init(source: SourceText, limits: YAMLLimits) {
        self.source = source
        self.limits = limits
    }

    /// The finished nodes; nil where there was no document.
    consuming func finish() -> NodeStorage? {
        records.isEmpty ? nil : NodeStorage(source: source, decoded: decoded, records: records)
    }

    /// Handles the next event.
    ///
    /// - Returns: true if the events after it are wanted.
    /// - Throws: the limit that it passes.
    mutating func handle(_ event: YAMLEvent) throws(YAMLError) -> Bool {
        switch event.content {
        case .documentStart:
            guard !hasDocument else {
                report(
                    .secondDocument, at: event.mark, "a second document starts here",
                    hint: "one file holds one document: remove the ---, or move what follows into a file of its own"
                )
                return false
            }
            hasDocument = true
        case .documentEnd: break
        case .collectionEnd: close()
        case .scalar(let scalar): try add(scalar, event)
        case .sequenceStart: try open(event, kind: .sequence)
        case .mappingStart: try open(event, kind: .mapping)
        case .alias: try addAlias(event)
        }
        return true
    }

    /// Refuses line breaks that only some programs see.
    mutating func refuse(_ breaks: ForeignLineBreaks, before end: Mark? = nil) {
        guard !breaks.isEmpty else { return }
        let lines = source.lines()
        for offset in breaks.outsideOfQuotes {
            let mark = lines.mark(ofByte: offset)
            if let end, mark > end { return }
            if reserveMistake() { mistakes.kept.append(breaks.error(at: offset, mark, in: source)) }
        }
    }

    private mutating func add(_ scalar: YAMLEvent.Scalar, _ event: YAMLEvent) throws(YAMLError) {
        checkTag(event, allowed: "tag:yaml.org,2002:str")
        var record = NodeRecord(kind: .scalar, mark: event.mark, place: 0, count: 0)
        record.style = scalar.style
        record.isAnchored = event.anchor != nil
        switch scalar.text {
        case .source(let start, let count):
            record.place = UInt32(clamping: start)
            record.count = UInt32(clamping: count)
        case .decoded(let bytes):
            record.isDecoded = true
            record.place = UInt32(clamping: decoded.count)
            record.count = UInt32(clamping: bytes.count)
            decoded += bytes
        }
        let size = ExpandedSize(bytes: Int(record.count))
        let index = try append(record, size: size)
        if let anchor = event.anchor {
            anchors.open(anchor, record: index)
            anchors.close(anchor, record: index, size: size)
        }
        attach(index, target: index)
    }

    private mutating func addAlias(_ event: YAMLEvent) throws(YAMLError) {
        let name = event.anchor ?? ""
        let found: (record: Int, size: ExpandedSize)
        do throws(YAMLAnchors.Failure) {
            found = try anchors.target(of: name)
        } catch {
            // What it was to stand for is unknown, and the rest of the text is not.
            if reserveMistake() { mistakes.kept.append(error.error(of: name, at: event.mark, path: path)) }
            let index = try append(NodeRecord(kind: .unknown, mark: event.mark, place: 0, count: 0))
            return attach(index, target: index)
        }
        let record = NodeRecord(kind: .alias, mark: event.mark, place: UInt32(clamping: found.record), count: 0)
        let index = try append(record, size: found.size)
        attach(index, target: found.record)
    }

    private mutating func open(_ event: YAMLEvent, kind: NodeRecord.Kind) throws(YAMLError) {
        checkTag(event, allowed: kind == .mapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq")
        guard frames.count < limits.depth else {
            throw YAMLError(
                .limit, at: event.mark, path: path, "lists and mappings nest deeper than \(limits.depth) levels here",
                hint: "is a bracket or a dash left over?"
            )
        }
        var record = NodeRecord(kind: kind, mark: event.mark, place: 0, count: 0)
        record.isAnchored = event.anchor != nil
        let index = try append(record)
        if let anchor = event.anchor { anchors.open(anchor, record: index) }
        attach(index, target: index)
        frames.append(Frame(record: index, isMapping: kind == .mapping, anchor: event.anchor))
    }

    private mutating func close() {
        guard let frame = frames.popLast() else { return }
        records[frame.record].place = UInt32(clamping: records.count)
        records[frame.record].count = UInt32(clamping: frame.children)
        if let anchor = frame.anchor { anchors.close(anchor, record: frame.record, size: frame.size) }
        // The parent counted this node when it was opened; what lies below it is known only now.
        if !frames.isEmpty {
            frames[frames.count - 1].size += ExpandedSize(nodes: frame.size.nodes - 1, bytes: frame.size.bytes)
        }
    }

    private mutating func append(
        _ record: NodeRecord, size: ExpandedSize = ExpandedSize()
    ) throws(YAMLError) -> Int {
        guard records.count < limits.nodes else {
            throw YAMLError(
                .limit, at: record.mark, path: path,
                "the file holds more than \(limits.nodes) texts, lists and mappings",
                hint: "split it into several files"
            )
        }
        expanded += size
        guard expanded.nodes <= limits.expandedNodes else {
            throw YAMLError(
                .limit, at: record.mark, path: path,
                "with every alias written out, the file would hold more than \(limits.expandedNodes) nodes",
                hint: "refer to fewer or smaller anchors, or split the file"
            )
        }
        guard expanded.bytes <= limits.expandedBytes else {
            throw YAMLError(
                .limit, at: record.mark, path: path,
                "with every alias written out, the file would hold more than \(limits.expandedBytes) bytes of text",
                hint: "refer to fewer or shorter texts, or split the file"
            )
        }
        if !frames.isEmpty { frames[frames.count - 1].size += size }
        records.append(record)
        return records.count - 1
    }

    /// Counts a child to its parent, and checks it where it is a key.
    private mutating func attach(_ index: Int, target: Int) {
        guard !frames.isEmpty else { return }
        let last = frames.count - 1
        if frames[last].expectsKey { check(key: index, target: target) }
        frames[last].children += 1
    }

    private mutating func check(key index: Int, target: Int) {
        let last = frames.count - 1
        frames[last].key = target
        guard records[target].kind != .unknown else { return }
        guard records[target].kind == .scalar else {
            report(
                .unsupported, at: records[index].mark, "a list or a mapping is used as a key here; a key is a text",
                hint: "a text that begins with [ or { needs quotes"
            )
            return
        }
        let hash = keyBytes(target).seededHash
        guard let first = frames[last].keys[hash] else {
            frames[last].keys[hash] = index
            return
        }
        let firstTarget = records[first].kind == .alias ? Int(records[first].place) : first
        guard keyBytes(firstTarget) == keyBytes(target) else { return }
        let (key, place) = (keyBytes(target), records[first].mark)
        report(
            .duplicateKey, at: records[index].mark,
            "the key\(quoting: String(decoding: key.prefix(400), as: UTF8.self)) appears twice; the first is in \(place)",
            hint: "a key can appear once in a mapping: merge the two entries, or remove one"
        )
    }

    private func keyBytes(_ index: Int) -> ArraySlice<UInt8> {
        let range = Int(records[index].place)..<Int(records[index].place) + Int(records[index].count)
        return records[index].isDecoded ? decoded[range] : source.bytes[range]
    }

    /// Tags other than those that say what is plain anyway would be lost in silence.
    private mutating func checkTag(_ event: YAMLEvent, allowed: String) {
        guard let tag = event.tag, tag != allowed, tag != "!" else { return }
        report(
            .unsupported, at: event.mark, "the tag\(quoting: tag) has no meaning here",
            hint: "remove it; a text that begins with ! needs quotes"
        )
    }

    private mutating func report(
        _ kind: YAMLError.Kind, at mark: Mark, _ message: @autoclosure () -> ErrorMessage, hint: ErrorMessage? = nil
    ) {
        guard reserveMistake() else { return }
        mistakes.kept.append(YAMLError(kind, at: mark, path: path, message(), hint: hint))
    }

    /// Counts a mistake where there is no room for more.
    ///
    /// - Returns: true if it is to be kept: a message is made only for those that are, as there can be a million.
    private mutating func reserveMistake() -> Bool {
        guard mistakes.kept.count >= limits.mistakes else { return true }
        mistakes.omitted += 1
        return false
    }

    /// The keys and positions that lead to the node that comes next; for a key, to its mapping.
    private var path: String {
        var path = NodePath()
        for (depth, frame) in frames.enumerated() {
            let isLast = depth == frames.count - 1
            if !frame.isMapping {
                // A collection that is still open was counted when it was opened.
                path = path.appending(index: isLast ? frame.children : frame.children - 1)
            } else if let key = frame.key, records[key].kind == .scalar, !(isLast && frame.expectsKey) {
                path = path.appending(key: String(decoding: keyBytes(key).prefix(400), as: UTF8.self))
            }
        }
        return path.text
    }
}

extension ArraySlice<UInt8> {
    /// A hash of the bytes; seeded, so that no file can aim at collisions.
    fileprivate var seededHash: Int {
        var hasher = Hasher()
        var word: UInt64 = 0
        for (position, byte) in enumerated() {
            word = word << 8 | UInt64(byte)
            if position % 8 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
        hasher.combine(count)
        return hasher.finalize()
    }
}
