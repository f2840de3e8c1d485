import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emitter } from '../../../src/core/lib/emitter.ts';

describe('emitter', () => {
  it('tells every listener every event, equal ones too', () => {
    const { emit, subscribe } = emitter<string>();
    const heard: string[] = [];
    subscribe((event) => heard.push(`a:${event}`));
    subscribe((event) => heard.push(`b:${event}`));
    emit('x');
    emit('x');
    assert.deepEqual(heard, ['a:x', 'b:x', 'a:x', 'b:x']);
  });

  it('tells nothing of the past, and nothing to those who have left', () => {
    const { emit, subscribe } = emitter<number>();
    const heard: number[] = [];
    emit(1);
    const stop = subscribe((event) => heard.push(event));
    emit(2);
    stop();
    stop();
    emit(3);
    assert.deepEqual(heard, [2]);
  });

  it('keeps two subscriptions of one function apart', () => {
    const { emit, subscribe } = emitter<number>();
    const heard: number[] = [];
    const listener = (event: number): void => void heard.push(event);
    const stop = subscribe(listener);
    subscribe(listener);
    stop();
    emit(1);
    assert.deepEqual(heard, [1]);
  });

  it('lets a listener leave while the others are being told', () => {
    const { emit, subscribe } = emitter<number>();
    const heard: string[] = [];
    const stop = subscribe(() => {
      heard.push('first');
      stop();
    });
    subscribe(() => heard.push('second'));
    emit(1);
    emit(2);
    assert.deepEqual(heard, ['first', 'second', 'second']);
  });
});
