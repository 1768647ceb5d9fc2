// A table as people save it from a spreadsheet: RFC 4180, with any line ends, between commas, semicolons or tabs.
// It is fed bytes in pieces of any size and hands out records; it keeps one of them at the most, and does not
// know what the columns mean.

package struct CSVReader {
  package struct Record: Hashable, Sendable {
    /// Where it begins, from 1 on.
    package let line: Int
    /// As they stand there; `csvText` says what they mean.
    package let cells: [String]
  }

  /// After one of these a reader reads no further.
  package enum Problem: Error, Hashable, Sendable {
    /// What a spreadsheet saves for itself.
    case spreadsheet
    case utf16
    case notUTF8(line: Int)
    case nul(line: Int)
    case openQuote(line: Int)
    case textAfterQuote(line: Int)
    case tooLong(line: Int)

    /// nil where it is the whole file's.
    package var line: Int? {
      switch self {
      case .spreadsheet, .utf16: nil
      case .notUTF8(let line), .nul(let line), .openQuote(let line), .textAfterQuote(let line),
        .tooLong(let line):
        line
      }
    }
  }

  /// Bytes; one record is kept in memory.
  package static let longestRecord = 64 * 1024

  private enum Place { case cellStart, plain, quoted, quoteInQuoted }

  /// What was read before the separator was known: the first line that is not empty, and all before it.
  private var head: [UInt8] = []
  private var isHeadQuoted = false
  private var separator: UInt8?
  private var place = Place.cellStart
  private var cell: [UInt8] = []
  private var cells: [String] = []
  /// Bytes of the record so far.
  private var size = 0
  private var line = 1
  private var recordLine = 1
  private var cellLine = 1
  private var isAfterCR = false

  package init() {}

  /// The records that end in these bytes.
  package mutating func read(_ bytes: some Sequence<UInt8>) throws(Problem) -> [Record] {
    var records: [Record] = []
    for byte in bytes {
      if let separator {
        try take(byte, separator, &records)
      } else {
        try takeHead(byte, &records)
      }
    }
    return records
  }

  /// The last record, where no line end stands behind it.
  package mutating func finish() throws(Problem) -> [Record] {
    var records: [Record] = []
    if separator == nil { try settleHead(&records) }
    if place == .quoted { throw .openQuote(line: cellLine) }
    try endRecord(&records)
    return records
  }

  // MARK: The separator

  private mutating func takeHead(_ byte: UInt8, _ records: inout [Record]) throws(Problem) {
    if byte == 0 { throw .utf16 }
    head.append(byte)
    if head.count == 4 { try Self.lookForMarks(in: head) }
    let isLineEnd = byte == Sign.lf || byte == Sign.cr
    if byte == Sign.quote { isHeadQuoted.toggle() }
    let isFull = head.count > Self.longestRecord
    if isFull
      || isLineEnd && !isHeadQuoted && head.contains(where: { $0 != Sign.lf && $0 != Sign.cr })
    {
      try settleHead(&records)
    }
  }

  /// What Excel and others write instead of UTF-8 (xlsx, xls, UTF-16).
  private static func lookForMarks(in head: [UInt8]) throws(Problem) {
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw .spreadsheet
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw .utf16 }
  }

  /// The separator is what stands most often in the first line outside of quotes.
  private mutating func settleHead(_ records: inout [Record]) throws(Problem) {
    try Self.lookForMarks(in: head)
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
    var counts = Sign.separators.map { (sign: $0, count: 0) }
    var isQuoted = false
    for byte in head {
      if byte == Sign.quote { isQuoted.toggle() }
      for place in counts.indices where !isQuoted && counts[place].sign == byte {
        counts[place].count += 1
      }
    }
    var best = counts[0]
    for each in counts where each.count > best.count { best = each }
    separator = best.sign
    let bytes = head
    head = []
    for byte in bytes { try take(byte, best.sign, &records) }
  }

  // MARK: Records

  private mutating func take(
    _ byte: UInt8, _ separator: UInt8, _ records: inout [Record]
  ) throws(Problem) {
    if byte == 0 { throw .nul(line: line) }
    let isSecondOfPair = isAfterCR && byte == Sign.lf
    isAfterCR = byte == Sign.cr
    let isLineEnd = byte == Sign.lf || byte == Sign.cr
    defer { if isLineEnd, !isSecondOfPair { line += 1 } }
    size += 1
    guard size <= Self.longestRecord else {
      throw place == .quoted ? .openQuote(line: cellLine) : .tooLong(line: recordLine)
    }
    switch place {
    case .quoted:
      if byte == Sign.quote { place = .quoteInQuoted } else { cell.append(byte) }
    case .quoteInQuoted where byte == Sign.quote:
      cell.append(byte)
      place = .quoted
    case .cellStart where byte == Sign.quote: place = .quoted
    case _ where byte == separator: try endCell(line)
    case _ where isLineEnd:
      if !isSecondOfPair { try endRecord(&records) }
      size = 0
      recordLine = isSecondOfPair ? line : line + 1
      cellLine = recordLine
    case .quoteInQuoted: throw .textAfterQuote(line: line)
    case .cellStart, .plain:
      cell.append(byte)
      place = .plain
    }
  }

  private mutating func endCell(_ next: Int) throws(Problem) {
    guard let text = String(validating: cell, as: UTF8.self) else {
      throw .notUTF8(line: cellLine)
    }
    cells.append(text)
    cell.removeAll(keepingCapacity: true)
    cellLine = next
    place = .cellStart
  }

  /// An empty line is none.
  private mutating func endRecord(_ records: inout [Record]) throws(Problem) {
    guard !cells.isEmpty || place != .cellStart else { return }
    try endCell(line)
    records.append(Record(line: recordLine, cells: cells))
    cells.removeAll(keepingCapacity: true)
  }

  private enum Sign {
    static let lf = UInt8(ascii: "\n")
    static let cr = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
    /// The first wins where they are as many.
    static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
  }
}
