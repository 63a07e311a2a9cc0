extension Fault {
    /// Reads a SPEC: comma-separated `key=value` pairs and flags, each at most once.
    package init(specification: String) throws(FaultSpecificationError) {
        func problem(_ reason: String) -> FaultSpecificationError {
            FaultSpecificationError(specification: specification, reason: reason)
        }
        var values: [String: String] = [:]
        var effects: [String] = []
        for part in specification.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.trimmed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = pair.first.map { String($0.trimmed) } ?? ""
            let value = pair.count > 1 ? String(pair[1].trimmed) : nil
            guard !key.isEmpty else { throw problem("an empty part") }
            guard Self.keys.contains(key) || Self.flags.contains(key) else { throw problem("unknown key \"\(key)\"") }
            guard Self.flags.contains(key) == (value == nil) else {
                throw problem(value == nil ? "\"\(key)\" needs a value" : "\"\(key)\" takes no value")
            }
            guard values.updateValue(value ?? "", forKey: key) == nil else { throw problem("\"\(key)\" given twice") }
            if Self.effectKeys.contains(key) { effects.append(String(part.trimmed)) }
        }
        func take<T>(_ key: String, _ wanted: String, _ parse: (String) -> T?) throws(FaultSpecificationError) -> T? {
            guard let text = values[key] else { return nil }
            guard let value = parse(text) else { throw problem("\(key)=\(text) is not \(wanted)") }
            return value
        }

        method = try take("method", "a method") { $0.isEmpty ? nil : $0.uppercased() }
        path = try take("path", "a text") { $0.isEmpty ? nil : $0 }
        delay = try take("delay", "a duration such as 200ms, 2s or 1m", Self.duration)
        let status = try take("status", "a status from 400 to 599") { Int($0).flatMap { 400...599 ~= $0 ? $0 : nil } }
        let retryAfter = try take("retry-after", "a number of seconds, or date:SECONDS", Self.retryAfter)
        let reset = try take("reset", "before or after", Moment.init)
        let pages = try take("pages", "elsewhere, repeat, endless or cut", PageFault.init)
        let first = try take("first", "a number from 1", Self.positive)
        let every = try take("every", "a number from 1", Self.positive)
        let rate = try take("rate", "a number above 0, at most 1") {
            Double($0).flatMap { $0 > 0 && $0 <= 1 ? $0 : nil }
        }
        let seed = try take("seed", "a whole number", UInt64.init)

        guard status != nil || values["retry-after"] == nil else { throw problem("retry-after needs status") }
        guard status != nil || values["after"] == nil else { throw problem("after needs status") }
        guard rate != nil || values["shuffle"] != nil || seed == nil else {
            throw problem("seed needs rate or shuffle")
        }
        let happenings = ["status", "reset", "truncate", "expire-token", "race", "shuffle", "pages"]
            .filter { values[$0] != nil }
        guard happenings.count <= 1 else {
            throw problem("\(happenings.joined(separator: " and ")) exclude each other")
        }
        let times = ["first", "every", "rate"].filter { values[$0] != nil }
        guard times.count <= 1 else { throw problem("\(times.joined(separator: " and ")) exclude each other") }
        guard !happenings.isEmpty || delay != nil else { throw problem("it does not say what happens") }

        if let status {
            effect = .status(status, retryAfter, values["after"] == nil ? .before : .after)
        } else if let reset {
            effect = .reset(reset)
        } else if values["truncate"] != nil {
            effect = .truncate
        } else if values["expire-token"] != nil {
            effect = .expireToken
        } else if values["race"] != nil {
            effect = .race
        } else if values["shuffle"] != nil {
            effect = .shuffle(seed: seed ?? 0)
        } else if let pages {
            effect = .pages(pages)
        }
        if let first { schedule = .first(first) }
        if let every { schedule = .every(every) }
        if let rate { schedule = .rate(rate, seed: seed ?? 0) }
        name = effects.joined(separator: ",")
    }

    private static let keys: Set<String> = [
        "method", "path", "status", "retry-after", "delay", "reset", "pages", "first", "every", "rate", "seed",
    ]
    private static let flags: Set<String> = ["after", "truncate", "expire-token", "race", "shuffle"]
    private static let effectKeys: Set<String> = [
        "status", "retry-after", "after", "delay", "reset", "truncate", "expire-token", "race", "shuffle",
        "pages",
    ]

    private static func positive(_ text: String) -> Int? {
        Int(text).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func retryAfter(_ text: String) -> RetryAfter? {
        if text.hasPrefix("date:") { return Int(text.dropFirst(5)).map { .date($0) } }
        return Int(text).flatMap { $0 >= 0 ? .seconds($0) : nil }
    }

    private static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        // Far beyond any use, and small enough to multiply.
        guard let number = Int(digits), number <= 1_000_000_000 else { return nil }
        return switch text.dropFirst(digits.count) {
        case "ms": .milliseconds(number)
        case "s": .seconds(number)
        case "m": .seconds(number * 60)
        case "h": .seconds(number * 3600)
        default: nil
        }
    }
}

/// A fault SPEC that cannot be understood, and why.
package struct FaultSpecificationError: Error, Equatable, CustomStringConvertible {
    /// The whole SPEC.
    package let specification: String
    package let reason: String

    package var description: String {
        """
        fault "\(specification)": \(reason). Allowed: method=NAME, path=TEXT; status=400-599 (with \
        retry-after=SECONDS|date:SECONDS, after), delay=DURATION, reset=before|after, truncate, expire-token, \
        race, shuffle, pages=elsewhere|repeat|endless|cut; first=N, every=N, rate=0-1; seed=N (with rate or shuffle)
        """
    }
}
