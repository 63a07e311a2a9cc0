import ImageAPI
import ImageSharing
import Pacing

/// The changes that are left for one image, and what has come of the others.
///
/// It decides nothing about time.
struct ImageProgress: Sendable {
    /// A change that is left.
    struct Work: Sendable {
        let change: Change
        /// The number of times that the cloud was asked for it.
        var attempts = 0
        /// True if an earlier try may have done it.
        var mayBeOurs = false
        /// The reason for which it is not done yet, after a try.
        var failure: Problem?
        /// The rows that the member has, of a removal.
        var rows = 0
        /// True if it had several once: then the list has the last word on whether one is left.
        var hadSeveralRows: Bool

        init(_ change: Change) {
            self.change = change
            rows = change.removal?.rows ?? 0
            hadSeveralRows = rows > 1
        }
    }

    /// The number of members in a row that may be given up before the image is: one that fails for good is that member's trouble.
    private static let mostGivenUp = 2

    /// The image.
    let image: ImageID
    /// The changes still to make; the first is the one being tried.
    private(set) var remaining: ArraySlice<Work>
    /// The changes that have ended.
    private(set) var outcomes: [Outcome] = []
    /// The problems that were met.
    private(set) var problems: [Problem] = []
    /// True while the members have to be listed before anything more is sent.
    private(set) var mustObserve = false
    /// Glance's word about the change being tried, until a list tells whether it has come about all the same: that the
    /// image is full, or that a row was removed of a member that has several.
    var unconfirmed: Setback?
    /// The state of trying again.
    var retry = Retry()
    /// The reason for which no other image needs to be worked on; nil while others may do better.
    private(set) var ending: Problem?

    private var givenUp = 0
    private let accepts: Bool

    /// Begins with all that is planned for an image.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - mayRemove: false to hold its removals.
    init(_ plan: ImagePlan, mayRemove: Bool) {
        image = plan.image
        accepts = !plan.acceptances.isEmpty
        remaining = plan.changes.filter { mayRemove || $0.action != .remove }.map(Work.init)[...]
        if !mayRemove {
            outcomes = plan.removals.map {
                Outcome(image: plan.image, change: .remove($0), result: .held, attempts: 0)
            }
        }
    }

    /// The changes that have ended, in the plan's order.
    var outcomesAsPlanned: [Outcome] {
        Change.Action.allCases.flatMap { action in
            outcomes.filter { $0.change.action == action }.sorted { $0.member.project < $1.member.project }
        }
    }

    /// The change being tried, or the next one to try.
    var next: Change? { remaining.first?.change }

    /// Counts a request that is about to be sent.
    mutating func countAttempt() { changeFirst { $0.attempts += 1 } }

    /// Ends the change being tried because Glance has made it: unless it was one row of several that went.
    mutating func succeed(requestID: String?) {
        switch next {
        case .add: complete(.created, requestID: requestID)
        case .accept: complete(.accepted, requestID: requestID)
        case .remove(let removal):
            guard remaining.first?.hadSeveralRows == true else { return complete(.removed, requestID: requestID) }
            let problem = Problem(
                code: .memberMissing, image: image, member: removal.member.project,
                message: "Glance removed a row of the member, and lists as many as before", requestID: requestID)
            lookFirst(Setback(problem, .passing(.failing), hadAnswer: true))
        case nil: break
        }
    }

    /// Ends the change being tried because Glance says that it is so: an addition by our own doing, if an earlier try was in
    /// doubt.
    mutating func succeedAsBefore() {
        guard let work = remaining.first else { return }
        complete(result(of: work))
        // Whoever else has added the member may have had an answer from it since.
        if case .add(let member) = work.change, !work.mayBeOurs {
            mustObserve = mustObserve || remaining.contains { $0.change == .accept(member) }
        }
    }

    /// Ends the change being tried because Glance does not make it for this member.
    mutating func refuse(_ problem: Problem) { complete(.failed, problem) }

    /// Ends the change being tried, and those like it, because Glance does not let this token make them.
    mutating func refuseAll(_ problem: Problem) {
        guard let action = next?.action else { return }
        complete(.failed, problem)
        skip { $0.change.action == action }
    }

    /// Records that the change being tried could not be made for now.
    ///
    /// - Parameters:
    ///   - problem: why.
    ///   - mayHaveWorked: whether it may have been made all the same.
    mutating func recordFailure(_ problem: Problem, mayHaveWorked: Bool) {
        changeFirst { work in
            work.failure = problem
            work.mayBeOurs = work.mayBeOurs || mayHaveWorked
        }
        mustObserve = mustObserve || mayHaveWorked
    }

    /// Records Glance's word that a list has to confirm: that the image is full, for one, since it counts before it looks.
    mutating func lookFirst(_ setback: Setback) {
        recordFailure(setback.problem, mayHaveWorked: false)
        unconfirmed = setback
        mustObserve = true
    }

    /// Ends what a list of the image's members shows to be so, or to be past: it needs no writing any more.
    mutating func settle(by members: [ImageMember]) {
        mustObserve = false
        let rows = Dictionary(grouping: members, by: \.project)
        let looked = remaining
        let added = Set(looked.lazy.filter { $0.change.action == .add }.map(\.change.member.project))
        remaining = []
        for (index, var work) in zip(looked.indices, looked) {
            let listed = rows[work.change.member.project] ?? []
            switch work.change {
            case .add where !listed.isEmpty, .remove where listed.isEmpty: break
            case .accept where listed.contains { $0.status == .accepted }: break
            case .accept(let member) where listed.contains { $0.status == .rejected }:
                record(work, .failed, rejected(by: member))
                continue
            case .accept(let member) where listed.isEmpty && !added.contains(member.project):
                record(work, .failed, missing(member))
                continue
            case .remove where index == looked.startIndex && listed.count < work.rows:
                // It gets on.
                (unconfirmed, work.failure) = (nil, nil)
                retry.succeed()
                fallthrough
            default:
                work.rows = listed.count
                work.hadSeveralRows = work.hadSeveralRows || listed.count > 1
                remaining.append(work)
                continue
            }
            if index == looked.startIndex { givenUp = 0 }
            record(work, result(of: work), nil)
        }
    }

    /// Has a removal go before each addition, as far as there are any.
    ///
    /// - Returns: true if there is one.
    mutating func makeRoom() -> Bool {
        let removals = remaining.filter { $0.change.action == .remove }
        guard !removals.isEmpty else { return false }
        let additions = remaining.filter { $0.change.action == .add }
        let pairs = zip(removals, additions).flatMap { [$0, $1] }
        let acceptances = remaining.filter { $0.change.action == .accept }
        remaining =
            (pairs + additions.dropFirst(removals.count) + acceptances + removals.dropFirst(additions.count))[...]
        return true
    }

    /// Ends the image with the change being tried as failed, and the others untried.
    mutating func end(_ problem: Problem) {
        if problem.code.endsTheRun { ending = problem.asNotAsked }
        complete(.failed, problem)
        stop()
    }

    /// Gives the change being tried up because its patience is over.
    ///
    /// The image goes with it where its changes are given up one after another; all additions do where the image is full.
    mutating func giveUp() {
        guard let failure = remaining.first?.failure else { return stop() }
        givenUp += 1
        // What was not answered in time may still be at work over there: nothing else is written meanwhile.
        if failure.code == .timedOut || givenUp >= Self.mostGivenUp { return end(failure) }
        if failure.code == .memberLimitExceeded { return refuseAll(failure) }
        complete(.failed, failure)
    }

    /// Ends the image because the run was told to stop: what is in trouble has failed, the rest was not tried.
    mutating func stop() {
        for work in remaining { record(work, work.failure == nil ? .skipped : .failed, work.failure) }
        remaining = []
        unconfirmed = nil
    }

    /// Ends the image because nothing more is asked in this run.
    mutating func turnAway(_ problem: Problem) {
        ending = problem
        stop()
    }

    /// True if changes were not tried, and nothing says why.
    var isUnexplained: Bool { problems.isEmpty && outcomes.contains { $0.result == .skipped } }

    /// Says why changes were not tried.
    mutating func explain(_ problem: Problem) { problems.append(problem) }

    private mutating func changeFirst(_ body: (inout Work) -> Void) {
        if !remaining.isEmpty { body(&remaining[remaining.startIndex]) }
    }

    /// Ends the change being tried.
    private mutating func complete(_ result: Outcome.Result, _ problem: Problem? = nil, requestID: String? = nil) {
        guard let work = remaining.popFirst() else { return }
        // An empty slice keeps the room of all that were in it.
        if remaining.isEmpty { remaining = [] }
        unconfirmed = nil
        if result != .failed { givenUp = 0 }
        record(work, result, problem, requestID: requestID)
        if [.failed, .skipped].contains(result) { skipDependents(of: work) }
    }

    /// The result of a change that turns out to be made.
    private func result(of work: Work) -> Outcome.Result {
        switch work.change {
        case .add: work.mayBeOurs ? .created : .alreadyMember
        case .accept: .accepted
        case .remove: .removed
        }
    }

    private mutating func skip(_ isMeant: (Work) -> Bool) {
        let meant = remaining.filter(isMeant)
        remaining = remaining.filter { !isMeant($0) }[...]
        for work in meant {
            record(work, .skipped, nil)
            skipDependents(of: work)
        }
    }

    /// Leaves out what can be done only to a member that is there.
    private mutating func skipDependents(of work: Work) {
        guard accepts, case .add(let member) = work.change else { return }
        skip { $0.change == .accept(member) }
    }

    private mutating func record(
        _ work: Work, _ result: Outcome.Result, _ problem: Problem?, requestID: String? = nil
    ) {
        // A request that the run's end kept from being sent is none.
        let sent = result == .skipped ? 0 : work.attempts
        outcomes.append(
            Outcome(image: image, change: work.change, result: result, attempts: sent, requestID: requestID))
        guard var problem else { return }
        problem.member = work.change.member.project
        problem.source = work.change.member.source
        problems.append(problem)
    }

    private func rejected(by member: DesiredMember) -> Problem {
        Problem(
            code: .acceptForbidden, image: image, member: member.project,
            message: "the project has rejected the image meanwhile: that is its word, and is left to it")
    }

    private func missing(_ member: DesiredMember) -> Problem {
        Problem(
            code: .memberMissing, image: image, member: member.project,
            message: "the project is no member any more, and cannot accept the image",
            hint: "somebody has removed it meanwhile: run apply again")
    }
}
