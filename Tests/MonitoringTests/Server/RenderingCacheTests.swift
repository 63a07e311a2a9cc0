import NIOCore
import Synchronization
import Testing

@testable import Monitoring

@Suite struct RenderingCacheTests {
    private final class Count: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Test func `A large answer is made once for all who ask within a few seconds`() async {
        let cache = RenderingCache()
        let made = Count()
        @Sendable func ask(_ tag: String, page: Int = 1, at seconds: Int) async {
            var selection = ImageSelection()
            selection.page = page
            _ = await cache.rendering(of: selection, tag: tag, at: .seconds(seconds)) {
                made.add()
                return StatusRendering(["page"])
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<60 { group.addTask { await ask("a", at: 4) } }
            await group.waitForAll()
        }
        #expect(made.value == 1)
        await ask("b", at: 4)
        #expect(made.value == 2)
        // The times in it have to be about right.
        await ask("b", at: 9)
        #expect(made.value == 3)
        // Each page is one of its own, and only the last few are kept.
        for page in 2...RenderingCache.mostEntries + 1 { await ask("b", page: page, at: 8 + page) }
        await ask("b", page: RenderingCache.mostEntries + 1, at: 10)
        #expect(made.value == 3 + RenderingCache.mostEntries)
        await ask("b", at: 10)
        #expect(made.value == 4 + RenderingCache.mostEntries)
    }

    @Test func `Each answer has its own between the pieces that all share`() {
        let rendering = StatusRendering(["a", "b", "c"])
        #expect(rendering.body(with: ["1", "2"]).map { String(buffer: $0) } == ["a", "1", "b", "2", "c"])
        #expect(StatusRendering(["whole"]).body().map { String(buffer: $0) } == ["whole"])
    }
}
