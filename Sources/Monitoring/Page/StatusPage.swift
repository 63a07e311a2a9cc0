import Daemon
import FoundationEssentials
import ImageSharing
import Text

/// The daemon's status as one HTML page that needs nothing but itself.
///
/// It says everything without JavaScript; its script only keeps it fresh and filters it.
struct StatusPage: Sendable {
    /// The status that it shows.
    let status: DaemonStatus
    /// The time that the page speaks of.
    let now: Date
    /// The counts.
    let tally: StatusTally
    /// The trouble with what the manifest names.
    let lookups: LookupTrouble
    /// The images that it lists.
    let listing: ImageListing
    /// The first sentence.
    let headline: Headline
    private let revision: String

    /// Prepares the page.
    ///
    /// - Parameters:
    ///   - status: what the daemon knows.
    ///   - now: the time.
    ///   - readiness: whether it does its work.
    ///   - revision: the entity tag of the page, with which its script asks for a newer one.
    ///   - selection: the images that it lists; everything else is about all of them.
    init(
        _ status: DaemonStatus, at now: Date, readiness: Readiness, revision: String = "",
        of selection: ImageSelection = ImageSelection()
    ) {
        self.status = status
        self.now = now
        self.revision = revision
        tally = StatusTally(status.images)
        lookups = LookupTrouble(status)
        listing = ImageListing(selection, of: status)
        headline = Headline(status, tally: tally, readiness: readiness)
    }

    /// The policy that the page is to be sent with: its own style and script, its own server, and nothing else.
    static func contentSecurityPolicy(nonce: String) -> String {
        """
        default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; connect-src 'self'; \
        img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """
    }

    /// The page in pieces, between which each answer has something of its own: the time in milliseconds since 1970, and twice
    /// the nonce that allows the page's own style and script.
    var pieces: [String] {
        let pieces: [Markup] = [
            """
            <!DOCTYPE html>
            <html lang="en" data-version="\(status.version)" data-revision="\(revision)" data-now="
            """,
            """
            ">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(headline.severity.mark) \(headline.text) – \(status.cloud.map { $0.name + " – " } ?? "")\
            \(status.shard.map { "shard \($0) – " } ?? "")glance-share</title>
            <link rel="icon" id="icon" href="\(headline.severity.icon)">
            <style nonce="
            """,
            """
            ">\(Self.style)</style>
            </head>
            <body>
            <a class="skip" href="#images">Skip to the images</a>
            <header>
            <h1>glance-share</h1>
            <p class="muted">version \(status.version), running since \(time(status.startedAt, .clock))</p>
            </header>
            <p id="offline" class="banner bad" role="alert" hidden></p>
            <main>
            \(overview)
            <div class="columns">
            \(attention)
            \(runs)
            </div>
            \(setsSection)
            \(imagesSection)
            </main>
            <footer>
            <p><a href="status.json">status.json</a> · <a href="metrics">metrics</a> · <a href="readyz">readiness</a></p>
            <noscript><p>This is how things stood at \(time(now, .clock)). Reload for newer; with JavaScript the page does \
            so itself.</p></noscript>
            </footer>
            <script nonce="
            """,
            """
            ">\(Self.script)</script>
            </body>
            </html>

            """,
        ]
        return pieces.map(\.text)
    }

    /// Returns what stands between the pieces.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - nonce: what nobody can guess, different for each answer.
    /// - Returns: the texts, one less than there are pieces.
    static func own(at now: Date, nonce: String) -> [String] {
        let milliseconds = Int(exactly: (now.timeIntervalSince1970 * 1000).rounded()).map(String.init) ?? "0"
        return [milliseconds, nonce, nonce]
    }

    /// The ways to write a time.
    enum TimeStyle {
        /// Its distance from now; the script keeps it true.
        case relative
        /// The time of day and its date, in UTC.
        case clock
    }

    /// A time, written in a style.
    func time(_ date: Date, _ style: TimeStyle = .relative) -> Markup {
        let clock = RelativeTime.clock(date)
        return switch style {
        case .relative:
            "<time datetime=\"\(date.ISO8601Format())\" title=\"\(clock)\">\(RelativeTime.text(date, from: now))</time>"
        case .clock: "<span class=\"nowrap\">\(clock)</span>"
        }
    }
}

extension Markup {
    /// `count` and its noun.
    static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> Markup {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }

    /// A sentence from outside, in which what stands between backticks is code.
    static func prose(_ text: String) -> Markup {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        // Without its partner a backtick is one.
        guard parts.count % 2 == 1 else { return "\(text)" }
        var prose: Markup = ""
        for (index, part) in parts.enumerated() {
            prose += index % 2 == 1 ? "<code>\(String(part))</code>" : "\(String(part))"
        }
        return prose
    }

    /// The parts with `separator` between them.
    static func joined(_ parts: [Markup], separator: Markup = " · ") -> Markup {
        var joined: Markup = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { joined += separator }
            joined += part
        }
        return joined
    }
}
