import Pacing
import ImageAPI
import ImageSharing

/// What is left to do for one image, and what has come of it so far.
///
/// It decides nothing about time.
struct ImageWork: Sendable {
    /// How many members in a row may be given up before the image is: one that fails for good is that member's trouble.
    private static let mostGivenUp = 2

    /// The image.
    let image: ImageID
    /// The members still to add; the first is the one being tried.
    private(set) var remaining: ArraySlice<DesiredMember>
    /// What has ended.
    private(set) var outcomes: [Outcome] = []
    /// What went wrong.
    private(set) var problems: [Problem] = []
    /// Whether the members have to be listed before anything more is sent.
    private(set) var mustLook = false
    /// Glance's word that the image is full, until a list tells whether the member being tried is there already.
    var fullness: Setback?
    /// How the image tries again.
    var retry = Retry()
    /// Why no other image needs to be worked on; nil while others may do better.
    private(set) var ending: Problem?

    private var attempts = 0
    private var mayBeOurs = false
    private var trouble: Problem?
    private var givenUp = 0

    init(_ plan: ImagePlan) {
        image = plan.image
        remaining = plan.additions[...]
    }

    /// Counts a request that is about to be sent.
    mutating func countAttempt() { attempts += 1 }

    /// Ends the member being tried.
    mutating func settle(_ result: Outcome.Result, _ problem: Problem? = nil, requestID: String? = nil) {
        guard let member = remaining.popFirst() else { return }
        if result != .failed { givenUp = 0 }
        record(member, result, attempts: attempts, problem, requestID: requestID)
        attempts = 0
        mayBeOurs = false
        trouble = nil
    }

    /// Ends the member being tried because Glance says that it is there: our own doing, if an earlier try was in doubt.
    mutating func settleAsPresent() { settle(mayBeOurs ? .created : .alreadyMember) }

    /// Notes that the member being tried could not be added for now.
    ///
    /// - Parameters:
    ///   - problem: why.
    ///   - mayHaveWorked: whether it may have been added all the same.
    mutating func stumble(_ problem: Problem, mayHaveWorked: Bool) {
        trouble = problem
        mayBeOurs = mayBeOurs || mayHaveWorked
        mustLook = mustLook || mayHaveWorked
    }

    /// Notes that Glance says that the image is full; it counts before it looks, so the list has to tell.
    mutating func stumble(overFullness setback: Setback) {
        stumble(setback.problem, mayHaveWorked: false)
        fullness = setback
        mustLook = true
    }

    /// Takes in a list of the image's members: whatever is there needs no adding any more.
    mutating func learn(_ members: [ImageMember]) {
        mustLook = false
        let present = Set(members.map(\.project))
        if let tried = remaining.first, present.contains(tried.project) { settleAsPresent() }
        let others = remaining.filter { present.contains($0.project) }
        for member in others { record(member, .alreadyMember, attempts: 0, nil) }
        remaining = remaining.filter { !present.contains($0.project) }[...]
    }

    /// Ends the image with the member being tried as failed, and the others untried.
    mutating func end(_ problem: Problem) {
        if problem.code.endsTheRun { ending = problem.asNotAsked }
        settle(.failed, problem)
        skipRest()
    }

    /// Gives the member being tried up because its patience is over; the image with it, where it is full, or where its
    /// members are given up one after another.
    mutating func giveUp() {
        guard let trouble else { return skipRest() }
        givenUp += 1
        // What was not answered in time may still be at work over there: nothing else is written meanwhile.
        let isOver = [.memberLimitExceeded, .timedOut].contains(trouble.code)
        if isOver || givenUp >= Self.mostGivenUp { return end(trouble) }
        settle(.failed, trouble)
    }

    /// Ends the image because the run was told to stop: a member in trouble has failed, the others were not tried.
    mutating func stop() {
        if let trouble { settle(.failed, trouble) }
        skipRest()
    }

    /// Ends the image because nothing more is asked in this run.
    mutating func turnAway(_ problem: Problem) {
        ending = problem
        stop()
    }

    /// Whether members were not tried, and nothing says why.
    var wasLeftUntold: Bool { problems.isEmpty && outcomes.contains { $0.result == .skipped } }

    /// Says why members were not tried.
    mutating func note(_ problem: Problem) { problems.append(problem) }

    private mutating func skipRest() {
        while !remaining.isEmpty { settle(.skipped) }
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
