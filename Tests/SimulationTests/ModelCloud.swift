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
        var images: [Int: ModelImage] = [:]
        /// The moment when somebody puts everything back by hand as it was; nil once it was done.
        var losesAt: Duration?
        let lostImages: [Int: ModelImage]
        /// The number of processes that have come before.
        var process = 0
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
    private let rights: ModelImage.Rights
    private let losesAt: Duration?
    private let tokenLifetime: Int
    private let latency: @Sendable () -> Duration
    private let fate: @Sendable (Request) -> Fate
    private let keystone: @Sendable (Int, Duration) -> Fate
    private let mayAsk: @Sendable (Request) -> Bool

    /// Makes a cloud.
    ///
    /// - Parameters:
    ///   - images: the images, by number.
    ///   - rights: the rights of its tokens.
    ///   - losesAt: the moment when somebody puts everything back by hand as it was; nil for never.
    ///   - tokenLifetime: the life of a token, in seconds.
    ///   - clock: its time.
    ///   - latency: the time that an answer takes.
    ///   - fate: the fate of a request for an image.
    ///   - keystone: the fate of a request for a token, by its number from 0 and its time.
    ///   - mayAsk: returns true if the manifest asks for what a request that writes asks for.
    init(
        images: [Int: ModelImage], rights: ModelImage.Rights, losesAt: Duration? = nil, tokenLifetime: Int,
        clock: ManualClock,
        latency: @escaping @Sendable () -> Duration, fate: @escaping @Sendable (Request) -> Fate,
        keystone: @escaping @Sendable (Int, Duration) -> Fate, mayAsk: @escaping @Sendable (Request) -> Bool
    ) {
        state = Mutex(State(images: images, losesAt: losesAt, lostImages: images))
        self.rights = rights
        self.mayAsk = mayAsk
        self.losesAt = losesAt
        self.tokenLifetime = tokenLifetime
        self.clock = clock
        self.latency = latency
        self.fate = fate
        self.keystone = keystone
    }

    /// The members of an image, as they are.
    func rows(_ image: Int) -> [String] { members(image).map(\.member) }
    /// The same, with their answers.
    func members(_ image: Int) -> [ModelImage.Row] { state.withLock { $0.images[image]?.rows ?? [] } }
    /// Returns true if somebody has put members back since an observation that ended at a moment, in seconds.
    func hasLost(since moment: Double) -> Bool {
        losesAt.map { clock.now.offset >= $0 && $0 >= .seconds(moment - 200) } ?? false
    }
    /// The number of an image of this cloud.
    func number(of id: ImageID) -> Int { Int(id.description.suffix(12), radix: 16) ?? -1 }
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
        guard var asked = Request(request, body: body, at: clock.now.offset) else {
            state.withLock { $0.violations.append("no such request: \(request.method) \(path)") }
            return .glance(404, "no such path \(path)")
        }
        asked.process = state.withLock { $0.process }
        let fate = fate(asked)
        lose(at: asked.at)
        begin(asked)
        guard isGood(request.field("X-Auth-Token")) else {
            end(asked)
            return .status(401)
        }
        let line = "\(asked.at / .seconds(1)) s: \(asked.deed) \(asked.image) \(asked.member?.suffix(5) ?? ""): \(fate)"
        state.withLock { $0.story.append(line) }
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
            // It goes on over there, whether or not anybody listens; a daemon may come back before it ends.
            if losesAt != nil { end(asked) }
            let rest = work - timeout
            Task { [clock] in
                try? await clock.sleep(for: rest)
                if case .late = fate { _ = self.carryOut(asked) }
                self.end(asked)
            }
            throw .timedOut
        }
        let answer = try outcome(of: fate, asked)
        end(asked)
        return note(answer, to: request, asked)
    }

    private func outcome(
        of fate: Fate, _ asked: Request
    ) throws(TransportFailure) -> HTTPAnswer {
        switch fate {
        case .done, .late, .hangs, .refused: return carryOut(asked)
        case .status(let code, let retryAfter):
            return retryAfter.map { .status(code, retryAfter: "\($0)") } ?? .glance(code, "trouble")
        case .doneBut(let code):
            _ = carryOut(asked)
            return .glance(code, "trouble")
        case .resetBefore:
            end(asked)
            throw .unanswered("reset")
        case .resetAfter:
            _ = carryOut(asked)
            end(asked)
            throw .unanswered("reset")
        case .twice:
            _ = carryOut(asked)
            return carryOut(asked)
        case .cut:
            var answer = carryOut(asked)
            answer.body.removeLast(answer.body.count / 2)
            return answer
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
            {"token": {"project": {"id": "owner"}, "roles": [{"name": "\(rights.isAdministrator ? "admin" : "member")"}],
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
            state.images = state.lostImages
            state.shown = [:]
        }
    }

    /// Begins another process: what an earlier one has sent goes on, and nobody knows of it.
    func beginProcess() {
        state.withLock { state in
            state.process += 1
            state.writing = []
            state.shown = [:]
        }
    }

    private func begin(_ asked: Request) {
        let mayAsk = !asked.isWrite || mayAsk(asked)
        state.withLock { state in
            state.requests.append(asked)
            guard asked.isWrite else { return }
            if !mayAsk { state.violations.append("nobody asks for it: \(asked)") }
            if !state.writing.insert(asked.image).inserted { state.violations.append("two writes at once: \(asked)") }
            guard let member = asked.member else { return }
            if asked.deed == .add && state.shown[asked.image]?.contains(member) == true {
                state.violations.append("shown, and posted again: \(asked)")
            }
            let row = state.images[asked.image]?.rows.first { $0.member == member }
            if asked.deed == .accept && row?.status == "rejected" {
                state.violations.append("rejected, and accepted all the same: \(asked)")
            }
        }
    }

    private func end(_ asked: Request) {
        guard asked.isWrite else { return }
        state.withLock { _ = $0.writing.remove(asked.image) }
    }

    private func carryOut(_ asked: Request) -> HTTPAnswer {
        state.withLock { state in
            state.images[asked.image]?.carryOut(asked, rights) ?? .glance(404, "Image \(asked.image) not found.")
        }
    }

    private func note(_ answer: HTTPAnswer, to request: HTTPRequest, _ asked: Request) -> HTTPAnswer {
        var answer = answer
        let id = request.field("X-Openstack-Request-Id") ?? ""
        if let name = HTTPField.Name("X-Openstack-Request-Id") { answer.response.headerFields[name] = id }
        let status = answer.response.status.code
        state.withLock { state in
            state.answers.insert(Answer(image: asked.image, status: status, requestID: id))
            if asked.deed == .list, status == 200 {
                state.shown[asked.image] = Set(state.images[asked.image]?.rows.map(\.member) ?? [])
            }
        }
        return answer
    }
}
