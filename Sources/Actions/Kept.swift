// What most pages ask for and few people change: read once, and kept as long as nothing was changed. Whoever keeps
// it makes another where other processes have changed something; what this process changes is noticed here.

import Database
import Membership
import Store

package final class Kept {
  private let store: Store
  /// Rows that this process had changed when the values were read.
  private var changes: Int64
  private var values = Values()

  struct Values {
    var administrators: [Account]?
    var departments: [Department]?
    var departmentCount: Int?
    var holdings: [Holding]?
  }

  init(_ store: Store) {
    self.store = store
    changes = store.connection.changes
  }

  func value<Value>(
    _ place: WritableKeyPath<Values, Value?>, else read: () throws -> Value
  ) rethrows -> Value {
    if changes != store.connection.changes {
      values = Values()
      changes = store.connection.changes
    }
    if let value = values[keyPath: place] { return value }
    let value = try read()
    values[keyPath: place] = value
    return value
  }
}

extension Installation {
  func value<Value>(
    _ place: WritableKeyPath<Kept.Values, Value?>, else read: () throws -> Value
  ) rethrows -> Value {
    try kept?.value(place, else: read) ?? read()
  }
}
