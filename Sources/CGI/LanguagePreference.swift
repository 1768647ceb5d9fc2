// `Accept-Language` (RFC 9110, section 12.5.4): the client's language ranges, the most wanted first.

extension Request {
  /// Lower case: `["zh-cn", "zh", "en"]`. Ranges with weight 0 are left out.
  package var acceptedLanguages: [String] {
    var ranges: [(name: String, weight: Double)] = []
    for part in (header("accept-language") ?? "").prefix(500).split(separator: ",") {
      let pieces = part.split(separator: ";").map {
        $0.filter { $0 != " " && $0 != "\t" }.lowercased()
      }
      guard let name = pieces.first, !name.isEmpty else { continue }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap {
        Double($0.dropFirst(2))
      }
      ranges.append((name, weight ?? 1))
    }
    // Of equals the first comes first: the sort keeps their order.
    return ranges.filter { $0.weight > 0 }.sorted { $0.weight > $1.weight }.map(\.name)
  }
}
