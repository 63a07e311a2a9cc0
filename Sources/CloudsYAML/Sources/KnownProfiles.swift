/// The result of looking up a profile by its name.
enum ProfileLookup {
    case settings(Settings)
    /// The cloud has closed.
    case closed
    /// The cloud publishes its profile itself.
    case published(String)
    case unknown
}

/// The public clouds that can be named as a `profile` without a clouds-public.yaml, as far as openstacksdk knows them
/// too and they still answer.
///
/// Profiles that a cloud publishes under its own address are not fetched: where a password is sent is not for a web
/// server to say.
enum KnownProfiles {
    private struct Profile {
        var url: String
        var regions: [String]
        var domain: String?
    }

    private static let profiles: [String: Profile] = [
        "auro": Profile(url: "https://api.van2.auro.io:5000/v3", regions: ["RegionOne"], domain: "Default"),
        "binero": Profile(url: "https://auth.binero.cloud:5000/v3", regions: ["europe-se-1"]),
        "citycloud": Profile(
            url: "https://{region_name}.citycloud.com:5000/v3/",
            regions: ["Buf1", "Fra1", "Sto2", "Kna1", "dx1", "tky1"]
        ),
        "dreamcompute": Profile(url: "https://iad2.dream.io:5000", regions: ["RegionOne"]),
        "elastx": Profile(url: "https://ops.elastx.cloud:5000/v3", regions: ["se-sto"]),
        "entercloudsuite": Profile(
            url: "https://api.entercloudsuite.com/", regions: ["it-mil1", "nl-ams1", "de-fra1"]
        ),
        "limestonenetworks": Profile(url: "https://auth.cloud.lstn.net:5000/v3", regions: ["us-dfw-1", "us-slc"]),
        "otc": Profile(url: "https://iam.{region_name}.otc.t-systems.com/v3", regions: ["eu-de", "eu-nl"]),
        "ovh-us": Profile(
            url: "https://auth.cloud.ovh.us/", regions: ["US-EAST-VA-1", "US-WEST-OR-1", "US-EAST-VA", "US-WEST-OR"],
            domain: "Default"
        ),
        "switchengines": Profile(url: "https://keystone.cloud.switch.ch:5000/v3", regions: ["LS", "ZH"]),
        "zetta": Profile(url: "https://identity.api.zetta.io/v3", regions: ["no-osl1"]),
    ]
    private static let closed: Set = ["betacloud", "ibmcloud", "internap", "ultimum", "unitedstack"]
    private static let published = ["ovh": "https://ovhcloud.com", "vexxhost": "https://vexxhost.com"]

    /// Looks up a profile.
    static func lookUp(_ name: String) -> ProfileLookup {
        if closed.contains(name) { return .closed }
        if let address = published[name] ?? (name.contains("://") ? name : nil) { return .published(address) }
        guard let profile = profiles[name] else { return .unknown }
        func text(_ text: String) -> Setting { Setting(value: .text(text), origin: .profile(name)) }
        func mapping(_ settings: Settings) -> Setting { Setting(value: .mapping(settings), origin: .profile(name)) }
        var auth = ["auth_url": text(profile.url)]
        if let domain = profile.domain {
            auth["user_domain_name"] = text(domain)
            auth["project_domain_name"] = text(domain)
        }
        let regions = Setting(value: .list(profile.regions.map(text)), origin: .profile(name))
        return .settings(["auth": mapping(auth), "regions": regions])
    }
}
