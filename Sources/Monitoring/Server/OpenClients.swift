import NIOCore
import Synchronization

/// The connections of the status server: at most so many, and whoever comes always gets in.
///
/// Where there are too many, one goes: who has been waiting longest without asking for anything, else whose answer has made
/// no progress for the longest time, and only then who has just come. A server that made newcomers wait instead would let
/// idle clients keep away whoever watches the process.
final class OpenClients: Sendable {
    private struct Client {
        let channel: any Channel
        var isAnswered = false
        /// The moment when it last did something.
        var since: NIODeadline

        /// The order in which clients go, the lowest first.
        func rank(at now: NIODeadline) -> (Int, NIODeadline) {
            (isAnswered ? 1 : since + OpenClients.grace < now ? 0 : 2, since)
        }
    }

    /// The time for which a client is new.
    private static let grace = TimeAmount.seconds(1)

    private let most: Int
    private let now: @Sendable () -> NIODeadline
    private let clients = Mutex<[ObjectIdentifier: Client]>([:])

    /// Makes room for so many clients.
    init(most: Int, now: @escaping @Sendable () -> NIODeadline = { .now() }) {
        self.most = most
        self.now = now
    }

    /// Lets a client in.
    func add(_ channel: any Channel) {
        let now = now()
        let evicted = clients.withLock { clients -> (any Channel)? in
            var evicted: (any Channel)?
            if clients.count >= most {
                let victim = clients.min { $0.value.rank(at: now) < $1.value.rank(at: now) }
                evicted = victim?.value.channel
                if let victim { clients[victim.key] = nil }
            }
            clients[ObjectIdentifier(channel)] = Client(channel: channel, since: now)
            return evicted
        }
        evicted?.close(promise: nil)
    }

    /// Takes in that a client did something.
    ///
    /// - Parameters:
    ///   - channel: the client's connection.
    ///   - isAnswered: true if it has asked for something that it has not got whole yet.
    func note(_ channel: any Channel, isAnswered: Bool) {
        let now = now()
        clients.withLock { clients in
            clients[ObjectIdentifier(channel)]?.isAnswered = isAnswered
            clients[ObjectIdentifier(channel)]?.since = now
        }
    }

    /// Forgets a client that has gone.
    func remove(_ channel: any Channel) {
        clients.withLock { $0[ObjectIdentifier(channel)] = nil }
    }
}
