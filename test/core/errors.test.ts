import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asNalityError, NalityError, type NalityErrorCode } from '../../src/core/errors.ts';

describe('NalityError', () => {
  it('is an Error that says what happened by code and message', () => {
    const error = new NalityError('denied', 'You may not edit this timeline.');
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'NalityError');
    assert.equal(error.code, 'denied');
    assert.equal(String(error), 'NalityError: You may not edit this timeline.');
  });

  it('is retryable exactly when time alone may cure it', () => {
    const curable: NalityErrorCode[] = ['offline', 'timeout', 'rate-limited', 'server'];
    const lasting: NalityErrorCode[] = [
      'config',
      'denied',
      'invalid',
      'not-found',
      'conflict',
      'too-large',
      'storage',
    ];
    for (const code of curable) assert.equal(new NalityError(code, '').retryable, true, code);
    for (const code of lasting) assert.equal(new NalityError(code, '').retryable, false, code);
  });

  it('believes the one who knows better about retrying', () => {
    assert.equal(new NalityError('server', '', { retryable: false }).retryable, false);
    assert.equal(new NalityError('denied', '', { retryable: true }).retryable, true);
  });

  it('keeps what was caught and the field that it is about', () => {
    const cause = new TypeError('title is null');
    const error = new NalityError('invalid', 'A title is required.', { cause, field: 'title' });
    assert.equal(error.cause, cause);
    assert.equal(error.field, 'title');
  });

  it('has no cause when there is none', () => {
    assert.equal('cause' in new NalityError('offline', ''), false);
  });
});

describe('asNalityError', () => {
  it('leaves our own errors as they are', () => {
    const error = new NalityError('offline', 'No network.');
    assert.equal(asNalityError(error), error);
  });

  it('makes anything else a server error that keeps it as cause', () => {
    const cause = new TypeError('fetch failed');
    const error = asNalityError(cause);
    assert.deepEqual([error.code, error.message, error.cause], ['server', 'fetch failed', cause]);
  });

  it('has words even for what is no error at all', () => {
    assert.equal(asNalityError('nonsense').message, 'nonsense');
    assert.equal(asNalityError(undefined).message, 'undefined');
  });
});
