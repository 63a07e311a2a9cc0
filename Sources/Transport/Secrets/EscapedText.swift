/// A text with its escapes undone, in which each character knows what of the original it stands for.
struct EscapedText {
    /// A character, and the indices of the original's scalars that it came of.
    struct Unit {
        let scalar: Unicode.Scalar
        let start: Int
        let end: Int
    }

    /// The ways in which text is packed into other text.
    enum Escape: CaseIterable {
        /// `%C3%A9`, in paths (RFC 3986, 2.1).
        case percent
        /// The same with `+` for a space, in forms.
        case form
        /// `\u00e9`, `\n`, `\"`, `\xe9`: in JSON, and in what programming languages print.
        case backslash
        /// `&eacute;` is not known, `&amp;`, `&#233;` and `&#xe9;` are: in HTML and XML.
        case entity
        /// Line breaks, zeros and other characters that cannot be seen: a folded line, UTF-16.
        case invisible
    }

    /// The characters.
    let units: [Unit]
    /// True where all of them are ASCII.
    let isASCII: Bool
    /// The characters as a text.
    var text: String { String(String.UnicodeScalarView(units.map(\.scalar))) }

    /// Takes a text as it is.
    init(_ text: String) {
        self.init(units: text.unicodeScalars.enumerated().map { Unit(scalar: $1, start: $0, end: $0 + 1) })
    }

    private init(units: [Unit]) {
        self.units = units
        isASCII = units.allSatisfy(\.scalar.isASCII)
    }

    /// The text with one kind of escapes undone; nil where it has none.
    func undoing(_ escape: Escape) -> EscapedText? {
        var result: [Unit] = []
        result.reserveCapacity(units.count)
        var position = 0
        var isChanged = false
        while position < units.count {
            let count: Int
            let scalar: Unicode.Scalar?
            if let undone = undo(escape, at: position) {
                (scalar, count) = undone
                isChanged = true
            } else {
                (scalar, count) = (units[position].scalar, 1)
            }
            if let scalar {
                result.append(
                    Unit(scalar: scalar, start: units[position].start, end: units[position + count - 1].end))
            }
            position += count
        }
        return isChanged ? EscapedText(units: result) : nil
    }

    /// The escape at a place, if there is one: its character, nil where it stands for none, and its length.
    private func undo(_ escape: Escape, at position: Int) -> (Unicode.Scalar?, Int)? {
        switch (escape, units[position].scalar) {
        case (.percent, "%"), (.form, "%"): utf8(at: position) { byte(at: $0, after: "%") }
        case (.form, "+"): (" ", 1)
        case (.backslash, "\\"): backslash(at: position)
        case (.entity, "&"): entity(at: position)
        case (.invisible, let scalar) where Self.isInvisible(scalar): (nil, 1)
        default: nil
        }
    }

    /// True for what may stand inside a secret without being seen there.
    ///
    /// This is not the rule for what may be shown (`misleadsReaders`): spaces and private characters may be part of a
    /// secret, and are compared instead of left out.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}

extension EscapedText {
    /// A character of one to four escaped bytes; a byte that is no UTF-8 stands for the character of its number.
    private func utf8(at position: Int, _ byte: (Int) -> (UInt8, Int)?) -> (Unicode.Scalar?, Int)? {
        guard let (first, width) = byte(position) else { return nil }
        var (bytes, next) = ([first], position + width)
        while bytes.count < 4, let (more, width) = byte(next) {
            if let text = String(validating: bytes, as: UTF8.self), let scalar = text.unicodeScalars.first {
                return (scalar, next - position)
            }
            bytes.append(more)
            next += width
        }
        if let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first {
            return (scalar, next - position)
        }
        return (Unicode.Scalar(first), width)
    }

    /// A byte written as two hexadecimal digits.
    private func byte(at position: Int, after sign: String) -> (UInt8, Int)? {
        let start = position + sign.unicodeScalars.count
        guard has(sign, at: position), let value = number(at: start, digits: 2...2, radix: 16) else { return nil }
        return (UInt8(truncatingIfNeeded: value.number), start + 2 - position)
    }

    private func backslash(at position: Int) -> (Unicode.Scalar?, Int)? {
        guard position + 1 < units.count else { return nil }
        let next = units[position + 1].scalar
        switch next {
        case "u":
            if has("{", at: position + 2), let value = number(at: position + 3, digits: 1...6, radix: 16),
                has("}", at: position + 3 + value.count), let scalar = Unicode.Scalar(value.number)
            {
                return (scalar, value.count + 4)
            }
            guard let unit = number(at: position + 2, digits: 4...4, radix: 16)?.number else { return nil }
            if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
            // The second half of a surrogate pair.
            guard unit < 0xDC00, has("\\u", at: position + 6),
                let low = number(at: position + 8, digits: 4...4, radix: 16)?.number, (0xDC00...0xDFFF).contains(low)
            else { return nil }
            return Unicode.Scalar(0x1_0000 + (unit & 0x3FF) << 10 + (low & 0x3FF)).map { ($0, 12) }
        case "x": return utf8(at: position) { byte(at: $0, after: "\\x") }
        case "n": return ("\n", 2)
        case "r": return ("\r", 2)
        case "t": return ("\t", 2)
        case "b": return ("\u{8}", 2)
        case "f": return ("\u{C}", 2)
        case _ where next.isASCII && !next.properties.isAlphabetic && !("0"..."9").contains(next): return (next, 2)
        default: return nil
        }
    }

    private func entity(at position: Int) -> (Unicode.Scalar?, Int)? {
        for (name, scalar) in [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")]
            as [(String, Unicode.Scalar)]
        where has("&\(name);", at: position) {
            return (scalar, name.utf8.count + 2)
        }
        let isHexadecimal = has("&#x", at: position) || has("&#X", at: position)
        guard isHexadecimal || has("&#", at: position) else { return nil }
        let start = position + (isHexadecimal ? 3 : 2)
        guard let value = number(at: start, digits: 1...8, radix: isHexadecimal ? 16 : 10),
            has(";", at: start + value.count), let scalar = Unicode.Scalar(value.number)
        else { return nil }
        return (scalar, start + value.count + 1 - position)
    }

    private func has(_ text: String, at position: Int) -> Bool {
        let wanted = text.unicodeScalars
        guard position + wanted.count <= units.count else { return false }
        return zip(units[position...], wanted).allSatisfy { $0.scalar == $1 }
    }

    /// A number of so many digits, as many as there are.
    private func number(at position: Int, digits: ClosedRange<Int>, radix: UInt32) -> (number: UInt32, count: Int)? {
        var (value, count) = (UInt32(0), 0)
        while count < digits.upperBound, position + count < units.count,
            let digit = Character(units[position + count].scalar).hexDigitValue, digit < radix
        {
            value = value &* radix &+ UInt32(digit)
            count += 1
        }
        return digits.contains(count) ? (value, count) : nil
    }
}
