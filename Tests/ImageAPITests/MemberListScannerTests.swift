import FoundationEssentials
import TestSupport
import Testing

@testable import ImageAPI

/// The scanner and the decoder of any JSON, over lists as Glance and others write them.
struct MemberListScannerTests {
    private static let image = "00000000-0000-4000-8000-000000000001"
    private static let row =
        #"{"member_id": "m", "image_id": "00000000-0000-4000-8000-000000000001", "status": "pending", "updated_at": "t", "schema": "/v2/schemas/member"}"#

    private struct List: Decodable {
        var members: [MemberRow]
    }

    @Test(arguments: [
        #"{"members": [], "schema": "/v2/schemas/members"}"#,
        #"{"schema":"/v2/schemas/members","members":[ROW]}"#,
        " {\r\n\t\"members\" : [ ROW , ROW ] } \n",
        #"{"members": [{"status": "accepted", "member_id": "", "image_id": "IMAGE"}]}"#,
    ])
    func `What Glance writes is read as the decoder reads it`(_ template: String) throws {
        let body = Self.body(template)
        let rows = try #require(MemberListScanner.rows(in: body, of: Self.image))
        #expect(try rows == JSONDecoder().decode(List.self, from: Data(body)).members)
    }

    @Test(arguments: [
        "", "{", "[]", "{}", "null", #"{"members": []"#, #"{"members": []} {}"#, #"{"members": [],}"#,
        #"{"members": [ROW,]}"#,
        #"{"members": [], "members": []}"#, #"{"members": [], "next": "/v2"}"#, #"{"members": [], "next": null}"#,
        #"{"members": [], "count": 0}"#, #"{"members": null}"#, #"{"members": ["m"]}"#, #"{"members": [ROW ROW]}"#,
        #"{"members": [{"member_id": "m", "image_id": "IMAGE"}]}"#,
        #"{"members": [{"member_id": "m", "status": "pending"}]}"#,
        #"{"members": [{"image_id": "IMAGE", "status": "pending"}]}"#,
        #"{"members": [{"member_id": "m", "image_id": "another", "status": "pending"}]}"#,
        #"{"members": [{"member_id": "m", "member_id": "n", "image_id": "IMAGE", "status": "pending"}]}"#,
        #"{"members": [{"member_id": "m", "image_id": "IMAGE", "image_id": "IMAGE", "status": "pending"}]}"#,
        #"{"members": [{"member_id": "\u006d", "image_id": "IMAGE", "status": "pending"}]}"#,
        #"{"members": [{"member_id": "ü", "image_id": "IMAGE", "status": "pending"}]}"#,
        #"{"members": [{"member_id": "m", "image_id": "IMAGE", "status": "pending", "updated_at": null}]}"#,
        "{\"members\": [{\"member_id\": \"a\nb\", \"image_id\": \"IMAGE\", \"status\": \"pending\"}]}",
    ])
    func `All else is left to the decoder`(_ template: String) {
        #expect(MemberListScanner.rows(in: Self.body(template), of: Self.image) == nil)
    }

    @Test func `A list that was cut or changed anywhere is read as the decoder reads it, or left to it`() throws {
        let body = Self.body(#"{"members": [ROW, ROW], "schema": "s"}"#)
        for place in body.indices {
            var spoilt = [Array(body[..<place])]
            for byte in Array("\"{}[],: \\x\u{0}".utf8) + [0x80, 0xFF] {
                var changed = body
                changed[place] = byte
                spoilt.append(changed)
            }
            for bytes in spoilt {
                guard let rows = MemberListScanner.rows(in: bytes, of: Self.image) else { continue }
                #expect(try rows == JSONDecoder().decode(List.self, from: Data(bytes)).members)
            }
        }
    }

    private static func body(_ template: String) -> [UInt8] {
        Array(template.replacing("ROW", with: row).replacing("IMAGE", with: image).utf8)
    }
}
