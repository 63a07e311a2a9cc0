import Pacing

/// The conclusion about a service from the ends of its requests, for reading or for writing: a pure value.
///
/// One image's trouble says nothing about the others. So a service is taken to be down when several images in a row have
/// failed, each another one, with no success in between; or when the way to it has failed, which is the same for all.
/// Then one request at a time probes it, each a step of the back-off later, and preferably for an image that has not been
/// asked for yet: one that works ends the conclusion. Where the patience is over, nobody is asked for any more.
struct Circuit: Sendable {
    /// The step that is to be taken about a service.
    enum Verdict: Sendable {
        /// Nothing more than to wait for the next step.
        case goOn
        /// Everybody has been asked for and has failed for as long as the patience lasts; nobody is left untried.
        case endThoseWhoFailed
        /// Nobody else is asked for.
        case giveUp
    }

    /// The number of images that have to fail in a row, where there are as many.
    private static let several = 3
    /// The number that have to fail in a row before a service is given up that failed for one image after another.
    static let enoughToGiveUp = 10
    /// The most images of which each gets its turn before the service is given up.
    static let mostToAskEach = 60
    /// The multiple of its patience that a run spends in all on a service that lets every probe wait.
    static let outerBound = 5

    /// The number of images to ask for.
    private let expected: Int
    private var asked: Set<String> = []
    private var working: Set<String> = []
    private var failing: Set<String> = []
    private var isUnreachable = false
    private var downSince: Duration?
    private var waited = Duration.zero
    private var steps = 0
    /// The moment before which nobody may probe.
    private(set) var probesAt = Duration.zero
    /// The image of the last request that failed.
    private(set) var lastFailed: String?
    /// True while a probe is on its way.
    var isProbing = false
    /// The image of the last probe of which nothing is known yet.
    private var probed: String?

    /// True while the service is taken to be down.
    var isDown: Bool { downSince != nil }

    /// True if it is the service that is in trouble beyond doubt, however few images were asked for.
    var isServicesTrouble: Bool { isDown && isUnreachable }

    /// The number of images that have to say the same before it is concluded about the service.
    var enough: Int { min(Self.several, expected) }

    /// The number of images that have not been asked for yet; 1 where nobody knows.
    private var unasked: Int { expected == .max ? 1 : max(0, expected - asked.count) }

    /// Makes the circuit of a phase.
    ///
    /// - Parameter images: how many images are asked for in it; nil where nobody knows.
    init(expecting images: Int? = nil) {
        expected = images ?? .max
    }

    /// Chooses who is to probe a service that is down: one that asks for another image than the one that failed, and best
    /// for one that has not been asked for yet, or for which it has worked.
    ///
    /// - Parameter candidates: those who wait, each with its image.
    /// - Returns: the index of the one.
    func probe(among candidates: [(index: Int, subject: String)]) -> Int? {
        let others = candidates.filter { $0.subject != lastFailed }
        let probe =
            candidates.first { !asked.contains($0.subject) } ?? others.first { working.contains($0.subject) } ?? others
            .first
            ?? candidates.first
        return probe?.index
    }

    /// Notes that the service has done something for an image.
    mutating func work(for subject: String) { working.insert(subject) }

    /// Notes that a request is sent.
    mutating func send(_ subject: String) {
        asked.insert(subject)
        isProbing = isDown
        probed = isDown ? subject : nil
    }

    /// Notes that the service works.
    mutating func succeed() {
        failing = []
        isUnreachable = false
        downSince = nil
        waited = .zero
        steps = 0
        isProbing = false
    }

    /// Notes that the way to the service works, whatever the service does: it is the same for reading and writing.
    mutating func reach() {
        guard isUnreachable else { return }
        isUnreachable = false
        if failing.count < enough { succeed() }
    }

    /// Notes that a request was neither a success nor a failure.
    mutating func endUndecided() { isProbing = false }

    /// Notes a failure, and draws the next step where it was a probe's or the one that was still missing.
    ///
    /// - Parameters:
    ///   - subject: the image that was asked for.
    ///   - concernsService: whether the way to the service has failed.
    ///   - backOff: how long to wait, and how long in all.
    /// - Returns: what is to be done about the service.
    mutating func fail(_ subject: String, concernsService: Bool, by backOff: BackOff) -> Verdict {
        let now = backOff.clock.now()
        // What a refused token is worth shows only after its request has ended.
        let wasProbe = isProbing || probed == subject
        (isProbing, probed) = (false, nil)
        let isNew = failing.insert(subject).inserted
        isUnreachable = isUnreachable || concernsService
        lastFailed = subject
        guard isUnreachable || failing.count >= enough else { return .goOn }
        let since = downSince ?? now
        guard wasProbe || downSince == nil else { return .goOn }
        downSince = since
        steps += 1
        let patience = backOff.retryFor
        let remaining = min(patience - waited, patience * Self.outerBound - (now - since))
        guard let drawn = backOff.draw(attempt: steps, remaining: remaining) else {
            probesAt = now
            // Where nobody knows how many there are, it is time when one comes round again.
            if unasked == 0 || expected == .max && !isNew { return .endThoseWhoFailed }
            return isUnreachable || failing.count >= Self.enoughToGiveUp ? .giveUp : .goOn
        }
        // Those who have not been asked for yet get their turn in time, where they are not too many for that.
        let inTime = (1...Self.mostToAskEach).contains(unasked) && expected != .max ? remaining / (unasked + 1) : drawn
        let wait = min(drawn, inTime)
        waited += wait
        probesAt = now + wait
        return .goOn
    }
}
