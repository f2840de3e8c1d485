import { asNalityError, NalityError } from '../../core/errors.ts';
import { backoff } from '../../core/lib/backoff.ts';
import { sleep, within } from '../../core/lib/sleep.ts';
import { signal, type Signal } from '../../core/lib/signal.ts';
import { WAITING, type ProviderHandle, type ProviderState } from './context.ts';
import type { CoreRequest, Speaker } from './core-registry.ts';
import { lastPersonOf, pageCores } from './page-cores.ts';
import { chooseProvider, type ProviderChoice, type ProviderSettings } from './provider-settings.ts';
import { subjectOf } from './token-subject.ts';
import { warnOnce } from './warn.ts';

type TokenChoice = Extract<ProviderChoice, { name: 'token' }>;

/**
 * What is behind a provider, with or without an element: from settings to a leased core, and again on
 * every change of them.
 *
 *     configure ──▶ waiting | failed | ready          release ──▶ waiting
 *         └─ token: whom does it name? ──▶ ready ──▶ it names somebody else ──▶ waiting, configure
 *
 * The core that is in use stays so until its successor is there: a renewed token disturbs nobody.
 */
export class ProviderCore implements ProviderHandle {
  readonly state: Signal<ProviderState> = signal<ProviderState>(WAITING);
  readonly lang: Signal<string> = signal('');
  private attempt: AbortController | undefined;
  private held: AbortController | undefined;

  constructor(private readonly speaker: Speaker) {}

  /** Starts over with these settings. Never throws: what is wrong with them becomes the state. */
  configure(settings: ProviderSettings): void {
    this.attempt?.abort();
    const attempt = (this.attempt = new AbortController());
    const choice = chooseProvider(settings);
    if (choice.name === 'waiting') this.settle(WAITING, attempt);
    else if (choice.name === 'failed') this.settle(choice, attempt);
    else if (choice.name === 'token') void this.openForPerson(choice, settings, attempt);
    else this.open(choice, attempt);
  }

  /** Gives the core back. */
  release(): void {
    this.attempt?.abort();
    this.settle(WAITING);
  }

  private async openForPerson(
    choice: TokenChoice,
    settings: ProviderSettings,
    attempt: AbortController,
  ): Promise<void> {
    const person = await this.personOf(choice, attempt.signal);
    if (attempt.signal.aborted) return;
    const onPersonChange = (): void => {
      this.release();
      this.configure(settings);
    };
    this.open({ ...choice, person, onPersonChange }, attempt);
  }

  private open(request: CoreRequest, attempt: AbortController): void {
    try {
      const core = pageCores().lease(request, this.speaker, attempt.signal);
      this.settle({ name: 'ready', core }, attempt);
    } catch (cause) {
      this.settle({ name: 'failed', error: asNalityError(cause) }, attempt);
    }
  }

  /** Shows a state, and lets go of what the previous one held. */
  private settle(state: ProviderState, attempt?: AbortController): void {
    const previous = this.held;
    this.held = attempt;
    this.attempt = undefined;
    this.show(state);
    previous?.abort();
  }

  private show(state: ProviderState): void {
    if (state.name === 'failed') warnOnce(state.error.message);
    this.state.set(state);
  }

  /** Asks the page for a token until it answers; without a network, whoever was here last. */
  private async personOf({ token, project }: TokenChoice, until: AbortSignal): Promise<string> {
    for (let attempt = 0; !until.aborted; attempt += 1) {
      try {
        return subjectOf(await within(PATIENCE_MS, token(), after, TOO_LATE));
      } catch (cause) {
        const last = await lastPersonOf(project.url);
        if (last !== undefined) return last;
        if (!until.aborted) this.show({ name: 'failed', error: tokenError(cause) });
        await sleep(backoff(attempt, { random: Math.random }), after, until);
      }
    }
    return '';
  }
}

function tokenError(cause: unknown): NalityError {
  const message =
    'The page could not say who is signed in: its accessToken function failed. It is asked again.';
  return new NalityError('auth-required', message, { cause, retryable: true });
}

/** A page that does not answer for so many milliseconds is taken not to know. */
const PATIENCE_MS = 10_000;
const TOO_LATE = (): Error => new Error('It did not answer in time.');

function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}
