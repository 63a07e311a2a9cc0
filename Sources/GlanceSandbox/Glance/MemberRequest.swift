/// What callers write into the body of a request about members.
enum MemberRequest {
    /// The member to add, of whatever type: Glance looks at it only when it reaches the database.
    static func member(in document: JSONValue) throws(GlanceError) -> JSONValue {
        guard document.isObject else {
            throw .badRequest("Expected a member in the form: {\"member\": \"image_id\"}")
        }
        guard let member = document["member"] else { throw .badRequest("Member to be added not specified") }
        guard !member.isFalsy else { throw .badRequest("Member can't be empty") }
        return member
    }

    /// The status to set, of whatever type.
    static func status(in document: JSONValue) throws(GlanceError) -> JSONValue {
        guard document.isObject else {
            throw .badRequest("Expected a status in the form: {\"status\": \"status\"}")
        }
        guard let status = document["status"] else { throw .badRequest("Status not specified") }
        return status
    }

    /// The member as the database takes it: any string without NUL and without four-byte characters.
    static func storable(_ member: JSONValue) throws(GlanceError) -> String {
        guard let name = member.string else { throw .internalServerError }
        guard name.unicodeScalars.allSatisfy({ $0.value <= 0xFFFF }) else {
            throw .badRequest("Member can't contain 4 byte unicode characters.")
        }
        guard !name.unicodeScalars.contains("\0") else { throw .internalServerError }
        return name
    }
}
