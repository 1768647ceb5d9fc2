// One prepared statement, and the row that it stands on.

import CSQLite
import Glibc

final class SQLiteStatement: Columns {
  let handle: OpaquePointer

  /// - Parameter handle: is finalized with this.
  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  func bind(_ values: [Value]) {
    for (place, value) in zip(Int32(1)..., values) {
      switch value {
      case .null: sqlite3_bind_null(handle, place)
      case .integer(let number): sqlite3_bind_int64(handle, place, number)
      case .text(let text):
        sqlite3_bind_text(handle, place, text, Int32(text.utf8.count), Self.transient)
      }
    }
  }

  /// Ready to be bound and run again; holds no lock, and nothing that was bound.
  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  var count: Int { Int(sqlite3_data_count(handle)) }

  subscript(place: Int) -> Value {
    let place = Int32(place)
    switch sqlite3_column_type(handle, place) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, place))
    case SQLITE_NULL: return .null
    default:
      let bytes = sqlite3_column_text(handle, place)
      let count = Int(sqlite3_column_bytes(handle, place))
      return .text(
        String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    }
  }

  /// SQLite copies what is bound before the call returns.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
