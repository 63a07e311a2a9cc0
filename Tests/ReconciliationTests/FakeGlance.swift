import ImageAPI
import ImageSharing
import Pacing
import Reconciliation
import TestSupport

/// A Glance in memory, by the rules that a real one showed: it counts before it looks, and keeps duplicates if asked.
actor FakeGlance: MemberReading, MemberWriting, CloudGate, CloudDirectory {
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
    var answers = CloudAnswers()

    private let limit: Int
    private let faults: @Sendable (Int, ImageID, ProjectID) -> Fault
    private var writing: Set<ImageID> = []
    private var shown: [ImageID: Set<ProjectID>] = [:]
    private(set) var rows: [ImageID: [ProjectID]]
    private(set) var calls: [Call] = []
    /// What was answered to the additions.
    private(set) var results: [WriteResult] = []
    /// What a client must never do and did.
    private(set) var violations: [String] = []
    private var unreadable: [ImageID: Problem] = [:]
    private var tokenTrouble: Setback?
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

    func owner(of id: ImageID) -> Ownership {
        calls.append(.owner(id))
        return ownership
    }

    func list(_ id: ImageID, isOwned: Bool) async throws(Setback) -> [ImageMember] {
        calls.append(.list(id))
        if let problem = unreadable[id] {
            throw Setback(problem, problem.code.isTransient ? .passing(.failing) : .lasting)
        }
        let members = rows[id] ?? []
        shown[id, default: []].formUnion(members)
        return members.map { ImageMember(project: $0, status: .pending) }
    }

    func write(_ change: Change, to id: ImageID) async -> WriteResult {
        switch change {
        case .add(let member): return await add(member.project, to: id)
        case .remove(let removal):
            let member = removal.member.project
            calls.append(.remove(id, member))
            guard let row = rows[id]?.firstIndex(of: member) else { return WriteResult(.alreadySo) }
            rows[id]?.remove(at: row)
            return WriteResult(.done, requestID: "req-\(member)")
        case .accept(let member):
            calls.append(.accept(id, member.project))
            return WriteResult(.done)
        }
    }

    private func add(_ member: ProjectID, to id: ImageID) async -> WriteResult {
        calls.append(.add(id, member))
        if !writing.insert(id).inserted { violations.append("two writes at once on \(id)") }
        if shown[id]?.contains(member) == true { violations.append("\(member) was shown and added again to \(id)") }
        defer { writing.remove(id) }
        let fault = faults(adds.count, id, member)
        for _ in 0..<3 { await Task.yield() }
        if case .held(let signal) = fault { await signal.wait() }
        let result = answer(member, id, fault)
        results.append(result)
        return result
    }

    private func answer(_ member: ProjectID, _ id: ImageID, _ fault: Fault) -> WriteResult {
        func problem(_ code: ProblemCode, _ message: String) -> Problem {
            Problem(code: code, image: id, member: member, message: message)
        }
        switch fault {
        case .none, .held: return write(member, id)
        case .lost: return WriteResult(.failed(Setback(problem(.cloudUnavailable, "refused"), .passing(.failing))))
        case .throttled(let wait):
            let setback = Setback(
                problem(.throttled, "slow down"), .passing(.throttled), retryAfter: wait, hadAnswer: true)
            return WriteResult(.failed(setback))
        case .doneInSilence:
            _ = write(member, id)
            return WriteResult(
                .failed(Setback(problem(.cloudUnavailable, "reset"), .passing(.failing)), mayHaveWorked: true))
        case .undoneInSilence:
            return WriteResult(
                .failed(Setback(problem(.timedOut, "no answer"), .passing(.failing)), mayHaveWorked: true))
        case .overtaken:
            rows[id, default: []].append(member)
            return write(member, id)
        case .outrun(let others):
            let present = rows[id] ?? []
            rows[id] = present + others.filter { !present.contains($0) }
            return answer(member, id, .undoneInSilence)
        case .imageRefused(let code): return WriteResult(.failed(Setback(problem(code, "no"), .lasting)))
        case .memberRefused: return WriteResult(.memberRefused(problem(.memberRejected, "what is that?")))
        case .freed(let leaver):
            rows[id]?.removeAll { $0 == leaver }
            return write(member, id)
        case .notAsked: return WriteResult(.failed(Setback(problem(.cloudUnavailable, "not asked"), .notAsked)))
        case .interrupted: return WriteResult(.failed(Setback(problem(.cloudUnavailable, "interrupted"), .interrupted)))
        case .undone:
            let result = write(member, id)
            rows[id]?.removeAll { $0 == member }
            return result
        }
    }

    private func write(_ member: ProjectID, _ id: ImageID) -> WriteResult {
        let present = rows[id] ?? []
        if present.count >= limit {
            let words = "Image member limit exceeded: Attempted: \(present.count + 1), Maximum: \(limit)"
            let problem = Problem(
                code: .memberLimitExceeded, image: id, member: member, httpStatus: 413, message: words)
            return WriteResult(.full(Setback(problem, .passing(.full), hadAnswer: true)))
        }
        if present.contains(member) { return WriteResult(.alreadySo) }
        rows[id] = present + [member]
        return WriteResult(.done, requestID: "req-\(member)")
    }

    func images(_ query: ImageQuery) async throws(Problem) -> [FoundImage] {
        calls.append(.images(query))
        return try answers.images?.get() ?? []
    }

    func projects(_ query: ProjectQuery) async throws(Problem) -> [FoundProject] {
        calls.append(.projects(query))
        return try answers.projects[query]?.get() ?? []
    }

    /// Scripts what is found by those who look for it.
    func setAnswers(_ answers: CloudAnswers) { self.answers = answers }
}
