import ImageSharing

/// What is left to do for one image, and what has come of it so far.
///
/// It decides nothing about time.
struct ImageWork: Sendable {
    /// The image.
    let image: ImageID
    /// The members still to add; the first is the one being tried.
    private(set) var remaining: ArraySlice<DesiredMember>
    /// What has ended.
    private(set) var outcomes: [Outcome] = []
    /// What went wrong.
    private(set) var problems: [Problem] = []
    /// How often in a row the member being tried has had to wait.
    private(set) var waits = 0
    /// Whether the members have to be listed before anything more is sent.
    private(set) var mustLook = false

    /// Whether the image is spending the run's budget.
    var isFailing = false

    private var attempts = 0
    private var mayBeOurs = false
    private var trouble: Problem?

    init(_ plan: ImagePlan) {
        image = plan.image
        remaining = plan.additions[...]
    }

    /// Counts a request that is about to be sent.
    mutating func countAttempt() { attempts += 1 }

    /// Ends the member being tried.
    mutating func settle(_ result: Outcome.Result, _ problem: Problem? = nil, requestID: String? = nil) {
        guard let member = remaining.popFirst() else { return }
        record(member, result, attempts: attempts, problem, requestID: requestID)
        attempts = 0
        mayBeOurs = false
        trouble = nil
        waits = 0
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

    /// Notes that the image is about to wait.
    mutating func countWait() { waits += 1 }

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
        settle(.failed, problem)
        skipRest()
    }

    /// Ends the image because its patience is over: the member in trouble has failed, the others were not tried.
    mutating func giveUp() {
        if let trouble { settle(.failed, trouble) }
        skipRest()
    }

    /// Ends the image because the run was told to stop: a member in trouble has failed, the others were not tried.
    mutating func stop() {
        if let trouble { settle(.failed, trouble) }
        skipRest()
    }

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
