import { html } from 'lit';
import type { Item } from './grouping.ts';
import { dateProblems, filterBar, nothingFound, type FilterBarView } from './filter-bar.ts';
import { findStyles } from './find.styles.ts';
import { findText } from './find-text.ts';
import { edgesOf, matching, stretchesOf, wordsOf } from './matching.ts';

/** What search and filters are made of, loaded when somebody first searches. */
export const finder = {
  filterBar,
  nothingFound,
  matching,
  wordsOf,
  styles: findStyles,
  /** What is told once somebody has stopped typing. */
  told: ({ criteria, locale, found }: FilterBarView): string =>
    [
      ...dateProblems(edgesOf(criteria, locale).problems).map(([, words]) => words),
      findText.found(...found),
    ].join(' '),
  /** A text with the words that are searched for marked. */
  marked(text: string, words: readonly string[]): unknown {
    const stretches = stretchesOf(text, words);
    if (stretches.length === 0) return text;
    const ends = [...stretches.map(([, to]) => to), 0];
    return [
      ...stretches.map(([from, to], at) => [
        text.slice(ends.at(at - 1), from),
        html`<mark>${text.slice(from, to)}</mark>`,
      ]),
      text.slice(ends.at(-2)),
    ];
  },
  /** All tags, the most used first. */
  tagsOf(items: readonly Item[]): readonly string[] {
    const counts = new Map<string, number>();
    for (const { row } of items) for (const tag of row.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return [...counts]
      .sort(([a, more], [b, less]) => less - more || a.localeCompare(b))
      .slice(0, MOST_TAGS)
      .map(([tag]) => tag);
  },
};

/** A longer list is of no use. */
const MOST_TAGS = 200;
