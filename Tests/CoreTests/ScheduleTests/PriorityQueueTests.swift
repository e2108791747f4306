import Testing

@testable import Core

@Suite struct PriorityQueueTests {
    /// Numbers without order, the same every time.
    private func numbers(_ count: Int) -> [Int] {
        var state: UInt64 = 1
        return (0 ..< count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 54)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 10, 1000])
    func comesOutSorted(_ count: Int) {
        let numbers = numbers(count)
        var pushed = PriorityQueue<Int>()
        for number in numbers { pushed.push(number) }
        var built = PriorityQueue(numbers)
        #expect(pushed.count == count && built.first == numbers.min())
        #expect((0 ..< count).map { _ in pushed.pop() } == numbers.sorted())
        #expect((0 ..< count).map { _ in built.pop() } == numbers.sorted())
        #expect(pushed.isEmpty && pushed.pop() == nil)
    }

    @Test func pushAndPopMixed() {
        var queue = PriorityQueue([5, 1, 4])
        #expect(queue.pop() == 1)
        queue.push(0)
        queue.push(9)
        #expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()] == [0, 4, 5, 9])
    }
}
