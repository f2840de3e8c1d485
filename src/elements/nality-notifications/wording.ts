import type { UserNotification } from '../../core/features/notification.ts';
import type { Profile } from '../../core/features/profiles.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';

/** What happened, in the language of the page and with the name of now; for an unknown kind, as the server says it. */
export function titleOf({ kind, details, title }: UserNotification, actor: Profile | undefined): string {
  const told: Readonly<Record<string, (who: string, what: string) => string>> = text.told;
  const tell = kind && Object.hasOwn(told, kind) ? told[kind] : undefined;
  return tell ? tell(actor?.name || details?.actor || common.someone, details?.title ?? '') : title;
}
