/// The division of a list into pages, each as long as a limit allows: by its entries, and by what they weigh together.
struct Pages: Equatable {
    /// The entries of each page; one page without entries where there are none.
    let ranges: [Range<Int>]

    /// Divides a list.
    ///
    /// An entry that weighs more than a page may has a page of its own.
    ///
    /// - Parameters:
    ///   - weights: the weight of each entry.
    ///   - mostEntries: the most entries of a page.
    ///   - mostWeight: the most that they may weigh together.
    init(of weights: some Sequence<Int>, mostEntries: Int, mostWeight: Int) {
        var ranges: [Range<Int>] = []
        var (start, end, sum) = (0, 0, 0)
        for weight in weights {
            if end > start, end - start == mostEntries || sum + weight > mostWeight {
                ranges.append(start..<end)
                (start, sum) = (end, 0)
            }
            end += 1
            sum += weight
        }
        self.ranges = ranges + [start..<end]
    }
}
