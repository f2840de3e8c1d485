/** What a card shows besides its words, drawn by what is loaded after the first events. Another object when it is another. */
export interface CardBeside {
  /** Between the words and the controls. */
  foot(active: boolean): unknown;
  /** Among the controls. */
  controls(active: boolean): unknown;
  /** Below the words. */
  below(active: boolean): unknown;
  /** Shows both versions of what met a conflict. */
  compare(): void;
}
