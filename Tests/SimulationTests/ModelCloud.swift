import FoundationEssentials
import HTTPTypes
import ImageSharing
import OpenStack
import Synchronization
import TestSupport
import Transport

/// A Keystone and a Glance in virtual time, by the rules that real ones showed, whose faults pass or stay.
final class ModelCloud: HTTPTransport {
    private struct State {
        var rows: [Int: [String]] = [:]
        /// The moment when somebody takes away by hand what has been added; nil once it was done.
        var losesAt: Duration?
        let lostRows: [Int: [String]]
        var writing: Set<Int> = []
        var shown: [Int: Set<String>] = [:]
        var answers: Set<Answer> = []
        var requests: [Request] = []
        var tokens: [Duration] = []
        var tokenEnds: [String: Duration] = [:]
        var violations: [String] = []
        var story: [String] = []
    }

    private let state: Mutex<State>
    private let clock: ManualClock
    private let quota: Int
    private let losesAt: Duration?
    private let tokenLifetime: Int
    private let latency: @Sendable () -> Duration
    private let fate: @Sendable (Request) -> Fate
    private let keystone: @Sendable (Int, Duration) -> Fate

    /// Makes a cloud.
    ///
    /// - Parameters:
    ///   - rows: the members of each image, by number.
    ///   - quota: the most members that an image may have.
    ///   - losesAt: the moment when somebody takes away by hand what has been added; nil for never.
    ///   - tokenLifetime: the life of a token, in seconds.
    ///   - clock: its time.
    ///   - latency: the time that an answer takes.
    ///   - fate: the fate of a request for an image.
    ///   - keystone: the fate of a request for a token, by its number from 0 and its time.
    init(
        rows: [Int: [String]], quota: Int, losesAt: Duration? = nil, tokenLifetime: Int, clock: ManualClock,
        latency: @escaping @Sendable () -> Duration, fate: @escaping @Sendable (Request) -> Fate,
        keystone: @escaping @Sendable (Int, Duration) -> Fate
    ) {
        state = Mutex(State(rows: rows, losesAt: losesAt, lostRows: rows))
        self.quota = quota
        self.losesAt = losesAt
        self.tokenLifetime = tokenLifetime
        self.clock = clock
        self.latency = latency
        self.fate = fate
        self.keystone = keystone
    }

    /// The members of an image, as they are.
    func rows(_ image: Int) -> [String] { state.withLock { $0.rows[image] ?? [] } }
    /// Returns true if somebody has taken members away since an observation that ended at a moment, in seconds.
    func hasLost(since moment: Double) -> Bool {
        losesAt.map { clock.now.offset >= $0 && $0 >= .seconds(moment - 200) } ?? false
    }
    /// The number of an image of this cloud.
    func number(of id: ImageID) -> Int { Self.number(id.description) ?? -1 }
    /// The deeds that a client must never do and did.
    var violations: [String] { state.withLock { $0.violations } }
    /// The moments at which a token was asked for.
    var tokens: [Duration] { state.withLock { $0.tokens } }
    /// Everything that was asked for images.
    var requests: [Request] { state.withLock { $0.requests } }
    /// The events, a line a request.
    var story: [String] { state.withLock { $0.story } }
    /// Everything that was answered for images.
    var answers: Set<Answer> { state.withLock { $0.answers } }

    func send(
        _ request: HTTPRequest, body: [UInt8]?, timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        let path = request.path ?? ""
        let wait = latency()
        if path.hasPrefix("/identity/v3/auth/tokens") { return try await token(request, after: wait, timeout) }
        guard let image = Self.image(in: path) else { return .glance(404, "no such path \(path)") }
        let member = body.flatMap { Self.member(in: $0) }
        let asked = Request(isWrite: request.method == .post, image: image, member: member, at: clock.now.offset)
        let fate = fate(asked)
        lose(at: asked.at)
        begin(asked)
        guard isGood(request.field("X-Auth-Token")) else {
            end(asked)
            return .status(401)
        }
        state.withLock { state in
            state.story.append(
                "\(asked.at / .seconds(1)) s: \(request.method) image \(image) \(member?.suffix(2) ?? ""): \(fate)")
        }
        let work: Duration
        switch fate {
        case .refused:
            end(asked)
            throw .notSent("connection refused")
        case .hangs: work = timeout + timeout
        case .late(let late): work = timeout + late
        default: work = wait
        }
        do {
            try await clock.sleep(for: min(work, timeout))
        } catch {
            end(asked)
            throw .cancelled
        }
        guard work <= timeout else {
            // It goes on over there, whether or not anybody listens.
            let rest = work - timeout
            Task { [clock] in
                try? await clock.sleep(for: rest)
                if case .late = fate { _ = self.carryOut(asked, path) }
                self.end(asked)
            }
            throw .timedOut
        }
        let answer = try outcome(of: fate, asked, path)
        end(asked)
        return note(answer, to: request, image)
    }

    private func outcome(
        of fate: Fate, _ asked: Request, _ path: String
    ) throws(TransportFailure) -> HTTPAnswer {
        switch fate {
        case .done, .late, .hangs, .refused: return carryOut(asked, path)
        case .status(let code, let retryAfter):
            return retryAfter.map { .status(code, retryAfter: "\($0)") } ?? .glance(code, "trouble")
        case .doneBut(let code):
            _ = carryOut(asked, path)
            return .glance(code, "trouble")
        case .resetBefore:
            end(asked)
            throw .unanswered("reset")
        case .resetAfter:
            _ = carryOut(asked, path)
            end(asked)
            throw .unanswered("reset")
        case .twice:
            _ = carryOut(asked, path)
            return carryOut(asked, path)
        }
    }

    private func token(
        _ request: HTTPRequest, after wait: Duration, _ timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        let number = state.withLock { state in
            state.tokens.append(clock.now.offset)
            return state.tokens.count - 1
        }
        let fate = keystone(number, clock.now.offset)
        var work = wait
        if case .hangs = fate { work = timeout + timeout }
        if case .refused = fate { throw .notSent("connection refused") }
        do { try await clock.sleep(for: min(work, timeout)) } catch { throw .cancelled }
        guard work <= timeout else { throw .timedOut }
        if case .status(let code, _) = fate { return .keystone(code, "trouble") }
        let seconds = clock.now.offset.components.seconds
        let issued = Date(timeIntervalSince1970: Double(seconds)),
            expires = issued.addingTimeInterval(Double(tokenLifetime))
        var answer = HTTPAnswer.status(
            request.method == .get ? 200 : 201,
            """
            {"token": {"project": {"id": "owner"}, "roles": [{"name": "member"}],
            "issued_at": "\(issued.formatted(.iso8601))", "expires_at": "\(expires.formatted(.iso8601))",
            "catalog": [{"type": "image", "endpoints":
            [{"interface": "public", "region": "RegionOne", "url": "http://glance.test/image"}]}]}}
            """
        )
        if let name = HTTPField.Name("X-Subject-Token") {
            let token = request.field("X-Subject-Token") ?? "token-\(number)"
            answer.response.headerFields[name] = token
            // Keystone cuts to whole seconds.
            state.withLock { state in
                state.tokenEnds[token] = state.tokenEnds[token] ?? .seconds(seconds + Int64(tokenLifetime))
            }
        }
        return answer
    }

    private func isGood(_ token: String?) -> Bool {
        let now = clock.now.offset
        return state.withLock { state in
            guard let token, let end = state.tokenEnds[token] else { return false }
            if now >= end { state.violations.append("a token was used after its end") }
            return now < end
        }
    }

    private func lose(at now: Duration) {
        state.withLock { state in
            guard let time = state.losesAt, now >= time else { return }
            state.losesAt = nil
            state.rows = state.lostRows
            state.shown = [:]
        }
    }

    private func begin(_ asked: Request) {
        state.withLock { state in
            state.requests.append(asked)
            guard asked.isWrite else { return }
            if !state.writing.insert(asked.image).inserted { state.violations.append("two writes at once: \(asked)") }
            if let member = asked.member, state.shown[asked.image]?.contains(member) == true {
                state.violations.append("shown, and posted again: \(asked)")
            }
        }
    }

    private func end(_ asked: Request) {
        guard asked.isWrite else { return }
        state.withLock { _ = $0.writing.remove(asked.image) }
    }

    private func carryOut(_ asked: Request, _ path: String) -> HTTPAnswer {
        state.withLock { state in
            let rows = state.rows[asked.image] ?? []
            let id = ImageID.numbered(asked.image)
            guard asked.isWrite, let member = asked.member else {
                if !path.hasSuffix("/members") {
                    return .status(
                        200, #"{"owner": "owner", "visibility": "shared", "name": null, "status": "active"}"#)
                }
                let members = rows.map { #"{"image_id": "\#(id)", "member_id": "\#($0)", "status": "pending"}"# }
                return .status(200, #"{"members": [\#(members.joined(separator: ","))]}"#)
            }
            if rows.count >= quota {
                return .glance(413, "Image member limit exceeded: Attempted: \(rows.count + 1), Maximum: \(quota)")
            }
            if rows.contains(member) { return .glance(409, "Member \(member) is duplicated for image \(id)") }
            state.rows[asked.image] = rows + [member]
            return .status(200, #"{"image_id": "\#(id)", "member_id": "\#(member)", "status": "pending"}"#)
        }
    }

    private func note(_ answer: HTTPAnswer, to request: HTTPRequest, _ image: Int) -> HTTPAnswer {
        var answer = answer
        let id = request.field("X-Openstack-Request-Id") ?? ""
        if let name = HTTPField.Name("X-Openstack-Request-Id") { answer.response.headerFields[name] = id }
        let status = answer.response.status.code
        state.withLock { state in
            state.answers.insert(Answer(image: image, status: status, requestID: id))
            if request.method == .get, status == 200, request.path?.hasSuffix("/members") == true {
                state.shown[image] = Set(state.rows[image] ?? [])
            }
        }
        return answer
    }

    private static func image(in path: String) -> Int? {
        let parts = path.split(separator: "/")
        guard parts.count >= 4, parts[0] == "image", parts[2] == "images" else { return nil }
        return number(parts[3])
    }

    private static func number(_ id: some StringProtocol) -> Int? { Int(id.suffix(12), radix: 16) }

    private static func member(in body: [UInt8]) -> String? {
        struct Body: Decodable { var member: String }
        return (try? JSONDecoder().decode(Body.self, from: Data(body)))?.member
    }
}
