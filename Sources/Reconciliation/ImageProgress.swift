import ImageAPI
import ImageSharing
import Pacing

/// The additions that are left for one image, and what has come of the others.
///
/// It decides nothing about time.
struct ImageProgress: Sendable {
    /// The number of members in a row that may be given up before the image is: one that fails for good is that member's trouble.
    private static let mostGivenUp = 2

    /// The image.
    let image: ImageID
    /// The members still to add; the first is the one being tried.
    private(set) var remaining: ArraySlice<DesiredMember>
    /// The additions that have ended.
    private(set) var outcomes: [Outcome] = []
    /// The problems that were met.
    private(set) var problems: [Problem] = []
    /// True while the members have to be listed before anything more is sent.
    private(set) var mustObserve = false
    /// Glance's word that the image is full, until a list tells whether the member being tried is there already.
    var fullness: Setback?
    /// The state of trying again.
    var retry = Retry()
    /// The reason for which no other image needs to be worked on; nil while others may do better.
    private(set) var ending: Problem?

    private var attempts = 0
    private var mayBeOurs = false
    private var failure: Problem?
    private var givenUp = 0

    init(_ plan: ImagePlan) {
        image = plan.image
        remaining = plan.additions[...]
    }

    /// Counts a request that is about to be sent.
    mutating func countAttempt() { attempts += 1 }

    /// Ends the member being tried.
    mutating func complete(_ result: Outcome.Result, _ problem: Problem? = nil, requestID: String? = nil) {
        guard let member = remaining.popFirst() else { return }
        if result != .failed { givenUp = 0 }
        record(member, result, attempts: attempts, problem, requestID: requestID)
        attempts = 0
        mayBeOurs = false
        failure = nil
    }

    /// Ends the member being tried because Glance says that it is there: our own doing, if an earlier try was in doubt.
    mutating func completeAsPresent() { complete(mayBeOurs ? .created : .alreadyMember) }

    /// Records that the member being tried could not be added for now.
    ///
    /// - Parameters:
    ///   - problem: why.
    ///   - mayHaveWorked: whether it may have been added all the same.
    mutating func recordFailure(_ problem: Problem, mayHaveWorked: Bool) {
        failure = problem
        mayBeOurs = mayBeOurs || mayHaveWorked
        mustObserve = mustObserve || mayHaveWorked
    }

    /// Records that Glance says that the image is full; it counts before it looks, so the list has to tell.
    mutating func recordFailure(full setback: Setback) {
        recordFailure(setback.problem, mayHaveWorked: false)
        fullness = setback
        mustObserve = true
    }

    /// Completes what a list of the image's members shows to be there: it needs no adding any more.
    mutating func markPresent(_ members: [ImageMember]) {
        mustObserve = false
        let present = Set(members.map(\.project))
        if let tried = remaining.first, present.contains(tried.project) { completeAsPresent() }
        let others = remaining.filter { present.contains($0.project) }
        for member in others { record(member, .alreadyMember, attempts: 0, nil) }
        remaining = remaining.filter { !present.contains($0.project) }[...]
    }

    /// Ends the image with the member being tried as failed, and the others untried.
    mutating func end(_ problem: Problem) {
        if problem.code.endsTheRun { ending = problem.asNotAsked }
        complete(.failed, problem)
        skipRest()
    }

    /// Gives the member being tried up because its patience is over; the image with it, where it is full, or where its
    /// members are given up one after another.
    mutating func giveUp() {
        guard let failure else { return skipRest() }
        givenUp += 1
        // What was not answered in time may still be at work over there: nothing else is written meanwhile.
        let isOver = [.memberLimitExceeded, .timedOut].contains(failure.code)
        if isOver || givenUp >= Self.mostGivenUp { return end(failure) }
        complete(.failed, failure)
    }

    /// Ends the image because the run was told to stop: a member in trouble has failed, the others were not tried.
    mutating func stop() {
        if let failure { complete(.failed, failure) }
        skipRest()
    }

    /// Ends the image because nothing more is asked in this run.
    mutating func turnAway(_ problem: Problem) {
        ending = problem
        stop()
    }

    /// True if members were not tried, and nothing says why.
    var isUnexplained: Bool { problems.isEmpty && outcomes.contains { $0.result == .skipped } }

    /// Says why members were not tried.
    mutating func explain(_ problem: Problem) { problems.append(problem) }

    private mutating func skipRest() {
        while !remaining.isEmpty { complete(.skipped) }
    }

    private mutating func record(
        _ member: DesiredMember, _ result: Outcome.Result, attempts: Int, _ problem: Problem?, requestID: String? = nil
    ) {
        // A request that the run's end kept from being sent is none.
        let sent = result == .skipped ? 0 : attempts
        outcomes.append(
            Outcome(image: image, member: member, result: result, attempts: sent, requestID: requestID))
        guard var problem else { return }
        problem.member = member.project
        problem.source = member.source
        problems.append(problem)
    }
}
