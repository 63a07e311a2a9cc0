import FoundationEssentials

/// The JSON result of a run, as a script reads it.
struct RunResult: Decodable, Sendable {
    struct Image: Decodable, Sendable {
        var image: String
        var description: String?
        var name: String?
        var sets: [String]?
    }

    struct Change: Decodable, Sendable {
        var action: String
        var image: String
        var member: String
        var name: String?
        var result: String?
        var attempts: Int?
    }

    struct Problem: Decodable, Sendable {
        var code: String
        var image: String?
        var member: String?
        var http_status: Int?
        var message: String
        var hint: String?
        var request_id: String?
    }

    struct Warning: Decodable, Sendable {
        var code: String
        var image: String
        var member: String
        var rows: Int
        var message: String
        var hint: String
    }

    struct Unmanaged: Decodable, Sendable {
        var image: String
        var member: String
        var status: String
    }

    struct Offer: Decodable, Sendable {
        var image: String
        var name: String?
        var owner: String?
    }

    struct Unread: Decodable, Sendable {
        var image: String
    }

    struct Objection: Decodable, Sendable {
        var code: String
        var message: String
        var hint: String?
    }

    var command: String
    var cloud: String?
    var region: String?
    var project_id: String?
    var project_name: String?
    var apply_would_refuse: Objection?
    var outcome: String
    var interrupted: Bool
    var summary: [String: Int]
    var images: [Image]?
    var not_trusted: [Offer]?
    var changes: [Change]
    var unmanaged: [Unmanaged]
    var not_read: [Unread]?
    var problems: [Problem]
    var omitted_problems: Int
    var warnings: [Warning]?

    init(_ text: String) throws {
        self = try JSONDecoder().decode(RunResult.self, from: Data(text.utf8))
    }
}
