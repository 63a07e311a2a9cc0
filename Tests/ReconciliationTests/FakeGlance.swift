import ImageAPI
import ImageSharing
import Pacing
import Reconciliation
import TestSupport

/// A Glance in memory, by the rules that a real one showed: it counts before it looks, and keeps duplicates if asked.
actor FakeGlance: MemberReading, MemberWriting, CloudGate, CloudDirectory {
    /// What happens to one write.
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
        /// Somebody else does the same first.
        case overtaken
        /// It was not carried out, nobody says so, and meanwhile somebody else adds these.
        case outrun([ProjectID])
        /// The image, or the run, is refused.
        case imageRefused(ProblemCode)
        /// The member is refused.
        case memberRefused
        /// The like is refused for all members.
        case actionRefused
        /// It is not carried out, and said to be.
        case undoneAndPraised
        /// It was not carried out, nobody says so, and meanwhile the member gives this answer.
        case answered(MemberStatus)
        /// As if nothing untoward, but not before a signal.
        case held(Signal)
        /// A member is removed by somebody else, then nothing untoward.
        case freed(ProjectID)
        /// It is carried out, and somebody else undoes it.
        case undone
        /// The run is over for everybody.
        case notAsked
        /// The run is told to stop.
        case interrupted
    }

    /// A request, as it came.
    enum Call: Equatable {
        case images(ImageQuery)
        case projects(ProjectQuery)
        case offers
        case authorize
        case list(ImageID)
        case owner(ImageID)
        case add(ImageID, ProjectID)
        case remove(ImageID, ProjectID)
        case accept(ImageID, ProjectID)
    }

    /// Whose the images are.
    var ownership = Ownership.own(.numbered(0))
    /// What is found by those who look for it.
    var found = CloudAnswers()

    private let limit: Int
    private let faults: @Sendable (Int, ImageID, ProjectID) -> Fault
    private var writing: Set<ImageID> = []
    private var shown: [ImageID: Set<ProjectID>] = [:]
    private(set) var rows: [ImageID: [ProjectID]]
    /// The answers of those members that have given one.
    private(set) var answers: [ImageID: [ProjectID: MemberStatus]] = [:]
    private(set) var calls: [Call] = []
    /// What was answered to the writes.
    private(set) var results: [WriteResult] = []
    /// What a client must never do and did.
    private(set) var violations: [String] = []
    private var unreadable: [ImageID: Problem] = [:]
    private var tokenTrouble: Setback?
    private var heldOwner: (begun: Signal, signal: Signal)?
    private var hold: (phase: RunPhase, begun: Signal, signal: Signal)?
    /// What has been announced.
    private(set) var phases: [RunPhase] = []
    /// What is concluded from a phase on.
    private var conclusions: [(phase: RunPhase, problem: Problem)] = []

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

    /// The writes that were asked for.
    var writes: [Call] {
        calls.filter {
            switch $0 {
            case .add, .remove, .accept: true
            case .images, .projects, .offers, .authorize, .list, .owner: false
            }
        }
    }

    /// Has members give their answers.
    func answer(_ status: MemberStatus, as members: [Int], of image: Int) {
        for member in members { answers[.numbered(image), default: [:]][.numbered(member)] = status }
    }

    func refuseToRead(_ image: ImageID, _ code: ProblemCode) {
        unreadable[image] = Problem(code: code, image: image, message: "unreadable")
    }

    func refuseToken(_ setback: Setback) { tokenTrouble = setback }

    func conclude(_ problem: Problem, from phase: RunPhase) { conclusions.append((phase, problem)) }

    /// Has whoever begins a phase wait there for a signal.
    func hold(_ phase: RunPhase, begun: Signal, until signal: Signal) { hold = (phase, begun, signal) }

    func prepare(for phase: RunPhase) async {
        phases.append(phase)
        guard let hold, hold.phase == phase else { return }
        hold.begun.give()
        await hold.signal.wait()
    }

    var conclusion: Problem? { conclusions.first { phases.contains($0.phase) }?.problem }

    func authorize() async throws(Setback) -> String? {
        calls.append(.authorize)
        if let tokenTrouble { throw tokenTrouble }
        return "demo"
    }

    func owner(of id: ImageID) async -> Ownership {
        calls.append(.owner(id))
        if let heldOwner {
            heldOwner.begun.give()
            await heldOwner.signal.wait()
        }
        guard !Task.isCancelled else { return .unknown(Problem(code: .cloudUnavailable, message: "cancelled")) }
        return ownership
    }

    /// Has whoever asks whose an image is wait for a signal.
    func holdOwners(begun: Signal, until signal: Signal) { heldOwner = (begun, signal) }

    func list(_ id: ImageID, isOwned: Bool) async throws(Setback) -> [ImageMember] {
        calls.append(.list(id))
        if let problem = unreadable[id] {
            throw Setback(problem, problem.code.isTransient ? .passing(.failing) : .lasting)
        }
        let members = rows[id] ?? []
        shown[id, default: []].formUnion(members)
        return members.map { ImageMember(project: $0, status: answers[id]?[$0] ?? .pending) }
    }

    func write(_ change: Change, to id: ImageID) async -> WriteResult {
        let member = change.member.project
        switch change {
        case .add: calls.append(.add(id, member))
        case .remove: calls.append(.remove(id, member))
        case .accept: calls.append(.accept(id, member))
        }
        if !writing.insert(id).inserted { violations.append("two writes at once on \(id)") }
        if change.action == .add, shown[id]?.contains(member) == true {
            violations.append("\(member) was shown and added again to \(id)")
        }
        defer { writing.remove(id) }
        let fault = faults(writes.count, id, member)
        for _ in 0..<3 { await Task.yield() }
        if case .held(let signal) = fault { await signal.wait() }
        let result = answer(change, id, fault)
        results.append(result)
        return result
    }

    private func answer(_ change: Change, _ id: ImageID, _ fault: Fault) -> WriteResult {
        let member = change.member.project
        func problem(_ code: ProblemCode, _ message: String) -> Problem {
            Problem(code: code, image: id, member: member, message: message)
        }
        switch fault {
        case .none, .held: return carryOut(change, id)
        case .lost: return WriteResult(.failed(Setback(problem(.cloudUnavailable, "refused"), .passing(.failing))))
        case .throttled(let wait):
            let setback = Setback(
                problem(.throttled, "slow down"), .passing(.throttled), retryAfter: wait, hadAnswer: true)
            return WriteResult(.failed(setback))
        case .doneInSilence:
            _ = carryOut(change, id)
            return WriteResult(
                .failed(Setback(problem(.cloudUnavailable, "reset"), .passing(.failing)), mayHaveWorked: true))
        case .undoneInSilence:
            return WriteResult(
                .failed(Setback(problem(.timedOut, "no answer"), .passing(.failing)), mayHaveWorked: true))
        case .overtaken:
            if case .add = change { rows[id, default: []].append(member) } else { _ = carryOut(change, id) }
            return carryOut(change, id)
        case .outrun(let others):
            let present = rows[id] ?? []
            rows[id] = present + others.filter { !present.contains($0) }
            return answer(change, id, .undoneInSilence)
        case .answered(let status):
            answers[id, default: [:]][member] = status
            return answer(change, id, .undoneInSilence)
        case .imageRefused(let code): return WriteResult(.failed(Setback(problem(code, "no"), .lasting)))
        case .memberRefused: return WriteResult(.memberRefused(problem(.memberRejected, "what is that?")))
        case .actionRefused: return WriteResult(.actionRefused(problem(.acceptForbidden, "not you")))
        case .undoneAndPraised: return WriteResult(.done)
        case .freed(let leaver):
            rows[id]?.removeAll { $0 == leaver }
            return carryOut(change, id)
        case .notAsked: return WriteResult(.failed(Setback(problem(.cloudUnavailable, "not asked"), .notAsked)))
        case .interrupted: return WriteResult(.failed(Setback(problem(.cloudUnavailable, "interrupted"), .interrupted)))
        case .undone:
            let before = rows[id]
            let result = carryOut(change, id)
            rows[id] = before
            return result
        }
    }

    private func carryOut(_ change: Change, _ id: ImageID) -> WriteResult {
        let member = change.member.project
        let present = rows[id] ?? []
        switch change {
        case .add:
            if present.count >= limit {
                let words = "Image member limit exceeded: Attempted: \(present.count + 1), Maximum: \(limit)"
                let problem = Problem(
                    code: .memberLimitExceeded, image: id, member: member, httpStatus: 413, message: words)
                return WriteResult(.full(Setback(problem, .passing(.full), hadAnswer: true)))
            }
            if present.contains(member) { return WriteResult(.alreadySo) }
            rows[id] = present + [member]
            // Whoever comes anew has not answered.
            answers[id]?[member] = nil
        case .remove:
            guard let row = present.firstIndex(of: member) else { return WriteResult(.alreadySo) }
            rows[id]?.remove(at: row)
            shown[id]?.remove(member)
            if rows[id]?.contains(member) == false { answers[id]?[member] = nil }
        case .accept:
            guard present.contains(member) else {
                return WriteResult(
                    .memberRefused(Problem(code: .memberMissing, image: id, member: member, message: "gone")))
            }
            if answers[id]?[member] == .rejected { violations.append("\(member) had rejected \(id)") }
            answers[id, default: [:]][member] = .accepted
        }
        return WriteResult(.done, requestID: "req-\(member)")
    }

    func images(_ query: ImageQuery) async throws(Problem) -> [FoundImage] {
        calls.append(.images(query))
        return try found.images?.get() ?? []
    }

    func offers() async throws(Problem) -> ImageOffers {
        calls.append(.offers)
        return try found.offers?.get() ?? ImageOffers(to: .numbered(0), images: [])
    }

    func projects(_ query: ProjectQuery) async throws(Problem) -> [FoundProject] {
        calls.append(.projects(query))
        return try found.projects[query]?.get() ?? []
    }

    /// Scripts what is found by those who look for it.
    func setAnswers(_ answers: CloudAnswers) { found = answers }
}
