/// Every kernel of Sources/Kernels once more, in the plainest Swift: row-major matrices, one scalar
/// at a time, no panels, no padding. Speed does not matter here and nothing of the program uses it;
/// what a kernel computes is defined by these few lines, and the tests compare the two.
///
/// Generic in the precision. In Float a reference does the same operations in the same order as its
/// kernel, so that tests can ask for equal bits; in Double it is the truth to measure errors by.
/// Where a kernel has a tree of additions or an exponential of its own, only the Double is meant.
///
/// Letters as in the kernels: M rows, K depth, N columns, B batch, G group elements, P pixels, H
/// hidden width, C classes.
public enum Reference {}
