import Hummingbird
import NIOCore

/// What a request brings along besides itself: its connection, which some faults close.
struct SandboxRequestContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}
