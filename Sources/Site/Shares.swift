// Work divided among the cores, what came of each share, and how sorted shares compare.

import Synchronization

extension Array {
  /// Contiguous shares of about the same size, none empty.
  func shared(among workers: Int) -> [ArraySlice<Element>] {
    let count = Swift.max(1, Swift.min(workers, self.count))
    return (0..<count).map { self[$0 * self.count / count..<($0 + 1) * self.count / count] }
  }
}

extension [String] {
  /// What is in these and not in others; both are in their order, and so is what is returned.
  func without(_ others: [String]) -> [String] {
    var place = others.startIndex
    return filter { element in
      while place < others.endIndex, others[place] < element { place += 1 }
      return place == others.endIndex || others[place] != element
    }
  }
}

/// One result for each share, whichever thread brings it.
final class Results<Value: Sendable>: Sendable {
  private let results: Mutex<[Result<Value, any Error>?]>

  init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }

  subscript(place: Int) -> Result<Value, any Error>? {
    get { results.withLock { $0[place] } }
    set { results.withLock { $0[place] = newValue } }
  }

  var values: [Value] { results.withLock { $0.compactMap { try? $0?.get() } } }

  var firstError: (any Error)? {
    for case .failure(let error)? in results.withLock({ $0 }) { return error }
    return nil
  }
}
