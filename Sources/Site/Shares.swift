// Work divided among the cores, and what came of each share.

import Synchronization

extension Array {
  /// Contiguous shares of about the same size, none empty.
  func shared(among workers: Int) -> [ArraySlice<Element>] {
    let count = Swift.max(1, Swift.min(workers, self.count))
    return (0..<count).map { self[$0 * self.count / count..<($0 + 1) * self.count / count] }
  }
}

extension [String] {
  /// Of what is in order.
  func holdsSorted(_ element: String) -> Bool {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < endIndex && self[low] == element
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
