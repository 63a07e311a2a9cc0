/// A project that an image is shared with, as the cloud reports it.
package struct ImageMember: Hashable, Sendable {
    /// The answer and its time, in 9 bytes where both are as Glance writes them: a cloud can hold millions of members.
    private enum Answer: Hashable {
        /// The number of the answer, and above it the digits of the time.
        case usual(UInt64)
        indirect case other(MemberStatus, String?)
    }

    /// The project.
    package let project: ProjectID
    private let answer: Answer

    /// Makes a member.
    package init(project: ProjectID, status: MemberStatus, since: String? = nil) {
        self.project = project
        let digits = since.map { UsualTime.digits(of: $0) } ?? 0
        if let number = MemberStatus.usual.firstIndex(of: status), let digits {
            answer = .usual(digits << 2 | UInt64(number))
        } else {
            answer = .other(status, since)
        }
    }

    /// The project's answer to the offer.
    package var status: MemberStatus {
        switch answer {
        case .usual(let value): MemberStatus.usual[Int(value & 3)]
        case .other(let status, _): status
        }
    }

    /// The time of the row's last change (RFC 3339, UTC), as Glance writes it: that of the answer, where there is one.
    package var since: String? {
        switch answer {
        case .usual(let value): value >> 2 == 0 ? nil : UsualTime.text(of: value >> 2)
        case .other(_, let since): since
        }
    }
}

/// A time as Glance writes it, `2026-01-31T09:00:00Z`: its digits are a number.
private enum UsualTime {
    private static let form = Array("0000-00-00T00:00:00Z".utf8)

    /// The digits of a time as one number; nil for a text of another form, and for one of nothing but zeros.
    static func digits(of text: String) -> UInt64? {
        guard text.utf8.count == form.count else { return nil }
        var number: UInt64 = 0
        for (byte, sample) in zip(text.utf8, form) {
            if sample == UInt8(ascii: "0") {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
            } else if byte != sample {
                return nil
            }
        }
        return number == 0 ? nil : number
    }

    /// The time whose digits a number has.
    static func text(of number: UInt64) -> String {
        var (rest, bytes) = (number, form)
        for place in form.indices.reversed() where form[place] == UInt8(ascii: "0") {
            bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
