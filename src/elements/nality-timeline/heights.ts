/**
 * Heights of rows one below another, and where each begins: a Fenwick tree, so that to measure one, to ask where it
 * begins, and which is at a place cost about log₂ of their number.
 */
export class Heights {
  private readonly tree: Float64Array;

  /** `sizes` in pixels, from top to bottom; kept and written to. */
  constructor(private readonly sizes: Float64Array) {
    this.tree = new Float64Array(sizes.length + 1);
    for (let at = 1; at <= sizes.length; at += 1) {
      const sum = (this.tree[at] = (this.tree[at] ?? 0) + (sizes[at - 1] ?? 0));
      const parent = at + (at & -at);
      if (parent <= sizes.length) this.tree[parent] = (this.tree[parent] ?? 0) + sum;
    }
  }

  /** How high all of them are together. */
  get total(): number {
    return this.top(this.sizes.length);
  }

  /** Takes in what was measured. */
  set(index: number, size: number): void {
    const more = size - (this.sizes[index] ?? 0);
    if (more === 0) return;
    this.sizes[index] = size;
    for (let at = index + 1; at < this.tree.length; at += at & -at)
      this.tree[at] = (this.tree[at] ?? 0) + more;
  }

  /** Where a row begins. */
  top(index: number): number {
    let sum = 0;
    for (let at = index; at > 0; at -= at & -at) sum += this.tree[at] ?? 0;
    return sum;
  }

  /** The row at a place; the first or the last for a place outside of them. */
  at(offset: number): number {
    let index = 0;
    let left = offset;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(this.sizes.length, 1))); step >= 1; step /= 2) {
      const size = this.tree[index + step];
      if (size === undefined || size > left) continue;
      index += step;
      left -= size;
    }
    return Math.max(0, Math.min(index, this.sizes.length - 1));
  }
}
