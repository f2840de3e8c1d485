import { expect } from '@open-wc/testing';
import type { DatePrecision } from '../../../src/core/features/life-event.ts';
import { readWhen } from '../../../src/elements/when/when.ts';
import { wordsOf } from '../../../src/elements/nality-timeline/when-field.ts';
import { formatEventTime, type EventTime } from '../../../src/elements/shared/formats.ts';
import { speak } from '../../../src/elements/shared/language.ts';

const time = (
  date_precision: DatePrecision,
  start_date: string,
  end_date: string | null = null,
  is_ongoing = false,
): EventTime => ({ start_date, end_date, date_precision, is_ongoing });

const READ: readonly (readonly [EventTime, string, ...string[]])[] = [
  [
    time('year', '1987-01-01'),
    'early 1987',
    'at the end of 1987',
    'Mitte 1987',
    '1987',
    ' 1987 ',
    'in 1987',
    'im Jahr 1987',
  ],
  [
    time('season', '1987-04-01'),
    'spring 1987',
    'Spring of 1987',
    'Frühling 1987',
    'im Frühjahr 1987',
    'FRUEHLING 1987',
  ],
  [time('season', '1987-10-01'), 'fall 1987', 'autumn 1987', 'Herbst 1987'],
  [time('season', '1987-01-01'), 'winter 1987', 'Winter 1987'],
  [
    time('about', '1950-01-01'),
    'about 1950',
    'um 1950',
    'c. 1950',
    'c.1950',
    'ca 1950',
    'ca. 1950',
    'circa 1950',
    '~1950',
    '~ 1950',
    'around 1950',
    'etwa 1950',
    'ungefähr 1950',
    'um das Jahr 1950',
    '1950?',
    '1950 or 1951',
    '1950 oder 1951',
  ],
  [
    time('decade', '1950-01-01'),
    '1950s',
    'the 1950s',
    'in the 1950’s',
    '1950er',
    'die 1950er Jahre',
    'in den 1950er Jahren',
    'about the 1950s',
    'early 1950s',
    'the mid-1950s',
    'Ende der 1950er',
  ],
  [
    time('month', '1894-03-01'),
    'March 1894',
    'march, 1894',
    'Mar 1894',
    'März 1894',
    'Maerz 1894',
    'im März 1894',
    '3/1894',
    '03.1894',
    '1894-03',
  ],
  [time('month', '1894-01-01'), 'January 1894', 'Januar 1894', 'Jänner 1894', 'Jan. 1894'],
  [time('month', '1894-09-01'), 'Sept. 1894', 'September 1894'],
  [
    time('day', '1894-03-12'),
    '12 March 1894',
    'March 12, 1894',
    '12th of March 1894',
    'on March 12th 1894',
    '12. März 1894',
    'am 12.März 1894',
    '12.3.1894',
    '12. 3. 1894',
    '12.03.1894',
    '1894-03-12',
    '1894/3/12',
  ],
  [
    time('year', '2015-01-01', null, true),
    'since 2015',
    'seit 2015',
    'ab 2015',
    '2015 –',
    '2015-',
    '2015 – today',
    '2015 to now',
    '2015 bis heute',
    'from 2015',
    'from 2015 on',
    'von 2015 an',
    'since 2015 until now',
  ],
  [time('month', '2015-03-01', null, true), 'since March 2015', 'seit März 2015'],
  [time('about', '1950-01-01', null, true), 'since about 1950', 'seit etwa 1950'],
  [
    time('year', '1914-01-01', '1918-01-01'),
    '1914–1918',
    '1914-1918',
    '1914 - 1918',
    '1914 — 1918',
    '1914 to 1918',
    '1914 bis 1918',
    'from 1914 until 1918',
    'from 1914 to 1918',
    'von 1914 bis 1918',
    'between 1914 and 1918',
    'zwischen 1914 und 1918',
    '1914–18',
    '1914-18',
    'since 1914 until 1918',
  ],
  [time('year', '1986-01-01', '1987-01-01'), '1986/87'],
  // The dates of Easter are those of the United States Naval Observatory.
  [time('day', '1950-04-09'), 'Easter 1950', 'Ostern 1950', 'at Easter 1950'],
  [time('day', '2000-04-23'), 'Easter 2000'],
  [time('day', '1943-04-25'), 'Easter 1943'],
  [time('day', '1944-12-25'), 'Christmas 1944', 'zu Weihnachten 1944'],
  [time('day', '1944-12-31'), 'Silvester 1944'],
  [time('season', '1893-07-01', '1894-10-01'), 'summer 1893 – autumn 1894', 'Sommer 1893 bis Herbst 1894'],
  [time('season', '1893-07-01', '1893-10-01'), 'summer – autumn 1893', 'Sommer-Herbst 1893'],
  [
    time('month', '1894-03-01', '1894-07-01'),
    'March – July 1894',
    'march-july 1894',
    'März 1894 – Juli 1894',
    'March 1894 – July',
  ],
  [
    time('day', '1903-06-07', '1903-06-12'),
    'June 7 – 12, 1903',
    '7–12 June 1903',
    '7.–12. Juni 1903',
    '7-12 June 1903',
    'vom 7. bis 12. Juni 1903',
    '7.6.1903 – 12.6.1903',
    '1903-06-07 to 1903-06-12',
  ],
  [
    time('day', '1914-07-28', '1918-11-11'),
    '28 July 1914 – 11 November 1918',
    '28.7.1914 bis zum 11.11.1918',
  ],
  [time('decade', '1950-01-01', '1970-01-01'), '1950s – 1970s', '1950s-1970s', '1950er bis 1970er'],
  [
    time('about', '1914-01-01', '1918-01-01'),
    'about 1914 – 1918',
    '1914 – about 1918',
    'um 1914 bis um 1918',
  ],
];

const PROBLEMS: readonly (readonly [string, ...string[]])[] = [
  ['unreadable', 'long ago', '1955s', 'spring March 1950', 'constructor', '1950 1951', '3 1950', '???'],
  [
    'no-year',
    'Christmas',
    'March',
    'spring',
    '12 March',
    '12. März',
    'March – July',
    'since spring',
    'March–',
  ],
  ['short-year', '87', "'87", '12.3.94', '12', '187', 'about 87'],
  ['no-such-date', '30.2.1900', '31 April 1900', '1900-13-01', '0000', '13.13.1900'],
  ['about', 'about March 1950', 'um den 12. März 1950', 'about spring 1950'],
  ['mixed', '28 July 1914 – 1918', '1914 – March 1918', '1950s – 1963', 'spring 1950 – 1951'],
  ['no-start', 'until 1918', 'bis 1918', 'up to 1918'],
];

describe('a time as people write it', () => {
  for (const [expected, ...spellings] of READ) {
    for (const typed of spellings) {
      it(`“${typed}” is ${formatEventTime(expected, 'en-GB')}`, () => {
        for (const locale of ['en', 'de']) {
          const { time, problem } = readWhen(typed, locale);
          expect(problem ?? time).to.deep.equal(expected);
        }
      });
    }
  }

  for (const [expected, ...spellings] of PROBLEMS) {
    for (const typed of spellings) {
      it(`“${typed}” is ${expected}`, () =>
        expect(readWhen(typed, 'en')).to.deep.include({ problem: expected, typed }));
    }
  }

  it('is nothing where nothing is typed', () => {
    expect(readWhen('  ', 'en').time.start_date).to.equal(null);
    expect(readWhen('  ', 'en').problem).to.equal(undefined);
  });

  for (const [locale, month] of [
    ['en-US', '03'],
    ['en-GB', '12'],
    ['de', '12'],
    ['fr', '12'],
  ] as const) {
    it(`takes 3/12/1894 as one writes it in ${locale}`, () =>
      expect(readWhen('3/12/1894', locale).time.start_date).to.equal(
        month === '03' ? '1894-03-12' : '1894-12-03',
      ));
  }

  it('takes what can be meant in one way only, wherever', () => {
    expect(readWhen('13/12/1894', 'en-US').time.start_date).to.equal('1894-12-13');
    expect(readWhen('12/13/1894', 'de').time.start_date).to.equal('1894-12-13');
  });

  it('knows the months of the page’s own language', () =>
    expect(readWhen('12 août 1894', 'fr').time.start_date).to.equal('1894-08-12'));

  for (const locale of ['en-US', 'en-GB', 'de', 'de-AT']) {
    it(`comes back as it was shown, in ${locale}`, async () => {
      if (locale.startsWith('de')) {
        await new Promise<void>((done) => {
          speak(locale, done);
          if (formatEventTime(READ[4]![0], 'de').startsWith('um')) done();
        });
        speak(locale, () => undefined);
        expect(formatEventTime(time('about', '1950-01-01'), locale)).to.equal('um 1950');
      }
      try {
        for (const [expected] of READ) {
          const words = wordsOf({ time: expected }, locale);
          expect(readWhen(words, locale).time, words).to.deep.equal(expected);
        }
      } finally {
        speak('en', () => undefined);
      }
    });
  }
});
