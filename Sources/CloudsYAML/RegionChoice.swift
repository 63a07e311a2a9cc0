import Transport

/// The regions that a cloud is written down with, and which of them is meant.
struct RegionChoice: Sendable {
    private struct Region {
        var name: String
        var values: Settings = [:]
    }

    /// The region's name; nil for any.
    private(set) var name: Setting?
    /// The settings that hold in this region only.
    private(set) var values: Settings = [:]

    /// Chooses the region that is asked for, or else the first.
    ///
    /// - Parameters:
    ///   - cloud: the cloud's name.
    ///   - wanted: the region that is asked for, if any is.
    ///   - entry: what is written down of the cloud.
    ///   - profile: what its profile says; consulted where the cloud itself names no region.
    /// - Throws: what is wrong with the list of regions, or that the one that is wanted is not in it.
    init(
        of cloud: String, wanted: Setting?, entry: Settings, profile: Settings
    ) throws(ConfigurationError) {
        let own = entry["regions"] ?? entry["region_name"]
        guard let list = own ?? profile["regions"] ?? profile["region_name"] else {
            name = wanted
            return
        }
        let regions = try Self.regions(in: list)
        // An empty name or an empty list asks for no region, whatever the profile has.
        guard let first = regions.first else {
            name = wanted
            return
        }
        guard let wantedName = wanted?.text else {
            name = Setting(value: .text(first.name), origin: list.origin)
            values = first.values
            return
        }
        guard let region = regions.first(where: { $0.name == wantedName }) else {
            let names = regions.map(\.name).joined(separator: ", ")
            throw ConfigurationError(issues: [
                .init(
                    message: "\(wanted?.origin.description ?? "the region") is \(wantedName), which is no region of "
                        + "cloud \(cloud) (\(list.origin))",
                    hint: "it has \(names); mind upper and lower case"
                )
            ])
        }
        name = wanted
        values = region.values
    }

    /// A region is a name, or a mapping with a name and values; `region_name` may also be several with commas.
    private static func regions(in list: Setting) throws(ConfigurationError) -> [Region] {
        var regions: [Region] = []
        for item in list.items where !item.isEmptyText {
            if let text = item.text {
                regions += text.split(separator: ",").map { Region(name: String($0)) }
            } else if let mapping = item.mapping, let name = mapping["name"]?.text,
                // Whatever else is there is a mistake: what it says would not count.
                mapping.keys.allSatisfy({ $0 == "name" || $0 == "values" })
            {
                regions.append(Region(name: name, values: mapping["values"]?.mapping ?? [:]))
            } else {
                throw ConfigurationError(issues: [
                    .init(
                        message: "\(item.origin): this is no region",
                        hint: "write its name, or a mapping with `name` and `values` and nothing else"
                    )
                ])
            }
        }
        return regions
    }
}
