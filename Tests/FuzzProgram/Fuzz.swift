// libFuzzer's way in (https://llvm.org/docs/LibFuzzer.html): USHER_FUZZ names the target.

import Fuzzing
import Glibc

typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private let target: FuzzTarget = {
  let name = getenv("USHER_FUZZ").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    let line = "USHER_FUZZ is one of \(FuzzTarget.allCases.map(\.rawValue))\n"
    write(2, line, line.utf8.count)
    exit(64)
  }
  return target
}()

/// SwiftPM gives an executable's `main` this name, and links it as `main`.
@_cdecl("fuzz_main")
func main(_ count: CInt, _ arguments: Arguments) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments) { start, length in
    target.run(Array(UnsafeBufferPointer(start: start, count: length)))
    return 0
  }
}
