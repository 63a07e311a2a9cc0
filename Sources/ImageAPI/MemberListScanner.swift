/// Reads a list of members as Glance writes it, at a fraction of what a decoder of any JSON costs.
///
/// A list is read for each image, and rows are most of what a run reads. Whatever it has not met is left to the decoder:
/// an escape, a letter beyond ASCII, a value that is no text, another image's row, a next page.
struct MemberListScanner {
    private let bytes: [UInt8]
    private var position = 0

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - body: the answer.
    ///   - image: the ID of the image that was asked for.
    /// - Returns: the rows as a decoder would have them; nil where that one has to look.
    static func rows(in body: [UInt8], of image: String) -> [MemberRow]? {
        var scanner = MemberListScanner(bytes: body)
        return scanner.list(of: image)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func list(of image: String) -> [MemberRow]? {
        var rows: [MemberRow]?
        let isWhole = object { scanner, key in
            if scanner.isText(key, "members"), rows == nil {
                rows = scanner.rows(of: image)
                return rows != nil
            }
            // What is on a next page is missing here.
            return !scanner.isText(key, "members") && !scanner.isText(key, "next") && scanner.text() != nil
        }
        skipBlanks()
        return isWhole && position == bytes.count ? rows : nil
    }

    private mutating func rows(of image: String) -> [MemberRow]? {
        guard take("[") else { return nil }
        var rows: [MemberRow] = []
        if take("]") { return rows }
        repeat {
            guard let row = row(of: image) else { return nil }
            rows.append(row)
        } while take(",")
        return take("]") ? rows : nil
    }

    private mutating func row(of image: String) -> MemberRow? {
        var (member, status, updatedAt): (Range<Int>?, Range<Int>?, Range<Int>?)
        var isOfImage = false
        let isWhole = object { scanner, key in
            guard let value = scanner.text() else { return false }
            // Of a key that comes twice, the decoder says which one holds.
            if scanner.isText(key, "member_id") {
                return member.replaceNil(by: value)
            } else if scanner.isText(key, "status") {
                return status.replaceNil(by: value)
            } else if scanner.isText(key, "updated_at") {
                return updatedAt.replaceNil(by: value)
            } else if scanner.isText(key, "image_id") {
                defer { isOfImage = true }
                return !isOfImage && scanner.isText(value, image)
            }
            return true
        }
        guard isWhole, isOfImage, let member, let status else { return nil }
        return MemberRow(
            image_id: image, member_id: string(member), status: string(status), updated_at: updatedAt.map(string))
    }

    /// Reads an object; `field` is called after each key and its colon, and takes the value.
    private mutating func object(
        _ field: (inout MemberListScanner, Range<Int>) -> Bool
    ) -> Bool {
        guard take("{") else { return false }
        if take("}") { return true }
        repeat {
            guard let key = text(), take(":"), field(&self, key) else { return false }
        } while take(",")
        return take("}")
    }

    /// Reads a text of ASCII without escapes, and returns its place without the quotes.
    private mutating func text() -> Range<Int>? {
        guard take("\"") else { return nil }
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position - 1
            case UInt8(ascii: "\\"), ..<0x20, 0x80...: return nil
            default: position += 1
            }
        }
        return nil
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    /// Passes what JSON has between its signs (RFC 8259, 2).
    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private func isText(_ place: Range<Int>, _ other: String) -> Bool {
        place.count == other.utf8.count && bytes[place].elementsEqual(other.utf8)
    }

    private func string(_ place: Range<Int>) -> String { String(decoding: bytes[place], as: UTF8.self) }
}

extension Range<Int>? {
    /// Sets a value where there is none, and returns false where there is one.
    fileprivate mutating func replaceNil(by value: Range<Int>) -> Bool {
        guard self == nil else { return false }
        self = value
        return true
    }
}
