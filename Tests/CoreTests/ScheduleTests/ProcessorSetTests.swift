import Testing

@testable import Core

@Suite struct ProcessorSetTests {
    @Test(arguments: [
        ("3", [3], "3"), ("0-1", [0, 1], "0-1"), ("0,1,2,8", [0, 1, 2, 8], "0-2,8"), ("5,4,4", [4, 5], "4-5"),
        ("2,4", [2, 4], "2,4"), ("7-7", [7], "7"),
    ])
    func listsAreReadAndWrittenCanonically(_ text: String, _ numbers: [Int], _ written: String) {
        let set = ProcessorSet(list: text)
        #expect(set?.numbers == numbers)
        #expect(set?.description == written)
    }

    @Test(arguments: ["", ",", "1,", "-1", "1-", "3-1", "a", "1-2-3", "0x1", "+1", " 1", "99999999999999999999", "0-4000000000"])
    func nonsenseIsNoList(_ text: String) {
        #expect(ProcessorSet(list: text) == nil)
    }

    @Test func algebra() {
        let a = ProcessorSet([1, 2, 3, 9])
        let b = ProcessorSet([2, 9, 10])
        #expect(a.intersection(b) == ProcessorSet([2, 9]))
        #expect(a.subtracting(b) == ProcessorSet([1, 3]))
        #expect(a.contains(9) && !a.contains(4) && !a.contains(10) && !a.contains(0))
        #expect(ProcessorSet([]).isEmpty && ProcessorSet([]).description == "")
    }
}
