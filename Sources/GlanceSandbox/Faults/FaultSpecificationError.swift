/// A fault SPEC that cannot be understood, and why.
package struct FaultSpecificationError: Error, Equatable, CustomStringConvertible {
    /// The whole SPEC.
    package let specification: String
    package let reason: String

    package var description: String {
        """
        fault "\(specification)": \(reason). Allowed: method=NAME, path=TEXT; status=400-599 (with \
        retry-after=SECONDS|date:SECONDS, after), delay=DURATION, reset=before|after, truncate, expire-token, \
        race, shuffle; first=N, every=N, rate=0-1; seed=N (with rate or shuffle)
        """
    }
}
