/// The command line's settings of the cloud (`--os-cloud` and its kin); nil where it has none.
package struct CloudFlags: Sendable, Equatable {
    /// `--os-cloud`: which of the clouds that are written down.
    package var cloud: String?
    /// `--os-region-name`.
    package var region: String?
    /// `--os-interface`.
    package var interface: String?
    /// `--os-image-endpoint-override`.
    package var imageEndpointOverride: String?
    /// `--os-cacert`.
    package var authorityFile: String?

    /// Makes flags of a command line that has none.
    package init() {}

    /// The flags as settings, which win over variables and files.
    var settings: Settings {
        let texts = [
            ("region_name", region, "--os-region-name"), ("interface", interface, "--os-interface"),
            ("image_endpoint_override", imageEndpointOverride, "--os-image-endpoint-override"),
            ("cacert", authorityFile, "--os-cacert"),
        ]
        var settings: Settings = [:]
        for case (let key, let text?, let option) in texts where !text.isEmpty {
            settings[key] = Setting(value: .text(text), origin: .option(option))
        }
        return settings
    }
}
