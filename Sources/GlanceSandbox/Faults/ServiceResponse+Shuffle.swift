extension ServiceResponse {
    /// The same list of members in another order, as Glance promises none; any other answer stays as it is.
    func shufflingMembers(seed: UInt64) -> Self {
        guard case .object(let entries)? = JSONValue(bytes: body), entries.contains(where: { $0.key == "members" })
        else { return self }
        var generator = SplitMix64(seed: seed)
        let shuffled = entries.map { entry in
            guard entry.key == "members", let rows = entry.value.array else { return entry }
            return JSONValue.Entry(key: entry.key, value: .array(rows.shuffled(using: &generator)))
        }
        var response = self
        response.body = Array(JSONValue.object(shuffled).text.utf8)
        return response
    }
}
