import ArgumentParser
import Manifests

/// The options that limit what names and sets of a manifest may come out with.
struct ResolvingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most images that one image set may find; a set that finds more is left out, and told (default: 10000).",
            valueName: "n"))
    var maxImages: Int?

    /// The limits that these options ask for.
    var limits: ResolvingLimits { maxImages.map { ResolvingLimits(images: $0) } ?? ResolvingLimits() }

    func validate() throws {
        if let maxImages, maxImages < 1 { throw ValidationError("--max-images is \(maxImages); use 1 or more.") }
    }
}
