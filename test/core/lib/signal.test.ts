import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { computed, signal, watch, type Readable } from '../../../src/core/lib/signal.ts';
import { uncaughtDuring } from '../../support/uncaught.ts';

/** Collects what a source tells its listeners. */
function record<T>(source: Readable<T>): { heard: T[]; stop: () => void } {
  const heard: T[] = [];
  return { heard, stop: source.subscribe((value) => heard.push(value)) };
}

describe('signal', () => {
  it('holds its first value until it is set', () => {
    const count = signal(1);
    assert.equal(count.get(), 1);
    count.set(2);
    assert.equal(count.get(), 2);
  });

  it('tells every change, and nothing at subscription', () => {
    const count = signal(1);
    const { heard } = record(count);
    assert.deepEqual(heard, []);
    count.set(2);
    count.set(3);
    assert.deepEqual(heard, [2, 3]);
  });

  it('is silent when the new value is the same, NaN included', () => {
    const count = signal<number>(NaN);
    const { heard } = record(count);
    count.set(NaN);
    count.set(0);
    count.set(-0);
    assert.deepEqual(heard, [0, -0]);
  });

  it('shows a listener the value that it is told', () => {
    const count = signal(1);
    let seen: number | undefined;
    count.subscribe(() => (seen = count.get()));
    count.set(2);
    assert.equal(seen, 2);
  });

  it('says no more to a listener that has left, and leaving twice is harmless', () => {
    const count = signal(1);
    const first = record(count);
    const second = record(count);
    first.stop();
    first.stop();
    count.set(2);
    assert.deepEqual(first.heard, []);
    assert.deepEqual(second.heard, [2]);
  });

  it('keeps two subscriptions of one function apart', () => {
    const count = signal(1);
    const heard: number[] = [];
    const listener = (value: number): void => void heard.push(value);
    const stop = count.subscribe(listener);
    count.subscribe(listener);
    stop();
    count.set(2);
    assert.deepEqual(heard, [2]);
  });

  it('lets a listener leave while the others are being told', () => {
    const count = signal(1);
    const heard: string[] = [];
    const stop = count.subscribe(() => {
      heard.push('first');
      stop();
    });
    count.subscribe(() => heard.push('second'));
    count.set(2);
    count.set(3);
    assert.deepEqual(heard, ['first', 'second', 'second']);
  });

  it('lets nobody miss a change because another listener throws, and the error is not lost', async () => {
    const count = signal(1);
    const fault = new Error('a listener broke');
    count.subscribe(() => {
      throw fault;
    });
    const { heard } = record(count);
    const uncaught = await uncaughtDuring(() => count.set(2));
    assert.deepEqual(heard, [2]);
    assert.deepEqual(uncaught, [fault]);
  });

  it('starts its work with the first listener and ends it with the last, each time anew', () => {
    const log: string[] = [];
    const source = signal(0, {
      onListened() {
        log.push('start');
        return () => log.push('end');
      },
    });
    assert.deepEqual(log, []);
    const first = record(source);
    const second = record(source);
    first.stop();
    assert.deepEqual(log, ['start']);
    second.stop();
    record(source).stop();
    assert.deepEqual(log, ['start', 'end', 'start', 'end']);
  });
});

describe('computed', () => {
  it('derives from all its sources', () => {
    const first = signal('Marie');
    const last = signal('Skłodowska');
    const name = computed([first, last], (a, b) => `${a} ${b}`);
    assert.equal(name.get(), 'Marie Skłodowska');
    last.set('Curie');
    assert.equal(name.get(), 'Marie Curie');
  });

  it('follows its sources only while somebody listens', () => {
    let followed = 0;
    const source = signal(1, {
      onListened() {
        followed += 1;
        return () => (followed -= 1);
      },
    });
    const double = computed([source], (value) => value * 2);
    assert.equal(double.get(), 2);
    assert.equal(followed, 0);
    const { stop } = record(double);
    assert.equal(followed, 1);
    stop();
    assert.equal(followed, 0);
    source.set(5);
    assert.equal(double.get(), 10);
  });

  it('derives once per change while it is observed, however often it is read', () => {
    let runs = 0;
    const source = signal(1);
    const double = computed([source], (value) => {
      runs += 1;
      return value * 2;
    });
    record(double);
    runs = 0;
    source.set(2);
    assert.equal(double.get() + double.get(), 8);
    assert.equal(runs, 1);
  });

  it('tells every listener the derived value, and only when it differs', () => {
    const age = signal(17);
    const adult = computed([age], (years) => years >= 18);
    const first = record(adult);
    const second = record(adult);
    for (const years of [18, 19, 17]) age.set(years);
    assert.deepEqual(first.heard, [true, false]);
    assert.deepEqual(second.heard, [true, false]);
  });

  it('ends a diamond on the value that belongs to the newest source', () => {
    const source = signal(1);
    const left = computed([source], (value) => value + 1);
    const right = computed([source], (value) => value * 10);
    const both = computed([left, right], (a, b) => `${a}/${b}`);
    const { heard } = record(both);
    source.set(2);
    assert.equal(both.get(), '3/20');
    assert.equal(heard.at(-1), '3/20');
  });

  it('is itself a source, through any depth', () => {
    const source = signal(1);
    let top: Readable<number> = source;
    for (let depth = 0; depth < 20; depth += 1) top = computed([top], (value) => value + 1);
    const { heard, stop } = record(top);
    source.set(2);
    stop();
    source.set(3);
    assert.deepEqual(heard, [22]);
    assert.equal(top.get(), 23);
  });
});

describe('watch', () => {
  it('tells the value now and after every change, until its signal aborts', () => {
    const count = signal(1);
    const heard: number[] = [];
    const life = new AbortController();
    watch(count, (value) => heard.push(value), life.signal);
    count.set(2);
    life.abort();
    count.set(3);
    assert.deepEqual(heard, [1, 2]);
  });

  it('does not even begin under a signal that has aborted', () => {
    const count = signal(1);
    const heard: number[] = [];
    watch(count, (value) => heard.push(value), AbortSignal.abort());
    count.set(2);
    assert.deepEqual(heard, []);
  });

  it('may be ended by its listener at the first value', () => {
    const count = signal(1);
    const heard: number[] = [];
    const life = new AbortController();
    watch(
      count,
      (value) => {
        heard.push(value);
        life.abort();
      },
      life.signal,
    );
    count.set(2);
    assert.deepEqual(heard, [1]);
  });
});
