import Pacing
import ImageAPI
import ImageSharing
import Reconciliation
import TestSupport

/// A Glance in memory, by the rules that a real one showed: it counts before it looks, and keeps duplicates if asked.
actor FakeGlance: MemberReading, MemberWriting {
    /// What happens to one addition.
    enum Fault: Sendable {
        /// Nothing untoward.
        case none
        /// The request did not arrive.
        case lost
        /// The cloud asks for less.
        case throttled(Duration?)
        /// It was carried out, and the answer got lost.
        case doneInSilence
        /// It was not carried out, and nobody says so.
        case undoneInSilence
        /// Somebody else adds the member first.
        case overtaken
        /// It was not carried out, nobody says so, and meanwhile somebody else adds these.
        case outrun([ProjectID])
        /// The image, or the run, is refused.
        case imageRefused(ProblemCode)
        /// The member is refused.
        case memberRefused
        /// As if nothing untoward, but not before a signal.
        case held(Signal)
        /// A member is removed by somebody else, then nothing untoward.
        case freed(ProjectID)
    }

    /// A request, as it came.
    enum Call: Equatable {
        case list(ImageID)
        case add(ImageID, ProjectID)
    }

    private let limit: Int
    private let faults: @Sendable (Int, ImageID, ProjectID) -> Fault
    private var writing: Set<ImageID> = []
    private var shown: [ImageID: Set<ProjectID>] = [:]
    private(set) var rows: [ImageID: [ProjectID]]
    private(set) var calls: [Call] = []
    /// What a client must never do and did.
    private(set) var violations: [String] = []
    private var unreadable: [ImageID: Problem] = [:]

    init(
        _ rows: [Int: [Int]], limit: Int = 128,
        faults: @escaping @Sendable (Int, ImageID, ProjectID) -> Fault = { _, _, _ in .none }
    ) {
        self.rows = Dictionary(
            uniqueKeysWithValues: rows.map { (ImageID.numbered($0.key), $0.value.map { ProjectID.numbered($0) }) }
        )
        self.limit = limit
        self.faults = faults
    }

    /// The additions that were asked for.
    var adds: [Call] { calls.filter { if case .add = $0 { true } else { false } } }

    func refuseToRead(_ image: ImageID, _ code: ProblemCode) {
        unreadable[image] = Problem(code: code, image: image, message: "unreadable")
    }

    func list(_ id: ImageID) async throws(Setback) -> [ImageMember] {
        calls.append(.list(id))
        if let problem = unreadable[id] {
            throw Setback(problem, problem.code.isTransient ? .passing(.failing) : .lasting)
        }
        let members = rows[id] ?? []
        shown[id, default: []].formUnion(members)
        return members.map { ImageMember(project: $0, status: .pending) }
    }

    func add(_ member: ProjectID, to id: ImageID) async -> AddAnswer {
        calls.append(.add(id, member))
        if !writing.insert(id).inserted { violations.append("two writes at once on \(id)") }
        if shown[id]?.contains(member) == true { violations.append("\(member) was shown and added again to \(id)") }
        defer { writing.remove(id) }
        let fault = faults(adds.count, id, member)
        for _ in 0..<3 { await Task.yield() }
        if case .held(let signal) = fault { await signal.wait() }
        return answer(member, id, fault)
    }

    private func answer(_ member: ProjectID, _ id: ImageID, _ fault: Fault) -> AddAnswer {
        func problem(_ code: ProblemCode, _ message: String) -> Problem {
            Problem(code: code, image: id, member: member, message: message)
        }
        switch fault {
        case .none, .held: return write(member, id)
        case .lost: return .notAdded(Setback(problem(.cloudUnavailable, "refused"), .passing(.failing)))
        case .throttled(let wait):
            return .notAdded(
                Setback(problem(.throttled, "slow down"), .passing(.throttled), retryAfter: wait))
        case .doneInSilence:
            _ = write(member, id)
            return .inDoubt(Setback(problem(.cloudUnavailable, "reset"), .passing(.failing)))
        case .undoneInSilence: return .inDoubt(Setback(problem(.timedOut, "no answer"), .passing(.failing)))
        case .overtaken:
            rows[id, default: []].append(member)
            return write(member, id)
        case .outrun(let others):
            let present = rows[id] ?? []
            rows[id] = present + others.filter { !present.contains($0) }
            return answer(member, id, .undoneInSilence)
        case .imageRefused(let code): return .imageRefused(problem(code, "no"))
        case .memberRefused: return .refused(problem(.memberRejected, "what is that?"))
        case .freed(let leaver):
            rows[id]?.removeAll { $0 == leaver }
            return write(member, id)
        }
    }

    private func write(_ member: ProjectID, _ id: ImageID) -> AddAnswer {
        let present = rows[id] ?? []
        if present.count >= limit {
            let words = "Image member limit exceeded: Attempted: \(present.count + 1), Maximum: \(limit)"
            let problem = Problem(
                code: .memberLimitExceeded, image: id, member: member, httpStatus: 413, message: words)
            return .full(Setback(problem, .passing(.full)))
        }
        if present.contains(member) { return .alreadyMember }
        rows[id] = present + [member]
        return .created(requestID: "req-\(member)")
    }
}
