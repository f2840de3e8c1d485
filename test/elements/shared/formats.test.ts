import { expect, fixture, html } from '@open-wc/testing';
import type { DatePrecision } from '../../../src/core/features/life-event.ts';
import {
  formatEventTime,
  formatRelative,
  localeOf,
  machineDate,
  monthNames,
  parseDate,
  today,
  type EventTime,
} from '../../../src/elements/shared/formats.ts';

const time = (
  start: string | null,
  precision: DatePrecision,
  end: string | null = null,
  ongoing = false,
): EventTime => ({
  start_date: start,
  end_date: end,
  date_precision: precision,
  is_ongoing: ongoing,
});

/** Intl puts thin spaces around its dashes. */
const plain = (words: string): string => words.replace(/[\u2009\u00a0\u202f]/g, ' ');

describe('the time of an event', () => {
  for (const [words, event, locale] of [
    ['April 21, 1898', time('1898-04-21', 'day'), 'en-US'],
    ['21 April 1898', time('1898-04-21', 'day'), 'en-GB'],
    ['21. April 1898', time('1898-04-21', 'day'), 'de'],
    ['March 1894', time('1894-03-01', 'month'), 'en'],
    ['mars 1894', time('1894-03-01', 'month'), 'fr'],
    ['summer 1893', time('1893-07-01', 'season'), 'en'],
    ['winter 1893', time('1893-12-05', 'season'), 'en'],
    ['spring 1893', time('1893-03-01', 'season'), 'en'],
    ['autumn 1893', time('1893-11-30', 'season'), 'en'],
    ['1903', time('1903-06-25', 'year'), 'en'],
    ['1890s', time('1894-01-01', 'decade'), 'en'],
    ['about 1890', time('1890-01-01', 'about'), 'en'],
    ['1914 – 1918', time('1914-01-01', 'year', '1918-01-01'), 'en'],
    ['March – July 1894', time('1894-03-01', 'month', '1894-07-01'), 'en'],
    ['June 7 – 12, 1903', time('1903-06-07', 'day', '1903-06-12'), 'en'],
    ['about 1890 – about 1893', time('1890-01-01', 'about', '1893-01-01'), 'en'],
    ['1903', time('1903-01-01', 'year', '1903-01-01'), 'en'],
    ['since 1906', time('1906-01-01', 'year', null, true), 'en'],
    ['until 1906', time(null, 'year', '1906-01-01'), 'en'],
    ['Date unknown', time(null, 'day'), 'en'],
    ['Date unknown', time('not a date', 'day'), 'en'],
    ['March 15, 44', time('0044-03-15', 'day'), 'en'],
  ] as const) {
    it(`${words} (${locale}, ${event.date_precision})`, () => {
      expect(plain(formatEventTime(event, locale))).to.equal(words);
    });
  }

  it('is as exact for machines as it is known', () => {
    expect(machineDate(time('1898-04-21', 'day'))).to.equal('1898-04-21');
    expect(machineDate(time('1898-04-21', 'month'))).to.equal('1898-04');
    expect(machineDate(time('1898-04-21', 'year'))).to.equal('1898');
    expect(machineDate(time('1898-04-21', 'about'))).to.equal(undefined);
    expect(machineDate(time(null, 'day'))).to.equal(undefined);
  });
});

describe('dates', () => {
  it('are read only if they exist', () => {
    expect(parseDate('1900-02-28')).to.deep.equal({ year: 1900, month: 2, day: 28 });
    for (const wrong of [
      '1900-02-29',
      '1900-13-01',
      '1900-00-01',
      '00-01-01',
      '1900-1-1',
      '',
      null,
      undefined,
    ]) {
      expect(parseDate(wrong), String(wrong)).to.equal(undefined);
    }
  });

  it('are today where the person is', () =>
    expect(today(new Date(2026, 0, 5, 23, 59))).to.equal('2026-01-05'));

  it('have months with names', () =>
    expect(monthNames('en').slice(0, 2)).to.deep.equal(['January', 'February']));
});

describe('how long ago', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  for (const [words, ms] of [
    ['now', -20_000],
    ['1 minute ago', -70_000],
    ['59 minutes ago', -3_590_000],
    ['2 hours ago', -7_300_000],
    ['yesterday', -90_000_000],
    ['last week', -8 * 86_400_000],
    ['last year', -400 * 86_400_000],
    ['in 3 minutes', 190_000],
  ] as const) {
    it(words, () => expect(formatRelative(now + ms, now, 'en')).to.equal(words));
  }
});

describe('the language of an element', () => {
  it('is the wanted one, else the nearest of the page, across shadow roots', async () => {
    const outer = await fixture<HTMLElement>(
      html`<div lang="fr">
        <section><p></p></section>
      </div>`,
    );
    const inner = outer
      .querySelector('p')!
      .attachShadow({ mode: 'open' })
      .appendChild(document.createElement('b'));
    expect(localeOf(inner)).to.equal('fr');
    expect(localeOf(inner, 'de-AT')).to.equal('de-AT');
    expect(localeOf(inner, 'not a language')).to.equal('fr');
    outer.lang = '%%';
    Object.defineProperty(navigator, 'language', { value: 'pt-BR', configurable: true });
    const browsers = localeOf(inner);
    Reflect.deleteProperty(navigator, 'language');
    expect(browsers).to.equal('pt-BR');
  });
});
