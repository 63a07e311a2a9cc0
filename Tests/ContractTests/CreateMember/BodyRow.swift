import Testing

/// A body that is refused, and how.
struct BodyRow: Sendable, CustomTestStringConvertible {
    let name: String
    let body: String
    let status: Int
    /// Part of what the answer says.
    let says: String

    var testDescription: String { "\(status) \(name)" }

    private init(_ name: String, _ body: String, _ status: Int, _ says: String) {
        (self.name, self.body, self.status, self.says) = (name, body, status, says)
    }

    private static let failure = "The server has either erred or is incapable of performing the requested operation."
    private static let malformed = "Malformed JSON in request body."
    private static let empty = "Member can't be empty"
    private static let form = #"Expected a member in the form: {\"member\": \"image_id\"}"#

    /// A member beside lists within lists.
    static func deep(_ depth: Int) -> String {
        #"{"member": "a", "b": "# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
    }

    /// The rows of the document, each under its name, and the ones beside it.
    static let all = [
        Self("empty body", "", 400, "Body expected in request."),
        Self("malformed JSON", #"{"member": "#, 400, "Malformed JSON in request body."),
        Self("malformed JSON: something behind it", #"{"member": "a"} b"#, 400, "Malformed JSON in request body."),
        Self("malformed JSON: a comma before a bracket", #"{"member": "a",}"#, 400, malformed),
        Self("malformed JSON: a byte order mark", "\u{FEFF}" + #"{"member": "a"}"#, 400, malformed),
        Self("malformed JSON: a NUL between characters", "{\0\"member\": \"a\"}", 400, malformed),
        Self("malformed JSON: a line break in a string", "{\"member\": \"a\nb\"}", 400, malformed),
        Self("malformed JSON: a comment", #"{"member": "a"} // b"#, 400, malformed),
        Self("malformed JSON: single quotes", "{'member': 'a'}", 400, malformed),
        Self("malformed JSON: a number that begins with 0", #"{"member": "a", "b": 01}"#, 400, malformed),
        Self("JSON deeper than anybody reads", deep(5000), 500, failure),
        Self("half a surrogate pair", #"{"member": "a\ud800"}"#, 500, failure),
        Self("member twice, at last a number", #"{"member": "a", "member": 1}"#, 500, failure),
        Self("member twice, at last empty", #"{"member": "a", "member": ""}"#, 400, empty),
        Self("value member_id is NaN", #"{"member": NaN}"#, 500, failure),
        Self("value member_id is -Infinity", #"{"member": -Infinity}"#, 500, failure),
        Self("JSON that is a string", #""member""#, 400, "Unexpected body type. Expected list/dict."),
        Self("JSON that is null", "null", 400, "Unexpected body type. Expected list/dict."),
        Self("JSON that is a list", "[]", 400, form),
        Self("key member is not specified", "{}", 400, "Member to be added not specified"),
        Self("value member_id is empty", #"{"member": ""}"#, 400, empty),
        Self("value member_id is null", #"{"member": null}"#, 400, empty),
        Self("value member_id is 0", #"{"member": 0}"#, 400, empty),
        Self("value member_id is false", #"{"member": false}"#, 400, empty),
        Self("value member_id is an empty list", #"{"member": []}"#, 400, empty),
        Self("value member_id is an empty object", #"{"member": {}}"#, 400, empty),
        Self(
            "4-byte Unicode in member_id", "{\"member\": \"\u{1F600}\"}", 400,
            "Member can't contain 4 byte unicode characters."),
        Self(
            "4-byte Unicode in member_id, escaped", #"{"member": "\ud83d\ude00"}"#, 400,
            "Member can't contain 4 byte unicode characters."),
        Self("value member_id is a list", #"{"member": ["a"]}"#, 500, failure),
        Self("value member_id is an object", #"{"member": {"a": 1}}"#, 500, failure),
        Self("value member_id is a number", #"{"member": 3}"#, 500, failure),
        Self("value member_id is true", #"{"member": true}"#, 500, failure),
        Self("NUL in member_id", #"{"member": "a\u0000b"}"#, 500, failure),
        // The document says 256: that cloud's column was one character longer.
        Self(
            "member_id is more than 255 characters", #"{"member": ""# + String(repeating: "m", count: 256) + #""}"#,
            500, failure),
    ]
}
