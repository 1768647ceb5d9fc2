// A line on a terminal that says how far a long work is.

struct Progress {
  let total: Int
  let noun: String

  init(total: Int, of noun: String) {
    self.total = total
    self.noun = noun
  }

  func show(_ done: Int) {
    let share = total == 0 ? 1 : min(1, Double(done) / Double(total))
    let filled = Int(share * 30)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    complain("\r\(bar) \(done) of \(total) \(noun)")
  }

  func finish() { complain("\r\u{1B}[K") }
}
